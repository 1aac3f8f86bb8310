"""The store: dispatches with their records in one file, kept, found again and verified."""

from onrecord.store.appointments import Agenda
from onrecord.store.errors import NotInStoreError, QueryError, StoreError
from onrecord.store.findings import Entry, Finding, Hit, Kept, Name
from onrecord.store.queries import Findings
from onrecord.store.store import Store, open_store
from onrecord.store.verifying import Problem
from onrecord.store.writing import Outcome

__all__ = [
    "Agenda", "Entry", "Finding", "Findings", "Hit", "Kept", "Name", "NotInStoreError", "Outcome",
    "Problem", "QueryError", "Store", "StoreError", "open_store",
]  # fmt: skip
