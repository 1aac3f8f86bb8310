"""Scores exported graphs on PolNeAR dev, as the model alone finds statements, before the reader draws their borders.

    python training/evaluate.py FOLDER [FOLDER …]

Each folder holds what `export.py` writes. With one in single precision (`export.py --exact`) beside the one in 8 bits,
the difference is what quantisation costs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import data
from train import OUTSIDE_QUOTES, judge_of, shared

from onrecord.reading.model.encoder import Encoder
from onrecord.reading.model.statements import statements_of
from onrecord.reading.model.words import words_of


def attributions(encoder: Encoder, name: str, text: str) -> dict[str, object]:
    """What a folder's graphs find in a text, as the scorer takes it."""
    words = words_of(text)
    states = encoder.states(words)
    found = statements_of(
        encoder.emissions(states), encoder.transitions, words.sentence, words.paragraph,
        words.features[:, 1] != OUTSIDE_QUOTES, lambda pairs: encoder.links(states, pairs),
        lambda cues, contents: encoder.acts(states, cues, contents),
    )  # fmt: skip

    def chars(*stretches: tuple[int, int] | None) -> list[list[int]]:
        return [[int(words.offsets[a, 0]), int(words.offsets[b - 1, 1])] for a, b in filter(None, stretches)]

    return {
        "doc": name,
        "attributions": [
            {"layer": f.layer, "source": chars(f.source), "cue": chars(f.cue), "content": chars(*f.contents)}
            for f in found
        ],
    }


def main() -> None:
    """Print the scores of each folder."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    judge = judge_of(shared())
    texts = sorted((shared() / "data" / "polnear" / "dev" / "text").glob("*.txt"))
    for folder in sys.argv[1:]:
        encoder = Encoder(Path(folder))
        scores = judge([attributions(encoder, path.stem, data.exactly(path)) for path in texts])
        print(folder, *(f"{name} {value}" for name, value in scores.items()), sep="\n  ")


if __name__ == "__main__":
    main()
