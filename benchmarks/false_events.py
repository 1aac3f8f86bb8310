"""What the reader takes for an event that is none: the events it finds in texts without gold, read by eye.

Whoever judges reads a file: the events of PolNeAR dev and of the dispatches, grouped by the lemma of the trigger and
the type, the commonest group first, each group in a random but fixed order, so that its first few are a sample of it.
After the commonest groups comes a random sample of the rarer ones. The verdicts are kept, without a word of the texts,
in `false_events.csv`: of each group, how many events were looked at, how many were false by the contract (none is
there, or one of another type), and why. From both come the table of the kinds of false event and an estimate of
precision.

    python benchmarks/false_events.py                # reads the texts, writes build/events.tsv, to be read by eye
    python benchmarks/false_events.py --table        # prints the table: of build/events.tsv and the verdicts
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from onrecord import Dispatch, Reader, Record
from onrecord.reading.pipeline import read_docs, record_of
from onrecord.record import Event, Span
from scores import ScoreError, counted, measured, shared

ROOT = Path(__file__).resolve().parent.parent
VERDICTS = Path(__file__).with_suffix(".csv")
LISTING = ROOT / "build" / "events.tsv"
COMMONEST = 120
"""Groups read whatever they are; of the others a random sample is read."""
RARER = 60
ROWS = 30
CONTEXT = 110
"""Characters shown on either side of a trigger."""
SEED = 8

Group = tuple[str, str]
"""The lemma of a trigger, and a type of event."""


@dataclass(frozen=True)
class Found:
    """One event that was found, as it is shown to whoever judges it."""

    lemma: str
    type: str
    status: str
    actors: str
    recipients: str
    dispatch: str
    context: str

    @property
    def group(self) -> Group:
        """What it is judged with."""
        return self.lemma, self.type


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Of one group, how many events were seen, how many of them were false, and why.

    `crisis_seen` and `crisis_false` are those of them that stand in the dispatches, not in PolNeAR.
    """

    lemma: str
    type: str
    seen: int
    false: int
    crisis_seen: int
    crisis_false: int
    cause: str

    @property
    def group(self) -> Group:
        """What was judged."""
        return self.lemma, self.type

    @property
    def share(self) -> float:
        """The share of false events."""
        return self.false / self.seen


def dispatches(folder: Path) -> list[Dispatch]:
    """The texts of PolNeAR dev, with the days they were published, and the dispatches."""
    data = folder / "data"
    paths = [*sorted((data / "polnear" / "dev" / "text").glob("*.txt")), *sorted((data / "dispatches").glob("*.txt"))]
    if not paths:
        raise ScoreError(f"no texts in {data}: set ONRECORD_SHARED to the folder that holds data/")
    with (data / "polnear" / "metadata.tsv").open(encoding="utf-8", newline="") as rows:
        published = {row["filename"]: row["publication_date"] for row in csv.DictReader(rows, delimiter="\t")}
    return [Dispatch(id=p.stem, text=p.read_text(encoding="utf-8"), published=published.get(p.stem)) for p in paths]


def line(text: str, span: Span) -> str:
    """One line of context about a span, which stands in it in double brackets.

    >>> line("They held talks.\\nAll left.", Span(10, 15))
    'They held [[talks]]. All left.'
    """
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return " ".join(f"{before}[[{text[span.start : span.end]}]]{after}".split())


def shown(event: Event, lemma: str, record: Record) -> Found:
    """An event as it is listed."""
    names = {actor.id: actor.name for actor in record.actors}
    marks = [event.status, *event.modes, *["negated"] * event.negated, *["said"] * (event.said_in is not None)]
    return Found(
        lemma=lemma,
        type=event.type,
        status=" ".join(marks),
        actors="; ".join(names[i] for i in event.actors),
        recipients="; ".join(names[i] for i in event.recipients),
        dispatch=record.article.id,
        context=line(record.article.text, event.trigger[0]),
    )


def found(reader: Reader, texts: Sequence[Dispatch]) -> Iterator[Found]:
    """Every event of the texts."""
    for dispatch, doc in read_docs(reader.nlp, texts):
        record = record_of(doc, dispatch)
        for event in record.events:
            trigger = doc.char_span(*event.trigger[0], alignment_mode="expand")
            yield shown(event, trigger.root.lemma_.lower() if trigger else "", record)


def grouped(events: Sequence[Found]) -> dict[Group, list[Found]]:
    """Events by group, the commonest first; groups of one size, and the events of each, in a random order that is
    always the same.
    """
    groups: dict[Group, list[Found]] = {}
    for event in sorted(events, key=astuple):
        groups.setdefault(event.group, []).append(event)
    chance = random.Random(SEED)
    for members in groups.values():
        chance.shuffle(members)
    mixed = list(groups.items())
    chance.shuffle(mixed)
    return dict(sorted(mixed, key=lambda item: -len(item[1])))


def to_read(groups: Mapping[Group, Sequence[Found]]) -> list[Group]:
    """The groups to read: the commonest, then some of the rarer ones, drawn by chance."""
    names = list(groups)
    rarer = names[COMMONEST:]
    return names[:COMMONEST] + random.Random(SEED).sample(rarer, min(RARER, len(rarer)))


def write(events: Sequence[Found], path: Path) -> None:
    """Write the listing: first the groups that are to be read, then the others."""
    groups = grouped(events)
    first = to_read(groups)
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(field.name for field in fields(Found))
        for group in [*first, *(g for g in groups if g not in set(first))]:
            writer.writerows(map(astuple, groups[group]))


def listed(path: Path) -> list[Found]:
    """The events of a listing."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Found(**row) for row in csv.DictReader(file, delimiter="\t")]


def verdicts(path: Path = VERDICTS) -> dict[Group, Verdict]:
    """The verdicts, by group."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Verdict(
                lemma=row["lemma"],
                type=row["type"],
                seen=int(row["seen"]),
                false=int(row["false"]),
                crisis_seen=int(row["crisis_seen"]),
                crisis_false=int(row["crisis_false"]),
                cause=row["cause"],
            )
            for row in csv.DictReader(file)
        ]
    return {row.group: row for row in rows}


def precision(counts: Mapping[Group, int], judged: Mapping[Group, Verdict]) -> float:
    """The share of true events, in percent, each group weighed by how many events it has.

    Groups of one size that were read stand for all groups of that size.
    """
    true = events = 0.0
    for size, groups in Counter(counts.values()).items():
        read = [judged[group] for group, count in counts.items() if count == size and group in judged]
        if read:
            true += size * groups * (1 - sum(verdict.share for verdict in read) / len(read))
            events += size * groups
    return 100 * true / events


def table(counts: Mapping[Group, int], judged: Mapping[Group, Verdict]) -> Iterator[str]:
    """The commonest kinds of false event, as a Markdown table.

    The count is an estimate: the share of false events among those seen, times all of the group.
    """
    yield "| trigger lemma | type | count | cause |"
    yield "|---|---|---:|---|"
    rows = [(counts[group] * verdict.share, verdict) for group, verdict in judged.items() if group in counts]
    for false, v in sorted(rows, key=lambda row: (-row[0], row[1].group))[:ROWS]:
        yield f"| {v.lemma} | {v.type} | {math.floor(false + 0.5)} of {counts[v.group]} | {v.cause} |"


def by_type(read: Sequence[Verdict]) -> list[str]:
    """Each type with the share of true events among those read, in percent, the best first."""
    seen, false = Counter[str](), Counter[str]()
    for verdict in read:
        seen[verdict.type] += verdict.seen
        false[verdict.type] += verdict.false
    shares = {name: 100 * (1 - false[name] / of) for name, of in seen.items()}
    return [f"{name} {shares[name]:.0f} (of {seen[name]})" for name in sorted(shares, key=lambda n: (-shares[n], n))]


def report(events: Sequence[Found], judged: Mapping[Group, Verdict]) -> str:
    """The figures and the table."""
    counts = {group: len(members) for group, members in grouped(events).items()}
    read = [verdict for group, verdict in judged.items() if group in counts]
    seen, false = sum(v.seen for v in read), sum(v.false for v in read)
    crisis_seen, crisis_false = sum(v.crisis_seen for v in read), sum(v.crisis_false for v in read)
    lines = [
        f"{len(events):,} events in {len(counts)} groups; {seen} events of {len(read)} groups were read.",
        "",
        "| | events read | false | true |",
        "|---|---:|---:|---:|",
        *(
            f"| {name} | {of} | {wrong} | {100 * (1 - wrong / of):.1f} % |"
            for name, of, wrong in (
                ("the dispatches", crisis_seen, crisis_false),
                ("PolNeAR dev", seen - crisis_seen, false - crisis_false),
                ("both", seen, false),
            )
        ),
        "",
        f"Each group weighed by its size: {precision(counts, judged):.1f} % true.",
        "",
        f"True of those read, in percent: {', '.join(by_type(read))}.",
        "",
        *table(counts, judged),
    ]
    return "\n".join(lines)


def main() -> None:
    """Read the texts and list their events, or print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--table", action="store_true", help="print the table, of the listing and the verdicts")
    parser.add_argument("--listing", type=Path, default=LISTING, help="the listing (default: build/events.tsv)")
    asked = parser.parse_args()
    if asked.table:
        print(report(listed(asked.listing), verdicts()))
        return
    try:
        texts = dispatches(shared())
    except ScoreError as error:
        sys.exit(f"false_events: {error}")
    events = list(found(Reader(), texts))
    write(events, asked.listing)
    print(f"{counted(texts)}: {len(events)} events, in {asked.listing}\n{measured()}")


if __name__ == "__main__":
    main()
