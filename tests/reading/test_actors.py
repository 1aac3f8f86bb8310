"""Who acts, under which names, of which state; and whom a noun phrase refers to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.reading import pipeline
from onrecord.reading.actors import actors_of
from onrecord.reading.entities.gazetteer import found_in
from onrecord.record import Actor, Record, Span

Read = Callable[..., Record]


def mentions(record: Record, actor: Actor) -> list[str]:
    return [record.article.text[start:end] for start, end in actor.mentions]


def named(record: Record, name: str) -> Actor:
    found = [a for a in record.actors if name in a.name]
    assert len(found) == 1, f"{name}: {[a.name for a in record.actors]}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "name", "kind", "country", "sector"),
    [
        ("Norway opened talks with Peru on Monday.", "Norway", "state", "NOR", ("GOV",)),
        ("The Danish government rejected the plan.", "Denmark", "state", "DNK", ("GOV",)),
        ("Madrid expects an answer this week.", "Spain", "state", "ESP", ("GOV",)),
        ("The OSCE sent monitors on Friday.", "Organization for Security", "organisation", "IGO", ("IGO",)),
        ("The Latvian Foreign Ministry protested.", "Latvian Foreign Ministry", "government", "LVA", ("GOV",)),
        ("Kenya's health ministry confirmed the deaths.", "health ministry", "government", "KEN", ("GOV", "HLH")),
        ("Chad's parliament passed the law.", "parliament", "government", "TCD", ("LEG",)),
        ("The Kremlin said it would answer.", "Kremlin", "government", "RUS", ("GOV",)),
        ("Bolivian police arrested a smuggler.", "police", "government", "BOL", ("COP",)),
        ("Rebel forces in Yemen fired on a convoy.", "forces", "armed-group", "YEM", ("REB",)),
        ("Interfax reported the arrest.", "Interfax", "media", "RUS", ("JRN",)),
        ("Two French tourists were freed.", "tourists", "group", "FRA", ("CVL",)),
        ("Swedish officials declined to comment.", "officials", "unnamed", "SWE", ("GOV",)),
        ("Polish Prime Minister Ewelina Tarka resigned.", "Ewelina Tarka", "person", "POL", ("GOV",)),
        ("Greek Defence Minister Nikos Vardas resigned.", "Nikos Vardas", "person", "GRC", ("GOV", "MIL")),
        ("NATO chief Olaf Brandvik will resign.", "Olaf Brandvik", "person", "IGO", ("IGO",)),
    ],
)
def test_kind_country_and_sector(read: Read, text: str, name: str, kind: str, country: str, sector: tuple[str]) -> None:
    actor = named(read(text), name)
    assert (actor.kind, actor.country, actor.sector) == (kind, country, sector)


@pytest.mark.parametrize(
    ("text", "name", "titles"),
    [
        ("Kremlin spokesman Pavel Orlin said no.", "Pavel Orlin", ["Kremlin spokesman"]),
        ("The minister of transport, Ada Moen, said no.", "Ada Moen", ["minister of transport"]),
        ("Ada Moen, acting head of the Coast Guard, said no.", "Ada Moen", ["acting head of the Coast Guard"]),
        ("Finland's president Ilmo Kaski met Mr Bell.", "Ilmo Kaski", ["Finland's president"]),
        ("Finland's president Ilmo Kaski met Mr Bell.", "Bell", ["Mr"]),
    ],
)
def test_titles_stand_beside_the_name_without_article(read: Read, text: str, name: str, titles: list[str]) -> None:
    actor = named(read(text), name)
    assert [t.text for t in actor.titles] == titles
    assert mentions(read(text), actor) == [name]


def test_capital_as_a_place_is_no_actor(read: Read) -> None:
    record = read("OSLO (AP) - Talks in Oslo resume on Monday. Snow fell in Oslo.")
    assert not [a for a in record.actors if a.country == "NOR" and a.mentions]


def test_country_in_another_actors_title_is_no_mention(read: Read) -> None:
    record = read("US Secretary of State Dale Orrin spoke. Talks between the US and Cuba go on.")
    assert mentions(record, named(record, "United States")) == ["the US"]


def test_state_of_the_union_behind_a_city_is_a_place(read: Read) -> None:
    record = read("Georgia's finance minister, Tamar Gelava, went on to Savannah, Georgia.")
    gelava = named(record, "Gelava")
    assert (gelava.country, [t.text for t in gelava.titles]) == ("GEO", ["Georgia's finance minister"])
    assert mentions(record, named(record, "Georgia")) == ["Georgia"]


def test_surname_in_the_headline_is_the_person_named_in_full_below(read: Read) -> None:
    record = read("Tarka: no deal\n\nPrime Minister Ewelina Tarka met reporters. Tarka then left.")
    assert mentions(record, named(record, "Tarka")) == ["Tarka", "Ewelina Tarka", "Tarka"]


def test_same_surname_with_other_given_names_is_another_person(read: Read) -> None:
    record = read("Minister Jana Kral met General Tomas Kral on Monday.")
    assert [a.name for a in record.actors if "Kral" in a.name] == ["Jana Kral", "Tomas Kral"]


def test_pronouns_agree_in_gender_with_given_names(read: Read) -> None:
    record = read("Corporal Nils Aas and Major Ida Holm spoke. She said he had slept.")
    assert mentions(record, named(record, "Holm")) == ["Ida Holm", "She"]
    assert mentions(record, named(record, "Aas")) == ["Nils Aas", "he"]


def test_description_takes_up_the_holder_of_the_office(read: Read) -> None:
    record = read("Foreign Minister Ada Moen arrived on Monday. The minister met the king. The ministry said no more.")
    assert mentions(record, named(record, "Ada Moen")) == ["Ada Moen", "The minister"]


def test_resolved_pronoun_says_why(read: Read) -> None:
    record = read("Foreign Minister Ada Moen arrived. She left at once.")
    reason = next(i for i in record.inferred if i.of == "/actors/0/mentions/1")
    assert "Ada Moen" in reason.why
    assert record.article.text[slice(*reason.evidence[0])] == "She"


def test_we_in_an_officials_quotation_is_the_state(read: Read) -> None:
    record = read('Norway waits. "We are ready to sign," Norwegian Prime Minister Liv Aas said.')
    assert mentions(record, named(record, "Norway")) == ["Norway", "We"]


def test_acronym_in_brackets_is_the_body(read: Read) -> None:
    record = read("The Federal Migration Service (FMS) closed its office. The FMS gave no reason.")
    assert mentions(record, named(record, "Federal Migration Service"))[-1] == "The FMS"


def test_presidents_together_are_those_named_before(read: Read) -> None:
    record = read("President Ilmo Kaski met President Omar Siddiq in Geneva. The presidents signed an accord.")
    assert [a.name for a in record.actors if "The presidents" in mentions(record, a)] == ["Ilmo Kaski", "Omar Siddiq"]


@pytest.mark.parametrize(
    ("text", "phrase", "ids"),
    [
        ("Peru and Chile signed the accord.", "Peru and Chile", ("peru", "chile")),
        ("Peruvian President Ana Rojas signed it.", "Peruvian President Ana Rojas", ("ana-rojas",)),
        ("Ana Rojas, the mayor of Lima, signed it.", "Ana Rojas, the mayor of Lima", ("ana-rojas",)),
        ("The report of the court was long.", "The report", ()),
    ],
)
def test_actors_of_a_noun_phrase(text: str, phrase: str, ids: tuple[str, ...]) -> None:
    doc = pipeline.build()(text)
    start = text.index(phrase)
    assert actors_of(doc, (Span(start, start + len(phrase)),)) == ids


def test_actors_of_nothing_are_none() -> None:
    assert actors_of(pipeline.build()("Rain fell."), ()) == ()


@pytest.mark.parametrize(
    "text", [" . ", "“”", "he it they we", "Minister", "the of the", "US\n\n\nUS", "--- said", "Mr", "’s"]
)
def test_odd_text_is_read_without_error(read: Read, text: str) -> None:
    record = read(text)
    assert all(0 <= start < end <= len(text) for a in record.actors for start, end in a.mentions)


def test_ids_are_unique_slugs(read: Read) -> None:
    record = read("Minister Jana Kral met a source. A source met a diplomat. Protesters met Åsa Öberg of Norway.")
    ids = [a.id for a in record.actors]
    assert len(ids) == len(set(ids))
    assert all(i.replace("-", "").isalnum() and i.isascii() for i in ids)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("it told us and the U.S. so", ["state:USA"]),
        ("turkey and chad", []),
        ("Bosnia and Herzegovina", ["state:BIH"]),
        ("Kyiv or Kiev", ["state:UKR", "state:UKR"]),
        ("Czech", ["state:CZE"]),
    ],
)
def test_known_names_in_a_text(text: str, keys: list[str]) -> None:
    assert [found.entry.key for found in found_in(text)] == keys


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("The Bergen newspaper Nord-Tidende reported losses.", "Nord-Tidende", "media", "NOR"),
        ("The Krakow daily Glos wrote that he had left.", "Glos", "media", "POL"),
        ("The Black Dune Army, a rebel group in Chad, freed a driver.", "Black Dune Army", "armed-group", "TCD"),
        ("Ansar Dar, a jihadist group in Niger, denied it.", "Ansar Dar", "armed-group", "NER"),
        ("The rebel group Harakat Nur claimed the attack.", "Harakat Nur", "armed-group", None),
        ("Energy company Petrolis signed the deal.", "Petrolis", "company", None),
        ("Catalonia has urged Madrid to talk.", "Catalonia", "government", "ESP"),
        ("Rain fell in Catalonia.", "", None, None),
    ],
)
def test_names_are_told_by_what_stands_beside_them(
    read: Read, text: str, name: str, kind: str | None, country: str | None
) -> None:
    record = read(text)
    if kind is None:
        assert not record.actors
    else:
        assert (named(record, name).kind, named(record, name).country) == (kind, country)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Deputy Prime Minister Timur Asanov flew home.", ["Timur Asanov"]),
        ("Deputy Agriculture Minister Timur Asanov flew home.", ["Timur Asanov"]),
        ("The fund will feed 900 orphans and arm police.", []),
        ("Passport rules change\n\nMayor Ada Moen said a passport was enough.", ["Ada Moen"]),
        ("Ada Moen Blasts Bank\n\nMinister Ada Moen said the bank had lied.", ["Ada Moen"]),
        ("Executive Order on tariffs\n\nThe tariffs begin on Monday.", []),
        ("Time for a deal\n\nMinister Ada Moen said so.", ["Ada Moen"]),
    ],
)
def test_capitals_alone_make_no_person_or_medium(read: Read, text: str, names: list[str]) -> None:
    assert [a.name for a in read(text).actors if a.kind in ("person", "media")] == names


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ('Deputy Energy Minister Timur Asanov toured the dam. "It will hold," the official said.', "the official"),
        ("President Ilmo Kaski landed on Monday. The 58-year-old leader met students.", "The 58-year-old leader"),
        ("Power cuts to end by May - minister\n\nEnergy Minister Timur Asanov toured the dam.", "minister"),
        ("Asanov quits\nThe minister gives no reason\nEnergy Minister Timur Asanov quit.", "The minister"),
    ],
)
def test_bare_office_is_the_person_named_beside_it(read: Read, text: str, mention: str) -> None:
    record = read(text)
    assert {a.name.split()[-1] for a in record.actors if mention in mentions(record, a)} & {"Asanov", "Kaski"}


def test_nameless_official_stays_nameless(read: Read) -> None:
    record = read('Minister Timur Asanov left. A senior official stayed behind. "He is ill," the official said.')
    assert "the official" not in mentions(record, named(record, "Asanov"))


def test_nominees_of_two_parties_are_two_persons(read: Read) -> None:
    record = read("The Liberal nominee spoke first. The Green nominee answered.")
    assert len([a for a in record.actors if a.kind == "person"]) == 2


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Senior Danish and Swedish officials met.", ["DNK", "SWE"]),
        ("The foreign ministers of Peru and Chile met.", ["PER", "CHL"]),
        ("EU and Turkish negotiators met.", ["IGO", "TUR"]),
        ("The foreign ministers of Peru, Chile and Bolivia met.", [None]),
        ("The Danish and Swedish governments said no.", ["DNK", "SWE"]),
    ],
)
def test_joint_groups_reach_both_states(text: str, countries: list[str | None]) -> None:
    doc = pipeline.build()(text)
    phrase = Span(0, max(text.find(" met"), text.find(" said")))
    country = {a.id: a.country for a in doc._.onrecord.actors}
    assert [country[i] for i in actors_of(doc, (phrase,))] == countries


def test_person_takes_no_country_from_a_place_beside(read: Read) -> None:
    record = read("Kenya's army burned huts near Osaka Road. Brigadier Moussa Keita denied it.")
    assert named(record, "Keita").country == "KEN"


def test_spokesman_for_somebody_is_another_person(read: Read) -> None:
    record = read("A spokeswoman for Ada Moen said she was ill.")
    assert next(a for a in record.actors if a.name == "Ada Moen").titles == ()


def test_groups_counted_otherwise_are_not_one(read: Read) -> None:
    record = read("Police held several people on Monday. More than 40 people died on Friday.")
    assert len([a for a in record.actors if a.kind == "group"]) == 2


def test_lone_acronym_of_an_agency_is_a_source(read: Read) -> None:
    record = read("PAP reported that the bridge was shut.")
    assert record.statements[0].speakers == (named(record, "Polish Press Agency").id,)
