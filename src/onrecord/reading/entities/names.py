"""Names that actors bear in the text: persons with the titles beside them, and bodies that no table knows.

Candidates for persons are spaCy's PERSON entities and runs of capitalised words behind an office or an honorific;
whatever the gazetteer knows is cut off them, and so are offices, which are titles. A surname that some full name
bears is that person's wherever it stands, headline included. A title is the run of nouns and adjectives before a
name that holds an office ("Kremlin Spokesman", "governor of Bryansk region,"), or an apposition behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from spacy.tokens import Doc

from onrecord.reading.entities.body_names import body_names
from onrecord.reading.entities.entity import Mention
from onrecord.reading.entities.gazetteer import Found
from onrecord.reading.entities.person_names import person, person_candidates

__all__ = ["Names", "names_of"]


@dataclass(kw_only=True)
class Names:
    """The named mentions of a document, and for each token the gazetteer's entry that covers it."""

    persons: list[Mention] = field(default_factory=list)
    bodies: list[Mention] = field(default_factory=list)
    entries: dict[int, Found] = field(default_factory=dict)

    @cached_property
    def person_tokens(self) -> frozenset[int]:
        """The tokens of persons' names."""
        return frozenset(i for p in self.persons for i in range(p.start, p.end))


def names_of(doc: Doc, found: list[Found], barrier: set[int]) -> Names:
    """The named mentions of a document.

    Args:
        doc: the document, tagged, parsed and with spaCy's entities.
        found: what the gazetteer found in its text.
        barrier: tokens at which a title ends: dates and the like.
    """
    entries: dict[int, Found] = {}
    i = 0
    for hit in found:
        while i < len(doc) and doc[i].idx + len(doc[i]) <= hit.start:
            i += 1
        j = i
        while j < len(doc) and doc[j].idx < hit.end:
            entries[j] = hit
            j += 1
    chosen = person_candidates(doc, entries, barrier)
    taken = {i for start, end in chosen for i in range(start, end)}
    surnames = {doc[end - 1].text for start, end in chosen if end - start > 1}
    for token in doc:
        if token.i not in taken and token.text in surnames and token.i not in entries:
            chosen.append((token.i, token.i + 1))
            taken.add(token.i)
    persons = [person(doc, start, end, entries, barrier) for start, end in sorted(chosen)]
    titles = {i for p in persons for a, b in p.titles for i in range(a, b)}
    bodies = list(body_names(doc, entries, taken))
    bodies = [replace(b, role=("in-title",)) if b.start in titles else b for b in bodies]
    return Names(persons=persons, bodies=bodies, entries=entries)
