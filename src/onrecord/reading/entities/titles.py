"""Titles: the offices and honorifics that stand beside a person's name.

Before a name: the run of nouns and adjectives that holds an office ("Kremlin Spokesman", "governor of Bryansk
region,"). Behind it: an apposition that holds one (", acting head of the agency,"). The article stays outside.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from onrecord.reading.entities import offices
from onrecord.reading.entities.gazetteer import Found


def is_capital(text: str) -> bool:
    """Whether a word begins with a capital."""
    return text[:1].isupper()


def _stands_apart(token: Token) -> bool:
    """Whether a noun before an office is no modifier of it."""
    if token.pos_ != "NOUN" or offices.is_modifier(token) or token.doc[token.i + 1].tag_ == "POS":
        return False
    return token.tag_ == "NNS" or not (is_capital(token.text) or token.dep_ in ("compound", "nmod", "poss"))


def title_before(doc: Doc, start: int, entries: dict[int, Found], barrier: set[int]) -> tuple[int, int] | None:
    """The title that stands before a name: its range of tokens, without article."""
    i = start - 1
    floor = max(0, start - 18)
    apposed = i > floor and doc[i].text == ","
    if apposed:
        i -= 1
    end = i + 1
    first = end
    seen_office = None
    while i >= floor and i not in barrier:
        token = doc[i]
        found = offices.noun_at(doc, i)
        is_title = offices.is_honorific(token) or (found and found[1].sort == "person")
        if is_title:
            seen_office = i if seen_office is None else seen_office
            first = i = found[0] if found else i
        elif (
            token.lower_ in ("of", "for", "to", "the", "on", "and", "&", "in") and seen_office is None and end - i < 14
        ):
            pass
        elif token.lower_ in ("of", "for") and seen_office is not None:
            break
        elif token.lower_ == "and" and i - 1 >= floor and is_capital(doc[i - 1].text) and is_capital(doc[i + 1].text):
            if not (found_before := offices.noun_at(doc, i - 1)) and not entries.get(i - 1):
                break
            if found_before and found_before[1].sort != "person":
                break
        elif token.tag_ == "POS" or token.text in ("-", "‐", "‑"):
            pass
        elif (
            token.pos_ in ("PROPN", "ADJ", "NOUN")
            or offices.is_modifier(token)
            or i in entries
            or (token.tag_ in ("VBN", "VBG") and offices.is_modifier(token))
        ):
            if seen_office is not None:
                if _stands_apart(token):
                    break
                first = i
        else:
            break
        i -= 1
    if seen_office is None or doc[end - 1].lower_ in ("of", "for", "to", "on", "in"):
        return None
    while first < seen_office and (
        doc[first].tag_ in ("POS", "DT", "IN", "CC")
        or doc[first].is_punct
        or doc[first].lower_ in ("some", "its", "his")
    ):
        first += 1
    while first < seen_office and doc[first - 1].text in ("-", "‐", "‑") and not doc[first - 1].whitespace_:
        first += 1
    if seen_office < end - 1 and not apposed and doc[seen_office + 1].lower_ not in ("of", "for", "to", "on"):
        return None
    return (first, end) if not apposed or start - first <= 16 else None


def title_behind(doc: Doc, end: int) -> tuple[int, int] | None:
    """The title in an apposition behind a name: ", acting head of the agency," without its article."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    i = first = end + 1
    while first < len(doc) and doc[first].tag_ == "DT":
        first += 1
    i = first
    sent_end = min(doc[end].sent.end, first + 16)
    seen = False
    while i < sent_end:
        token = doc[i]
        found = offices.noun_at(doc, i)
        if found and found[1].sort == "person":
            seen = True
        elif (
            token.pos_ in ("PROPN", "ADJ", "NOUN")
            or offices.is_modifier(token)
            or token.tag_ == "POS"
            or (token.lower_ in ("of", "for", "to") and seen)
            or (token.tag_ == "DT" and doc[i - 1].lower_ in ("of", "for", "to"))
            or (
                token.lower_ == "and"
                and seen
                and i + 1 < sent_end
                and is_capital(doc[i + 1].text)
                and is_capital(doc[i - 1].text)
            )
            or token.text in ("-", "‐", "‑")
        ):
            pass
        else:
            break
        i += 1
    while i > first and (doc[i - 1].ent_type_ in ("DATE", "TIME") or doc[i - 1].lower_ in ("of", "for", "to")):
        i -= 1
    if not seen or i <= first:
        return None
    following = doc[i] if i < len(doc) else None
    closed = (
        following is None or following.text in (",", ".", ")", "”", '"', ";", ":") or following.pos_ in ("VERB", "AUX")
    )
    return (first, i) if closed else None
