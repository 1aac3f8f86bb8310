"""The library's front door: `read` for one text, `Reader` for many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.ontology import read_ontology
from onrecord.record import Dispatch, Record

if TYPE_CHECKING:
    from spacy.language import Language

LARGEST_BATCH = 16
"""Dispatches parsed together. spaCy gains about a fifth over reading one by one, and little more beyond this."""


class Reader:
    """Reads dispatches into records. What it reads with is loaded (a second or two) when the first is read.

    Args:
        ontology: a user's own ontology (`onrecord.ontology`), whose `[[predicate]]` entries are read with besides the
            words that the readers know.

    Raises:
        OntologyError: the file is no ontology.
    """

    def __init__(self, *, ontology: str | os.PathLike[str] | None = None) -> None:
        self.ontology = None if ontology is None else read_ontology(ontology)

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline that reads.

        Raises:
            OnRecordError: the weights are not where they were installed.
        """
        from onrecord.reading import pipeline  # spaCy takes a second to import: not for `onrecord --help`

        return pipeline.build(self.ontology.predicates if self.ontology else ())

    @cached_property
    def version(self) -> str:
        """The program, the weights and the words of a user's that it reads with, in one line: what made a record."""
        from onrecord.reading.version import version

        digest = self.ontology.digest if self.ontology else ""
        return f"{version()}, ontology {digest}" if digest else version()

    def read(self, dispatch: Dispatch) -> Record:
        """The record of one dispatch."""
        return next(self.read_many([dispatch]))

    def read_many(
        self, dispatches: Iterable[Dispatch], *, on_error: Callable[[Dispatch, Exception], None] | None = None
    ) -> Iterator[Record]:
        """The record of each dispatch, in order, as they are read.

        Args:
            dispatches: what to read; taken lazily.
            on_error: told of a dispatch that could not be read, and why; the others are read all the same. Without it
                the error is raised, which ends the batch.
        """
        for _, record in self.pairs(dispatches, on_error=on_error):
            yield record

    def pairs(
        self, dispatches: Iterable[Dispatch], *, on_error: Callable[[Dispatch, Exception], None] | None = None
    ) -> Iterator[tuple[Dispatch, Record]]:
        """Each dispatch with its record; otherwise as `read_many`.

        They are read in batches that grow from one to `LARGEST_BATCH`, so that the first record comes at once and the
        rest at full speed. Should reading a batch fail in a way nobody foresaw, what is left of it is read one by one,
        so that only the dispatch at fault is lost.
        """
        remaining = iter(dispatches)
        size = 1
        while batch := list(islice(remaining, size)):
            done = 0
            try:
                for pair in self._read(batch):
                    done += 1
                    yield pair
            except Exception as error:
                if on_error is None:
                    raise
                if len(batch) == 1:
                    on_error(batch[0], error)
                else:
                    yield from self._one_by_one(batch[done:], on_error)
            size = min(2 * size, LARGEST_BATCH)

    def _one_by_one(
        self, dispatches: Iterable[Dispatch], on_error: Callable[[Dispatch, Exception], None]
    ) -> Iterator[tuple[Dispatch, Record]]:
        for dispatch in dispatches:
            try:
                pair = next(self._read([dispatch]))
            except Exception as error:
                on_error(dispatch, error)
            else:
                yield pair

    def _read(self, batch: list[Dispatch]) -> Iterator[tuple[Dispatch, Record]]:
        """The records of dispatches parsed together."""
        from onrecord.reading import pipeline

        for dispatch, doc in pipeline.read_docs(self.nlp, batch, batch_size=LARGEST_BATCH):
            yield dispatch, pipeline.record_of(doc, dispatch)


@cache
def _reader() -> Reader:
    return Reader()


def read(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    id: str = "dispatch",
) -> Record:
    """The record of one text.

    Args:
        text: the dispatch, as it stands; it is never changed.
        published: the day it was published, ISO 8601 ("2022-01-10"); inferred from the text where it can be.
        outlet: who published it.
        title: the headline, where metadata tell it.
        id: the record's `article.id`.

    Raises:
        DispatchError: the text is empty or longer than `LONGEST_DISPATCH`, or `published` is no date.
    """
    return _reader().read(Dispatch(id=id, text=text, published=published, outlet=outlet, title=title))
