"""The store: dispatches with their records in one file, kept, found again and verified."""

from onrecord.store.findings import Entry, Finding, Hit, Kept, Name
from onrecord.store.opening import DEFAULT, VARIABLE, StoreError
from onrecord.store.queries import Findings, QueryError
from onrecord.store.store import NotInStoreError, Store, open_store
from onrecord.store.verifying import Problem
from onrecord.store.writing import Outcome

__all__ = [
    "DEFAULT", "VARIABLE", "Entry", "Finding", "Findings", "Hit", "Kept", "Name", "NotInStoreError", "Outcome",
    "Problem", "QueryError", "Store", "StoreError", "open_store",
]  # fmt: skip
