"""Spellings of one name have one key, and names that only look alike have two."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import spelling
from onrecord.spelling import folded, skeleton

RULES = tomllib.loads(files("onrecord").joinpath("spelling.toml").read_text(encoding="utf-8"))["rules"]


@pytest.mark.parametrize("rule", RULES, ids=[rule[0] for rule in RULES])
def test_each_rule_makes_its_two_spellings_one(rule: list[str]) -> None:
    _, _, one, other = rule
    assert folded(one) != folded(other)
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("rule", RULES, ids=[rule[0] for rule in RULES])
def test_no_rule_is_there_for_nothing(rule: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    left = tuple(r for r, row in zip(spelling._rules(), RULES, strict=True) if row is not rule)
    monkeypatch.setattr(spelling, "_rules", lambda: left)
    keys = [" ".join(spelling._key(word) for word in folded(name).split()) for name in rule[2:]]
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    "spellings",
    [
        "Zelensky Zelenskyy Zelenskiy Zelenskyi Zelenski Zelenskij ZELENSKY",
        "Lukashenko Lukashenka Lukaschenko",
        "Yanukovych Yanukovich Janukowitsch Janukovych Ianukovych",
        "Qaddafi Gaddafi Kadhafi Gadhafi Qadhafi Kaddafi Khadafy",
        "Mohammed Muhammad Mohamed Mohammad Muhammed Mohamad",
        "Tymoshenko Timoshenko Timoschenko",
        "Erdogan Erdoğan ERDOĞAN",
        "Khrushchev Chruschtschow Khrushchov",
        "Yatsenyuk Yatseniuk Jatsenjuk",
        "Tikhanovskaya Tsikhanouskaya",
        "Gorbachev Gorbachov Gorbatschow",
        "Sergei Sergey Sergej Sergeĭ",
        "Ponomaryov Ponomarev",
        "Hussein Hussain Husayn Hossein",
        "Berdimuhamedov Berdymukhammedov Berdimuhamedow",
        "Sa'id Said Saeed",
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: str) -> None:
    assert len({skeleton(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "names",
    [
        "Lavrov Larov",
        "Putin Patin Patten",
        "Kim Kam Kem",
        "Chen Chan Chin",
        "Kerry Gerry Carey",
        "Zelensky Zelenska",
        "Ivanov Ivanova Ivanko",
        "Merkel Markel Markle",
        "Bolton Burton Belton",
        "Obama Osama",
        "Moon Mann",
        "Austria Australia",
    ],
)
def test_names_that_only_look_alike_have_different_keys(names: str) -> None:
    assert len({skeleton(word) for word in names.split()}) == len(names.split())


def test_words_of_a_name_keep_apart() -> None:
    assert skeleton("Volodymyr Zelenskyy") == "volodimir zelenski"
    assert skeleton("Jean-Yves Le Drian").split() == [skeleton(word) for word in ("Jean", "Yves", "Le", "Drian")]


@given(st.text("abcdehikmoqstuvwxyzÉéğıøЖ '-", max_size=30))
def test_case_accents_and_apostrophes_change_no_key(text: str) -> None:
    assert skeleton(text) == skeleton(folded(text.replace("'", "")))
    assert skeleton(text) == skeleton(text.replace("'", "’"))
    assert len(skeleton(text).split()) == len(folded(text.replace("'", "")).split())
