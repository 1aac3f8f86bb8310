"""Trains the head of events and puts it into the package.

    python training/events.py [--out build/events] [--held 5]

Learned from the events of 107 news texts annotated for this project (`annotations/`): the word that heads each trigger
has the event's type, every other verb, noun and adjective none. `--held` leaves every n-th text out, to be scored on.

Tried and left: 1,700 beginnings of the NGEC stories (Halterman et al. 2023), of which only the whole has a type, with a
noisy-or over words. Held out, triggers fell from 48.1 F1 to 44.0: of such a story nobody learns which words name none.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from data import text_in
from event_network import EventNetwork
from export import MODEL, write
from spacy.language import Language
from torch import Tensor, nn
from watching import shared

from onrecord import Dispatch
from onrecord.reading.draft import draft_of
from onrecord.reading.happenings.judging import asked
from onrecord.reading.model.encoder import EVENT_VIEW, Encoder
from onrecord.reading.model.triggers import TRIGGER, TYPES
from onrecord.reading.model.words import words_of
from onrecord.reading.pipeline import build, read_docs

HERE = Path(__file__).resolve().parent
HEADS = ("VERB", "NOUN", "ADJ", "PROPN", "AUX")
"""Parts of speech that head a trigger."""


@dataclass
class Text:
    """A text as the head learns from it: middle states (T x 768), features (T x 9) and types (T) of its words.

    `missed` counts the triggers whose head is no word that is asked.
    """

    name: str
    middle: Tensor
    features: Tensor
    types: Tensor
    missed: int = 0


def until_events() -> Language:
    """The pipeline up to the reader of events."""
    nlp = build()
    for name in nlp.pipe_names[nlp.pipe_names.index("onrecord_events") :]:
        nlp.remove_pipe(name)
    return nlp


def texts() -> Iterator[Text]:
    """The annotated texts."""
    nlp, encoder = until_events(), Encoder()
    paths = sorted((HERE / "annotations").glob("*.json"))
    noted = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    noted = [(name, each) for name, each in noted if "events" in each]
    dispatches = [Dispatch(id=name, text=text_in(shared() / "data" / each["file"])) for name, each in noted]
    for (name, each), (_, doc) in zip(noted, read_docs(nlp, dispatches), strict=True):
        types: dict[int, int] = {}
        for event in each["events"]:
            for start, end in event["trigger"]:
                span = doc.char_span(start, end, alignment_mode="expand")
                if span is not None:
                    head = next((token for token in (span.root, *span) if token.pos_ in HEADS), span.root)
                    types[head.i] = TYPES.index(event["type"]) + 1
        tokens, features = asked(doc, draft_of(doc))
        words = words_of(doc.text)
        at = np.searchsorted(words.offsets[:, 0], [token.idx for token in tokens], side="right") - 1
        told = torch.tensor([types.get(token.i, 0) for token in tokens])
        middle = torch.from_numpy(encoder.middle(words)[at])
        yield Text(name, middle, torch.from_numpy(features), told, len(types) - int((told > 0).sum()))


@torch.no_grad()
def report(network: EventNetwork, held: list[Text], least: float) -> dict[str, float]:
    """Precision, recall and F1 of triggers with their type, where a word names an event from a chance of `least` on."""
    right = found = gold = 0
    for text in held:
        chances = torch.softmax(network(text.middle, text.features), 1)
        named = 1 - chances[:, 0] > least
        right += int((named & (chances[:, 1:].argmax(1) + 1 == text.types)).sum())
        found, gold = found + int(named.sum()), gold + int((text.types > 0).sum()) + text.missed
    precision, recall = right / max(1, found), right / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(100 * precision, 1), "recall": round(100 * recall, 1), "f1": round(100 * f1, 1)}


def train(examples: list[Text], epochs: int, seed: int) -> EventNetwork:
    """Train the head."""
    torch.manual_seed(seed)
    network = EventNetwork()
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.05)
    for epoch in range(epochs):
        network.train()
        random.Random(seed + epoch).shuffle(examples)
        for start in range(0, len(examples), 4):
            optimizer.zero_grad()
            for text in examples[start : start + 4]:
                scores = network(text.middle, text.features)
                (nn.functional.cross_entropy(scores, text.types, reduction="sum") / 60).backward()
            optimizer.step()
    return network.eval()


def export(network: EventNetwork, folder: Path) -> None:
    """Write the graphs `event_view` and `triggers`."""
    write(network.view, (torch.zeros(5, network.view.seen.in_features),), folder / "event_view.onnx", ["middle"],
          ["view"], {"middle": {0: "words"}, "view": {0: "words"}})  # fmt: skip
    fed = (torch.zeros(5, EVENT_VIEW), torch.zeros(5, len(TRIGGER), dtype=torch.long))
    write(network.triggers, fed, folder / "triggers.onnx", ["view", "features"], ["scores"],
          {name: {0: "words"} for name in ("view", "features", "scores")})  # fmt: skip


def main() -> None:
    """Read the arguments, train, export."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("build/events"), help="folder of the texts as learned from")
    parser.add_argument("--to", type=Path, default=MODEL, help="folder to write the graphs to")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--held", type=int, default=0, help="leave every n-th text out, to score on")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # the tensors are small: two threads wait for each other
    kept = args.out / "texts.pt"
    if not kept.exists():
        torch.save(list(texts()), kept)
    examples: list[Text] = torch.load(kept, weights_only=False)
    articles = [text for text in examples if text.name.startswith("article")]
    others = [text for text in examples if not text.name.startswith("article")]
    held = [*articles[:: args.held], *others[:: args.held]] if args.held else []
    ours = [text for text in examples if all(text is not other for other in held)]
    network = train(ours, args.epochs, args.seed)
    for least in (0.3, 0.4, 0.5) if held else ():
        print(json.dumps({"least": least, **report(network, held, least)}), flush=True)
    export(network, args.to)
    torch.save(network.state_dict(), args.out / "checkpoint.pt")


if __name__ == "__main__":
    main()
