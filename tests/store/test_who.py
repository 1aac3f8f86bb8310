"""Who is who in a store: offices learned from titles, surnames and offices resolved by them, and a person's word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from titled_wires import MINISTER, Wires

from onrecord.linking.register import RegisterError
from onrecord.store import NotInStoreError, QueryError, Store, identifying, open_store

Dump = Callable[[Path], dict[str, list[Any]]]


@pytest.fixture
def wires(store: Store) -> Wires:
    return Wires(store)


# The register


def test_a_title_is_evidence_for_an_office_from_its_first_day_to_its_last(wires: Wires) -> None:
    for day in ("2031-03-01", "2031-05-01", "2031-04-01"):
        wires.say(day, ("Sigrun Aasland", MINISTER))
    wires.store.link()
    (held,) = wires.store.actor("Aasland").offices
    assert (held.role, held.of, held.first, held.last, held.dispatches) == (
        "foreign minister", "NOR", "2031-03-01", "2031-05-01", 3,
    )  # fmt: skip
    assert [(x.dispatch, x.day, x.words) for x in held.evidence] == [
        (1, "2031-03-01", MINISTER),
        (2, "2031-05-01", MINISTER),
    ]
    assert {x.at for x in held.evidence} == {"/actors/0/titles/0"}


def test_conflicting_evidence_is_shown_on_both_sides(wires: Wires) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland", MINISTER))
    wires.say("2031-04-01", ("Bo Lind", MINISTER))
    wires.say("2031-05-01", ("Sigrun Aasland", MINISTER))
    wires.store.link()
    (held,) = wires.store.actor("Aasland").offices
    assert "Bo Lind" in " ".join(held.against)


def test_the_holder_of_an_office_is_found_by_the_day(wires: Wires) -> None:
    for month in range(1, 7):
        wires.say(f"2031-{month:02}-01", ("Sigrun Aasland" if month < 4 else "Bo Lind", MINISTER))
    wires.store.link()
    found = wires.store.candidates("the Norwegian foreign minister", on="2031-02")
    assert [x.actor.name for x in found] == ["Sigrun Aasland"]
    assert found[0].why
    assert wires.store.actor("the Norwegian foreign minister", on="2031-05-15").actor.name == "Bo Lind"
    with pytest.raises(QueryError, match="write it as 2022-01-10"):
        wires.store.candidates("the Norwegian foreign minister", on="soon")


def test_a_dispatch_that_a_newer_version_replaces_is_evidence_no_more(wires: Wires) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland", MINISTER), uri="a.txt")
    wires.store.link()
    wires.say("2031-03-02", ("Sigrun Aasland",), uri="a.txt")
    wires.store.link()
    assert wires.store.actor("Aasland").offices == ()


def test_a_title_beside_a_description_is_no_evidence_for_an_office(wires: Wires) -> None:
    for n, who in enumerate(("Clinton campaign", "Clinton's Team", "friend of Rudolph", "rebels")):
        wires.say("2031-03-01", (who, MINISTER), uri=f"{n}.txt")
    wires.store.link()
    assert wires.store.tenures() == []
    assert wires.store.proposals() == []
    assert list(wires.store.verify()) == []


def test_linking_ends_where_bare_surnames_are_alike(wires: Wires, monkeypatch: pytest.MonkeyPatch) -> None:
    for country in ("NOR", "SWE", "DNK"):
        wires.say("2031-03-01", ("Aasland", MINISTER, "person", country), ("Aaslund", "", "person", country))
    wires.say("2031-03-02", ("Sigrun Aasland", MINISTER), ("the foreign minister", "", "person"))
    looks = iter(range(40))
    real = identifying.judge
    monkeypatch.setattr(identifying, "NAMES", 1)  # so that no two are looked at together
    monkeypatch.setattr(identifying, "judge", lambda *args: (next(looks), real(*args)))
    wires.store.link()
    assert [x.actor.name for x in wires.store.candidates("Sigrun Aasland")] == ["Sigrun Aasland"]


# Resolutions


def test_a_bare_surname_stands_for_the_one_person_who_bears_it_and_says_why(wires: Wires) -> None:
    full = wires.say("2031-03-01", ("Sigrun Aasland", MINISTER))
    bare = wires.say("2031-03-02", ("Aasland", MINISTER))
    wires.store.link()
    sigrun = wires.store.actor("Sigrun Aasland").actor
    assert wires.speakers("Sigrun") == wires.speakers(sigrun.id) == [full, bare]
    (finding,) = wires.store.statements(speaker="Sigrun", since="2031-03-02")
    assert finding.taken["a0"].id == sigrun.id
    assert "surname of Sigrun Aasland" in finding.taken["a0"].why
    assert finding.to_dict()["taken_for"]["a0"]["name"] == "Sigrun Aasland"
    assert finding.record.actors[0].name == "Aasland", "the record stays what was read"
    assert [x.name for x in wires.store.names("aasland")] == ["Sigrun Aasland"]


def test_an_office_without_a_name_stands_for_who_held_it_on_the_day(wires: Wires) -> None:
    for month in (1, 2, 3):
        wires.say(f"2031-{month:02}-01", ("Sigrun Aasland", MINISTER))
    for month in (5, 6):
        wires.say(f"2031-{month:02}-01", ("Bo Lind", MINISTER))
    early = wires.say("2031-02-15", (MINISTER,))
    late = wires.say("2031-05-15", (MINISTER,))
    wires.store.link()
    assert early in wires.speakers("Aasland")
    assert early not in wires.speakers("Lind")
    assert late in wires.speakers("Lind")


def test_a_description_that_ends_in_a_surname_does_not_keep_it_from_its_bearer(wires: Wires) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland", MINISTER), uri="a.txt")
    wires.say("2031-03-01", ("senior adviser to Norwegian Minister Sigrun Aasland",), uri="b.txt")
    bare = wires.say("2031-03-02", ("Aasland",))
    wires.store.link()
    assert bare in wires.speakers(wires.store.actor(1).actor.id)
    assert wires.store.proposals() == []


def test_a_rereading_that_was_stopped_leaves_nothing_wrong_and_the_next_linking_completes_it(wires: Wires) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland", MINISTER))
    bare = wires.say("2031-03-02", ("Aasland", MINISTER), uri="a.txt")
    wires.store.link()
    wires.say("2031-03-02", ("Aasland", MINISTER), uri="a.txt", made_by="new")
    assert list(wires.store.verify()) == []
    wires.store.link()
    assert bare in wires.speakers("Sigrun Aasland")
    assert list(wires.store.verify()) == []


def test_later_evidence_changes_what_was_resolved_before(wires: Wires) -> None:
    bare = wires.say("2031-03-02", ("Aasland", MINISTER))
    wires.store.link()
    assert wires.store.actor("Aasland").resolutions == ()
    wires.say("2031-03-01", ("Sigrun Aasland", MINISTER))
    wires.store.link()
    assert bare in wires.speakers("Sigrun")
    assert list(wires.store.verify()) == []


def test_of_two_who_bear_a_surname_neither_is_taken_and_both_are_proposed(wires: Wires) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland",))
    wires.say("2031-03-01", ("Per Aasland",), uri="b.txt")
    bare = wires.say("2031-03-02", ("Aasland",))
    wires.store.link()
    open_ones = [x for x in wires.store.proposals() if x.in_dispatches == (bare,)]
    assert {x.right_name for x in open_ones} == {"Sigrun Aasland", "Per Aasland"}
    assert all("as well" in x.why for x in open_ones)
    number = wires.store.merge(open_ones[0].left, "Per Aasland", dispatches=[bare])
    assert wires.speakers(number) == [2, bare]
    assert [x for x in wires.store.proposals() if x.in_dispatches] == []


# Spellings, and a person's word


def test_spellings_of_one_name_are_one_actor(wires: Wires) -> None:
    wires.say("2031-03-01", ("Viktor Yanchenko", "Ukrainian President", "person", "UKR"))
    wires.say("2031-03-02", ("Victor Yanchenko", "Ukrainian President", "person", "UKR"))
    wires.store.link()
    dossier = wires.store.actor("Viktor Yanchenko")
    assert [(x.name, x.dispatches, bool(x.why)) for x in dossier.spellings] == [
        ("Viktor Yanchenko", 1, False),
        ("Victor Yanchenko", 1, True),
    ]
    (judged,) = dossier.judgements
    assert (judged.verdict, judged.by) == ("same", "program")
    assert judged.score is not None
    assert judged.features
    assert wires.speakers("victor") == [1, 2]
    assert [x.name for x in wires.store.names()] == ["Viktor Yanchenko"]


@pytest.fixture
def twins(wires: Wires) -> Wires:
    wires.say("2031-03-01", ("Viktor Yanchenko", "Ukrainian President", "person", "UKR"), uri="1.txt")
    wires.say("2031-03-02", ("Victor Yanchenko", "Ukrainian President", "person", "UKR"), uri="2.txt")
    wires.store.link()
    return wires


def reread(wires: Wires) -> None:
    """The two dispatches of `twins`, read again by another version."""
    wires.say("2031-03-01", ("Viktor Yanchenko", "Ukrainian President", "person", "UKR"), uri="1.txt", made_by="new")
    wires.say("2031-03-02", ("Victor Yanchenko", "Ukrainian President", "person", "UKR"), uri="2.txt", made_by="new")
    wires.store.link()


def test_a_split_overrides_the_program_and_survives_reading_again(twins: Wires) -> None:
    twins.store.split("Viktor Yanchenko", "Victor Yanchenko", why="They are brothers.")
    for _ in range(2):
        assert twins.speakers("Viktor") == [1]
        (judged,) = twins.store.actor("Viktor Yanchenko").judgements
        assert (judged.verdict, judged.by, judged.why) == ("different", "person", "They are brothers.")
        assert judged.score is not None, "what the program thought is kept beside it"
        reread(twins)
    twins.store.merge("Viktor Yanchenko", "Victor Yanchenko")
    assert twins.speakers("Viktor") == [1, 2]


def test_a_merge_gathers_any_two_names_and_survives_reading_again(wires: Wires) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland",), uri="1.txt")
    wires.say("2031-03-02", ("The Iron Lady",), uri="2.txt")
    wires.store.link()
    number = wires.store.merge("Sigrun Aasland", "The Iron Lady")
    for made_by in ("hand", "new"):
        wires.say("2031-03-02", ("The Iron Lady",), uri="2.txt", made_by=made_by)
        wires.store.link()
        assert wires.speakers(number) == wires.speakers("iron lady") == [1, 2]
        assert list(wires.store.verify()) == []
    assert {x.by for x in wires.store.actor(number).judgements} == {"person"}


def test_a_person_s_word_on_a_surname_holds_in_dispatches_to_come(wires: Wires) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland", MINISTER))
    wires.say("2031-03-02", ("Aasland", MINISTER))
    wires.store.link()
    assert wires.speakers("Sigrun") == [1, 2]
    wires.store.split("Aasland", "Sigrun Aasland")
    wires.say("2031-03-03", ("Aasland", MINISTER))
    wires.store.link()
    assert wires.speakers("Sigrun") == [1]
    wires.store.merge("Aasland", "Sigrun Aasland")
    wires.say("2031-03-04", ("Aasland",))
    wires.store.link()
    assert wires.speakers("Sigrun") == [1, 2, 3, 4]
    assert list(wires.store.verify()) == []


def test_a_namesake_is_set_apart_in_some_dispatches_and_can_be_taken_back(wires: Wires) -> None:
    for day in (1, 2, 3):
        wires.say(f"2031-03-{day:02}", ("Bo Lind",), uri=f"{day}.txt")
    wires.store.link()
    namesake = wires.store.split("Bo Lind", dispatches=[2, 3])
    assert namesake is not None
    wires.say("2031-03-03", ("Bo Lind",), uri="3.txt", made_by="new")
    wires.store.link()
    assert wires.speakers(namesake) == [2, 3]
    assert wires.speakers(1) == [1]
    assert wires.speakers("Bo Lind") == [1, 2, 3], "words mean both"
    assert [(x.id, x.namesake) for x in wires.store.names("Lind")] == [(namesake, 1), (1, 0)]
    assert list(wires.store.verify()) == []
    wires.store.merge(1, namesake)
    assert wires.speakers(1) == [1, 2, 3]


def test_a_merge_that_would_undo_a_split_of_others_is_refused(twins: Wires) -> None:
    twins.say("2031-03-03", ("The Boxer",))
    twins.store.link()
    twins.store.split("Viktor Yanchenko", "Victor Yanchenko")
    twins.store.merge("The Boxer", "Viktor Yanchenko")
    with pytest.raises(QueryError, match="split by a person; merge those first"):
        twins.store.merge("The Boxer", "Victor Yanchenko")
    assert twins.speakers("Victor") == [2]


def test_names_that_cannot_be_judged_are_told(twins: Wires) -> None:
    twins.store.split("Viktor Yanchenko", "Victor Yanchenko")
    for call, words in (
        (lambda: twins.store.merge("Nobody Here", 1), "there is no such name"),
        (lambda: twins.store.merge("Yanchenko", 1), "2 names fit; give a number: 1 .Viktor Yanchenko, person UKR"),
        (lambda: twins.store.split(1, dispatches=[2]), "does not stand in dispatch 2"),
        (lambda: twins.store.actor("Yanchenko"), "2 actors fit; give a number"),
        (lambda: twins.store.actor(99), "there is no actor 99"),
        (lambda: twins.store.merge(1, 10**30), "there is no such name"),
    ):
        with pytest.raises(NotInStoreError, match=words):
            call()
    for call in (lambda: twins.store.merge(1, 1), lambda: twins.store.split(1)):
        with pytest.raises(QueryError):
            call()
    for call in (lambda: twins.store.merge(1, 2, dispatches=[2**63]), lambda: twins.store.proposals(limit=2**63)):
        with pytest.raises(QueryError, match="the largest in a store; give a smaller one"):
            call()


def test_what_is_found_does_not_depend_on_when_it_was_linked(
    wires: Wires, tmp_path: Path, empty_store: bytes, dump: Dump
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(empty_store)
    with open_store(other) as store:
        at_once = Wires(store)
        for each, often in ((wires, True), (at_once, False)):
            for day, who in enumerate(
                (
                    ("Aasland", MINISTER), ("Sigrun Aasland", MINISTER), (MINISTER,), ("Victor Yanchenko",),
                    ("Viktor Yanchenko",), ("Bo Lind", MINISTER), ("Lind",), ("Per Lind",), ("Aasland",),
                ),
                start=1,
            ):  # fmt: skip
                each.say(f"2031-03-{day:02}", who)
                if often:
                    each.store.link()
            each.store.link()
    assert dump(wires.store.path) == dump(other)


# The user's own register

REGISTER = "name,office,country,from,until,held,note\n"


def test_a_register_seeds_an_office_and_a_surname_resolves_by_it(wires: Wires, tmp_path: Path) -> None:
    bare = wires.say("2031-03-02", ("Aasland", MINISTER))
    file = tmp_path / "offices.csv"
    file.write_text(REGISTER + "Sigrun Aasland,foreign minister,NOR,2030-01-01,,,by hand\n")
    assert wires.store.register(file) == 1
    assert wires.speakers("Sigrun Aasland") == [bare]
    (held,) = wires.store.actor("Sigrun Aasland").offices
    assert (held.first, held.last, held.seed) == ("2030-01-01", None, "by hand")
    file.write_text(REGISTER)
    assert wires.store.register(file) == 0
    assert wires.store.tenures()[0].seed is None, "a file taken over again says what it now says"


def test_a_register_is_one_file_however_its_address_is_written(wires: Wires, tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_text(REGISTER + "Sigrun Aasland,foreign minister,NOR,2030-01-01,,,by hand\n")
    (tmp_path / "b").mkdir()
    for address in (file, tmp_path / "b" / ".." / "offices.csv"):
        wires.store.register(address)
    assert len(wires.store.tenures()) == 1


def test_a_register_strikes_evidence_out_and_it_is_still_shown(wires: Wires, tmp_path: Path) -> None:
    wires.say("2031-03-01", ("Bo Lind", MINISTER))
    described = wires.say("2031-03-01", (MINISTER,))
    wires.store.link()
    assert described in wires.speakers("Lind")
    file = tmp_path / "offices.csv"
    file.write_text(REGISTER + "Bo Lind,foreign minister,NOR,,,no,a slip\n")
    wires.store.register(file)
    assert described not in wires.speakers("Bo Lind")
    assert [x.struck for x in wires.store.actor("Bo Lind").offices] == [True]


def test_a_register_with_a_bad_row_is_refused_whole(wires: Wires, tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_text(REGISTER + "Bo Lind,foreign minister,NOR,,,,\nPer Lind,foreign minister,NOR,soon,,,\n")
    with pytest.raises(RegisterError, match="line 3"):
        wires.store.register(file)
    assert wires.store.tenures() == []
    with pytest.raises(RegisterError, match="cannot be read"):
        wires.store.register(tmp_path / "gone.csv")


# Verifying


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE actors SET who_id = 1 WHERE dispatch_id = 2", "taken for another than is judged"),
        ("UPDATE offices SET role = 'president' WHERE dispatch_id = 1", "evidence for offices is not what"),
        ("DELETE FROM offices WHERE dispatch_id = 1", "evidence for offices is not what"),
    ],
)
def test_what_is_drawn_from_dispatches_is_verified(
    change: str, says: str, wires: Wires, tamper: Callable[..., None]
) -> None:
    wires.say("2031-03-01", ("Sigrun Aasland", MINISTER))
    wires.say("2031-03-02", ("Bo Lind",))
    wires.store.link()
    assert list(wires.store.verify()) == []
    tamper(change)
    assert any(says in str(problem) for problem in wires.store.verify())
