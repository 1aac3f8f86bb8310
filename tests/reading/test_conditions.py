"""Conditions: what hangs on what, and which conjunctions open none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.record import words

Read = Callable[..., Record]


@pytest.mark.parametrize(
    ("text", "kind", "antecedent", "consequent"),
    [
        ("If the truce fails, the port will close, the mayor said.", "if", "the truce fails", "the port will close"),
        (
            "She warned that Velia would retaliate if the strait was closed.",
            "if",
            "the strait was closed",
            "Velia would retaliate",
        ),
        ("Should they attack, we will respond, he said.", "if", "they attack", "we will respond"),
        ("Had the guards fired, many would have died.", "if", "the guards fired", "many would have died"),
        (
            "The aid will be paid once parliament passes the law.",
            "if",
            "parliament passes the law",
            "The aid will be paid",
        ),
        ("Only if both sides agree can the mission begin.", "if", "both sides agree", "can the mission begin"),
        (
            "Unless Varna relents, the accord is dead, an envoy told reporters.",
            "unless",
            "Varna relents",
            "the accord is dead",
        ),
        ("There can be no peace without a ceasefire.", "unless", "a ceasefire", "There can be no peace"),
        (
            "The truce cannot work while tanks remain in the city.",
            "while",
            "tanks remain in the city",
            "The truce cannot work",
        ),
        (
            "The sanctions will remain as long as the occupation lasts.",
            "while",
            "the occupation lasts",
            "The sanctions will remain",
        ),
        (
            "The curfew will last until the rebels lay down their arms.",
            "until",
            "the rebels lay down their arms",
            "The curfew will last",
        ),
        ("No date will be set before the inquiry ends.", "until", "the inquiry ends", "No date will be set"),
        (
            "The talks will go on as soon as the shelling stops.",
            "provided",
            "the shelling stops",
            "The talks will go on",
        ),
        ("Gas will flow after Gorin pays its debts.", "provided", "Gorin pays its debts", "Gas will flow"),
        (
            "The army said it would withdraw provided that the rebels disarm.",
            "provided",
            "the rebels disarm",
            "it would withdraw",
        ),
        (
            "The ministry will release the aid on condition that inspectors are let in.",
            "provided",
            "inspectors are let in",
            "The ministry will release the aid",
        ),
        (
            "Lifting the sanctions depends on full implementation of the accord.",
            "provided",
            "full implementation of the accord",
            "Lifting the sanctions",
        ),
        ("In return for relief, Velia would cap enrichment.", "in-exchange", "relief", "Velia would cap enrichment"),
    ],
)
def test_a_condition_has_its_kind_and_both_clauses(
    read: Read, text: str, kind: str, antecedent: str, consequent: str
) -> None:
    (condition,) = read(text).conditions
    assert condition.kind == kind
    assert words(text, condition.antecedent) == antecedent
    assert words(text, condition.consequent) == consequent


@pytest.mark.parametrize(
    "text",
    [
        "The judge asked if the envoy had paid.",
        "The envoy wondered if they would come.",
        "Even if they leave, we stay.",
        "The official spoke on condition of anonymity.",
        "Karsk has two million people, while Varna has four.",
        "The prisoner was held until he died in 2004.",
        "The ban ran until March 3.",
        "He arrived after the talks ended.",
        "The firm provided weapons to the army.",
        "He has once again refused to speak.",
        "Should we go?",
        "If",
        "Unless.",
    ],
)
def test_questions_concessions_contrasts_and_past_facts_are_no_conditions(read: Read, text: str) -> None:
    assert read(text).conditions == ()


def test_two_antecedents_of_one_consequence_are_one_condition(read: Read) -> None:
    text = "If the guns fall silent, if the roads are opened, we will sign."
    (condition,) = read(text).conditions
    assert words(text, condition.antecedent) == "the guns fall silent, if the roads are opened"
    assert words(text, condition.consequent) == "we will sign"


def test_a_condition_is_said_in_the_statement_that_holds_it(read: Read) -> None:
    record = read("“If they pay, we will sail,” Captain Ida Holm said.")
    assert record.conditions[0].said_in == record.statements[0].id


def test_a_consequence_with_a_shared_subject_keeps_it(read: Read) -> None:
    text = "The dig was stopped on Monday and goes on once the roads are safe."
    (condition,) = read(text).conditions
    assert words(text, condition.consequent) == "The dig … goes on"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Russia will act if further attacks occur.", 1),
        ("Talks will not resume until more aid arrives.", 1),
        ("They will sign if any.", 0),
        ("He left without a warning.", 0),
    ],
)
def test_set_phrases_are_told_from_clauses_by_what_follows(read: Callable[..., Record], text: str, count: int) -> None:
    assert len(read(text).conditions) == count
