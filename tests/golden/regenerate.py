"""Writes the golden records: what the readers make of some of our own sample dispatches, whole.

`make golden` runs it. A golden file has one line for each fact, so that a change of the readers shows as changed lines;
behind it, for the eye, the words that the fact's spans point to. Look at every changed line before committing it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import onrecord

GOLDEN = Path(__file__).resolve().parent
DISPATCHES = GOLDEN.parent / "dispatches"
NAMES = ("expelled_envoys", "fishing_talks", "strait_patrols")


def golden(name: str) -> str:
    """The golden file of a sample dispatch: a JSON object, one fact a line."""
    text = (DISPATCHES / f"{name}.txt").read_text(encoding="utf-8")
    return "\n".join(_lines(onrecord.read(text, id=name))) + "\n"


def _lines(record: onrecord.Record) -> Iterator[str]:
    data = record.to_dict()
    yield "{"
    for layer, content in data.items():
        if not isinstance(content, list):
            yield f'"{layer}": {_fact(record, content)},'
            continue
        yield f'"{layer}": ['
        for i, item in enumerate(content):
            yield f" {_fact(record, item)}{',' * (i < len(content) - 1)}"
        yield "]," if layer != list(data)[-1] else "]"
    yield "}"


def _fact(record: onrecord.Record, fact: object) -> str:
    """One fact as JSON, each span followed by its words."""
    return json.dumps(_shown(record, fact), ensure_ascii=False)


def _shown(record: onrecord.Record, value: object) -> object:
    if isinstance(value, dict):
        return {key: _shown(record, part) for key, part in value.items() if part not in (None, []) and key != "text"}
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(part, int) for part in value):
            return [*value, record.article.text[value[0] : value[1]]]
        return [_shown(record, part) for part in value]
    return value


def main() -> None:
    """Write every golden file."""
    for name in NAMES:
        path = GOLDEN / f"{name}.json"
        path.write_text(golden(name), encoding="utf-8")
        print(path.relative_to(GOLDEN.parent.parent))


if __name__ == "__main__":
    main()
