"""The store: dispatches with their records in one file, kept, found again and verified."""

from onrecord.store.appointments import Agenda
from onrecord.store.comparing import Comparisons
from onrecord.store.errors import NotInStoreError, QueryError, StoreError
from onrecord.store.findings import Entry, Finding, Hit, Kept, Name, Taken
from onrecord.store.queries import Findings
from onrecord.store.store import Store, open_store
from onrecord.store.verifying import Problem
from onrecord.store.who import Candidate, Dossier, Evidence, Judgement, OfficeHeld, Spelling
from onrecord.store.writing import Outcome

__all__ = [
    "Agenda", "Candidate", "Comparisons", "Dossier", "Entry", "Evidence", "Finding", "Findings", "Hit", "Judgement",
    "Kept", "Name", "NotInStoreError", "OfficeHeld", "Outcome", "Problem", "QueryError", "Spelling", "Store",
    "StoreError", "Taken", "open_store",
]  # fmt: skip
