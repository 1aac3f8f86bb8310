"""The library's front door: `read` for one text, `Reader` for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from onrecord.record import Dispatch, Record


class Reader:
    """Reads dispatches into records. Making one loads the pipeline (about a second); keep it for many texts."""

    def __init__(self) -> None:
        from onrecord.reading import pipeline  # spaCy takes a second to import: not for `onrecord --help`

        self._pipeline = pipeline
        self.nlp = pipeline.build()

    def read(self, dispatch: Dispatch) -> Record:
        """The record of one dispatch."""
        return next(self.read_many([dispatch]))

    def read_many(
        self,
        dispatches: Iterable[Dispatch],
        *,
        batch_size: int = 16,
        on_error: Callable[[Dispatch, Exception], None] | None = None,
    ) -> Iterator[Record]:
        """The record of each dispatch, in order, as they are read.

        Args:
            dispatches: what to read; taken lazily.
            batch_size: how many dispatches are parsed together.
            on_error: told of a dispatch that could not be read, and why; the next one is read then. Without it the
                error is raised, which ends the batch.
        """
        found = self._pipeline.read_docs(self.nlp, dispatches, batch_size=batch_size, on_error=on_error)
        for dispatch, doc in found:
            yield self._pipeline.record_of(doc, dispatch)


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
