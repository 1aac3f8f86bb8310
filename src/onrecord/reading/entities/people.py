"""What a person's name alone tells: the gender of a given name or surname, and of which state a known leader is."""

from __future__ import annotations

import unicodedata
from functools import cache

from onrecord.reading.lexicons import rows, table
from onrecord.spelling import skeleton

__all__ = ["gender_of_name", "gender_of_surname", "known_country", "known_surname"]


@cache
def _given() -> dict[str, str]:
    names = table("given_names")
    return {name: gender for gender in ("f", "m") for name in names[gender].split()}


def gender_of_name(given: str) -> str | None:
    """The gender that a given name tells, if the table knows it."""
    return _given().get(given)


def gender_of_surname(surname: str) -> str | None:
    """The gender that the ending of a surname tells."""
    for gender in ("f", "m"):
        if len(surname) > 4 and surname.endswith(tuple(table("given_names")[f"surname_{gender}"])):
            return gender
    return None


@cache
def _leaders() -> dict[str, str]:
    return {_folded(row["name"]): row["country"] for row in rows("leaders")}


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c.isalnum())


def known_country(name: str) -> str | None:
    """The state that a person of the table of leaders is known for, by the full name."""
    return _leaders().get(_folded(name)) if " " in name else None


@cache
def _surnames() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for row in rows("leaders"):
        surname = skeleton(row["name"].split()[-1])
        known = found.setdefault(surname, row["country"])
        if known != row["country"]:
            found[surname] = None
    return found


def known_surname(surname: str) -> str | None:
    """The state of the only persons of the table of leaders who bear a surname, given its skeleton."""
    return _surnames().get(surname)
