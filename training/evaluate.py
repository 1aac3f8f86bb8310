"""Scores exported graphs on PolNeAR dev, as the model alone finds statements, before the reader draws their borders.

    python training/evaluate.py FOLDER [FOLDER …]

Each folder holds what `export.py` writes. With one in single precision (`export.py --exact`) beside the one in 8 bits,
the difference is what quantisation costs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import data
from watching import attributions, judge, shared

from onrecord.reading.model.encoder import Encoder


def main() -> None:
    """Print the scores of each folder."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    texts = list(data.polnear(shared() / "data" / "polnear" / "dev"))
    judged = judge()
    for folder in sys.argv[1:]:
        encoder = Encoder(Path(folder))
        scores = judged(attributions(encoder, encoder.read(text.words)[0], text.name, text.words) for text in texts)
        print(folder, *(f"{name} {value}" for name, value in scores.items()), sep="\n  ")


if __name__ == "__main__":
    main()
