#!/usr/bin/env python3
"""Scores the mentions of actors, gathered by whom they refer to, by the two standard measures of coreference.

    python score_coreference.py GOLD --inputs     prints the texts to read as JSON Lines (`id`, `text`)
    python score_coreference.py GOLD RECORDS      judges the records, JSON Lines

GOLD is a folder of OntoGUM (`*.conll`, two columns that matter: the word and the brackets of its mentions; Zhu,
Pradhan and Zeldes, ACL 2021) or a file of GAP (`*.tsv`; Webster et al., TACL 2018).

- **CoNLL**: the mean of MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998) and CEAF-e (Luo 2005), each
  micro-averaged over documents, as in Pradhan et al., ACL 2014. Mentions agree if they cover the same words; an actor
  that is mentioned once is no cluster in OntoNotes' way, and neither is it here. OntoGUM marks things and events
  besides actors, which no record holds: the recall of a record is limited by that.
- **GAP**: of each pronoun and two names, whether the pronoun refers to the one, to the other or to neither; precision,
  recall and F1 over both names, for men's and for women's pronouns, and the ratio of the two (`bias`).
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

Mention = tuple[int, int]
"""A mention's first word and the one behind its last."""
Cluster = frozenset[Mention]
Row = dict[str, Any]

NO_SPACE_BEFORE = frozenset({".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't", "n’t", "'", "’", "-"})
NO_SPACE_BEHIND = frozenset({"(", "[", "$", "£", "€", "-"})


@dataclass(frozen=True)
class Document:
    """A text of words with its gold clusters. `ends` are the ends of words in `text`, `starts` their beginnings."""

    id: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clusters: tuple[Cluster, ...]


def document(path: Path) -> Document:
    """A file of OntoGUM. Its words are joined as they are written, without a space before a comma, and so on."""
    words: list[str] = []
    open_at: dict[str, list[int]] = {}
    clusters: dict[str, set[Mention]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        _, word, marks = line.split("\t")[:3]
        for mark in re.findall(r"\(?\d+\)?", marks):
            key = mark.strip("()")
            if mark.startswith("("):
                open_at.setdefault(key, []).append(len(words))
            if mark.endswith(")"):
                clusters.setdefault(key, set()).add((open_at[key].pop(), len(words) + 1))
        words.append(word)
    text, starts, quoted = "", [], False
    for i, word in enumerate(words):
        before = words[i - 1] if i else ""
        closes = word == '"' and quoted
        opened = before == '"' and quoted
        if text and not (word in NO_SPACE_BEFORE or before in NO_SPACE_BEHIND or closes or opened):
            text += " "
        quoted ^= word == '"'
        starts.append(len(text))
        text += word
    ends = tuple(start + len(word) for start, word in zip(starts, words, strict=True))
    return Document(path.stem, text, tuple(starts), ends, tuple(map(frozenset, clusters.values())))


def clusters_of(record: Row, document: Document) -> list[Cluster]:
    """The actors of a record as clusters of words; those mentioned once are left out."""
    found = []
    for actor in record["actors"]:
        spans = set()
        for start, end in actor["mentions"]:
            first = next((i for i, e in enumerate(document.ends) if e > start), None)
            last = next((i for i, s in reversed(list(enumerate(document.starts))) if s < end), None)
            if first is not None and last is not None and first <= last:
                spans.add((first, last + 1))
        if len(spans) > 1:
            found.append(frozenset(spans))
    return found


def muc(ours: Sequence[Cluster], theirs: Sequence[Cluster]) -> tuple[float, float]:
    """Links of `ours` that `theirs` keep, and how many there are: one of the two directions of MUC."""
    of = {mention: i for i, cluster in enumerate(theirs) for mention in cluster}
    kept = 0
    for cluster in ours:
        parts = {of.get(mention, (mention,)) for mention in cluster}
        kept += len(cluster) - len(parts)
    return kept, sum(len(cluster) - 1 for cluster in ours)


def b_cubed(ours: Sequence[Cluster], theirs: Sequence[Cluster]) -> tuple[float, float]:
    """The share of each mention's cluster that `theirs` keep together, summed, and the number of mentions."""
    kept = sum(len(a & b) ** 2 / len(a) for a in ours for b in theirs)
    return kept, sum(map(len, ours))


def ceaf(found: Sequence[Cluster], gold: Sequence[Cluster]) -> float:
    """The likeness (φ4) of clusters paired one to one as well as can be, summed."""
    if not found or not gold:
        return 0.0
    likeness = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in gold] for a in found])
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return float(likeness[rows, columns].sum())


def conll(pairs: Sequence[tuple[list[Cluster], Sequence[Cluster]]]) -> Iterator[str]:
    """The lines of a report on documents, each with the clusters found and the gold ones."""
    tables: dict[str, list[float]] = {name: [0, 0, 0, 0] for name in ("mentions", "muc", "b3", "ceafe")}
    for found, gold in pairs:
        ours, theirs = set().union(*found), set().union(*gold)
        like = ceaf(found, gold)
        for name, values in (
            ("mentions", (len(ours & theirs), len(ours), len(ours & theirs), len(theirs))),
            ("muc", (*muc(found, gold), *muc(gold, found))),
            ("b3", (*b_cubed(found, gold), *b_cubed(gold, found))),
            ("ceafe", (like, len(found), like, len(gold))),
        ):
            tables[name] = [a + b for a, b in zip(tables[name], values, strict=True)]
    f1s = {}
    for name, (right_found, found_all, right_gold, gold_all) in tables.items():
        line, f1s[name] = figures(name, right_found / (found_all or 1), right_gold / (gold_all or 1))
        yield line
    yield f"{'conll':12} F1 {sum(f1s[n] for n in ('muc', 'b3', 'ceafe')) / 3:5.1f}"


def figures(name: str, precision: float, recall: float) -> tuple[str, float]:
    """One line of a report, and its F1 in percent."""
    f1 = 200 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{name:12} precision {100 * precision:5.1f}  recall {100 * recall:5.1f}  f1 {f1:5.1f}", f1


def snippets(path: Path) -> list[Row]:
    """The rows of a GAP file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def named(record: Row, start: int, end: int) -> Row | None:
    """The actor whose mention is most like the stretch from `start` to `end`, if one shares words with it."""
    likeness = [
        ((min(b, end) - max(a, start)) / (max(b, end) - min(a, start)), n)
        for n, actor in enumerate(record["actors"])
        for a, b in actor["mentions"]
    ]
    best, n = max(likeness, default=(0.0, 0))
    return record["actors"][n] if best > 0 else None


def refers(record: Row, pronoun: tuple[int, int], name: tuple[int, int]) -> bool:
    """Whether an actor is mentioned by a pronoun and by a name."""
    actor = named(record, *name)
    return actor is not None and list(pronoun) in actor["mentions"]


def gap(rows: Iterable[Row], records: dict[str, Row]) -> Iterator[str]:
    """The lines of a report on GAP."""
    counts: dict[str, Counter[str]] = {"masculine": Counter(), "feminine": Counter()}
    for row in rows:
        record = records.get(row["ID"], {"actors": []})
        at = int(row["Pronoun-offset"])
        sex = "feminine" if row["Pronoun"].lower() in ("she", "her", "hers") else "masculine"
        for name in "AB":
            start = int(row[f"{name}-offset"])
            told = refers(record, (at, at + len(row["Pronoun"])), (start, start + len(row[name])))
            gold = row[f"{name}-coref"].upper() == "TRUE"
            counts[sex].update(right=told and gold, found=told, gold=gold)
    f1s = {}
    for name, count in (*counts.items(), ("gap", counts["masculine"] + counts["feminine"])):
        line, f1s[name] = figures(name, count["right"] / (count["found"] or 1), count["right"] / (count["gold"] or 1))
        yield line
    if f1s["masculine"]:
        bias = f1s["feminine"] / f1s["masculine"]
        yield f"bias is the F1 of feminine pronouns over that of masculine ones: {bias:.2f}"


def main() -> None:
    """Print the texts to read, or judge the records."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path, help="a folder of OntoGUM or a file of GAP")
    parser.add_argument("records", type=Path, nargs="?", help="the records, JSON Lines")
    parser.add_argument("--inputs", action="store_true", help="print the texts to read instead")
    parser.add_argument("--genre", default="news", help="the genre of OntoGUM to score (default: news)")
    asked = parser.parse_args()
    texts = [document(path) for path in sorted(asked.gold.glob(f"GUM_{asked.genre}_*.conll"))]
    rows = snippets(asked.gold) if asked.gold.is_file() else []
    if asked.inputs:
        for key, text in [(t.id, t.text) for t in texts] + [(row["ID"], row["Text"]) for row in rows]:
            print(json.dumps({"id": key, "text": text}))
        return
    if asked.records is None:
        parser.error("give a file of records, or --inputs")
    lines = asked.records.read_text(encoding="utf-8").splitlines()
    records = {record["article"]["id"]: record for record in map(json.loads, filter(None, lines))}
    if rows:
        print("\n".join(gap(rows, records)))
    else:
        print("\n".join(conll([(clusters_of(records[t.id], t), t.clusters) for t in texts])))


if __name__ == "__main__":
    main()
