"""The user's own register of offices in a store: a CSV file taken over, and the whole register written out.

A file is known by its address; taken over again, it says what it now says and nothing else. A person whom no dispatch
names yet gets a name of his own, so that the first dispatch with a bare surname finds him.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, insert, select, union, update

from onrecord.linking.offices import Seed, Tenure
from onrecord.linking.register import RegisterError, read_register
from onrecord.linking.titles import Office
from onrecord.store.evidence import register
from onrecord.store.names import folded
from onrecord.store.schema import names, offices, seeds


def read(path: Path) -> tuple[Seed, ...]:
    """The rows of a register.

    Raises:
        RegisterError: it cannot be read, or a row is no good.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RegisterError(f"{path}: it cannot be read ({(error.strerror or str(error)).lower()})") from None
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: byte {error.start} is no UTF-8; save it as UTF-8") from None
    return read_register(text, str(path))


def take_over(connection: Connection, file: str, found: Sequence[Seed]) -> None:
    """Have a file say these rows, and no others."""
    before = set(connection.execute(select(seeds.c.who_id).where(seeds.c.file == file)).scalars())
    connection.execute(seeds.delete().where(seeds.c.file == file))
    rows = [
        {"file": file, "line": seed.line, "who_id": _bearer(connection, seed), "name": seed.name}
        | {"role": seed.office.role, "of": seed.office.of, "first": seed.first, "last": seed.last}
        | {"held": seed.held, "note": seed.note}
        for seed in found
    ]
    if rows:
        connection.execute(insert(seeds), rows)
    touched = before | {row["who_id"] for row in rows}
    connection.execute(update(names).where(names.c.id.in_(touched)).values(linked=False))


def _bearer(connection: Connection, seed: Seed) -> int:
    """The number of the name that a row means: spelled so, of the office's country before others; new if need be."""
    spelled = names.c.folded == folded(seed.name), names.c.kind == "person", names.c.namesake == 0
    rows = connection.execute(select(names.c.id, names.c.country).where(*spelled).order_by(names.c.id)).all()
    country = seed.office.of if len(seed.office.of) == 3 and seed.office.of.isupper() else ""
    fitting = sorted((row for row in rows if row.country in (country, "")), key=lambda row: row.country != country)
    for row in fitting or (rows if not country else []):
        return int(row.id)
    new = {"name": seed.name, "kind": "person", "country": country, "folded": folded(seed.name)}
    return int(connection.execute(insert(names).values(new).returning(names.c.id)).scalar_one())


def whole(connection: Connection) -> list[Tenure]:
    """Who held which office when, of all offices: what dispatches tell, and what the user's files say."""
    both = union(select(offices.c.role, offices.c.of), select(seeds.c.role, seeds.c.of))
    return register(connection, [Office(*row) for row in connection.execute(both)])
