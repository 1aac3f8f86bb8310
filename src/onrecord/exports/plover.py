"""PLOVER records (Open Event Data Alliance): a JSON object an event, one a line.

Fields and their names are those of the codebook's chapter "Data Fields" (openeventdata/PLOVER, PLOVER_MANUAL.tex,
tables PLOVER JSON and Information objects), which recommends JSON Lines and lets a provider add fields. Its gold
standard records (PLOVER_GSR_CAMEO.txt, 0.5b1) are of an earlier draft: `target` there is `recipient`, `actorText`
`actor_text`, `eventText` `event_text`, and one value stands where a list is now.

Added are `dispatch` and `event_id` (the way back), `status` and `when` as the record has them, and `said`: the
statement on whose word alone the event stands, and whose that is; null where the dispatch itself asserts it.

A record needs a date and a source: an event whose day or doer nobody told has none ("these have no explicit, named
source actor so they will not be coded by PLOVER").
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from onrecord.exports.coding import Coded, Found, code, coded, raw
from onrecord.record import Actor, Place

CODEBOOK = "PLOVER 2021 draft"
Json = dict[str, object]


def lines(found: Found) -> Iterator[str]:
    """A line for each event that has a date and a source."""
    for event in coded(found):
        if event.day is not None and event.actors:
            yield json.dumps(record_of(event), ensure_ascii=False) + "\n"


def record_of(found: Coded) -> Json:
    """An event as PLOVER's JSON; optional fields only where there is something to say."""
    event, article = found.event, found.record.article
    filled = {
        "enddate": found.last,
        "recipient": [_actor(found, actor) for actor in found.recipients],
        "event_loc": _place(event.place) if event.place else None,
        "event_text": [found.record.words(span) for span in event.trigger],
        "mode": list(found.modes),
        "context": list(found.contexts),
        "text_info": {"start": event.trigger[0].start, "end": event.trigger[-1].end} if event.trigger else None,
    }
    return {
        "id": found.address,
        "date": found.day,
        "source": [_actor(found, actor) for actor in found.actors],
        "event": [found.type],
        "quad_code": found.quad,
        "event_scale": found.score,
        **{name: value for name, value in filled.items() if value},
        "cite_info": _filled(
            citation=found.entry.name,
            url=found.entry.uri,
            title=found.entry.headline,
            language=article.language,
            publication=found.entry.outlet,
            coder="OnRecord",
            codebook=CODEBOOK,
            version=found.entry.made_by,
        ),
        "dispatch": {"id": found.entry.id, "name": found.entry.name, "sha256": article.sha256},
        "event_id": event.id,
        "status": event.status,
        "when": _filled(value=event.when.value, end=event.when.end) if event.when else None,
        "said": _said(found),
    }


def _actor(found: Coded, actor: Actor) -> Json:
    """The information object of an actor; its sector has one secondary code at most."""
    return _filled(
        code=code(actor),
        sector="".join(actor.sector[:2]),
        actor_text=raw(found, actor),
        identifier_text=actor.name,
        office=actor.titles[0].text if actor.titles else None,
    )


def _place(place: Place) -> Json:
    return _filled(name=place.name, latitude=place.lat, longitude=place.lon, cc3=place.country)


def _said(found: Coded) -> Json | None:
    """On whose word alone an event stands."""
    statement = found.statement
    if statement is None:
        return None
    return {"statement": f"{found.entry.id}/{statement.id}", "by": list(found.said_by), "act": statement.act}


def _filled(**values: object) -> Json:
    return {name: value for name, value in values.items() if value not in (None, "")}
