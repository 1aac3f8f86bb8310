"""Disputes: who denies, rejects, contradicts or questions what, and against whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.record import words

Read = Callable[..., Record]


def shown(record: Record) -> list[tuple[str, str, str | None]]:
    text = record.article.text
    content = {s.id: words(text, s.content) for s in record.statements}
    return [(d.kind, words(text, d.target), content.get(d.against or "")) for d in record.disputes]


@pytest.mark.parametrize(
    ("text", "kind", "target", "against"),
    [
        (
            "Varna says Gorin's navy sank the ferry. Gorin denied sinking the ferry.",
            "denies",
            "sinking the ferry",
            "Gorin's navy sank the ferry",
        ),
        (
            "Senator Ada Rehn accused the colonel of theft. The colonel rejected the charge as a fable.",
            "rejects",
            "the charge",
            "the colonel of theft",
        ),
        (
            "Envoy Paul Lind said the rebels had fled. Rebel leader Ivo Karsk dismissed the claim.",
            "rejects",
            "the claim",
            "the rebels had fled",
        ),
        (
            "Velia demanded that the base be closed. Gorin rejected the demand.",
            "rejects",
            "the demand",
            "the base be closed",
        ),
    ],
)
def test_a_dispute_has_its_kind_its_target_and_what_it_opposes(
    read: Read, text: str, kind: str, target: str, against: str
) -> None:
    assert (kind, target, against) in shown(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "The island denied entry to three sailors.",
        "The minister did not rule out talks.",
        "General Ada Kern declined to comment.",
        "Mayor Ivo Brandt condemned the violence.",
        "The guards refused to leave the palace.",
        "Mayor Ivo Brandt said the bridge was safe.",
        "",
    ],
)
def test_withholding_refusing_and_condemning_deeds_are_no_disputes(read: Read, text: str) -> None:
    assert read(text or " .").disputes == ()


def test_a_denial_stands_even_if_nobody_is_reported_to_have_claimed_it(read: Read) -> None:
    (dispute,) = read("The Gorin army denied that it had shelled the port.").disputes
    assert (dispute.kind, dispute.against) == ("denies", None)


def test_every_dispute_points_to_statements_of_the_record(read: Read) -> None:
    record = read("Varna says Gorin shelled the town. Gorin denied sinking the ferry. Varna dismissed the denial.")
    ids = {s.id for s in record.statements}
    assert record.disputes
    assert all(d.statement in ids and (d.against is None or d.against in ids) for d in record.disputes)
    assert all(d.statement != d.against for d in record.disputes)
