"""Trains the heads of actors and puts them into the package.

    python training/actors.py --out build/actors [--held 5]

Learned from: the actors of 151 news texts annotated for this project (`annotations/`); OntoGUM's training texts
(Zhu, Pradhan and Zeldes, ACL 2021), for what takes up what; and GAP's development part (Webster et al., TACL 2018),
for whom a pronoun stands, where only two names of each text are marked: there the loss is that of the pronoun's chance
to reach the right name over whatever pronouns stand between. `--held` leaves every n-th of our articles out, to be
scored on. The encoder stays as it is; its middle states are computed once.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from actor_network import MIDDLE, ActorNetwork, Countries
from data import text_in
from export import MODEL, write
from numpy.typing import NDArray
from spacy.language import Language
from torch import Tensor, nn
from watching import shared

from onrecord import Dispatch
from onrecord.reading import statements
from onrecord.reading.actors import gathered, resolved
from onrecord.reading.entities import countries
from onrecord.reading.model.actors import COUNTRY, KINDS, NONE, SECTORS, pairs
from onrecord.reading.model.encoder import Encoder
from onrecord.reading.model.words import words_of
from onrecord.reading.pipeline import build, read_docs

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
from score_coreference import document

HERE = Path(__file__).resolve().parent
UNKNOWN = -1
"""The actor of a mention that is none's, or that nobody marked."""


@dataclass
class Text:
    """A text as the heads learn from it: its mentions (M), the pairs of them (P), and what is right.

    `who` is the number of each mention's actor; `kinds` and `sectors` are None where nobody marked them. Of a GAP text
    `pronoun` is the mention that is asked for, and `names` are the mentions of its two names, with which is right.
    """

    name: str
    first: Tensor
    head: Tensor
    features: Tensor
    left: Tensor
    right: Tensor
    pair_features: Tensor
    taking_up: Tensor
    group: Tensor
    pronouns: NDArray[np.bool_]
    who: Tensor | None = None
    kinds: Tensor | None = None
    sectors: Tensor | None = None
    pronoun: int | None = None
    names: tuple[tuple[list[int], bool], ...] = ()


Marked = tuple[str, str, Any]
"""A text's name, its words, and what is marked in it."""


def ontogum(folder: Path) -> Iterator[Marked]:
    """OntoGUM's texts, with the spans of each cluster."""
    for path in sorted(folder.glob("*.conll")):
        text = document(path)
        spans = [[(text.starts[a], text.ends[b - 1]) for a, b in cluster] for cluster in text.clusters]
        yield text.id, text.text, [{"mentions": cluster} for cluster in spans]


def annotated(folder: Path, texts: Path) -> Iterator[Marked]:
    """The texts annotated for this project, with their actors."""
    for path in sorted(folder.glob("*.json")):
        noted = json.loads(path.read_text(encoding="utf-8"))
        yield path.stem, text_in(texts / noted["file"]), noted["actors"]


def gap(path: Path) -> Iterator[Marked]:
    """GAP's texts, with their rows."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["ID"], row["Text"], row


def dispatches_of(marked: Iterable[Marked]) -> Iterator[Dispatch]:
    """The texts as dispatches."""
    return (Dispatch(id=name, text=text) for name, text, _ in marked)


def until_actors() -> Language:
    """The pipeline up to the reader of actors."""
    nlp = build()
    for name in nlp.pipe_names[nlp.pipe_names.index("onrecord_actors") :]:
        nlp.remove_pipe(name)
    return nlp


def texts(marked: Iterable[Marked]) -> Iterator[Text]:
    """The texts as the heads learn from them."""
    marked = list(marked)
    nlp, encoder = until_actors(), Encoder()
    for (name, _, actors), (_, doc) in zip(marked, read_docs(nlp, dispatches_of(marked)), strict=True):
        found = gathered(doc)
        mentions, columns = found.mentions, found.seen.columns
        if not mentions:
            continue
        words = words_of(doc.text)
        middle = encoder.middle(words)
        at = np.maximum(np.searchsorted(words.offsets[:, 0], found.seen.spans, side="right") - 1, 0)
        form = columns["form"]
        third = (form == 2) & (columns["pronoun"] < 4)
        up = np.nonzero(third | (form == 1) if isinstance(actors, list) else third)[0]
        both = pairs(found.seen, up)
        taking_up, group = np.unique(both.left, return_inverse=True)
        item = Text(
            name, torch.from_numpy(middle[at[:, 0]]), torch.from_numpy(middle[at[:, 1]]),
            torch.from_numpy(found.seen.features), torch.from_numpy(both.left), torch.from_numpy(both.right),
            torch.from_numpy(both.features), torch.from_numpy(taking_up), torch.from_numpy(group), form == 2,
        )  # fmt: skip
        if isinstance(actors, list):
            heads: dict[int, list[tuple[int, int, int]]] = {}
            for number, actor in enumerate(actors):
                for start, end in actor["mentions"]:
                    span = doc.char_span(start, end, alignment_mode="expand")
                    if span is not None:
                        heads.setdefault(span.root.i, []).append((number, span.start, span.end))
            who = [
                min(heads[m.head], key=lambda x, m=m: abs(x[1] - m.start) + abs(x[2] - m.end))[0]
                if m.head in heads
                else UNKNOWN
                for m in mentions
            ]
            item.who = torch.tensor(who)
            if actors and "kind" in actors[0]:
                item.kinds = torch.tensor([NONE if n == UNKNOWN else KINDS.index(actors[n]["kind"]) for n in who])
                item.sectors = torch.tensor(
                    [[float(n != UNKNOWN and s in actors[n]["sector"]) for s in SECTORS] for n in who]
                )
        else:
            at_pronoun = int(actors["Pronoun-offset"])
            asked = [i for i, m in enumerate(mentions) if m.form == "pronoun" and doc[m.head].idx == at_pronoun]
            item.pronoun = asked[0] if asked and asked[0] in taking_up else None
            keys = [m.name.split()[-1].lower() if m.form == "name" and m.name else "" for m in mentions]
            names = []
            for letter in "AB":
                start = int(actors[f"{letter}-offset"])
                end = start + len(actors[letter])
                hit = {
                    keys[i]
                    for i, m in enumerate(mentions)
                    if keys[i] and doc[m.start].idx < end and start < doc[m.end - 1].idx + len(doc[m.end - 1])
                }
                names.append(([i for i, key in enumerate(keys) if key in hit], actors[f"{letter}-coref"] == "TRUE"))
            item.names = tuple(names)
        yield item


def summed(scores: Tensor, group: Tensor, groups: int) -> Tensor:
    """The logarithm of the sum of the exponentials of scores, by group."""
    least = torch.full((groups,), -1e4)
    most = least.scatter_reduce(0, group, scores.detach(), "amax", include_self=True)
    return torch.log(torch.zeros(groups).scatter_add(0, group, torch.exp(scores - most[group])) + 1e-12) + most


def loss(network: ActorNetwork, text: Text) -> Tensor:
    """How far the heads are from what is marked in a text."""
    vectors, kinds, sectors, none = network.judged(text.first, text.head, text.features)
    scores = network.antecedents(vectors, text.left, text.right, text.pair_features)
    if text.who is None:
        return gap_loss(text, scores, none)
    total = torch.zeros(())
    if text.kinds is not None and text.sectors is not None:
        total = total + nn.functional.cross_entropy(kinds, text.kinds, reduction="sum") / 16
        are = text.kinds != NONE
        total = total + nn.functional.binary_cross_entropy_with_logits(
            sectors[are], text.sectors[are], reduction="sum"
        ) / 32  # fmt: skip
    right = (text.who[text.left] == text.who[text.right]) & (text.who[text.left] != UNKNOWN)
    groups = len(text.taking_up)
    alone = none[text.taking_up]
    every = torch.logaddexp(summed(scores, text.group, groups), alone)
    good = summed(scores.masked_fill(~right, -1e4), text.group, groups)
    has = torch.zeros(groups).scatter_add(0, text.group, right.float()) > 0
    counts = torch.from_numpy(text.pronouns)[text.taking_up] | (text.who[text.taking_up] != UNKNOWN)
    return total + ((every - torch.where(has, good, alone)) * counts).sum() / 8


def gap_loss(text: Text, scores: Tensor, none: Tensor) -> Tensor:
    """How unlikely the pronoun that is asked for comes out at the right name, or at neither."""
    reached = chances(text, scores, none)[text.pronoun]  # type: ignore[index]
    told = [(reached[mentions].sum(), right) for mentions, right in text.names if mentions]
    good = [chance for chance, right in told if right]
    if good:
        return -torch.log(good[0] + 1e-6)
    return sum((-torch.log(1 - chance + 1e-6) for chance, _ in told), torch.zeros(()))


def chances(text: Text, scores: Tensor, none: Tensor) -> list[Tensor]:
    """For each mention the chance that it comes out at each other, or (last) at none, over pronouns between."""
    size = len(text.features)
    itself = torch.eye(size + 1)
    reached = [itself[i] for i in range(size)]
    bounds = [0, *torch.bincount(text.group).cumsum(0).tolist()]  # pairs stand in the order of their left mentions
    for number, i in enumerate(text.taking_up.tolist()):
        if text.pronouns[i]:
            block = slice(bounds[number], bounds[number + 1])
            chance = torch.softmax(torch.cat([scores[block], none[i : i + 1]]), 0)
            reached[i] = chance @ torch.stack([*(reached[r] for r in text.right[block].tolist()), itself[size]])
    return reached


@torch.no_grad()
def report(network: ActorNetwork, held: list[Text]) -> dict[str, float]:
    """F1 of what is an actor (pronouns aside), share of kinds right, F1 of what pronouns and descriptions take up."""
    tally: dict[str, list[float]] = {name: [0, 0, 0] for name in ("actors", "pronouns", "descriptions")}
    right_kinds = 0
    for text in held:
        vectors, kinds, _, none = network.judged(text.first, text.head, text.features)
        scores = network.antecedents(vectors, text.left, text.right, text.pair_features)
        assert text.who is not None
        if text.kinds is not None:
            said, gold = kinds.argmax(1), text.kinds
            noun = torch.from_numpy(~text.pronouns)
            both = (said != NONE) & (gold != NONE) & noun
            right_kinds += int((both & (said == gold)).sum())
            for i, value in enumerate((both, (said != NONE) & noun, (gold != NONE) & noun)):
                tally["actors"][i] += int(value.sum())
        for number, i in enumerate(text.taking_up.tolist()):
            row = tally["pronouns" if text.pronouns[i] else "descriptions"]
            if not text.pronouns[i] and text.who[i] == UNKNOWN:
                continue
            places = torch.nonzero(text.group == number).squeeze(1)
            best = places[scores[places].argmax()]
            took = bool(scores[best] > none[i])
            row[0] += took and bool(text.who[i] != UNKNOWN and text.who[text.right[best]] == text.who[i])
            row[1] += took
            row[2] += bool(text.who[i] != UNKNOWN and (text.who[text.right[places]] == text.who[i]).any())
    found = {name: 200 * hit / max(1, a + b) for name, (hit, a, b) in tally.items()}
    return found | {"kinds": 100 * right_kinds / max(1, tally["actors"][0])}


def train(examples: list[Text], held: list[Text], epochs: int, seed: int) -> ActorNetwork:
    """Train the heads; what is held back is scored after the last epoch."""
    torch.manual_seed(seed)
    network = ActorNetwork()
    optimizer = torch.optim.AdamW(network.parameters(), lr=8e-4, weight_decay=0.03)
    steps = epochs * (len(examples) // 8 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.05, 1 - step / steps))
    for epoch in range(epochs):
        network.train()
        started, total = time.perf_counter(), 0.0
        random.Random(seed + epoch).shuffle(examples)
        for start in range(0, len(examples), 8):
            optimizer.zero_grad()
            value = sum((loss(network, text) for text in examples[start : start + 8]), torch.zeros(())) / 8
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += value.item()
        row: dict[str, float] = {"epoch": epoch + 1, "loss": round(total, 1)}
        row["seconds"] = round(time.perf_counter() - started)
        if held and epoch + 1 == epochs:
            network.eval()
            row |= {name: round(value, 1) for name, value in report(network, held).items()}
        print(json.dumps(row), flush=True)
    return network.eval()


def export(network: ActorNetwork, folder: Path) -> None:
    """Write the graphs `view`, `actors` and `antecedents`."""
    write(network.view, (torch.zeros(5, MIDDLE),), folder / "view.onnx", ["middle"], ["view"],
          {"middle": {0: "words"}, "view": {0: "words"}})  # fmt: skip
    view, features = torch.zeros(5, network.view.seen.out_features), torch.zeros(5, 15, dtype=torch.long)
    outputs = ["vectors", "kinds", "sectors", "none"]
    write(network.mentions, (view, features), folder / "actors.onnx", ["view", "features"], outputs,
          {name: {0: "mentions"} for name in ("view", "features", *outputs)})  # fmt: skip
    place = torch.tensor([0, 1, 2])
    fed = (torch.zeros(5, view.shape[1] // 2), place, place + 1, torch.zeros(3, 27, dtype=torch.long))
    axes = {"vectors": {0: "mentions"}, **{name: {0: "pairs"} for name in ("left", "right", "features", "scores")}}
    names = ["vectors", "left", "right", "features"]
    write(network.antecedents, fed, folder / "antecedents.onnx", names, ["scores"], axes)


@dataclass(frozen=True)
class Weighed:
    """An actor with the countries weighed for it: their features (C x 12), and which is right."""

    text: str
    features: Tensor
    right: int


def weighed(marked: Iterable[Marked]) -> Iterator[Weighed]:
    """The actors that the reader finds in annotated texts, paired with those marked by the mentions they share."""
    marked = list(marked)
    nlp = until_actors()
    for (name, _, actors), (_, doc) in zip(marked, read_docs(nlp, dispatches_of(marked)), strict=True):
        entities, resolver = resolved(doc)
        scene = resolver.scene
        ours = [{re.sub(r"\W", "", doc[m.start : m.end].text) + str(m.head) for m in e.mentions} for e in entities]
        theirs = []
        for actor in actors:
            spans = [doc.char_span(a, b, alignment_mode="expand") for a, b in actor["mentions"]]
            theirs.append({re.sub(r"\W", "", s.text) + str(s.root.i) for s in spans if s is not None})
        shared_mentions = sorted(
            ((len(a & b), i, j) for i, a in enumerate(theirs) for j, b in enumerate(ours) if a & b), reverse=True
        )
        paired: dict[int, int] = {}
        for _, i, j in shared_mentions:
            if i not in paired and j not in paired.values():
                paired[i] = j
        for i, j in paired.items():
            codes = countries.candidates(entities[j], scene)
            if entities[j].kind != "state" and actors[i]["country"] in codes:
                features = torch.from_numpy(countries.features(entities[j], codes, scene))
                yield Weighed(name, features, codes.index(actors[i]["country"]))


def train_countries(actors: list[Weighed], held: list[Weighed], seed: int) -> Countries:
    """Train the head of countries; the share that it gets right of what is held back is printed."""
    torch.manual_seed(seed)
    network = Countries()
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.05)
    for epoch in range(6):
        network.train()
        random.Random(seed + epoch).shuffle(actors)
        for start in range(0, len(actors), 16):
            optimizer.zero_grad()
            losses = [
                nn.functional.cross_entropy(network(actor.features)[None], torch.tensor([actor.right]))
                for actor in actors[start : start + 16]
            ]
            torch.stack(losses).mean().backward()
            optimizer.step()
    network.eval()
    if held:
        right = sum(int(network(actor.features).argmax()) == actor.right for actor in held)
        print(json.dumps({"countries": round(100 * right / len(held), 1), "actors": len(held)}), flush=True)
    return network


def main() -> None:
    """Read the arguments, train, export."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("build/actors"), help="folder of the texts as learned from")
    parser.add_argument("--to", type=Path, default=MODEL, help="folder to write the graphs to")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--held", type=int, default=0, help="leave every n-th of our articles out, to score on")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # the tensors are small: two threads wait for each other
    data = shared() / "data"
    sets: dict[str, list[Text]] = {}
    for name, marked in (
        ("ours", lambda: annotated(HERE / "annotations", data)),
        ("ontogum", lambda: ontogum(data / "coref" / "ontogum" / "train")),
        ("gap", lambda: gap(data / "coref" / "gap" / "gap-development.tsv")),
    ):
        kept = args.out / f"{name}.pt"
        if not kept.exists():
            torch.save(list(texts(marked())), kept)
        sets[name] = torch.load(kept, weights_only=False)
    articles = [text for text in sets["ours"] if text.name.startswith("article")]
    held = articles[:: args.held] if args.held else []
    ours = [text for text in sets["ours"] if all(text is not other for other in held)]
    asked = [t for t in sets["gap"] if t.pronoun is not None and any(mentions for mentions, _ in t.names)]
    network = train([*ours, *ours, *sets["ontogum"], *asked], held, args.epochs, args.seed)
    export(network, args.to)
    statements._encoder.cache_clear()  # so that the countries are learned of the actors that the new heads find
    told = list(weighed(annotated(HERE / "annotations", data)))
    apart = {text.name for text in held}
    head = train_countries([a for a in told if a.text not in apart], [a for a in told if a.text in apart], args.seed)
    write(head, (torch.zeros(3, len(COUNTRY), dtype=torch.long),), args.to / "countries.onnx", ["features"], ["scores"],
          {"features": {0: "pairs"}, "scores": {0: "pairs"}})  # fmt: skip
    torch.save({"heads": network.state_dict(), "countries": head.state_dict()}, args.out / "checkpoint.pt")


if __name__ == "__main__":
    main()
