"""Events: words to types, sides, status, place and date, one event for several tellings, and what is no event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.record import Event

Read = Callable[..., Record]
DAY = "2022-01-10"


def codes(record: Record, keys: tuple[str, ...]) -> list[str | None]:
    country = {a.id: a.country for a in record.actors}
    return sorted((country[key] for key in keys), key=str)


def only(record: Record, kind: str) -> Event:
    found = [e for e in record.events if e.type == kind]
    assert len(found) == 1, [(e.type, [record.words(s) for s in e.trigger]) for e in record.events]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Norway and Chile agreed to open talks on fishing.", "AGREE", None),
        ("The president of Ghana telephoned the president of Togo on Sunday.", "CONSULT", "phone"),
        ("Kenya praised Uganda for its role in the peace process.", "SUPPORT", None),
        ("Spain and Portugal shared intelligence about the smugglers.", "COOPERATE", None),
        ("Japan gave Nepal 20 million dollars of aid after the earthquake.", "AID", None),
        ("Jordan lifted the curfew in the capital.", "CONCEDE", None),
        ("Ethiopia withdrew its troops from Somalia.", "RETREAT", "withdraw"),
        ("The rebels laid down their arms in Colombia.", "RETREAT", "disarm"),
        ("India urged Sri Lanka to investigate the killings.", "REQUEST", None),
        ("Greece condemned Turkey's decision.", "ACCUSE", "disapprove"),
        ("Sudan accused Chad of backing rebels.", "ACCUSE", "allege"),
        ("Serbia rejected Kosovo's proposal.", "REJECT", None),
        ("Iran threatened to close the strait to British ships.", "THREATEN", None),
        ("Thousands of students marched in Santiago against the government.", "PROTEST", "demo"),
        ("Workers began a hunger strike in Tunis.", "PROTEST", "hunger"),
        ("Germany expelled two Russian diplomats.", "SANCTION", "expel"),
        ("Algeria recalled its ambassador from Morocco.", "SANCTION", "withdraw"),
        ("Eritrea deployed 2,000 troops along the border with Ethiopia.", "MOBILIZE", "troops"),
        ("Rebels seized the airport in Sudan.", "COERCE", "seize"),
        ("Hackers from North Korea defaced the website of South Korea's parliament.", "COERCE", "cyber"),
        ("Israeli warplanes bombed a depot in Syria.", "ASSAULT", "aerial"),
        ("A suicide bombing hit the market in Mogadishu.", "ASSAULT", "suicide-attack"),
    ],
)
def test_words_name_the_type_and_mode(read: Read, text: str, kind: str, mode: str | None) -> None:
    event = only(read(text, published=DAY), kind)
    assert mode is None or mode in event.modes


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Ghana imposed sanctions on Togo.", "SANCTION", ["GHA"], ["TGO"]),
        ("Sanctions were imposed on Togo by Ghana.", "SANCTION", ["GHA"], ["TGO"]),
        ("Ghana's condemnation of Togo surprised diplomats.", "ACCUSE", ["GHA"], ["TGO"]),
        ("Talks between Ghana and Togo began in Accra on Monday.", "CONSULT", ["GHA", "TGO"], []),
        ("Ghana clashed with Togo on the border.", "ASSAULT", ["GHA", "TGO"], []),
        ("Two Ghanaian soldiers were shot dead by Togo's army.", "ASSAULT", ["TGO"], ["GHA"]),
    ],
)
def test_sides_follow_voice_and_noun(
    read: Read, text: str, kind: str, actors: list[str], recipients: list[str]
) -> None:
    record = read(text, published=DAY)
    event = only(record, kind)
    assert codes(record, event.actors) == actors
    assert codes(record, event.recipients) == recipients


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Peru invaded Bolivia on Sunday.", "ASSAULT", "occurred"),
        ("Peru is shelling Bolivia.", "ASSAULT", "ongoing"),
        ("Peru will impose sanctions on Bolivia next week.", "SANCTION", "scheduled"),
        ("Peru is ready to provide aid to Bolivia.", "AID", "proposed"),
        ("Peru may invade Bolivia.", "ASSAULT", "hypothetical"),
        ("If Peru invades Bolivia, prices will rise.", "ASSAULT", "hypothetical"),
        ("Peru invaded Bolivia in 2009.", "ASSAULT", "historical"),
        ("The summit of Peru and Bolivia was called off.", "CONSULT", "cancelled"),
    ],
)
def test_status_is_what_the_words_around_it_say(read: Read, text: str, kind: str, status: str) -> None:
    assert only(read(text, published=DAY), kind).status == status


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Ghana urged Togo to halt the shelling.", "REQUEST", "yield"),
        ("Ghana asked Togo for talks.", "REQUEST", "meet"),
        ("Ghana threatened to impose sanctions on Togo.", "THREATEN", "restrict"),
    ],
)
def test_what_is_asked_or_threatened_tells_the_mode(read: Read, text: str, kind: str, mode: str) -> None:
    assert only(read(text, published=DAY), kind).modes == (mode,)


def test_a_summit_that_will_not_take_place_is_cancelled(read: Read) -> None:
    event = only(read("The summit of Ghana and Togo will not take place.", published=DAY), "CONSULT")
    assert (event.status, event.negated) == ("cancelled", False)


def test_a_planned_meeting_has_its_place_and_date(read: Read) -> None:
    event = only(read("A meeting of Peru and Bolivia is scheduled in Vienna for Thursday.", published=DAY), "CONSULT")
    assert event.status == "scheduled"
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Vienna", "AUT")
    assert event.when is not None
    assert event.when.value == "2022-01-13"


def test_what_was_not_done_is_negated(read: Read) -> None:
    event = only(read("Peru did not expel the Bolivian ambassador.", published=DAY), "SANCTION")
    assert event.negated


def test_what_one_will_not_do_is_a_refusal(read: Read) -> None:
    record = read("Peru said it would not release the prisoners of Bolivia.", published=DAY)
    assert [e.type for e in record.events] == ["REJECT"]


def test_what_is_demanded_is_no_event_of_its_own(read: Read) -> None:
    record = read("Ghana demanded that Togo withdraw its troops.", published=DAY)
    assert [e.type for e in record.events] == ["REQUEST"]


def test_must_in_what_somebody_says_is_a_demand(read: Read) -> None:
    record = read("Ghana said on Monday that Togo must reach an agreement with the rebels.", published=DAY)
    event = only(record, "REQUEST")
    assert codes(record, event.actors) == ["GHA"]
    assert codes(record, event.recipients) == ["TGO"]


def test_seized_territory_is_the_place_and_its_state_the_recipient(read: Read) -> None:
    record = read("Russia annexed Crimea.", published=DAY)
    event = only(record, "COERCE")
    assert event.place is not None
    assert event.place.name == "Crimea"
    assert codes(record, event.recipients) == ["UKR"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Togo bombed Kumasi.", "Kumasi", "government"),
        ("Togo seized Kumasi.", "Kumasi", "government"),
    ],
)
def test_those_named_only_as_a_side_are_actors_with_a_mention_and_a_reason(
    read: Read, text: str, words: str, kind: str
) -> None:
    record = read(text, published=DAY)
    added = next((i, a) for i, a in enumerate(record.actors) if a.country == "GHA")
    assert (added[1].kind, [record.words(m) for m in added[1].mentions]) == (kind, [words])
    assert any(i.of == f"/actors/{added[0]}/country" and i.evidence == added[1].mentions for i in record.inferred)


def test_every_actor_has_a_mention(read: Read) -> None:
    record = read(
        "Turkish jets struck Syrian positions. Iran visited Baku. Chile banned Peruvian fish. Togo expelled "
        "two Ghanaian diplomats. Russian-Japanese talks failed in Kyoto on Monday.",
        published=DAY,
    )
    assert record.actors
    assert all(actor.mentions for actor in record.actors)


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("The talks, first planned for Tuesday, were pushed back to January 28.", "2022-01-28", None),
        ("The summit has been put off until February 4.", "2022-02-04", None),
        ("The meeting of Ghana and Togo was brought forward to Wednesday.", "2022-01-12", None),
        ("Ghana postponed the visit to March 3.", "2022-03-03", None),
        ("Envoys will meet in Lima from January 20 to January 22.", "2022-01-20", "2022-01-22"),
        ("Envoys will meet in Lima between January 20 and January 22.", "2022-01-20", "2022-01-22"),
        ("Envoys will meet in Lima on January 20-22.", "2022-01-20", "2022-01-22"),
        ("Envoys will meet in Lima on January 20 and 21.", "2022-01-20", "2022-01-21"),
    ],
)
def test_meeting_moved_to_a_date_or_set_for_several_days_is_scheduled(
    read: Read, text: str, value: str, end: str | None
) -> None:
    event = only(read(text, published=DAY), "CONSULT")
    assert event.status == "scheduled"
    assert event.when is not None
    assert (event.when.value, event.when.end) == (value, end)


@pytest.mark.parametrize(
    ("text", "kind", "value", "end"),
    [
        ("Ghana condemned the raid in Togo on Sunday.", "ACCUSE", "2022-01-09", None),
        ("In a statement on Saturday, Ghana condemned the raid in Togo.", "ACCUSE", "2022-01-08", None),
        ("Ghana on Sunday urged Togo to sign by Friday.", "REQUEST", "2022-01-09", None),
        ("The quarrel began in mid-April when Ghana sent troops to Togo.", "MOBILIZE", "2021-04", None),
        ("Since January 3 Ghana has shelled villages in Togo.", "ASSAULT", "2022-01-03", "2022-01-10"),
        ("Talks between Ghana and Togo, planned for Friday, were called off on Sunday.", "CONSULT", "2022-01-14", None),
        ("Ghana refused visas to envoys of Togo in November and December.", "SANCTION", "2021-11", "2021-12"),
    ],
)
def test_event_has_the_date_of_its_own_clause_or_of_its_word(
    read: Read, text: str, kind: str, value: str, end: str | None
) -> None:
    when = only(read(text, published=DAY), kind).when
    assert when is not None
    assert (when.value, when.end) == (value, end)


def test_what_goes_on_to_the_day_of_the_dispatch_is_not_historical(read: Read) -> None:
    record = read("Since October Ghana has shelled villages in Togo.", published=DAY)
    assert only(record, "ASSAULT").status != "historical"


def test_a_date_of_which_nothing_is_known_is_none(read: Read) -> None:
    assert only(read("Ghana condemned Togo overnight."), "ACCUSE").when is None


def test_dated_visit_that_is_called_off_is_a_cancelled_visit_on_its_day(read: Read) -> None:
    record = read("Ghana's president called off a visit to Togo that was planned for January 24.", published=DAY)
    event = only(record, "CONSULT")
    assert (event.status, event.when and event.when.value) == ("cancelled", "2022-01-24")


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("On January 19 the premier of Ghana is to meet the premier of Togo in Lome.", "2022-01-19", "Lome"),
        ("Talks between Ghana and Togo on January 19 have been moved from Accra to Lome.", "2022-01-19", "Lome"),
        (
            "Talks between Ghana and Togo, which had been due to open in Lome on Thursday, were postponed until "
            "January 19.",
            "2022-01-19",
            "Lome",
        ),
    ],
)
def test_what_is_planned_or_moved_has_its_day_and_place(read: Read, text: str, value: str, place: str) -> None:
    event = only(read(text, published=DAY), "CONSULT")
    assert event.status == "scheduled"
    assert (event.when and event.when.value, event.place and event.place.name) == (value, place)


def test_meeting_postponed_without_a_new_date_is_cancelled(read: Read) -> None:
    assert only(read("The summit planned for Friday was postponed.", published=DAY), "CONSULT").status == "cancelled"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The truce declared by the rebels will take effect on Friday.", "RETREAT"),
        ("The embargo announced by Ghana takes effect on Friday.", "SANCTION"),
    ],
)
def test_what_takes_effect_later_is_scheduled_for_that_day(read: Read, text: str, kind: str) -> None:
    event = only(read(text, published=DAY), kind)
    assert event.status == "scheduled"
    assert event.when is not None
    assert event.when.value == "2022-01-14"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The envoys met for three hours in Astana.", "Astana", "KAZ"),
        ("Ministers held talks under heavy security in Vienna.", "Vienna", "AUT"),
        ("Thousands of teachers marched through Lima.", "Lima", "PER"),
        ("Two Nepalese monks were detained by Indian police in Rupaidiha.", "Rupaidiha", None),
        ("The dockers' strike in Sokode, Togo, ended on Monday.", "Sokode", "TGO"),
        ("Clashes broke out near Anefis on Monday.", "Anefis", None),
    ],
)
def test_place_behind_other_phrases_or_in_no_gazetteer(read: Read, text: str, name: str, country: str | None) -> None:
    (event,) = read(text, published=DAY).events
    assert event.place is not None
    assert (event.place.name, event.place.country) == (name, country)


def test_states_in_a_row_of_a_headline_are_all_parties(read: Read) -> None:
    record = read(
        "Kenya, Uganda to hold border talks in Arusha on February 3\n\nThe talks will be the first since spring.\n",
        published=DAY,
    )
    event = only(record, "CONSULT")
    assert codes(record, event.actors) == ["KEN", "UGA"]
    assert event.when is not None
    assert event.when.value == "2022-02-03"
    assert len(event.trigger) == 2


@pytest.mark.parametrize("goods", ["40 truckloads of tents", "thousands of doses of vaccine", "2 tons of wheat flour"])
def test_measured_goods_that_are_sent_are_aid(read: Read, goods: str) -> None:
    record = read(f"Brazil sent {goods} to Haiti.", published=DAY)
    event = only(record, "AID")
    assert (codes(record, event.actors), codes(record, event.recipients)) == (["BRA"], ["HTI"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Two journalists were detained near Kumasi.", "COERCE"),
        ("Three rebels were shot dead outside Anefis.", "ASSAULT"),
        ("An opposition leader was jailed in Sokode on Friday.", "SANCTION"),
    ],
)
def test_public_people_suffer_events_though_nobody_is_named_who_acts(read: Read, text: str, kind: str) -> None:
    record = read(text, published=DAY)
    assert only(record, kind).actors == ()
    assert only(record, kind).recipients


def test_gathering_of_protesters_is_a_protest_and_of_ministers_a_meeting(read: Read) -> None:
    kinds = [
        [e.type for e in read(f"{who} gathered in Lome on Sunday.", published=DAY).events]
        for who in ("Protesters", "The foreign ministers")
    ]
    assert kinds == [["PROTEST"], ["CONSULT"]]


def test_to_rule_out_talks_is_a_refusal_but_to_rule_out_that_something_happened_is_not(read: Read) -> None:
    assert only(read("Togo ruled out talks with Ghana.", published=DAY), "REJECT")
    denied = read("A Ghanaian spokesman did not rule out that soldiers had been killed.", published=DAY)
    assert "REJECT" not in [e.type for e in denied.events]


def test_event_told_in_headline_and_body_is_one(read: Read) -> None:
    record = read(
        "Ghana and Togo hold talks in Accra\n\nACCRA, January 10 - Ghana and Togo held talks in Accra on Monday.\n"
        'The talks were useful, Ghana said. "The talks will go on," it added.\n',
        published=DAY,
    )
    assert len(only(record, "CONSULT").trigger) >= 2
    assert only(record, "CONSULT").said_in is None


def test_event_that_only_a_source_tells_stands_on_its_word(read: Read) -> None:
    record = read("Ghana said Togo had shelled the village.", published=DAY)
    assert only(record, "ASSAULT").said_in == record.statements[0].id


def test_speech_act_stands_on_the_word_of_the_dispatch(read: Read) -> None:
    assert only(read("Ghana accused Togo of lying.", published=DAY), "ACCUSE").said_in is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The committee killed the bill.",
        "The striker fired the team into the lead in the league match.",
        "The company fired its coach.",
        "A man was arrested over the theft of a bicycle.",
        "A baker was arrested in Kumasi.",
        "Militants pose a threat to Ghana.",
        "The party hopes to mobilise voters.",
        "The trade war lifted prices.",
        "He attacked the problem with energy.",
        "The talks were long.",
        "I visited my aunt.",
        "Ghana beat Togo 2-1 in the final of the cup.",
        "A trade war between Ghana and Togo hurt farmers.",
        "A car accident killed five people in Ghana on Sunday.",
        "The police chief met reporters.",
    ],
)
def test_everyday_words_make_no_event(read: Read, text: str) -> None:
    assert read(text or " .", published=DAY).events == ()


def test_events_stand_in_order_of_their_triggers_within_the_text(read: Read) -> None:
    record = read(
        "Ghana condemned Togo. Togo expelled Ghana's ambassador. Talks in Lome resume tomorrow.", published=DAY
    )
    starts = [e.trigger[0].start for e in record.events]
    assert starts == sorted(starts)
    assert [e.id for e in record.events] == [f"e{i + 1}" for i in range(len(starts))]
    assert all(0 <= a < b <= len(record.article.text) for e in record.events for a, b in e.trigger)


def test_adjectives_joined_by_a_hyphen_are_parties(read: Read) -> None:
    record = read("Latvia and the US agreed. Latvian-US talks were last held in May.", published="2031-03-03")
    names = {a.id: a.name for a in record.actors}
    (talks,) = [event for event in record.events if event.type == "CONSULT"]
    assert {names[key] for key in talks.actors} == {"Latvia", "United States"}


def test_what_hangs_on_a_condition_is_not_scheduled(read: Read) -> None:
    record = read("Latvia warned that it would close the border if more balloons came.", published="2031-03-03")
    assert [e.status for e in record.events if "close" in record.words(e.trigger[0])] == ["hypothetical"]
