"""OnRecord reads news dispatches and puts them on the record: who said what, who did what, to the character.

>>> import onrecord
>>> record = onrecord.read("OSLO, March 3. /TASS/. Talks began on Thursday.", published="2022-03-03")
>>> record.words(record.article.dateline.span)
'OSLO, March 3. /TASS/.'
"""

from typing import TYPE_CHECKING, Any

from onrecord.reader import Reader, read
from onrecord.record import Dispatch, OnRecordError, Record

if TYPE_CHECKING:
    from onrecord.store import Store, open_store

__all__ = ["Dispatch", "OnRecordError", "Reader", "Record", "Store", "open_store", "read"]


def __getattr__(name: str) -> Any:
    """The store, imported when it is asked for: a third of a second that reading has no use for."""
    if name in ("Store", "open_store"):
        from onrecord import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
