"""CAMEO codes with Goldstein scores: a table with a line for each event, actor and recipient.

CAMEO (Gerner, Schrodt and Yilmaz; version 1.1b3 of 2012) is what GDELT, ICEWS and Phoenix code in. A PLOVER event gets
its code by the official crosswalk read backwards (`tables/cameo.csv`): the code whose type, mode and contexts are the
event's; of several, the code above them all ("0331 or 0334" is 033), for what the mode does not tell is not made up.
Where the crosswalk is older than the codebook, `tables/cameo.toml` tells which code was chosen and why.

Columns are named, and values written, as in GDELT's event table (GDELT Data Format Codebook 1.03); behind them stand
the way back, the status, and on whose word alone the event stands. Talks and clashes give a line each way, a visit a
line for the guest and one for the host, as the coders of CAMEO had it: count `Fact`, not lines, to count events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, takewhile

from onrecord.exports.coding import Coded, Found, code, coded, pairs, row
from onrecord.exports.tables import rows, table
from onrecord.record import Actor

TABLE = table("cameo")
GOLDSTEIN = {row["code"]: float(row["goldstein"]) for row in rows("cameo")}
UNNAMED = "---"
"""The actor code of a side that nobody named or that has no state and no sector (TABARI's)."""

QUAD_ENDS = (5, 8, 13, 20)
"""The last cue category of each quad class (GDELT Data Format Codebook 1.03, QuadClass)."""

OF_ACTOR: dict[str, Callable[[Actor], str | None]] = {
    "Code": lambda actor: actor_code(actor),
    "Name": lambda actor: actor.name.upper(),
    "CountryCode": lambda actor: actor.country if actor.country != "IGO" else None,
    "Type1Code": lambda actor: next(iter(sectors(actor)), None),
}
COLUMNS = (
    "SQLDATE", *(f"Actor{n}{name}" for n in (1, 2) for name in OF_ACTOR), "EventCode", "EventBaseCode",
    "EventRootCode", "QuadClass", "GoldsteinScale", "SOURCEURL", "PloverType", "PloverMode", "Fact", "DispatchName",
    "Status", "SaidBy", "Statement",
)  # fmt: skip


def lines(found: Found) -> Iterator[str]:
    """The lines of the table, its head first."""
    yield row(COLUMNS)
    for event in coded(found):
        cameo = event_code(event)
        answer = TABLE["answered"].get(cameo)
        for actor, recipient in pairs(event):
            yield _line(event, actor, recipient, cameo)
            if answer and actor and recipient and event.recipients:
                yield _line(event, recipient, actor, answer)


def event_code(found: Coded) -> str:
    """The CAMEO code of an event."""
    if found.type != found.event.type:
        intent: str = TABLE["intent"][found.event.type]
        return intent
    return code_of(found.type, found.modes, found.contexts)


@cache
def code_of(type: str, modes: tuple[str, ...] = (), contexts: tuple[str, ...] = ()) -> str:
    """The CAMEO code of a PLOVER type, by the first of its modes that has one, else by its contexts.

    >>> code_of("CONSULT", ("phone",)), code_of("COOPERATE", contexts=("military",)), code_of("PROTEST", ("demo",))
    ('041', '062', '141')
    """
    narrowed = (_narrowed(type, mode, contexts) for mode in (*modes, ""))
    general: str = TABLE["general"][type]
    return next((found for found in narrowed if found), general)


def goldstein(cameo: str) -> float:
    """The Goldstein score of a CAMEO code, -10 to 10."""
    return GOLDSTEIN[cameo]


def quad(cameo: str) -> int:
    """The quad class of a CAMEO code, from verbal cooperation, 1, to material conflict, 4."""
    return next(n for n, end in enumerate(QUAD_ENDS, 1) if int(cameo[:2]) <= end)


def actor_code(actor: Actor) -> str:
    """An actor in CAMEO's letters: state or kind, then sector.

    >>> actor_code(Actor(id="x", name="Irish Times", kind="media", country="IRL", sector=("JRN",)))
    'IRLMED'
    """
    belongs = code(actor) or ""
    return belongs + "".join(x for x in sectors(actor)[:2] if x != belongs) or UNNAMED


def sectors(actor: Actor) -> list[str]:
    """The sectors of an actor in CAMEO's letters."""
    return [TABLE["sectors"].get(sector, sector) for sector in actor.sector]


def _narrowed(type: str, mode: str, contexts: tuple[str, ...]) -> str | None:
    """The code of a type with a mode, "" for none; None if the crosswalk has nothing that is narrower than the type."""
    key = f"{type} {mode or '-'}"
    for context in (*contexts, "*"):
        if chosen := TABLE["chosen"].get(f"{key} {context}"):
            return str(chosen)
    theirs = [(cameo, listed) for t, m, listed, cameo in _crosswalk() if (t, m) == (type, mode)]
    told = {TABLE["contexts"].get(context, context) for context in contexts}
    fitting = [(cameo, len(listed)) for cameo, listed in theirs if listed and listed <= told]
    if fitting:
        narrowest = max(count for _, count in fitting)
        return _above(cameo for cameo, count in fitting if count == narrowest)
    if chosen := TABLE["chosen"].get(f"{key} -"):
        return str(chosen)
    if not mode:
        return None
    plain = [cameo for cameo, listed in theirs if not listed]
    return _above(plain or (cameo for cameo, _ in theirs))


@cache
def _crosswalk() -> tuple[tuple[str, str, frozenset[str], str], ...]:
    """Type and mode as the codebook calls them, contexts as the crosswalk does, and the code."""
    types = {theirs: ours for ours, theirs in TABLE["types"].items()}
    modes = {theirs: ours for ours, theirs in TABLE["modes"].items()}
    return tuple(
        (
            types.get(row["type"], row["type"]),
            modes.get(row["mode"], row["mode"]),
            frozenset(filter(None, row["contexts"].split(";"))),
            row["code"],
        )
        for row in rows("cameo")
    )


def _above(codes: Iterable[str]) -> str | None:
    """The code above all of several, "0" behind two digits; None if they are of different cue categories."""
    common = "".join(first for first, *_ in takewhile(lambda digits: len({*digits}) == 1, zip(*codes, strict=False)))
    return None if len(common) < 2 else common if len(common) > 2 else f"{common}0"


def _side(actor: Actor | None) -> list[str | None]:
    """The cells of a side."""
    return [value(actor) for value in OF_ACTOR.values()] if actor else [UNNAMED, *[None] * (len(OF_ACTOR) - 1)]


def _line(found: Coded, actor: Actor | None, recipient: Actor | None, cameo: str) -> str:
    sides = (_side(x) for x in (actor, recipient))
    return row(
        [
            (found.day or "").replace("-", ""), *chain(*sides), cameo, cameo[:3], cameo[:2], quad(cameo),
            goldstein(cameo), found.entry.uri, found.type, "; ".join(found.modes), found.address, found.entry.name,
            found.event.status, "; ".join(found.said_by), found.event.said_in,
        ]
    )  # fmt: skip
