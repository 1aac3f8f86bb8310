"""What an address asks for: the values behind its question mark, each checked before the store is asked.

A field that is left empty asks for nothing, as browsers send every field of a form.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from starlette.requests import Request

from onrecord.record import OnRecordError

LONGEST = 500
"""Characters of a value. Nobody looks for more words than that; thousands would be more than SQLite's parser takes."""

_NUMBER = re.compile(r"[1-9]\d{0,14}")


class AskedError(OnRecordError):
    """An address that asks for what nobody can give, such as the 31st of February."""


class AddressError(OnRecordError):
    """An address where nothing is."""


class Asked:
    """The values of a request's address."""

    def __init__(self, request: Request) -> None:
        self._values = request.query_params
        self._path = request.path_params

    def has(self, name: str) -> bool:
        """Whether the address gives a value, be it an empty one."""
        return name in self._values

    def words(self, name: str) -> str | None:
        """Words, as they were typed."""
        value = self._values.get(name, "").strip()
        if len(value) > LONGEST:
            raise AskedError(f"{name}: {len(value):,} characters are more than the {LONGEST} that may be; give fewer")
        return value or None

    def day(self, name: str) -> str | None:
        """A day, as ISO 8601 writes it."""
        value = self.words(name)
        if value is not None:
            try:
                if datetime.date.fromisoformat(value).isoformat() != value:
                    raise ValueError
            except ValueError:
                raise AskedError(f"{name} {value!r} is no day; write it as 2031-03-12") from None
        return value

    def choice(self, name: str, choices: Sequence[str]) -> str | None:
        """One of several values."""
        value = self.words(name)
        if value is not None and value not in choices:
            raise AskedError(f"{name} {value!r}: there is no such {name}; take one of {', '.join(choices)}")
        return value

    def number(self, name: str, default: int | None = None) -> int | None:
        """A number from 1."""
        value = self.words(name)
        if value is None:
            return default
        if not _NUMBER.fullmatch(value):
            raise AskedError(f"{name} {value!r} is no number; write it as 2")
        return int(value)

    def key(self, what: str) -> int:
        """The number that the path ends in, of a dispatch or an actor."""
        value = str(self._path["number"])
        if not _NUMBER.fullmatch(value):
            raise AddressError(f"{value}: there is no such {what}; its number stands in the address, as in {what} 12")
        return int(value)
