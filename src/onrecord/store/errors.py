"""What a store may refuse, each error with a remedy in its message."""

from __future__ import annotations

from onrecord.record import OnRecordError


class StoreError(OnRecordError):
    """A store that cannot be opened, read or written; the message names it and the remedy."""


class QueryError(OnRecordError):
    """A question that asks for nothing, such as a name without a letter."""


class NotInStoreError(OnRecordError):
    """A dispatch or a name that the store does not have."""
