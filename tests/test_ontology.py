"""A user's own ontology: which rule gives a code, what a file may say, and the words that are read with."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy

from onrecord import Dispatch, Reader, Record
from onrecord.exports.tables import table as exported
from onrecord.ontology import CONTEXTS, OntologyError, modes_of, read_ontology
from onrecord.reading.events import read_events
from onrecord.reading.lexicons import table as lexicon
from onrecord.record import Actor, Article, Event, Span, sha256_of

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "examples" / "ontology.toml"
BOARDING = (
    "TURKU, March 7, 2031 (Nordwire) - Norwegian marines boarded a Russian trawler in the Barents Sea on Thursday, "
    "Foreign Minister Sigrun Aasland said.\n\nNorway and Russia held talks on fishing in Oslo on Wednesday."
)
TEXT = "Norway seized a Russian tanker."
ACTORS = (
    Actor(id="norway", name="Norway", kind="state", country="NOR", sector=("GOV",)),
    Actor(id="russia", name="Russia", kind="state", country="RUS", sector=("GOV",)),
    Actor(id="rebels", name="Rebels", kind="armed-group", sector=("REB",)),
)
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "sea.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def record_of(**changes: Any) -> Record:
    """A record of one event, COERCE of Norway's to Russia."""
    told = {"actors": ("norway",), "recipients": ("russia",), "trigger": (Span(7, 13), Span(24, 30)), **changes}
    event = Event(**{"id": "e1", "type": "COERCE", "modes": ("seize",), "contexts": ("military",), **told})
    article = Article(id="a", text=TEXT, sha256=sha256_of(TEXT))
    return Record(article=article, actors=ACTORS, events=(event,))


def code_of(path: Path, record: Record) -> str | None:
    return next((code.code for _, code in read_ontology(path).codes_of(record)), None)


def rule(when: str) -> str:
    return f'[[code]]\ncode = "X"\nlabel = "Something"\nwhen = {when}\n'


# Rules


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ("{}", True),
        ('{ type = "COERCE" }', True),
        ('{ type = ["ASSAULT", "COERCE"], modes = ["arrest", "seize"] }', True),
        ('{ type = "ASSAULT" }', False),
        ('{ type = "COERCE", modes = "arrest" }', False),
        ('{ contexts = "military" }', True),
        ('{ contexts = ["economic", "legal"] }', False),
        ('{ status = "scheduled" }', False),
        ('{ actors = { country = "NOR", kind = "state" }, recipients = { country = "RUS" } }', True),
        ('{ actors = { country = "NOR", kind = "company" } }', False),
        ('{ actors = [{ country = "NOR" }, { country = "RUS" }] }', False),
        ('{ recipients = { sector = ["MIL", "GOV"] } }', True),
        ('{ words = "SEIZ*" }', True),
        ('{ words = "seiz" }', False),
        ('{ words = ["sinking", "seized tanker"] }', True),
        ('[{ type = "ASSAULT" }, { words = "tanker" }]', True),
    ],
)
def test_a_rule_fits_where_each_of_its_keys_does(write: Write, when: str, fits: bool) -> None:
    assert (code_of(write(rule(when)), record_of()) == "X") == fits


def test_the_first_rule_that_fits_gives_the_code(write: Write) -> None:
    path = write(
        rule('{ words = "boarding" }') + rule('{ type = "COERCE" }').replace("X", "Y") + rule("{}").replace("X", "Z")
    )
    assert code_of(path, record_of()) == "Y"
    assert code_of(path, record_of(type="AID", modes=())) == "Z"


@pytest.mark.parametrize("changes", [{"negated": True}, {"status": "cancelled"}])
def test_what_did_not_come_about_has_a_code_only_from_a_rule_that_asks(write: Write, changes: dict[str, Any]) -> None:
    asked = '{ negated = [true, false], status = ["occurred", "cancelled"] }'
    assert code_of(write(rule("{}")), record_of(**changes)) is None
    assert code_of(write(rule(asked)), record_of(**changes)) == "X"


# What a file may say


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"sea.toml: there is no \[\[code\]\] and no \[\[predicate\]\] in it"),
        ("[[code]", r"sea.toml: .*; write it as TOML"),
        ("[[codes]]", r"sea.toml: 'codes' is no key here; write code, or one of code, predicate"),
        ('[[code]]\ncode = "X"', r"sea.toml: code 1 \(X\): there is no 'when'"),
        (rule("{}").replace("label", "labels"), r"code 1: 'labels' is no key here; write label"),
        (rule("{}") * 2, "the code 'X' stands there twice"),
        (rule('[{}, { type = "SIEZE" }]'), r"sea.toml: code 1 \(X\): rule 2: 'SIEZE' is no type of PLOVER's; write"),
        (rule('{ type = "COERCE", modes = "sieze" }'), "'sieze' is no mode of COERCE; write seize, or one of"),
        (rule('{ type = "AID", modes = "seize" }'), "AID has no modes; take 'modes' out"),
        (rule('{ mode = "seize" }'), "'mode' is no key here; write modes, or"),
        (rule('{ contexts = "navy" }'), "'navy' is no context of PLOVER's; write one of military"),
        (rule('{ status = "done" }'), "'done' is no status of an event; write one of occurred"),
        (rule('{ negated = "yes" }'), "'negated' is neither true nor false"),
        (rule('{ words = [] }'), "'words' is empty, and nothing would fit it; leave it out"),
        (rule('{ words = 3 }'), "'words' is neither text nor a list of texts"),
        (rule('{ actors = "RUS" }'), "'actors' is no table"),
        (rule('{ actors = { country = "UKA" } }'), r"rule 1: actors: 'UKA' is no country of ISO 3166"),
        (rule('{ actors = { sector = "NAVY" } }'), "'NAVY' is no sector of PLOVER's"),
        ('[[predicate]]\nverbs = "board"', r"sea.toml: predicate 1: there is no 'type'"),
        ('[[predicate]]\ntype = "COERCE"', "predicate 1: there is no word in it"),
        ('[[predicate]]\ntype = "COERCE"\nverbs = "board > ship"', "'board > ship' under 'verbs' is more than words"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_entry_and_remedy(write: Write, text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        read_ontology(write(text))


def test_a_file_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"none.toml: No such file or directory; give the path"):
        Reader(ontology=tmp_path / "none.toml")


def test_rules_may_name_all_that_the_readers_write() -> None:
    for group in lexicon("predicates")["group"]:
        assert set(group.get("modes", ())) <= set(modes_of(group["type"]))
        assert set(group.get("contexts", ())) <= set(CONTEXTS)
    assert set(lexicon("predicates")["contexts"]) <= set(CONTEXTS)
    assert {kind: list(modes_of(kind)) for kind in exported("plover")["types"]} == {
        kind: list(told["modes"]) for kind, told in exported("plover")["types"].items()
    }


# Words that are read with


def test_words_of_the_users_name_events_that_the_readers_would_not_see(read: Callable[..., Record]) -> None:
    before, after = read(BOARDING), Reader(ontology=EXAMPLE).read(Dispatch(id="dispatch", text=BOARDING))
    assert [e.type for e in before.events] == ["CONSULT"]
    boarding, _ = after.events
    assert (boarding.type, boarding.modes, boarding.recipients) == ("COERCE", ("seize",), ("russia",))
    assert [after.words(span) for span in boarding.trigger] == ["boarded"]
    assert boarding.said_in is not None


def test_phrases_hyphens_and_verbs_with_what_follows_are_words_too(write: Write) -> None:
    path = write('[[predicate]]\ntype = "COERCE"\nnouns = ["fly-over", "paper audit"]\nverbs = "bear down on"')
    text = (
        "RIGA, March 7, 2031 (Nordwire) - Belarus began a fly-over of Latvia on Friday. "
        "Belarus bore down on Lithuania. Estonia began a paper audit of Poland."
    )
    record = Reader(ontology=path).read(Dispatch(id="a", text=text))
    words = [" ".join(map(record.words, event.trigger)) for event in record.events if event.type == "COERCE"]
    assert words == ["fly-over", "bore down on", "paper audit"]


def test_the_users_words_go_before_the_readers_own(write: Write) -> None:
    path = write('[[predicate]]\ntype = "COOPERATE"\nverbs = "telephone"')
    text = "The president of Ghana telephoned the president of Togo on Sunday."
    record = Reader(ontology=path).read(Dispatch(id="a", text=text, published="2022-01-10"))
    assert [event.type for event in record.events] == ["COOPERATE"]


def test_words_can_be_given_to_the_component_in_anyones_pipeline() -> None:
    made = read_events(spacy.blank("en"), "events", predicates=[{"type": "COERCE", "verbs": ["board"]}])
    assert pickle.loads(pickle.dumps(made)) == made
    with pytest.raises(OntologyError, match=r"^events: predicate 1: 'COERSE' is no type of PLOVER's; write COERCE"):
        read_events(spacy.blank("en"), "events", predicates=[{"type": "COERSE", "verbs": "board"}])


def test_other_words_make_another_version_and_other_codes_do_not(write: Write) -> None:
    plain, words = Reader(), '[[predicate]]\ntype = "COERCE"\nverbs = "board"\n'
    assert Reader(ontology=write(rule("{}"))).version == plain.version
    version = Reader(ontology=write(words)).version
    assert version.startswith(f"{plain.version}, ontology ")
    assert Reader(ontology=write(words + rule("{}"))).version == version
    assert Reader(ontology=write(words.replace("board", "board, tow"))).version != version
