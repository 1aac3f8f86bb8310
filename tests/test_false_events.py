"""The verdicts on the reader's events hold together, and what is reckoned from them is right."""

from __future__ import annotations

import false_events
from false_events import Verdict


def verdict(lemma: str, seen: int, false: int) -> Verdict:
    return Verdict(lemma=lemma, type="CONSULT", seen=seen, false=false, crisis_seen=0, crisis_false=0, cause="metaphor")


def test_every_group_that_has_false_events_says_why() -> None:
    judged = false_events.verdicts().values()
    assert [v for v in judged if bool(v.cause) != bool(v.false)] == []
    assert [v for v in judged if not 0 <= v.crisis_false <= v.false <= v.seen or v.crisis_seen > v.seen] == []


def test_groups_not_read_count_as_those_of_their_size_that_were() -> None:
    judged = {v.group: v for v in (verdict("talk", 2, 1), verdict("meet", 1, 0))}
    counts = {("talk", "CONSULT"): 4, ("meet", "CONSULT"): 1, ("visit", "CONSULT"): 1}
    assert false_events.precision(counts, judged) == 100 * (2 + 2) / 6


def test_a_row_reckons_the_false_events_of_the_group_from_those_seen() -> None:
    judged = {v.group: v for v in (verdict("talk", 2, 1), verdict("meet", 4, 3))}
    rows = list(false_events.table({("talk", "CONSULT"): 3, ("meet", "CONSULT"): 12}, judged))
    assert rows[2:] == ["| meet | CONSULT | 9 of 12 | metaphor |", "| talk | CONSULT | 2 of 3 | metaphor |"]
