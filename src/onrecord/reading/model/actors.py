"""Mentions of actors as the trained heads take them: numbers that tell of a mention, and of two mentions together.

Three heads share a vector that stands for each mention, made of the encoder's states of its first word and its head:
one says of what kind of actor a mention is, or that it is none; one scores, for a pronoun or a description, each
mention before it as the one that it takes up, against none of them (mention ranking; Denis and Baldridge, EMNLP 2008;
Lee et al., EMNLP 2017); one names sectors. All features are columns of whole numbers; each is embedded.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from onrecord.reading.entities.entity import Mention
from onrecord.record import ActorKind

KINDS: tuple[ActorKind, ...] = (
    "person", "state", "government", "organisation", "armed-group", "company", "media", "group", "unnamed",
)  # fmt: skip
SECTORS = [
    "GOV",
    "MIL",
    "LEG",
    "JUD",
    "SPY",
    "COP",
    "PTY",
    "OPP",
    "REB",
    "UAF",
    "CVL",
    "BUS",
    "EDU",
    "MED",
    "NGO",
    "IGO",
    "REL",
    "CRM",
    "ELI",
    "LAB",
    "REF",
    "JRN",
    "SCI",
    "HLH",
    "MIG",
    "OTH",
]
"""PLOVER's sectors, as the heads number them."""
NONE = len(KINDS)
"""The kind of what is no actor, or not known."""
PRONOUNS = ("m", "f", "it", "they", "we", "i")
FORMS = ("name", "description", "pronoun")
BACK = 50
"""Mentions before a pronoun or description among which its antecedent is looked for."""
AHEAD = 4
"""Mentions behind a pronoun among which a name may be meant: "In his speech, Berg said …"."""

_DEPS = {
    "nsubj": 1, "nsubjpass": 2, "dobj": 3, "pobj": 4, "dative": 3, "agent": 4, "poss": 5, "appos": 6, "conj": 7,
    "compound": 8, "nmod": 8, "amod": 8, "attr": 9, "ROOT": 10,
}  # fmt: skip
_TAGS = {"NN": 1, "NNS": 2, "NNP": 3, "NNPS": 4, "PRP": 5, "PRP$": 5}
_ENTITIES = {"PERSON": 1, "ORG": 2, "GPE": 3, "NORP": 4, "FAC": 5, "LOC": 6, "": 0}
_DETERMINERS = {"the": 1, "a": 2, "an": 2, "this": 3, "that": 3, "these": 3, "those": 3, "some": 4, "another": 4}
_SMALL = frozenset({"the", "and", "for", "his", "her", "its", "their", "this", "that", "from", "with"})
"""Words that two phrases may share without any likeness."""
_GENDERS = {"m": 0, "f": 1}

MENTION = (4, NONE + 1, 7, 2, 2, 3, 11, 6, 8, 7, 2, 2, 4, 2, 2)
"""How many values each feature of a mention has."""
PAIR = (7, 3, NONE + 1, 3, 2, 7, 6, 10, 10, 11, 11, 2, 2, 3, 6, 3, 3, 2, 2, 3, 3, 3, 3, 2, 4, 2, 3)
"""How many values each feature of a pair has."""
COUNTRY = (NONE, 3, 2, 5, 5, 2, 7, 2, 3, 2, len(SECTORS) + 1, 3)
"""How many values each feature of an actor and a state has, as `entities.countries` tells them."""


@dataclass(frozen=True)
class Seen:
    """The mentions of a document (M), in text order, as columns.

    `spans` are the characters (M x 2) of the first token and of the head; `features` the features of each (M x 15).
    """

    spans: NDArray[np.int64]
    features: NDArray[np.int64]
    columns: dict[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.spans)


def seen(
    doc: Doc,
    mentions: Sequence[Mention],
    body: int,
    speaker_at: Callable[[int], int | None],
    sources: frozenset[int],
) -> Seen:
    """What the heads take of mentions.

    Args:
        doc: the document.
        mentions: its mentions and candidates, in text order.
        body: the token at which the story begins.
        speaker_at: for a token inside a quotation, the token that heads its source, or None.
        sources: tokens that head the source of a statement.
    """
    numbers: dict[str, int] = {}

    def number(word: str) -> int:
        return numbers.setdefault(word, len(numbers) + 1) if word else 0

    sentence_of = {sentence.start: n for n, sentence in enumerate(doc.sents)}
    rows, features, spans = [], [], []
    named: dict[int, int] = {}
    for m in mentions:
        head, first = doc[m.head], doc[m.start]
        words = m.name.split()
        key = number(words[-1].lower()) if m.form == "name" and words else 0
        named[key] = named.get(key, 0) + 1
        noun = number(head.lemma_.lower()) if m.form != "pronoun" else 0
        form = FORMS.index(m.form)
        pronoun = PRONOUNS.index(m.gender) if m.form == "pronoun" and m.gender else 6
        kind = KINDS.index(m.kind) if m.kind else NONE
        gender = _GENDERS.get(m.gender or "", 2) if m.form != "pronoun" else 2
        dep = _DEPS.get(head.dep_, 0)
        source = speaker_at(m.head)
        said = [t.lemma_.lower() for a, b in ((m.start, m.end), *m.titles) for t in doc[a:b]] if form < 2 else []
        determiner = 5 if first.tag_ == "PRP$" else 6 if first.like_num else _DETERMINERS.get(first.lower_, 0)
        rows.append(
            (
                form, pronoun, kind, gender, m.plural, dep, key, noun, number(m.country or ""),
                m.start, m.end, m.head, head.head.i, sentence_of.get(head.sent.start, 0), head.is_sent_start or False,
                dep in (1, 2) and head.head.dep_ == "ROOT", -1 if source is None else source,
                named[key] if key else 0, m.definite, number(m.role[-1] if m.role else ""), determiner,
                _bits(said), _bits([head.lemma_.lower()]) if m.form == "description" else 0,
            )
        )  # fmt: skip
        features.append(
            (
                3 if m.candidate else form, kind, pronoun, m.plural, m.definite, gender, dep, _TAGS.get(head.tag_, 0),
                _ENTITIES.get(head.ent_type_, 7), determiner, m.head in sources, m.start < body,
                min(m.end - m.start - 1, 3), any(t.is_title for t in doc[m.start + 1 : m.end]), m.country is not None,
            )
        )  # fmt: skip
        spans.append((first.idx, head.idx))
    names = (
        "form", "pronoun", "kind", "gender", "plural", "dep", "key", "noun", "country", "start", "end", "head",
        "governor", "sentence", "opens", "main", "source", "named", "definite", "role", "determiner", "words", "headed",
    )  # fmt: skip
    table = np.array(rows, dtype=np.int64).reshape(-1, len(names))
    return Seen(
        spans=np.array(spans, dtype=np.int64).reshape(-1, 2),
        features=np.array(features, dtype=np.int64).reshape(-1, len(MENTION)),
        columns={name: table[:, i] for i, name in enumerate(names)},
    )


@dataclass(frozen=True)
class Pairs:
    """Mentions that may take up others: indices of those that take up (P), of those taken up (P), features (P x 27)."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    features: NDArray[np.int64]


def pairs(mentions: Seen, taking_up: NDArray[np.int64]) -> Pairs:
    """Each of some mentions with those that it may take up: the ones before it, and for pronouns names soon after."""
    c = mentions.columns
    steps = np.arange(-BACK, AHEAD + 1)
    right = (taking_up[:, None] + steps[None, :]).ravel()
    left = np.repeat(taking_up, len(steps))
    kept = (right >= 0) & (right < len(mentions)) & (right != left)
    left, right = left[kept], right[kept]
    ahead = right > left
    kept = c["head"][left] != c["head"][right]
    cataphor = (c["form"][left] == 2) & (c["form"][right] == 0) & (c["sentence"][left] == c["sentence"][right])
    kept &= ~ahead | cataphor
    left, right = left[kept], right[kept]

    def same(column: str) -> NDArray[np.int64]:
        a, b = c[column][left], c[column][right]
        return np.where((a == 0) | (b == 0), 2, a == b).astype(np.int64)

    sentences = np.clip(c["sentence"][left] - c["sentence"][right], 0, 5)
    gender = np.where(
        (c["form"][left] == 2) & (c["form"][right] == 2),
        c["pronoun"][left] == c["pronoun"][right],
        np.where(
            (c["form"][left] == 2) & (c["pronoun"][left] < 2) & (c["gender"][right] < 2),
            c["pronoun"][left] == c["gender"][right],
            2,
        ),
    )
    source = c["source"][left]
    features = np.stack(
        [
            c["pronoun"][left],
            c["form"][right],
            c["kind"][right],
            c["gender"][right],
            c["plural"][right],
            c["pronoun"][right],
            sentences,
            _steps(np.abs(left - right) - 1),
            _steps(np.maximum(c["head"][left] - c["head"][right], 0) // 2),
            c["dep"][left],
            c["dep"][right],
            c["governor"][left] == c["governor"][right],
            (c["start"][right] <= c["head"][left]) & (c["head"][left] < c["end"][right]),
            np.where(c["opens"][right] == 1, 2, c["main"][right]),
            np.minimum(c["named"][right], 5),
            np.where(source < 0, 0, np.where(source == c["head"][right], 2, 1)),
            gender,
            c["definite"][right],
            right > left,
            same("noun"),
            same("country"),
            same("role"),
            np.where(c["determiner"][left] == 1, 1, np.where(c["determiner"][left] == 3, 2, 0)),
            c["plural"][left],
            np.minimum(np.bitwise_count(c["words"][left] & c["words"][right]), 3),
            (c["headed"][left] & c["words"][right]) != 0,
            np.where(c["form"][left] == 2, 2, c["definite"][left]),
        ],
        axis=1,
    ).astype(np.int64)
    return Pairs(left, right, features)


def _bits(words: Iterable[str]) -> int:
    """Words as bits of one number, by which common words are counted: of different words few share a bit."""
    found = 0
    for word in words:
        if len(word) > 2 and word not in _SMALL:
            found |= 1 << (zlib.crc32(word.encode()) % 63)
    return found


def _steps(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """A distance in steps that grow."""
    return np.searchsorted(np.array([1, 2, 3, 4, 6, 9, 15, 26, 46]), distance, side="right").astype(np.int64)
