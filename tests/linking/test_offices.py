"""Offices: which one a title tells of, who held it when, and the user's own register."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.offices import (
    CONTESTED,
    RETURNS_AFTER,
    WHEN_SEEDED,
    WITHIN,
    Held,
    Naming,
    Office,
    Seed,
    holders,
    office_of,
    tenures,
)
from onrecord.linking.register import RegisterError, read_register, register_csv
from onrecord.record import Span

MINISTER = Office("foreign minister", "NOR")
FOSS, HALLE = 1, 2
NAMES = {FOSS: "Ida Foss", HALLE: "Jon Halle"}
SURE = 0.8


def naming(
    who: int,
    day: str | None,
    dispatch: int = 1,
    office: Office = MINISTER,
    *,
    former: bool = False,
    not_yet: bool = False,
) -> Naming:
    return Naming(who, NAMES[who], Held(office, former=former, not_yet=not_yet), day, dispatch, Span(0, 16))


def told(*of: tuple[int, str | None]) -> list[Naming]:
    return [naming(who, day, n) for n, (who, day) in enumerate(of, 1)]


# Which office a title tells of


@pytest.mark.parametrize(
    ("title", "country", "office"),
    [
        # One office in many spellings.
        ("Foreign Minister", "NOR", "foreign minister of Norway"),
        ("Minister for Foreign Affairs", "NOR", "foreign minister of Norway"),
        ("Norwegian minister of foreign affairs", "NOR", "foreign minister of Norway"),
        ("Norway's top diplomat", "NOR", "foreign minister of Norway"),
        ("British Foreign Secretary", "GBR", "foreign minister of the United Kingdom"),
        ("Defense Minister", "UKR", "defence minister of Ukraine"),
        ("US Secretary of Defense", "USA", "defence minister of the United States"),
        ("US Secretary of State", "USA", "secretary of state of the United States"),
        ("secretary of state", None, "secretary of state of the United States"),
        ("Secretary of State for Foreign Affairs", "GBR", "foreign minister of the United Kingdom"),
        ("Premier", "POL", "prime minister of Poland"),
        ("PM", "UKR", "prime minister of Ukraine"),
        ("President of Russia", "RUS", "president of Russia"),
        ("newly elected Icelandic president", "ISL", "president of Iceland"),
        ("German Chancellor", "DEU", "chancellor of Germany"),
        ("energy minister", "NOR", "energy minister of Norway"),
        ("Ukranian foreign minister", "UKR", "foreign minister of Ukraine"),
        ("fisheries minister", "NOR", "fisheries minister of Norway"),
        # Bodies of several states.
        ("NATO Secretary General", "IGO", "secretary general of NATO"),
        ("NATO chief", "IGO", "secretary general of NATO"),
        ("UN Secretary-General", None, "secretary general of the UN"),
        ("EU foreign policy chief", "IGO", "foreign policy chief of the EU"),
        ("European Council President", "IGO", "president of the European Council"),
        ("OSCE chairwoman", "IGO", "chairman of the OSCE"),
        # Those who are sent, and where.
        ("U.S. Ambassador to Kiev", "USA", "ambassador to Ukraine (United States)"),
        ("American ambassador to Ukraine", "USA", "ambassador to Ukraine (United States)"),
        ("Ukraine's ambassador to the EU", "IGO", "ambassador to the EU (Ukraine)"),
        ("Germany's NATO ambassador", "DEU", "ambassador to NATO (Germany)"),
        ("UN special envoy for Syria", "IGO", "special envoy for Syria (UN)"),
        ("UN Syria envoy", "IGO", "special envoy for Syria (UN)"),
        # Spokesmen.
        ("Kremlin spokesman", "RUS", "presidential spokesman of Russia"),
        ("spokeswoman for President Jon Halle", "NOR", "presidential spokesman of Norway"),
        ("White House Press Secretary", "USA", "presidential spokesman of the United States"),
        ("Ministry of Defence spokesperson", "UKR", "defence ministry spokesman of Ukraine"),
        # Places within a state.
        ("Kharkiv Governor", "UKR", "governor of Kharkiv (Ukraine)"),
        ("governor of Bryansk region", "RUS", "governor of Bryansk (Russia)"),
        ("embattled mayor of Bergen", "NOR", "mayor of Bergen (Norway)"),
        ("New York governor", "USA", "governor of New York (United States)"),
        ("new Kharkiv governor", "UKR", "governor of Kharkiv (Ukraine)"),
        ("Federal Reserve chairman", "USA", "chairman of Federal Reserve (United States)"),
        ("commander of U.S. forces", "USA", "commander of U.S. Forces (United States)"),
        ("leader of the Fatherland Party", "UKR", "leader of Fatherland (Ukraine)"),
        # Deputies hold another office.
        ("deputy foreign minister", "RUS", "deputy foreign minister of Russia"),
        ("First Deputy Prime Minister", "RUS", "first deputy prime minister of Russia"),
        ("US Assistant Secretary of State", "USA", "assistant secretary of state of the United States"),
        ("Vice President", "USA", "vice president of the United States"),
        # Parliament, courts, forces.
        ("House Speaker", "USA", "speaker of the United States"),
        ("Speaker of parliament", "UKR", "speaker of Ukraine"),
        ("chief of the General Staff", "RUS", "chief of the general staff of Russia"),
        ("prosecutor general", "UKR", "prosecutor general of Ukraine"),
        ("chief negotiator", "ISL", "chief negotiator of Iceland"),
        # What the text says goes before the country that a reader found; two offices give the first.
        ("Russian president", "UKR", "president of Russia"),
        ("foreign minister and deputy prime minister", "NOR", "foreign minister of Norway"),
        ("Foreign Minister, a lawyer by training", "NOR", "foreign minister of Norway"),
    ],
)
def test_a_title_tells_of_an_office(title: str, country: str | None, office: str) -> None:
    held = office_of(title, country)
    assert held is not None and str(held.office) == office
    assert held.now


@pytest.mark.parametrize(
    ("title", "former", "not_yet", "acting"),
    [
        ("former president", True, False, False),
        ("ex-president", True, False, False),
        ("then president", True, False, False),
        ("ousted Norwegian president", True, False, False),
        ("outgoing president", False, False, False),
        ("president-elect", False, True, False),
        ("incoming president", False, True, False),
        ("acting president", False, False, True),
        ("Norway's interim President", False, False, True),
        ("pro-Russian president", False, False, False),
    ],
)
def test_a_title_tells_whether_the_office_is_held(title: str, former: bool, not_yet: bool, acting: bool) -> None:
    assert office_of(title, "NOR") == Held(Office("president", "NOR"), former, not_yet, acting)


@pytest.mark.parametrize(
    "title",
    [
        "secretary of state Madeleine Albright",  # no secretary of "state Madeleine Albright"
        "doctor",
        "Mr",
        "General",
        "colonel",
        "analyst",
        "opposition activist",
        "chief",
        "head",
        "leader",
        "Russian leader",
        "senior official",
        "secretary",
        "Antony Blinken",
        "Billie Jean King",
        "",
        "leader of the party of jailed former Prime Minister Ida Foss and of all who stood with her",
    ],
)
def test_ranks_honours_and_descriptions_are_no_offices(title: str) -> None:
    assert office_of(title, "NOR") is None


@given(st.text(max_size=60), st.sampled_from([None, "NOR", "IGO", ""]))
def test_any_title_can_be_read(title: str, country: str | None) -> None:
    held = office_of(title, country)
    assert held is None or (held.office.role and str(held.office))


# Who held it when


def test_evidence_makes_a_tenure_from_the_first_to_the_last_day() -> None:
    (found,) = tenures(told((FOSS, "2031-03-05"), (FOSS, "2031-01-10"), (FOSS, "2031-06-01")))
    assert (found.who, found.first, found.last) == (FOSS, "2031-01-10", "2031-06-01")
    assert [n.dispatch for n in found.namings] == [2, 1, 3]
    assert found.against == ()


def test_a_successor_is_no_conflict() -> None:
    found = tenures(told((FOSS, "2031-01-10"), (FOSS, "2031-06-01"), (HALLE, "2031-06-03"), (HALLE, "2031-09-01")))
    assert [(t.name, t.first, t.against) for t in found] == [
        ("Ida Foss", "2031-01-10", ()),
        ("Jon Halle", "2031-06-03", ()),
    ]


def test_another_named_in_between_is_shown_as_a_conflict() -> None:
    found = tenures(told((FOSS, "2031-01-10"), (HALLE, "2031-03-03"), (FOSS, "2031-06-01")))
    assert found[0].against == ("Dispatch 2 names Jon Halle so, on 3 March 2031.",)
    assert len(found) == 2


def test_who_comes_back_has_two_tenures() -> None:
    away = [(HALLE, "2031-06-01"), (HALLE, "2033-06-01")]
    found = tenures(told((FOSS, "2031-01-10"), (FOSS, "2031-05-01"), *away, (FOSS, "2034-01-01")))
    assert [(t.name, t.first, t.last, t.against) for t in found] == [
        ("Ida Foss", "2031-01-10", "2031-05-01", ()),
        ("Jon Halle", "2031-06-01", "2033-06-01", ()),
        ("Ida Foss", "2034-01-01", "2034-01-01", ()),
    ]
    assert RETURNS_AFTER < 700


def test_a_former_holder_has_left_before() -> None:
    (found,) = tenures([naming(FOSS, "2031-01-10"), naming(FOSS, "2031-04-01", 2, former=True)])
    assert (found.last, found.over_by) == ("2031-01-10", "2031-04-01")
    assert holders(MINISTER, "2031-04-02", [found]) == []
    assert holders(MINISTER, "2031-03-01", [found])[0].who == FOSS


def test_former_and_then_in_office_again_is_a_conflict() -> None:
    evidence = [naming(FOSS, "2031-01-10"), naming(FOSS, "2031-04-01", 2, former=True), naming(FOSS, "2031-06-01", 3)]
    (found,) = tenures(evidence)
    assert found.against == ("Dispatch 2 calls Ida Foss a former one already on 1 April 2031.",)


def test_who_is_only_told_to_have_held_it_holds_it_on_no_day() -> None:
    (found,) = tenures([naming(FOSS, "2031-04-01", former=True)])
    assert (found.first, found.over_by) == (None, "2031-04-01")
    assert holders(MINISTER, "2031-03-01", [found]) == []


def test_a_coming_holder_does_not_hold_it_yet() -> None:
    (found,) = tenures([naming(FOSS, "2031-01-10", not_yet=True), naming(FOSS, "2031-01-25", 2)])
    assert (found.first, found.not_before) == ("2031-01-25", "2031-01-10")
    assert holders(MINISTER, "2031-01-10", [found]) == []
    assert holders(MINISTER, "2031-01-20", [found])[0].score > SURE


def test_envoys_are_many_and_no_conflict() -> None:
    envoy = Office("special envoy", "NOR")
    days = [(FOSS, "2031-01-10"), (HALLE, "2031-03-03"), (FOSS, "2031-06-01")]
    found = tenures([naming(who, day, n, envoy) for n, (who, day) in enumerate(days)])
    assert [t.against for t in found] == [(), ()]


@given(
    st.lists(
        st.builds(
            naming,
            st.sampled_from([FOSS, HALLE]),
            st.one_of(st.none(), st.dates().map(str)),
            st.integers(1, 9),
            former=st.booleans(),
            not_yet=st.booleans(),
        ),
        max_size=12,
    ),
    st.randoms(),
)
def test_tenures_do_not_depend_on_the_order_and_lose_no_evidence(evidence: list[Naming], random: object) -> None:
    found = tenures(evidence)
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tenures(shuffled) == found
    shown = {n for t in found for n in t.namings}
    assert {n for n in evidence if n.held.now} <= shown
    for who in (FOSS, HALLE):
        mine = [t for t in found if t.who == who and t.first]
        assert all((a.last or "") < (b.first or "") for a, b in pairwise(mine))


# Who holds it on a day


def test_the_holder_on_a_day_between_two_that_name_him() -> None:
    (found,) = holders(MINISTER, "2031-03-01", tenures(told((FOSS, "2031-01-10"), (FOSS, "2031-06-01"))))
    assert (found.who, found.score) == (FOSS, WITHIN)
    assert found.why == (
        "Ida Foss is named foreign minister of Norway from 10 January 2031 to 1 June 2031, in 2 dispatches."
    )


@pytest.mark.parametrize(("day", "sure"), [("2031-06-20", True), ("2032-05-01", True), ("2033-05-01", False)])
def test_a_holder_stays_so_for_a_while_if_nobody_else_is_named(day: str, sure: bool) -> None:
    (found,) = holders(MINISTER, day, tenures(told((FOSS, "2031-01-10"), (FOSS, "2031-06-01"))))
    assert (found.score >= SURE) is sure
    assert found.why.startswith("Ida Foss was last named foreign minister of Norway on 1 June 2031, and nobody else")


def test_nobody_holds_it_long_before_or_long_after() -> None:
    known = tenures(told((FOSS, "2031-01-10")))
    assert holders(MINISTER, "2025-01-01", known) == []
    assert holders(MINISTER, "2041-01-01", known) == []
    assert holders(Office("foreign minister", "ISL"), "2031-01-10", known) == []


def test_between_two_holders_it_may_be_either_and_the_sentence_says_so() -> None:
    found = holders(MINISTER, "2031-03-10", tenures(told((FOSS, "2031-03-01"), (HALLE, "2031-03-20"))))
    assert {holder.name for holder in found} == {"Ida Foss", "Jon Halle"}
    assert all(holder.score <= CONTESTED for holder in found)
    assert found[0].why.endswith("; but it may be Jon Halle, too.")


def test_a_slip_of_one_dispatch_casts_doubt_on_its_days_only() -> None:
    known = tenures(told((FOSS, "2031-01-10"), (HALLE, "2031-03-03"), (FOSS, "2035-06-01")))
    assert holders(MINISTER, "2031-03-05", known)[0].score <= CONTESTED
    (found,) = holders(MINISTER, "2034-03-05", known)
    assert (found.who, found.score) == (FOSS, WITHIN)


def test_evidence_without_a_day_counts_where_nothing_dated_does() -> None:
    undated = tenures(told((FOSS, None)))
    assert [holder.who for holder in holders(MINISTER, "2031-03-05", undated)] == [FOSS]
    both = tenures(told((FOSS, None), (HALLE, "2031-03-01")))
    assert [holder.who for holder in holders(MINISTER, "2031-03-05", both)] == [HALLE]


def test_an_office_of_nobody_knows_whom_has_no_holder() -> None:
    nobodys = Office("foreign minister")
    assert holders(nobodys, "2031-03-05", tenures([naming(FOSS, "2031-03-05", 1, nobodys)])) == []


# The user's own register


def test_the_register_goes_before_dispatches() -> None:
    seed = Seed("Ida Foss", MINISTER, "2031-01-01", "2031-12-31", who=FOSS)
    known = tenures(told((HALLE, "2031-03-01"), (HALLE, "2031-03-09"), (FOSS, "2031-05-01")), [seed])
    found = holders(MINISTER, "2031-03-05", known)
    assert (found[0].who, found[0].score) == (FOSS, WHEN_SEEDED)
    assert found[0].why == "By the register file, Ida Foss was foreign minister of Norway on 5 March 2031."
    assert known[0].against == ("Dispatch 1 (and 1 more) names Jon Halle so, on 1 March 2031.",)


def test_what_the_register_strikes_out_is_shown_and_not_used() -> None:
    seed = Seed("Jon Halle", MINISTER, "2031-03-01", "2031-03-31", held=False, who=HALLE)
    known = tenures(told((FOSS, "2031-01-10"), (HALLE, "2031-03-03"), (FOSS, "2031-06-01")), [seed])
    assert [(t.name, t.struck, t.against) for t in known] == [("Ida Foss", False, ()), ("Jon Halle", True, ())]
    assert [n.dispatch for n in known[1].namings] == [2]
    assert [holder.who for holder in holders(MINISTER, "2031-03-03", known)] == [FOSS]


REGISTER = """name,office,country,from,until,held,note
Ida Foss,Minister for Foreign Affairs,Norway,2031-01-26,2032,,by the gazette
"Halle, Jon",foreign minister,NOR,2028-02,2031-01-25,no,
Kari Lie,Secretary-General,NATO,2030,,,
Bo Lind,keeper of the seal,SWE,,,,
"""


def test_a_register_is_read() -> None:
    assert read_register(REGISTER, "mine.csv") == (
        Seed("Ida Foss", MINISTER, "2031-01-26", "2032-12-31", True, "by the gazette", 2),
        Seed("Halle, Jon", MINISTER, "2028-02-01", "2031-01-25", False, "", 3),
        Seed("Kari Lie", Office("secretary general", "NATO"), "2030-01-01", None, True, "", 4),
        Seed("Bo Lind", Office("keeper of the seal", "SWE"), None, None, True, "", 5),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "mine.csv, line 1: no column 'name'; begin the file with name,office,country,from,until,held,note"),
        ("name,office,country,from,until,party\n", "mine.csv, line 1: the column 'party' is not known; take it out"),
        ("name,name,office,country,from,until\n", "mine.csv, line 1: the column 'name' is there twice; take one out"),
        pytest.param(f"name,{'x' * 200_000}\n", "mine.csv, line 1: field larger than", id="a huge first line"),
        (",minister,NOR,,", "mine.csv, line 3: no name; every row needs one"),
        ("?,minister,NOR,,", "mine.csv, line 3: no name; every row needs one, with letters in it"),
        ("Bo,minister,NOR,0000,", "from is '0000', no date; write it as 2021-01-26, 2021-01 or 2021"),
        ("Bo,,NOR,,", "mine.csv, line 3: no office; every row needs one"),
        ("Bo,foreign minister,,,", "no country for 'foreign minister'; name the state or the body whose office it is"),
        ("Bo,minister,NOR,last year,", "from is 'last year', no date; write it as 2021-01-26, 2021-01 or 2021"),
        ("Bo,minister,NOR,2031-02-30,", "from is '2031-02-30', but that month has 28 days; correct the day"),
        ("Bo,minister,NOR,2031,2030", "from 2031 is after until 2030; change one of them"),
        ("Bo,minister,NOR,,,maybe", "more fields than columns; put text that has a comma between double quotes"),
    ],
)
def test_a_bad_register_says_where_and_what_would_mend_it(text: str, told: str) -> None:
    head = "" if text.startswith("name") or not text else "name,office,country,from,until\nIda,minister,NOR,2031,\n"
    with pytest.raises(RegisterError) as raised:
        read_register(head + text, "mine.csv")
    assert told in str(raised.value)


def test_held_is_yes_or_no() -> None:
    with pytest.raises(RegisterError, match="line 2: held is 'perhaps'; write yes or no"):
        read_register("name,office,country,from,until,held\nBo,minister,NOR,,,perhaps\n", "mine.csv")


def test_an_exported_register_reads_as_it_was() -> None:
    seeds = [Seed("Ida Foss", MINISTER, "2031-01-01", None, who=FOSS, note="sworn in, at last")]
    seeds.append(Seed("Jon Halle", MINISTER, "2031-03-01", "2031-03-31", held=False, who=HALLE))
    written = register_csv(tenures(told((HALLE, "2031-03-03"), (HALLE, "2030-03-03"), (FOSS, "2031-04-01")), seeds))
    assert written == (
        "name,office,country,from,until,held,note\n"
        "Jon Halle,foreign minister,NOR,2030-03-03,2030-03-03,yes,learned from 1 dispatch\n"
        'Ida Foss,foreign minister,NOR,2031-01-01,,yes,"sworn in, at last"\n'
        "Jon Halle,foreign minister,NOR,2031-03-01,2031-03-31,no,\n"
    )
    again = read_register(written, "export.csv")
    assert [(s.name, s.office, s.first, s.last, s.held) for s in again] == [
        ("Jon Halle", MINISTER, "2030-03-03", "2030-03-03", True),
        ("Ida Foss", MINISTER, "2031-01-01", None, True),
        ("Jon Halle", MINISTER, "2031-03-01", "2031-03-31", False),
    ]


def test_evidence_of_one_dispatch_that_differs_comes_in_one_order() -> None:
    said = [naming(FOSS, None, former=True), naming(FOSS, None, not_yet=True), naming(FOSS, None, 5, not_yet=True)]
    assert tenures(said) == tenures(said[::-1]) == tenures([*said[1:], *said])


def test_what_is_exported_says_no_more_than_dispatches_do_and_can_be_given_back() -> None:
    undated, nobody_s = naming(FOSS, None), naming(FOSS, "2031-03-03", office=Office("minister"))
    left = naming(HALLE, "2031-03-03", former=True)
    for said in (undated, nobody_s, left):
        assert read_register(register_csv(tenures([said])), "export.csv") == ()


@pytest.mark.parametrize(
    "office",
    [
        Office("ambassador to Ukraine", "USA"),
        Office("governor of Bryansk", "RUS"),
        Office("presidential spokesman", "RUS"),
        Office("deputy foreign minister", "RUS"),
        Office("secretary general", "UN"),
        Office("president", "European Council"),
        Office("special envoy for Syria", "UN"),
        Office("speaker", "UKR"),
        Office("defence ministry spokesman", "UKR"),
    ],
)
def test_an_office_that_is_exported_is_the_same_when_read(office: Office) -> None:
    (tenure,) = tenures([naming(FOSS, "2031-03-03", 1, office)])
    (seed,) = read_register(register_csv([tenure]), "export.csv")
    assert seed.office == office
