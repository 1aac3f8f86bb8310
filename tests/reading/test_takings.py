"""Whom pronouns, descriptions and surnames take up, where more than one actor is in view."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record import Actor, Record

Read = Callable[..., Record]


def mentions(record: Record, actor: Actor) -> list[str]:
    return [record.article.text[start:end] for start, end in actor.mentions]


def named(record: Record, name: str) -> Actor:
    found = [a for a in record.actors if name in a.name]
    assert len(found) == 1, f"{name}: {[a.name for a in record.actors]}"
    return found[0]


def taken_up(record: Record, phrase: str, occurrence: int = 0) -> list[str]:
    """The names of the actors that an occurrence of a phrase refers to (-1 is the last), in the order of the record."""
    span = [found.span() for found in re.finditer(rf"\b{phrase}\b", record.article.text)][occurrence]
    return [a.name for a in record.actors if span in a.mentions]


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("Foreign Minister Nils Berg met Mayor Ida Holm. He said she had agreed.", "He", "Nils Berg"),
        ("Foreign Minister Nils Berg met Mayor Ida Holm. He said she had agreed.", "she", "Ida Holm"),
        ("Ida Holm greeted Nils Berg on Monday. He thanked her.", "He", "Nils Berg"),
        ("Ida Holm greeted Nils Berg on Monday. He thanked her.", "her", "Ida Holm"),
        ("Paul Keller met Anna Keller on Monday. He said that she would resign.", "He", "Paul Keller"),
        ("Paul Keller met Anna Keller on Monday. He said that she would resign.", "she", "Anna Keller"),
        ("The Danish government sent Nils Berg to Lima. It said he would stay a week.", "It", "Denmark"),
        ("The Danish government sent Nils Berg to Lima. It said he would stay a week.", "he", "Nils Berg"),
        ("Norway recalled its ambassador, Nils Berg, on Monday. It gave no reason.", "its", "Norway"),
        ("Norway recalled its ambassador, Nils Berg, on Monday. It gave no reason.", "It", "Norway"),
        ("The company Petrolis sued Norway on Monday. It wants damages.", "It", "Petrolis"),
        ("Envoys of Peru met President Ana Rojas. They asked her for help.", "They", "Envoys of Peru"),
        ("Envoys of Peru met President Ana Rojas. They asked her for help.", "her", "Ana Rojas"),
        ("Rebels shelled the army's camp on Monday. They later withdrew.", "They", "Rebels"),
        ("General Tomas Kral visited the camp. The soldiers greeted him.", "him", "Tomas Kral"),
        ("Police freed Ida Holm on Monday. They took her home.", "They", "Police"),
    ],
)
def test_pronoun_takes_up_the_one_of_several_that_fits(read: Read, text: str, phrase: str, name: str) -> None:
    assert taken_up(read(text), phrase) == [name]


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("Minister Nils Berg went to Lima. In his speech, Berg said that the border was shut.", "his", "Nils Berg"),
        ("In his speech in Oslo on Monday, Prime Minister Nils Berg said that all was well.", "his", "Nils Berg"),
        ("After her arrival in Lima, Ida Holm met the mayor, Nils Berg.", "her", "Ida Holm"),
        ("Before he left Lima, President Omar Siddiq thanked the crowd.", "he", "Omar Siddiq"),
        ("When she arrived in Lima, Ida Holm was met by the mayor.", "she", "Ida Holm"),
        ("President Ana Rojas spoke. In his reply, General Tomas Kral said that the army would stay.", "his", "Kral"),
    ],
)
def test_pronoun_takes_up_the_name_behind_it_in_its_sentence(read: Read, text: str, phrase: str, name: str) -> None:
    record = read(text)
    assert taken_up(record, phrase) == [named(record, name).name]


def test_pronoun_takes_up_no_name_of_a_later_sentence(read: Read) -> None:
    record = read("He left on Monday. Minister Nils Berg stayed.")
    assert mentions(record, named(record, "Nils Berg")) == ["Nils Berg"]


def test_inference_of_a_pronoun_names_whom_it_takes_up_and_where(read: Read) -> None:
    record = read("In his speech in Oslo on Monday, Prime Minister Nils Berg said that all was well.")
    reason = next(i for i in record.inferred if i.of == "/actors/0/mentions/0")
    assert [record.article.text[slice(*span)] for span in reason.evidence] == ["his", "Nils Berg"]
    assert reason.why == "“his” is taken to refer to Nils Berg, spoken of as “Nils Berg”."


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("President Nils Berg attacked President Omar Siddiq. Berg called him a liar.", "him", "Omar Siddiq"),
        ("Nils Berg spoke on Monday. Omar Siddiq criticised him.", "him", "Nils Berg"),
        ("Nils Berg met Omar Siddiq. He thanked him.", "him", "Omar Siddiq"),
        ("Peru warned Chile on Monday. Chile accused it of lying.", "it", "Peru"),
        ("Defence Minister Nils Berg spoke. Omar Siddiq criticised the minister.", "the minister", "Nils Berg"),
        ("Envoy Nils Berg attacked envoy Omar Siddiq. The envoy criticised him.", "him", "Omar Siddiq"),
    ],
)
def test_object_of_a_verb_is_not_its_subject(read: Read, text: str, phrase: str, name: str) -> None:
    assert taken_up(read(text), phrase) == [name]


def test_reflexive_object_is_the_subject(read: Read) -> None:
    record = read("Omar Siddiq wept. Nils Berg shot himself on Monday.")
    assert taken_up(record, "himself") == ["Nils Berg"]


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        (
            "On Monday Fisheries Minister Nils Berg and Transport Minister Ida Holm met. The fisheries minister left.",
            "The fisheries minister",
            "Nils Berg",
        ),
        (
            "On Monday Fisheries Minister Nils Berg and Transport Minister Ida Holm met. The transport minister left.",
            "The transport minister",
            "Ida Holm",
        ),
        (
            "The fisheries minister, Nils Berg, met the transport minister, Omar Siddiq. The fisheries minister left.",
            "The fisheries minister",
            "Nils Berg",
        ),
        (
            "Nils Berg is the defence minister. The minister accused the general.",
            "The minister",
            "Nils Berg",
        ),
        ("President Nils Berg resigned. The head of state had ruled for ten years.", "The head of state", "Nils Berg"),
        ("Ida Holm resigned on Monday. The former teacher had ruled for ten years.", "The former teacher", "Ida Holm"),
        (
            "President Ana Rojas met farmers on Monday. The farmers asked the president for help.",
            "the president",
            "Ana Rojas",
        ),
    ],
)
def test_description_takes_up_the_one_whom_it_describes(read: Read, text: str, phrase: str, name: str) -> None:
    record = read(text)
    assert taken_up(record, phrase, -1) == [name]


def test_description_takes_up_a_group_called_alike(read: Read) -> None:
    record = read("President Ana Rojas met farmers on Monday. The farmers asked the president for help.")
    assert mentions(record, named(record, "farmers")) == ["farmers", "The farmers"]


def test_minister_of_another_field_is_another_person(read: Read) -> None:
    record = read("Defence Minister Nils Berg accused the minister of finance on Monday.")
    assert mentions(record, named(record, "Nils Berg")) == ["Nils Berg"]
    assert mentions(record, named(record, "minister of finance")) == ["the minister of finance"]


@pytest.mark.parametrize(
    ("text", "phrase", "names"),
    [
        ("Norway and Peru signed an accord. Both countries sent envoys.", "Both countries", ["Norway", "Peru"]),
        ("Norway and Peru signed an accord. The two countries sent envoys.", "The two countries", ["Norway", "Peru"]),
        (
            "Fisheries Minister Nils Berg met Transport Minister Ida Holm. The two ministers signed an accord.",
            "The two ministers",
            ["Nils Berg", "Ida Holm"],
        ),
        (
            "President Ana Rojas met Chancellor Omar Siddiq on Monday. Both leaders signed an accord.",
            "Both leaders",
            ["Ana Rojas", "Omar Siddiq"],
        ),
        (
            "Peru, Chile and Norway signed an accord. Peru and Chile will vote. The two countries share a border.",
            "The two countries",
            ["Peru", "Chile"],
        ),
    ],
)
def test_pair_takes_up_two(read: Read, text: str, phrase: str, names: list[str]) -> None:
    assert taken_up(read(text), phrase) == names


def test_pair_is_inferred_for_each_of_the_two(read: Read) -> None:
    record = read("Norway and Peru signed an accord on Monday. Both countries will open embassies.")
    reasons = [i.why for i in record.inferred if "Both countries" in i.why]
    assert len(reasons) == 2
    assert {name for name in ("Norway", "Peru") for why in reasons if f"refer to {name}," in why} == {"Norway", "Peru"}


def test_pair_is_never_one_alone(read: Read) -> None:
    record = read("Norway will open an embassy on Monday. Both countries agreed on it.")
    assert mentions(record, named(record, "Norway")) == ["Norway"]


def test_plural_of_persons_takes_up_no_single_person(read: Read) -> None:
    record = read("President Ana Rojas met reporters on Monday. The ministers had left.")
    assert mentions(record, named(record, "Ana Rojas")) == ["Ana Rojas"]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Mr Keller met Ms Keller on Monday. Ms Keller said that Mr Keller would resign.",
            {"Mr"},
            {"Ms"},
        ),
        (
            "Paul Keller and Anna Keller met on Monday. Ms Keller said that Mr Keller would resign.",
            {"Mr"},
            {"Ms"},
        ),
        (
            "Mr Keller and Mrs Keller sued the ministry on Monday. The judge heard Mrs Keller first.",
            {"Mr"},
            {"Mrs"},
        ),
    ],
)
def test_forms_of_address_keep_two_of_one_surname_apart(
    read: Read, text: str, first: set[str], second: set[str]
) -> None:
    kellers = [a for a in read(text).actors if "Keller" in a.name]
    assert [{t.text for t in a.titles} for a in kellers] == [first, second]
    assert sum(len(a.mentions) for a in kellers) == text.count("Keller")


def test_name_in_apposition_is_the_counterpart(read: Read) -> None:
    record = read("Norwegian Minister Nils Berg met his Lao counterpart, Bounmy Sisa, on Monday. Sisa left early.")
    sisa = named(record, "Bounmy Sisa")
    assert mentions(record, sisa) == ["his Lao counterpart", "Bounmy Sisa", "Sisa"]
    assert (sisa.kind, sisa.country) == ("person", "LAO")
    assert mentions(record, named(record, "Nils Berg")) == ["Nils Berg", "his"]


def test_name_in_apposition_to_a_relative_is_another_person(read: Read) -> None:
    record = read("Mr Keller spoke on Monday. His wife, Anna Keller, left.")
    assert mentions(record, named(record, "Anna Keller")) == ["His wife", "Anna Keller"]
    assert [mentions(record, a) for a in record.actors if a.name == "Keller"] == [["Keller", "His"]]


def test_double_barrelled_surname_is_one_name(read: Read) -> None:
    record = read("Foreign Minister Ada Moreno-Ruiz met envoys. Moreno-Ruiz said that she would resign.")
    assert mentions(record, named(record, "Ada Moreno-Ruiz")) == ["Ada Moreno-Ruiz", "Moreno-Ruiz", "she"]


def test_half_of_a_double_barrelled_surname_is_somebody_elses(read: Read) -> None:
    record = read("Senator Ida Holm-Berg and Minister Nils Berg met. Holm-Berg said that Berg would resign.")
    assert mentions(record, named(record, "Ida Holm-Berg")) == ["Ida Holm-Berg", "Holm-Berg"]
    assert mentions(record, named(record, "Nils Berg")) == ["Nils Berg", "Berg"]


def test_acronym_without_brackets_is_the_union_of_those_initials(read: Read) -> None:
    record = read("The Zambian Ferrymen's Union called a strike. The ZFU said that wages were too low.")
    union = named(record, "Ferrymen")
    assert mentions(record, union) == ["The Zambian Ferrymen's Union", "The ZFU"]
    assert record.statements[0].speakers == (union.id,)


def test_acronym_of_other_initials_is_another_body(read: Read) -> None:
    record = read("The Zambian Ferrymen's Union called a strike. The ZFM said that wages were too low.")
    assert "The ZFM" not in mentions(record, named(record, "Ferrymen"))


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("President Alexander Lukashenko left. Lukashenka will return.", ["Alexander Lukashenko", "Lukashenka"]),
        (
            "Lukashenka back in Minsk\n\nPresident Alexander Lukashenko returned.",
            ["Lukashenka", "Alexander Lukashenko"],
        ),
        (
            "Defence Minister Sergei Kuzhugetov resigned. Sergey Kuzhugetov had served for ten years.",
            ["Sergei Kuzhugetov", "Sergey Kuzhugetov"],
        ),
    ],
)
def test_two_spellings_are_one_person(read: Read, text: str, spellings: list[str]) -> None:
    record = read(text)
    persons = [a for a in record.actors if a.kind == "person"]
    assert [mentions(record, a) for a in persons] == [spellings]


@pytest.mark.parametrize(
    ("text", "name", "pronoun"),
    [
        ('Kenyan police searched it. "We arrested six men," police spokesman Omar Siddiq said.', "olice", "We"),
        ('"We arrested six men," police spokesman Omar Siddiq said. Police in Lima searched it.', "olice", "We"),
        ('Norway waits. "I am ready to sign," Norwegian Prime Minister Liv Aas said.', "Liv Aas", "I"),
    ],
)
def test_first_person_in_a_quotation(read: Read, text: str, name: str, pronoun: str) -> None:
    record = read(text)
    assert taken_up(record, pronoun) == [named(record, name).name]


@pytest.mark.parametrize(
    "text",
    [
        'Kenyan police searched it. "We arrested six men," farmer Omar Siddiq said.',
        "Norway waits. We are ready to sign, and the crowd is quiet.",
    ],
)
def test_we_of_no_official_is_nobody(read: Read, text: str) -> None:
    assert taken_up(read(text), "We") == []


SENTENCES = (
    "Foreign Minister Nils Berg met Mayor Ida Holm in Oslo.",
    "He told her that she would regret it.",
    "In his speech, Berg said that the border would stay shut.",
    "The two ministers signed an accord.",
    "Norway and Peru signed an accord on Monday.",
    "Both countries will open embassies.",
    "They thanked them for their help.",
    "“We arrested six men,” police spokesman Omar Siddiq said.",
    '"I will not go," she said, and the others laughed.',
    "Kenyan police searched two houses.\n\n",
    "His Lao counterpart, Bounmy Sisa, flew home.",
    "The ZFU of the Zambian Ferrymen's Union said that its members would stay at home.",
    "Mr Berg and Mrs Berg left.",
    "The presidents met Berg himself.",
)
TOGETHER = frozenset({"two", "both", "they", "them", "their", "theirs", "presidents"})
"""Words by which a phrase may refer to more than one actor."""


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7), st.sampled_from([" ", "\n\n", "\n"]))
def test_sentences_in_any_order_are_read_and_only_plurals_are_shared(
    read: Read, sentences: list[str], between: str
) -> None:
    record = read(between.join(sentences))
    text = record.article.text
    owners: dict[tuple[int, int], list[str]] = defaultdict(list)
    for actor in record.actors:
        assert actor.mentions
        assert len(set(actor.mentions)) == len(actor.mentions)
        for start, end in actor.mentions:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            owners[start, end].append(actor.id)
    for (start, end), ids in owners.items():
        assert len(ids) == 1 or (len(ids) == 2 and TOGETHER & set(text[start:end].lower().split())), text[start:end]
