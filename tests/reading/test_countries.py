"""For which state an actor acts, where no word of its own tells it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from spacy.language import Language

from onrecord.reading.actors import resolved
from onrecord.reading.entities import countries
from onrecord.reading.model.actors import COUNTRY
from onrecord.reading.pipeline import build
from onrecord.reading.statements import encoder
from onrecord.record import Actor, Inference, Record

Read = Callable[..., Record]


@pytest.fixture(scope="module")
def until_actors() -> Language:
    """The pipeline up to the reader of actors."""
    nlp = build()
    for name in nlp.pipe_names[nlp.pipe_names.index("onrecord_actors") :]:
        nlp.remove_pipe(name)
    return nlp


def named(record: Record, name: str) -> Actor:
    found = [a for a in record.actors if name in a.name]
    assert len(found) == 1, f"{name}: {[a.name for a in record.actors]}"
    return found[0]


def reasons(record: Record, name: str) -> list[Inference]:
    """Why an actor is said to be of a country."""
    place = record.actors.index(named(record, name))
    return [i for i in record.inferred if i.of == f"/actors/{place}/country"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Norway shut the border on Monday. Residents were angry.", "Residents", "NOR"),
        ("OSLO, March 3 - Residents were angry on Monday.", "Residents", "NOR"),
        ("LIMA (AP) - Soldiers shot at residents on Monday, police said.", "residents", "PER"),
        ("Yemen's capital was quiet on Monday. Gunmen killed a driver.", "driver", "YEM"),
        ("Chad's rebels took a town on Monday. The mayor, Moussa Keita, fled.", "Moussa Keita", "TCD"),
        ("Norway will vote in May. A farmer said that the roads were bad. Norway has rain.", "farmer", "NOR"),
        ("Snow fell on Monday. A farmer died.", "farmer", None),
        ("Norwegian Minister Nils Berg met his Lao counterpart, Bounmy Sisa, in Oslo.", "Nils Berg", "NOR"),
        ("Norwegian Minister Nils Berg met his Lao counterpart, Bounmy Sisa, in Oslo.", "Bounmy Sisa", "LAO"),
    ],
)
def test_country_that_no_word_tells_is_that_of_the_dispatch(
    read: Read, text: str, name: str, country: str | None
) -> None:
    assert named(read(text), name).country == country


def test_inferred_country_says_why_in_one_sentence(read: Read) -> None:
    record = read("Norway shut the border on Monday. Residents were angry.")
    (reason,) = reasons(record, "Residents")
    assert reason.why == "No word says of which state Residents is; Norway, spoken of as “Norway”, fits best."
    assert [record.article.text[slice(*span)] for span in reason.evidence] == ["Norway"]


def test_evidence_is_the_naming_nearest_before(read: Read) -> None:
    record = read("Kenya votes in May. Kenyan police fired on Monday. A driver died. Kenya has many roads.")
    (reason,) = reasons(record, "driver")
    assert named(record, "driver").country == "KEN"
    assert [record.article.text[slice(*span)] for span in reason.evidence] == ["Kenyan"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norwegian soldiers fired on Monday.", "soldiers"),
        ("Peru's president, Ana Rojas, spoke. Peru votes in May.", "Ana Rojas"),
        ("Two French tourists were freed.", "tourists"),
        ("Norway and Peru signed an accord on Monday.", "Norway"),
        ("Snow fell on Monday. A farmer died.", "farmer"),
    ],
)
def test_country_told_by_a_word_or_by_none_is_no_inference(read: Read, text: str, name: str) -> None:
    assert reasons(read(text), name) == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Norway shut the border on Monday. The daily Fjordposten reported it. Norway said no.", None),
        ("LIMA, March 3 - Norway shut the border. The daily Fjordposten reported that Norway was angry.", None),
        ("OSLO, March 3 - Peru shut the border. The daily Fjordposten reported that Peru was angry.", None),
        ("OSLO, March 3 - Norway shut the border on Monday. The daily Fjordposten reported it.", "NOR"),
    ],
)
def test_outlet_is_of_no_country_that_is_only_written_of(read: Read, text: str, country: str | None) -> None:
    assert named(read(text), "Fjordposten").country == country


def test_outlet_keeps_the_country_that_words_tell(read: Read) -> None:
    record = read("OSLO, March 3 - Peru and Chile shut the border. The Lima daily Diario Azul reported it.")
    assert named(record, "Diario Azul").country == "PER"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norway and Peru signed an accord on Monday. Officials of both countries met in Oslo.", "Officials of both"),
        ("Peru and Norway signed an accord. Soldiers of both countries will guard the border.", "Soldiers of both"),
        ("Ministers of both countries met in Oslo. Peru and Norway signed an accord.", "Ministers of both"),
    ],
)
def test_people_of_both_countries_are_of_neither(read: Read, text: str, name: str) -> None:
    record = read(text)
    assert named(record, name).country is None
    assert reasons(record, name) == []


TEXTS = (
    "OSLO, March 3 - Norway shut the border. The daily Fjordposten reported that Chad, Peru and Laos were angry.",
    "NATO will meet in Oslo. An official said the talks would last. Residents left.",
    "Snow fell. A farmer died.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_states_weighed_are_each_once_and_include_none_and_a_body_of_many(until_actors: Language, text: str) -> None:
    entities, resolver = resolved(until_actors(text))
    for entity in entities:
        codes = countries.candidates(entity, resolver.scene)
        assert len(codes) == len(set(codes))
        assert {"IGO", None, entity.country} <= set(codes)
        assert set(resolver.scene.weights) <= set(codes)


@pytest.mark.parametrize("text", TEXTS)
def test_features_of_actor_and_state_have_values(until_actors: Language, text: str) -> None:
    entities, resolver = resolved(until_actors(text))
    for entity in entities:
        codes = countries.candidates(entity, resolver.scene)
        features = countries.features(entity, codes, resolver.scene)
        assert features.shape == (len(codes), len(COUNTRY))
        assert (features >= 0).all() and (features < np.array(COUNTRY)).all()


def test_no_actors_have_no_countries(until_actors: Language) -> None:
    entities, resolver = resolved(until_actors("It rained."))
    assert entities == []
    assert countries.settle(encoder(), entities, resolver.scene) == []
