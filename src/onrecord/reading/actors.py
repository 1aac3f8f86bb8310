"""Who acts: the actors of a dispatch, and the actors that a noun phrase refers to."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.draft import draft_of, tokens_of
from onrecord.record import Phrase

NAME = "onrecord_actors"


def actors_of(doc: Doc, phrase: Phrase) -> tuple[str, ...]:
    """The actors that a noun phrase refers to: by its head and the heads joined to it, else by a name in it."""
    heads = draft_of(doc).heads
    inside = {token.i: token for span in phrase for token in tokens_of(doc, span)}
    roots = [t for i, t in inside.items() if t.head.i not in inside or t.head.i == i]
    joined = [t for root in roots[:1] for t in (root, *root.conjuncts) if t.i in inside]
    ids = [key for token in joined for key in heads.get(token.i, ())]
    if not ids:
        ids = [key for i in inside if i in heads for key in heads[i]][:1]
    return tuple(dict.fromkeys(ids))


@Language.component(NAME)
def read_actors(doc: Doc) -> Doc:
    """Note the actors of a dispatch."""
    draft = draft_of(doc)
    draft.actors = ()
    return doc
