"""Reports for tests, from a sentence in which the parts are found: what a reader would have made of it."""

from __future__ import annotations

from onrecord.linking.reports import Party, Report, Source, report_of
from onrecord.record import Event, EventStatus, EventType, Place, Span, When
from onrecord.store.days import days_of

NORWAY, ICELAND = Party("Norway", "state", "NOR"), Party("Iceland", "state", "ISL")
SWEDEN = Party("Sweden", "state", "SWE")
AASLAND = Party("Sigrun Aasland", "person", "NOR")
HALLE = Party("Jon Halle", "person", "NOR")
THORVALDSSON = Party("Kari Thorvaldsson", "person", "ISL")
BOTH = (NORWAY, ICELAND)


def report(
    number: int,
    told: str | None,
    text: str = "Norway and Iceland will hold talks.",
    value: str | None = None,
    *,
    end: str | None = None,
    status: EventStatus = "scheduled",
    type: EventType = "CONSULT",
    trigger: str = "talks",
    place: str | None = None,
    country: str | None = None,
    parties: tuple[Party, ...] = BOTH,
    old: tuple[tuple[str, str], ...] = (),
    in_country: bool = False,
    id: str = "e1",
    headline: str | None = None,
) -> Report:
    """What dispatch `number`, published on the day `told`, tells of an event.

    `old` are other dates that stand in the text, with their values; the event's own stands where the text has "@".
    """

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    event = Event(
        id=id,
        type=type,
        trigger=(span(trigger),) if trigger else (),
        place=Place(span=span(place), name=place, country=country) if place else None,
        when=When(span=span("@") if "@" in text else Span(0, 1), value=value, end=end) if value else None,
        status=status,
    )
    first, last = days_of(value)
    last = days_of(end)[1] or last
    return report_of(
        text,
        event,
        source=Source(id=number, name=f"wire-{number}", day=told),
        parties=parties,
        days=(first, last) if first and last else None,
        dates=[(span(words), (first, last)) for words, value in old for first, last in [days_of(value)] if first],
        in_country=in_country,
        headlines=[span(headline) if headline else None],
    )
