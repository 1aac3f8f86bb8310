"""Parentheses: clauses of saying that commas part from what was said, found by their place where the parse fails.

"The bridge, the army said, was open"; "The bridge is open, the army announced on Sunday".
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from onrecord.reading.attribution.borders import TRAILING
from onrecord.reading.attribution.cues import Cue
from onrecord.reading.attribution.findings import Finding, is_person_like
from onrecord.reading.draft import phrase_of
from onrecord.reading.syntax import subject, trimmed

_NOMINAL = ("NOUN", "PROPN", "PRON")


def interrupting(verb: Token, cue: Cue, finding: Finding) -> Finding | None:
    """What a clause between commas attributes: "The bridge, the army said, was open"."""
    if "quote" not in cue.frames or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    sentence = verb.sent
    last = max(finding.takes)
    if last + 2 >= sentence.end or verb.doc[last + 1].text != ",":
        return None
    comma = next((t for t in reversed(verb.doc[sentence.start : min(finding.takes)]) if t.text == ","), None)
    if comma is None:
        return None
    named = trimmed(verb.doc[comma.i + 1 : min(finding.takes)])
    before, after = verb.doc[sentence.start : comma.i], trimmed(verb.doc[last + 2 : sentence.end])
    if not named or not after or any(t.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ") or t.is_quote for t in named):
        return None
    goes_on = after[0].pos_ in ("VERB", "AUX", "NOUN", "PROPN", "PRON", "DET", "ADP", "ADV") and after[0].tag_ != "VBG"
    if not goes_on or not any(t.pos_ in ("VERB", "AUX") for t in after) or named[-1].pos_ not in _NOMINAL:
        return None
    if subject(verb) is None or subject(verb) not in named:
        return None
    return replace(finding, source=phrase_of(named), contents=[*phrase_of(trimmed(before)), *phrase_of(after)])


def inverted(verb: Token, cue: Cue, finding: Finding) -> Finding | None:
    """What an inverted clause at the end of its sentence attributes: "The EU is ready, stressed the chancellor"."""
    start = min(finding.takes)
    sentence = verb.sent
    if "quote" not in cue.frames or "blame" in cue.frames or verb.tag_ not in ("VBD", "VBZ"):
        return None
    if start <= sentence.start + 1:
        return None
    named = trimmed(t for t in verb.doc[verb.i + 1 : sentence.end] if t.text != ".")
    if verb.doc[start - 1].text != "," or not named or named[0].pos_ not in ("DET", "PROPN", "NOUN", "PRON", "ADJ"):
        return None
    said = verb.doc[sentence.start : start - 1]
    if any(t.pos_ in ("VERB", "AUX") for t in named) or not any(t.pos_ in ("VERB", "AUX") for t in said):
        return None
    if not any(is_person_like(t) for t in named) or any(t.dep_ == "cc" for t in verb.children):
        return None
    return replace(finding, source=phrase_of(named), contents=list(phrase_of(trimmed(said))))


def comma_before(verb: Token, start: int, cue: int) -> Token | None:
    """The comma before the noun phrase that a cue follows; of "…, the minister, Ola Lund, said" the first."""
    commas = [t for t in verb.doc[start:cue] if t.text == ","]
    if commas and commas[-1].i == cue - 1:  # the second comma of an apposition
        commas = commas[:-2]
    return commas[-1] if commas else None


def trailing(verb: Token, cue: Cue, finding: Finding) -> Finding | None:
    """What a clause at the end of its sentence attributes where the parser did not see it: "…, NP announced on Sunday".

    A noun phrase without a verb stands between a comma and the cue, and nothing but adjuncts behind it.
    """
    if "quote" not in cue.frames or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    sentence = verb.sent
    behind = [t for t in verb.doc[verb.i + 1 : sentence.end] if not t.is_space]
    adjuncts = next((behind[:n] for n, t in enumerate(behind) if t.text == ","), behind)
    if len(adjuncts) > TRAILING or any(
        t.pos_ in ("VERB", "AUX", "PRON", "SCONJ") and t.tag_ != "PRP$" for t in adjuncts
    ):
        return None
    objects = ("NOUN", "DET", "ADJ", "NUM", "CCONJ") if "tell" not in cue.frames else ("CCONJ",)
    if adjuncts and adjuncts[0].pos_ in objects:
        return None  # an object; of "told", the one who was told
    if len(behind) > len(adjuncts) and behind[len(adjuncts) + 1 :][:1] and behind[len(adjuncts) + 1].tag_ != "VBG":
        return None
    start = min(finding.takes)
    comma = comma_before(verb, sentence.start, start)
    if comma is None:
        return None
    named = trimmed(verb.doc[comma.i + 1 : start])
    said = verb.doc[sentence.start : comma.i]
    head = next((t for t in reversed(named) if not t.is_punct), None)
    if head is None or head.pos_ not in _NOMINAL or named[0].pos_ in ("ADP", "SCONJ"):
        return None
    if any(t.pos_ in ("VERB", "AUX") and t.dep_ != "amod" for t in named) or not any(
        t.pos_ in ("VERB", "AUX") for t in said
    ):
        return None
    if verb.tag_ == "VBN" and not any(is_person_like(t) for t in named):
        return None  # a participle: "…, such as the loans offered to Riga"
    told = trimmed(t for t in adjuncts if t.ent_type_ not in ("DATE", "TIME") and t.pos_ != "ADP")
    addressees = phrase_of(told)[:1] if "tell" in cue.frames else ()
    contents = list(phrase_of(trimmed(said)))
    return replace(finding, source=phrase_of(named), contents=contents, addressees=addressees)
