"""What each page shows: a function a page, from what the address asks to plain data.

The data are the store's own objects. The page itself lays them out; its twin at the same address with `.json` writes
them as JSON. What only the page needs is its `layout`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from onrecord.exports import ics
from onrecord.linking.agenda import Appointment
from onrecord.record import Act, EventStatus, EventType
from onrecord.store import Findings, Name, Store
from onrecord.web import facts
from onrecord.web.asked import Asked
from onrecord.web.marking import marked_text

LENGTH = 50
"""What stands on one page of a list: about as much as somebody looks through before asking more narrowly."""

SOME = 20
"""What the page of an actor shows of a list that has a page of its own."""

KEPT = 31
"""Days for which a calendar keeps what has passed, so that it does not vanish at once from those who subscribe."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """What a page shows: `data` there and in its JSON, `layout` on the page alone.

    `more` tells whether another page of a list follows; None where there is no list.
    """

    template: str
    title: str
    data: Json
    layout: Json = field(default_factory=dict)
    more: bool | None = None


@dataclass(frozen=True)
class Filter:
    """One thing that a list can be narrowed by: a field of its form."""

    name: str
    label: str
    kind: str = "search"
    choices: Sequence[str] = ()

    def of(self, asked: Asked) -> str | None:
        """What the address asks of it."""
        if self.choices:
            return asked.choice(self.name, self.choices)
        return asked.day(self.name) if self.kind == "date" else asked.words(self.name)


DAYS = (Filter("since", "From", "date"), Filter("until", "To", "date"))
ACTOR = Filter("actor", "Who")


@dataclass(frozen=True)
class List:
    """A list over all dispatches: its heading, what it says of itself, its filters, and which of them is a name."""

    title: str
    about: str
    filters: Sequence[Filter]
    name: str = ""


LISTS: Mapping[str, List] = {
    "statements": List(
        "Statements",
        "Who said what, in the words of the dispatches, by the day it was said. What somebody said is on the record; "
        "whether it is so is not for the record to say.",
        (
            Filter("speaker", "Speaker"),
            Filter("via", "Passed on by"),
            Filter("act", "Act of speech", choices=get_args(Act)),
            *DAYS,
        ),
        "speaker",
    ),
    "events": List(
        "Events",
        "What the dispatches tell was done, planned or threatened, by its own day. “Told in” says that an event "
        "stands on a statement’s word; a scheduled one has not happened yet.",
        (
            ACTOR,
            Filter("type", "Type", choices=get_args(EventType)),
            Filter("status", "Status", choices=get_args(EventStatus)),
            Filter("country", "Country (as in NOR)"),
            *DAYS,
        ),
        "actor",
    ),
    "figures": List(
        "Figures",
        "Numbers that the dispatches give, by the day of the dispatch. “Told in” names the statement on whose word "
        "a number stands.",
        (Filter("unit", "What is counted"), *DAYS),
    ),
    "disputes": List(
        "Disputes",
        "Statements that deny, reject, contradict or question something, beside what they are about, by the day of "
        "the denial. The record does not say who is right.",
        (Filter("speaker", "Who denies"), *DAYS),
        "speaker",
    ),
}

AGENDA = List(
    "Agenda",
    "What the dispatches say is set to happen, was called off, or was held after that: each appointment once, by its "
    "day, with what was told of it one after the other. Things that are scheduled are not facts: they are what was "
    "planned when the dispatch was written.",
    (ACTOR, *DAYS),
    "actor",
)

COMPARE = List(
    "Figures side by side",
    "How many, as several dispatches or several speakers tell it: each thing once, with every number that was given "
    "for it, by whom and when. What is taken for the same thing says why. The record does not say which is right.",
    (Filter("unit", "What is counted"), Filter("about", "Words beside it"), *DAYS),
)


def dispatches(store: Store, asked: Asked) -> Page:
    """All dispatches, the latest first, or those in which words are found."""
    words = asked.words("q")
    window: Any = {"since": asked.day("since"), "until": asked.day("until"), **_window(asked)}
    found: Sequence[Any] = store.dispatches(**window) if words is None else store.search(words, **window)
    shown = found[:LENGTH]
    asked_for = {"q": words, "since": window["since"], "until": window["until"]}
    title = f"Dispatches with {words}" if words else "Dispatches"
    layout = {"filters": DAYS, "narrowed": any(asked_for.values())}
    data = {"asked": asked_for, "hits" if words else "dispatches": shown}
    return Page("dispatches.html", title, data, layout, len(found) > LENGTH)


def dispatch(store: Store, asked: Asked) -> Page:
    """One dispatch: its text with the facts marked, and its record."""
    kept = store.show(asked.key("dispatch"))
    told = facts.facts_of(kept.record)
    layout = {
        "kept": kept,
        "text": marked_text(kept.record.article.text, told),
        "head": told["article"][0],
        "told": told,
        "agenda": facts.agenda(told["events"]),
        "pointed": [facts.pointed(kept.record, reason.of) for reason in kept.record.inferred],
    }
    return Page("dispatch.html", kept.entry.headline or kept.entry.name, kept.to_dict(), layout)


def listed(layer: str) -> Callable[[Store, Asked], Page]:
    """The function of the page that lists a layer's facts over all dispatches."""

    def page(store: Store, asked: Asked) -> Page:
        return _list(store, asked, layer, LISTS[layer], getattr(store, layer), "list.html")

    return page


def agenda(store: Store, asked: Asked) -> Page:
    """What is set to happen from today on, or from the day asked for; all of it where that is left empty."""
    asked_for, values, name = _asked_of(store, asked, AGENDA)
    if not asked.has("since"):
        asked_for["since"] = values["since"] = datetime.date.today().isoformat()
    found = store.agenda(**values, **_window(asked))
    page = found[:LENGTH]
    data = {"asked": asked_for | {"name": name}, "agenda": page, "undated": found.undated}
    layout = {
        "about": AGENDA,
        "layer": "agenda",
        "name": name,
        "found": page,
        "narrowed": any(values.values()),
        "days": _by_day(page),
    }
    return Page("agenda.html", AGENDA.title, data, layout, len(found) > LENGTH)


def compare(store: Store, asked: Asked) -> Page:
    """Figures for the same thing, set side by side."""
    asked_for, values, _ = _asked_of(store, asked, COMPARE)
    found = store.compare(**values, **_window(asked))
    page = found[:LENGTH]
    data = {"asked": asked_for, "comparisons": page, "undated": found.undated}
    layout = {"about": COMPARE, "layer": "figures", "name": None, "found": page, "narrowed": any(values.values())}
    return Page("compare.html", COMPARE.title, data, layout, len(found) > LENGTH)


def calendar(store: Store, asked: Asked) -> ics.Written:
    """The agenda as a calendar to subscribe to: everything from `KEPT` days ago on, or on the days asked for."""
    _, values, name = _asked_of(store, asked, AGENDA)
    if not asked.has("since"):
        values["since"] = (datetime.date.today() - datetime.timedelta(days=KEPT)).isoformat()
    who = name.name if name else values["actor"]
    return ics.calendar(store.agenda(**values), name=f"Agenda: {who}" if who else "Agenda")


def _list(store: Store, asked: Asked, layer: str, about: List, ask: Callable[..., Findings], template: str) -> Page:
    asked_for, values, name = _asked_of(store, asked, about)
    found = ask(**values, **_window(asked))
    shown = list(found)
    page = shown[:LENGTH]
    data = {"asked": asked_for | {"name": name}, layer: page, "undated": found.undated}
    layout = {"about": about, "layer": layer, "name": name, "found": page, "narrowed": any(values.values())}
    return Page(template, about.title, data, layout, len(shown) > LENGTH)


def _asked_of(store: Store, asked: Asked, about: List) -> tuple[Json, Json, Name | None]:
    """What an address asks of a list, the same as the store is asked, and the name that is asked for by its number."""
    asked_for: Json = {each.name: each.of(asked) for each in about.filters}
    values, name = dict(asked_for), None
    if about.name and (number := asked.number("name")) is not None:
        name = store.name(number)
        values[about.name] = number
    return asked_for, values, name


def _by_day(found: Sequence[Appointment]) -> dict[str, list[Appointment]]:
    """Appointments by the value of their date, in the order of the days; what names no day under nothing."""
    days: dict[str, list[Appointment]] = {}
    for each in found:
        days.setdefault(each.value or "" if each.days else "", []).append(each)
    return days


def actors(store: Store, asked: Asked) -> Page:
    """The actors, those in the most dispatches first."""
    words = asked.words("q")
    found = store.names(words, **_window(asked))
    data = {"asked": {"q": words}, "actors": found[:LENGTH]}
    return Page("actors.html", "Actors", data, {"narrowed": bool(words)}, len(found) > LENGTH)


def actor(store: Store, asked: Asked) -> Page:
    """Who an actor is, and what stands under it: what it said, what it passed on, what it has a part in."""
    dossier = store.actor(asked.key("actor"))
    name = dossier.actor
    said = list(store.statements(speaker=name.id, latest=True, **_window(asked)))
    parts: dict[str, Sequence[Any] | Findings] = {
        "passed_on": store.statements(via=name.id, latest=True, limit=SOME + 1),
        "agenda": store.agenda(actor=name.id, latest=True, limit=SOME + 1),
        "events": store.events(actor=name.id, latest=True, limit=SOME + 1),
    }
    found = {key: list(findings) for key, findings in parts.items()}
    data: Json = {**dossier.to_dict(), "statements": said[:LENGTH]}
    data |= {key: findings[:SOME] for key, findings in found.items()}
    layout = {"longer": {key for key, findings in found.items() if len(findings) > SOME}, "dossier": dossier}
    return Page("actor.html", name.name, data, layout, len(said) > LENGTH)


def named(store: Store, asked: Asked) -> Name:
    """The actor of this spelling, kind and country: how a fact, which knows no number, leads to it.

    Raises:
        NotInStoreError: there is none.
    """
    name, kind, country = (asked.words(key) or "" for key in ("name", "kind", "country"))
    return store.named(name, kind, country)


def _window(asked: Asked) -> Any:
    """The part of a list that a page shows, and one more, to know whether another page follows."""
    page = asked.number("page", 1) or 1
    return {"limit": LENGTH + 1, "offset": (page - 1) * LENGTH}
