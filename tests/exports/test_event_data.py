"""The exports that the field's tools take: what an event becomes in them, what is left out, and the way back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from onrecord import cli
from onrecord.exports import cameo, dyads, plover, polecat
from onrecord.exports.coding import PLOVER, Coded, coded, pairs
from onrecord.exports.tables import rows, table
from onrecord.record import (
    Actor,
    Article,
    Dispatch,
    Event,
    Place,
    Record,
    Said,
    Span,
    Statement,
    Title,
    When,
    sha256_of,
)
from onrecord.store import Entry, open_store

TEXT = "Minister Aasland of Norway said Norway and Finland will hold talks in Turku; Belarus shelled Latvia."
HEADER = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW"
    "\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name"
    "\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title"
    "\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
    "\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations"
    "\tStory Locations\tLanguage\tVersion"
)
"""Of a weekly file, as the loader of the Temporal Graph Benchmark quotes it."""


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


NORWAY = Actor(
    id="norway", name="Norway", kind="state", country="NOR", sector=("GOV",), mentions=(at("Norway"), at("Norway", 1))
)
FINLAND = Actor(id="finland", name="Finland", kind="state", country="FIN", sector=("GOV",), mentions=(at("Finland"),))
BELARUS = Actor(id="belarus", name="Belarus", kind="state", country="BLR", sector=("GOV",), mentions=(at("Belarus"),))
LATVIA = Actor(id="latvia", name="Latvia", kind="state", country="LVA", sector=("GOV",), mentions=(at("Latvia"),))
AASLAND = Actor(
    id="aasland",
    name="Sigrun Aasland",
    kind="person",
    country="NOR",
    sector=("GOV",),
    titles=(Title(text="Minister", span=at("Minister")),),
    mentions=(at("Aasland"),),
)
REBELS = Actor(id="rebels", name="Rebels", kind="armed-group", sector=("REB",))
ACTORS = (NORWAY, FINLAND, BELARUS, LATVIA, AASLAND, REBELS)
SAID = Statement(
    id="s1",
    kind="indirect",
    speakers=("aasland",),
    said=Said(value="2031-03-02", span=at("said")),
    cue=(at("said"),),
    content=(at("Norway and Finland"),),
)

SHELLING = Event(
    id="e1",
    type="ASSAULT",
    modes=("heavy-weapons",),
    contexts=("military",),
    trigger=(at("shelled"),),
    actors=("belarus",),
    recipients=("latvia",),
    when=When(span=at("said"), value="2031-03-01"),
)
TALKS = Event(id="e2", type="CONSULT", trigger=(at("talks"),), actors=("norway", "finland"))


def event(type: str = "AID", **changes: Any) -> Event:
    """An event of Norway's to Finland."""
    return Event(**{"id": "e1", "type": type, "actors": ("norway",), "recipients": ("finland",), **changes})


def dispatch(*events: Event, id: int = 7, day: str | None = "2031-03-03") -> tuple[Entry, Record]:
    article = Article(
        id="talks", text=TEXT, sha256=sha256_of(TEXT), uri="https://news.example/talks", published=day
    )  # fmt: skip
    made = Entry(
        id=id, name="talks", headline="Talks", opening="", day=day, outlet="Nordwire", uri=article.uri, version=1,
        replaced_by=None, added="2031-03-03", made_by="onrecord test",
    )  # fmt: skip
    return made, Record(article=article, actors=ACTORS, statements=(SAID,), events=events)


def one(event: Event, day: str | None = "2031-03-03") -> Coded:
    (found,) = coded([dispatch(event, day=day)])
    return found


def table_of(lines: Callable[..., Iterator[str]], *events: Event, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines([dispatch(*events)]))), delimiter=delimiter))


def plover_of(*events: Event, day: str | None = "2031-03-03") -> list[dict[str, Any]]:
    return [json.loads(line) for line in plover.lines([dispatch(*events, day=day)])]


# What an event becomes


@pytest.mark.parametrize("status", ["scheduled", "proposed"])
@pytest.mark.parametrize("type", PLOVER["types"])
def test_cooperation_to_come_is_an_agreement_and_conflict_a_threat(type: str, status: str) -> None:
    cooperation = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
    conflict = {"THREATEN", "REJECT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
    found = one(event(type, status=status))
    assert found.type == ("AGREE" if type in cooperation else "THREATEN" if type in conflict else type)
    assert ("future" in found.contexts) == (type in ("REQUEST", "ACCUSE"))


def test_a_threat_has_what_is_threatened_for_its_mode() -> None:
    def threatened(type: str, *modes: str) -> tuple[str, ...]:
        return one(event(type, modes=modes, status="scheduled")).modes

    assert threatened("ASSAULT", "aerial") == ("violence",)
    assert threatened("SANCTION", "expel") == ("expel",)
    assert threatened("COERCE", "seize") == ("territory",)
    assert threatened("MOBILIZE", "troops") == ()
    assert one(event("CONSULT", modes=("visit",), status="scheduled")).modes == ()


def test_what_is_possible_or_long_ago_says_so_in_its_contexts() -> None:
    found = one(event("ASSAULT", contexts=("military",), status="hypothetical"))
    assert (found.type, found.contexts, found.came_about) == ("ASSAULT", ("military", "hypothetical"), False)
    found = one(event("ASSAULT", status="historical", when=When(span=at("said"), value="2019-05-01")))
    assert (found.contexts, found.day, found.came_about) == (("historical",), "2019-05-01", True)


@pytest.mark.parametrize(
    "changes", [{"negated": True}, {"status": "cancelled"}, {"negated": True, "status": "proposed"}]
)
@pytest.mark.parametrize("lines", [plover.lines, polecat.lines, cameo.lines, dyads.lines])
def test_what_did_not_come_about_is_in_no_export(lines: Callable[..., Iterator[str]], changes: dict[str, Any]) -> None:
    heads = [] if lines is plover.lines else [*lines([])]
    assert list(lines([dispatch(event(**changes))])) == heads


@pytest.mark.parametrize(
    ("type", "modes", "quad", "score"),
    [
        ("CONSULT", ("visit",), 1, 4.0),
        ("AID", (), 2, 10.0),
        ("REQUEST", ("change",), 3, -1.0),
        ("ASSAULT", ("firearms", "explosives", "aerial"), 4, -9.5),
        ("SANCTION", ("expel",), 4, -5.5),
        ("RETREAT", ("return",), 2, 6.5),
    ],
)
def test_quad_and_score_are_those_of_the_codebook(type: str, modes: tuple[str, ...], quad: int, score: float) -> None:
    found = one(event(type, modes=modes))
    assert (found.quad, found.score) == (quad, score)


# When, and who


def on(value: str, end: str | None = None) -> When:
    return When(span=at("said"), value=value, end=end)


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, ("2031-03-03", None)),
        ({"when": on("2031-03-01T15:00")}, ("2031-03-01", None)),
        ({"when": on("2031-02-20", "2031-02-25")}, ("2031-02-20", "2031-02-25")),
        ({"when": on("2031-W09")}, ("2031-02-24", "2031-03-02")),
        ({"when": on("2031-02")}, ("2031-03-03", None)),
        ({"when": on("2029"), "status": "historical"}, (None, None)),
        ({"status": "historical"}, (None, None)),
        ({"when": on("2031-03-12"), "status": "scheduled"}, ("2031-03-03", None)),
        ({"when": on("2031-03-12"), "status": "scheduled", "said_in": "s1"}, ("2031-03-02", None)),
        ({"when": on("2031-03-12"), "status": "hypothetical"}, ("2031-03-03", None)),
        ({"when": on("XXXX-03-12")}, ("2031-03-03", None)),
    ],
)
def test_what_came_about_bears_its_day_and_what_did_not_the_day_it_was_spoken_of(
    changes: dict[str, Any], days: tuple[str | None, str | None]
) -> None:
    found = one(event(**changes))
    assert (found.day, found.last) == days


def sides(event: Event) -> list[tuple[str | None, str | None]]:
    return [(a and a.id, b and b.id) for a, b in pairs(one(event))]


def test_each_actor_meets_each_recipient() -> None:
    both = event("AID", actors=("norway", "finland"), recipients=("latvia", "belarus"))
    assert sides(both) == [(a, b) for a in ("norway", "finland") for b in ("latvia", "belarus")]
    assert sides(event(actors=("norway",), recipients=("norway", "latvia"))) == [("norway", "latvia")]


def test_parties_of_talks_meet_each_other_but_accusers_do_not() -> None:
    assert sides(TALKS) == [("norway", "finland"), ("finland", "norway")]
    assert sides(event("ACCUSE", actors=("norway", "finland"), recipients=())) == [("norway", None), ("finland", None)]
    assert sides(event("AID", actors=("norway", "finland"), recipients=(), status="scheduled")) == [
        ("norway", None),
        ("finland", None),
    ]
    assert sides(event("PROTEST", actors=(), recipients=())) == [(None, None)]


# PLOVER


def test_a_plover_record_has_the_fields_of_the_codebook() -> None:
    (found,) = plover_of(SHELLING)
    assert found == {
        "id": "7/e1",
        "date": "2031-03-01",
        "source": [{"code": "BLR", "sector": "GOV", "actor_text": "Belarus", "identifier_text": "Belarus"}],
        "event": ["ASSAULT"],
        "quad_code": 4,
        "event_scale": -9.5,
        "recipient": [{"code": "LVA", "sector": "GOV", "actor_text": "Latvia", "identifier_text": "Latvia"}],
        "event_text": ["shelled"],
        "mode": ["heavy-weapons"],
        "context": ["military"],
        "text_info": {"start": at("shelled").start, "end": at("shelled").end},
        "cite_info": {
            "citation": "talks",
            "url": "https://news.example/talks",
            "title": "Talks",
            "language": "en",
            "publication": "Nordwire",
            "coder": "OnRecord",
            "codebook": plover.CODEBOOK,
            "version": "onrecord test",
        },
        "dispatch": {"id": 7, "name": "talks", "sha256": sha256_of(TEXT)},
        "event_id": "e1",
        "status": "occurred",
        "when": {"value": "2031-03-01"},
        "said": None,
    }


def test_a_plover_record_says_on_whose_word_alone_it_stands() -> None:
    (found,) = plover_of(event(status="scheduled", said_in="s1", actors=("aasland",), when=on("2031-03-12")))
    assert found["said"] == {"statement": "7/s1", "by": ["Sigrun Aasland"], "act": "say"}
    assert (found["date"], found["when"], found["event"]) == ("2031-03-02", {"value": "2031-03-12"}, ["AGREE"])
    assert found["source"][0]["office"] == "Minister"


def test_the_parties_of_talks_are_all_sources_and_nobody_is_recipient() -> None:
    (found,) = plover_of(TALKS)
    assert [actor["code"] for actor in found["source"]] == ["NOR", "FIN"]
    assert found["source"][0]["actor_text"] == "Norway"
    assert "recipient" not in found


def test_plover_has_places_and_codes_of_those_without_a_state() -> None:
    place = Place(span=at("Turku"), name="Turku", country="FIN", lat=60.45, lon=22.27)
    (found,) = plover_of(event("ASSAULT", actors=("rebels",), place=place))
    assert found["event_loc"] == {"name": "Turku", "latitude": 60.45, "longitude": 22.27, "cc3": "FIN"}
    assert found["source"] == [{"code": "IMG", "sector": "REB", "actor_text": "Rebels", "identifier_text": "Rebels"}]


def test_plover_leaves_out_what_has_no_day_or_no_doer() -> None:
    assert plover_of(event(), day=None) == []
    assert plover_of(event(actors=())) == []


# POLECAT


def polecat_of(*events: Event) -> list[dict[str, str]]:
    return table_of(polecat.lines, *events, delimiter="\t")


def test_the_columns_of_polecat_come_first_and_in_its_order() -> None:
    head = next(polecat.lines([])).rstrip("\n").split("\t")
    assert head[: len(HEADER.split("\t"))] == HEADER.split("\t")
    assert head[len(HEADER.split("\t")) :] == list(polecat.OURS)


def test_a_polecat_line_has_an_event_with_its_sides_aligned() -> None:
    place = Place(span=at("Turku"), name="Turku", country="FIN", lat=60.45, lon=22.27)
    (found,) = polecat_of(
        event(
            "ASSAULT",
            actors=("aasland", "rebels"),
            place=place,
            contexts=("military", "legal"),
            trigger=SHELLING.trigger,
        )
    )
    told = {name: value for name, value in found.items() if value != "None"}
    assert told == {
        "Event ID": "7_e1",
        "Event Date": "2031-03-03",
        "Event Type": "ASSAULT",
        "Intensity": "-9.0",
        "Quad Code": "MATERIAL CONFLICT",
        "Contexts": "military; legal",
        "Actor Name": "Sigrun Aasland; Rebels",
        "Actor Country": "NOR; IMG",
        "Actor COW": "385; None",
        "Primary Actor Sector": "GOV; REB",
        "Actor Sectors": "GOV; REB",
        "Actor Title": "Minister; None",
        "Actor Name Raw": "Aasland; Rebels",
        "Wikipedia Actor ID": "None; None",
        "Recipient Name": "Finland",
        "Recipient Country": "FIN",
        "Recipient COW": "375",
        "Primary Recipient Sector": "GOV",
        "Recipient Sectors": "GOV",
        "Recipient Name Raw": "Finland",
        "Placename": "Turku",
        "Country": "FIN",
        "Latitude": "60.45",
        "Longitude": "22.27",
        "Raw Placename": "Turku",
        "Source": "Nordwire",
        "Publication Date": "2031-03-03",
        "Story People": "Sigrun Aasland",
        "Story Organizations": "Rebels",
        "Story Locations": "Norway; Finland; Belarus; Latvia; Turku",
        "Language": "en",
        "Version": "onrecord test",
        "Dispatch": "7",
        "Dispatch Name": "talks",
        "Dispatch Event": "e1",
        "Event Text": "shelled",
        "Status": "occurred",
    }


def test_a_loader_of_polecat_files_finds_day_type_and_sides() -> None:
    """As in tgb/datasets/tkgl_polecat: a column by its number, and "None" for what is not there."""
    lines = list(csv.reader(io.StringIO("".join(polecat.lines([dispatch(SHELLING, TALKS)]))), delimiter="\t"))[1:]
    assert [(line[1], line[2], line[7], line[15]) for line in lines] == [
        ("2031-03-01", "ASSAULT", "Belarus", "Latvia"),
        ("2031-03-03", "CONSULT", "Norway; Finland", "None"),
    ]


def test_a_name_does_not_break_a_line_or_a_list() -> None:
    entry, record = dispatch(event(actors=("odd",)))
    odd = Actor(id="odd", name='The "A;\tB"\nGroup', kind="group")
    entry_and_record = (entry, Record(article=record.article, actors=(*ACTORS, odd), events=record.events))
    (found,) = csv.DictReader(io.StringIO("".join(polecat.lines([entry_and_record]))), delimiter="\t")
    assert found["Actor Name"] == 'The "A, B" Group'
    assert found["Recipient Name"] == "Finland"


def test_polecat_says_on_whose_word_alone_an_event_stands() -> None:
    asserted, said = polecat_of(event(), event(id="e2", said_in="s1"))
    assert [(found["Said By"], found["Statement"]) for found in (asserted, said)] == [
        ("None", "None"),
        ("Sigrun Aasland", "s1"),
    ]


@pytest.mark.parametrize(("source", "told"), [((at("Minister"),), "Minister"), ((), "unnamed")])
def test_where_nobody_is_known_to_speak_the_words_of_the_source_stand(source: tuple[Span, ...], told: str) -> None:
    entry, record = dispatch(event(said_in="s1"))
    unknown = Record(
        article=record.article,
        actors=ACTORS,
        statements=(Statement(id="s1", kind="indirect", source=source),),
        events=record.events,
    )
    (found,) = coded([(entry, unknown)])
    assert found.said_by == (told,)


def test_every_state_of_the_correlates_of_war_has_one_number() -> None:
    numbers = {row["code"]: int(row["cow"]) for row in rows("cow")}
    assert len(numbers) == len(rows("cow"))
    assert {code: numbers[code] for code in ("USA", "GBR", "DEU", "RUS", "UKR", "CHN", "YEM", "VNM", "KOR")} == {
        "USA": 2, "GBR": 200, "DEU": 255, "RUS": 365, "UKR": 369, "CHN": 710, "YEM": 679, "VNM": 816, "KOR": 732,
    }  # fmt: skip


# CAMEO


def test_the_crosswalk_covers_every_type_and_every_code_of_it_has_a_score() -> None:
    types = {row["type"] for row in rows("cameo")}
    renamed = table("cameo")["types"]
    assert {renamed.get(type, type) for type in PLOVER["types"]} == types
    assert len({row["code"] for row in rows("cameo")}) == len(rows("cameo")) == 256
    assert all(-10 <= cameo.goldstein(row["code"]) <= 10 for row in rows("cameo"))


@pytest.mark.parametrize(
    "row", [row for row in rows("cameo") if row["mode"] or row["contexts"]], ids=lambda row: str(row["code"])
)
def test_what_the_crosswalk_gives_a_code_leads_back_to_it_or_above_it(row: dict[str, str]) -> None:
    ours = {theirs: ours for group in ("types", "modes", "contexts") for ours, theirs in table("cameo")[group].items()}
    type, mode = (ours.get(row[key], row[key]) for key in ("type", "mode"))
    contexts = tuple(ours.get(context, context) for context in row["contexts"].split(";") if context)
    found = cameo.code_of(type, (mode,) if mode else (), contexts)
    chosen = {*table("cameo")["chosen"].values(), *table("cameo")["general"].values()}
    assert row["code"].startswith(found) or row["code"][:2] + "0" == found or found in chosen


@pytest.mark.parametrize(
    ("type", "modes", "contexts", "code", "score"),
    [
        ("CONSULT", ("phone",), ("diplomatic",), "041", 1.0),
        ("CONSULT", (), ("diplomatic",), "040", 1.0),
        ("SUPPORT", (), ("diplomatic",), "050", 3.5),
        ("AID", (), ("military",), "072", 8.3),
        ("RETREAT", ("ceasefire",), (), "0871", 9.0),
        ("RETREAT", ("disarm",), ("military",), "087", 9.0),
        ("REQUEST", ("yield",), ("military",), "1056", -5.0),
        ("ACCUSE", ("disapprove",), (), "110", -2.0),
        ("ACCUSE", ("investigate",), ("legal",), "090", -2.0),
        ("ACCUSE", ("investigate",), ("military", "legal"), "094", -2.0),
        ("ACCUSE", ("allege",), ("crime",), "1121", -2.0),
        ("SANCTION", ("discontinue",), ("economic",), "163", -8.0),
        ("COERCE", ("seize",), ("territory",), "192", -9.5),
        ("COERCE", ("arrest",), ("rights_freedoms",), "173", -5.0),
        ("ASSAULT", ("aerial",), ("military",), "195", -10.0),
        ("ASSAULT", (), ("military",), "190", -10.0),
        ("ASSAULT", ("sideAB", "firearms"), (), "193", -10.0),
        ("PROTEST", ("strike",), ("economic",), "143", -6.5),
    ],
)
def test_an_event_has_the_code_that_its_mode_and_contexts_allow(
    type: str, modes: tuple[str, ...], contexts: tuple[str, ...], code: str, score: float
) -> None:
    assert cameo.code_of(type, modes, contexts) == code
    assert cameo.goldstein(code) == score


def test_every_type_and_mode_of_the_codebook_has_a_code_with_a_score() -> None:
    for type, told in PLOVER["types"].items():
        for mode in ("", *told["modes"]):
            code = cameo.code_of(type, (mode,) if mode else ())
            assert -10 <= cameo.goldstein(code) <= 10
            assert cameo.quad(code) in (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("type", "code", "quad"),
    [("CONSULT", "036", "1"), ("AID", "033", "1"), ("ASSAULT", "138", "3"), ("PROTEST", "133", "3")],
)
def test_what_is_to_come_has_the_code_of_its_promise_or_threat(type: str, code: str, quad: str) -> None:
    (found,) = table_of(cameo.lines, event(type, status="scheduled"))
    assert (found["EventCode"], found["QuadClass"], found["Status"]) == (code, quad, "scheduled")


def test_a_cameo_line_is_named_and_written_as_in_gdelt() -> None:
    (found,) = table_of(cameo.lines, event("ASSAULT", actors=("aasland",), said_in="s1", modes=("beat",)))
    assert found == {
        "SQLDATE": "20310303",
        "Actor1Code": "NORGOV",
        "Actor1Name": "SIGRUN AASLAND",
        "Actor1CountryCode": "NOR",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "FINGOV",
        "Actor2Name": "FINLAND",
        "Actor2CountryCode": "FIN",
        "Actor2Type1Code": "GOV",
        "EventCode": "182",
        "EventBaseCode": "182",
        "EventRootCode": "18",
        "QuadClass": "4",
        "GoldsteinScale": "-9.5",
        "SOURCEURL": "https://news.example/talks",
        "PloverType": "ASSAULT",
        "PloverMode": "beat",
        "Fact": "7/e1",
        "DispatchName": "talks",
        "Status": "occurred",
        "SaidBy": "Sigrun Aasland",
        "Statement": "s1",
    }


def test_a_visit_is_the_guests_and_the_hosts_and_talks_go_both_ways() -> None:
    def told(*events: Event) -> list[tuple[str, str, str]]:
        return [(x["Actor1Code"], x["Actor2Code"], x["EventCode"]) for x in table_of(cameo.lines, *events)]

    assert told(event("CONSULT", modes=("visit",))) == [("NORGOV", "FINGOV", "042"), ("FINGOV", "NORGOV", "043")]
    assert told(TALKS) == [("NORGOV", "FINGOV", "040"), ("FINGOV", "NORGOV", "040")]
    assert told(event("PROTEST", actors=(), recipients=("latvia",))) == [("---", "LVAGOV", "140")]


# Dyads


def dyads_of(found: Sequence[tuple[Entry, Record]]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(dyads.lines(found)))))


def test_a_dyad_of_a_day_has_counts_by_quad_class_a_mean_score_and_the_way_back() -> None:
    first = dispatch(event("ACCUSE"), event("AID", id="e2", said_in="s1"), id=7)
    second = dispatch(event("CONSULT", modes=("phone",), actors=("aasland",)), id=9)
    assert dyads_of([first, second]) == [
        {
            "day": "2031-03-03",
            "who": "NOR",
            "whom": "FIN",
            "events": "3",
            "verbal_cooperation": "1",
            "material_cooperation": "1",
            "verbal_conflict": "1",
            "material_conflict": "0",
            "mean_score": "2.833",
            "said_only": "1",
            "facts": "7/e1 7/e2 9/e1",
        }
    ]


def test_an_event_counts_once_in_a_dyad_and_talks_both_ways() -> None:
    of_both = event("ACCUSE", actors=("norway", "aasland"), recipients=("finland",))
    (found,) = dyads_of([dispatch(of_both)])
    assert (found["events"], found["facts"]) == ("1", "7/e1")
    assert [(x["who"], x["whom"]) for x in dyads_of([dispatch(TALKS)])] == [("FIN", "NOR"), ("NOR", "FIN")]


def test_a_promise_counts_as_verbal_and_what_is_only_possible_not_at_all() -> None:
    promised, feared = event("AID", status="scheduled"), event("ASSAULT", id="e2", status="hypothetical")
    (found,) = dyads_of([dispatch(promised, feared)])
    assert (found["verbal_cooperation"], found["material_cooperation"], found["events"]) == ("1", "0", "1")
    assert dyads_of([dispatch(event("REQUEST", status="proposed"))]) == []


def test_the_same_thing_told_by_two_dispatches_is_two_events() -> None:
    (found,) = dyads_of([dispatch(SHELLING, id=1), dispatch(SHELLING, id=2)])
    assert (found["events"], found["facts"]) == ("2", "1/e1 2/e1")


def test_an_event_with_one_side_or_without_a_day_is_in_no_dyad() -> None:
    assert dyads_of([dispatch(event(recipients=())), dispatch(event(), day=None)]) == []


def test_lines_of_dyads_stand_by_day_and_names_whatever_the_order_of_dispatches() -> None:
    found = [dispatch(SHELLING, id=1), dispatch(TALKS, id=2), dispatch(event(), id=3, day="2031-02-01")]
    days = [x["day"] for x in dyads_of(found)]
    assert days == sorted(days)
    assert len(days) == 4
    assert dyads_of(found[::-1]) == dyads_of(found)


# The command


@pytest.mark.parametrize("form", [plover, polecat, cameo, dyads])
def test_the_command_writes_what_the_module_gives(form: ModuleType, tmp_path: Path) -> None:
    _, record = dispatch(SHELLING, TALKS, event(id="e3", said_in="s1"))
    with open_store(tmp_path / "wires.db") as store:
        store.put(Dispatch(id="talks", text=TEXT, published="2031-03-03"), record, "onrecord test")
        expected = "".join(form.lines(store.records()))
    name = form.__name__.rpartition(".")[2]
    done = CliRunner().invoke(cli.onrecord, ["export", "--store", str(tmp_path / "wires.db"), "--format", name])
    assert done.stdout_bytes.decode("utf-8") == expected
    assert "1/e3" in expected or "1_e3" in expected or form is dyads
