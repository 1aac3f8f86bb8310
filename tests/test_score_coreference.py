"""The measures of coreference, against values worked out by hand and those printed in papers."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import score_coreference
from score_coreference import (
    Cluster,
    Document,
    b_cubed,
    ceaf,
    clusters_of,
    conll,
    document,
    gap,
    muc,
    named,
    refers,
    snippets,
)


def clusters(*letters: str) -> list[Cluster]:
    """Clusters of mentions, each a letter."""
    return [frozenset((ord(letter), ord(letter) + 1) for letter in each) for each in letters]


# Pradhan et al., "Scoring Coreference Partitions of Predicted Mentions", ACL 2014: the key has the entities
# {a b c} and {d e f g}, the response {a b}, {c d} and {f g h i}.
KEY, RESPONSE = clusters("abc", "defg"), clusters("ab", "cd", "fghi")


def test_muc_of_the_worked_example() -> None:
    # The response cuts {a b c} into {a b} {c}: 3 - 2 links are kept; {d e f g} into {d} {e} {f g}: 4 - 3.
    assert muc(KEY, RESPONSE) == (2, 5)
    # The key keeps {a b} whole: 2 - 1; cuts {c d} into 2: 0; {f g h i} into {f g} {h} {i}: 4 - 3.
    assert muc(RESPONSE, KEY) == (2, 5)


def test_b_cubed_of_the_worked_example() -> None:
    # {a b c}: 2²/3 + 1²/3; {d e f g}: 1²/4 + 2²/4; over 7 mentions.
    assert b_cubed(KEY, RESPONSE) == (pytest.approx(35 / 12), 7)
    # {a b}: 2²/2; {c d}: 1²/2 + 1²/2; {f g h i}: 2²/4; over 8 mentions.
    assert b_cubed(RESPONSE, KEY) == (pytest.approx(4), 8)


def test_ceaf_of_the_worked_example() -> None:
    # {a b c} with {a b}: 2·2/5; {d e f g} with {f g h i}: 2·2/8; {c d} stays alone.
    assert ceaf(RESPONSE, KEY) == pytest.approx(0.8 + 0.5)


def test_report_of_the_worked_example() -> None:
    # Mentions: 6 are common (a b c d f g) of the response's 8 and the key's 7.
    # MUC 2/5, 2/5; B³ 4/8 and 35/84; CEAF-e 1.3/3 and 1.3/2; the mean of the F1s 40, 45.5 and 52.
    assert list(conll([(RESPONSE, KEY)])) == [
        "mentions     precision  75.0  recall  85.7  f1  80.0",
        "muc          precision  40.0  recall  40.0  f1  40.0",
        "b3           precision  50.0  recall  41.7  f1  45.5",
        "ceafe        precision  43.3  recall  65.0  f1  52.0",
        "conll        F1  45.8",
    ]


# Bagga and Baldwin, "Algorithms for Scoring Coreference Chains", 1998: the truth is {1 … 5}, {6 7}, {8 9 A B C}. One
# response joins the last two, the other the first and the last. MUC takes both for equally wrong, B³ does not.
TRUTH = clusters("12345", "67", "89ABC")


@pytest.mark.parametrize(
    ("response", "kept", "precision"),
    [
        # 12345 is whole: 5; of 6789ABC: 2²/7 + 5²/7. (5 + 29/7) / 12 = 76 %.
        (("12345", "6789ABC"), 5 + 29 / 7, 0.76),
        # 67 is whole: 2; of 1234589ABC: 5²/10 + 5²/10. (2 + 5) / 12 = 58 %.
        (("1234589ABC", "67"), 7, 0.58),
    ],
)
def test_a_wrong_link_between_large_clusters_is_worse_in_b_cubed_alone(
    response: Sequence[str], kept: float, precision: float
) -> None:
    found = clusters(*response)
    assert muc(found, TRUTH) == (9, 10)
    assert muc(TRUTH, found) == (9, 9)
    right, mentions = b_cubed(found, TRUTH)
    assert right == pytest.approx(kept)
    assert right / mentions == pytest.approx(precision, abs=0.005)
    assert b_cubed(TRUTH, found) == (pytest.approx(12), 12)


def test_ceaf_pairs_clusters_one_to_one_as_well_as_can_be() -> None:
    # Greedily, {a b c d} would take {a b c} (2·3/7), which leaves {a b} nothing: 0.857. Better are {a b c d} with {d e}
    # (2·1/6) and {a b} with {a b c} (2·2/5): 1.133.
    assert ceaf(clusters("abcd", "ab"), clusters("abc", "de")) == pytest.approx(1 / 3 + 4 / 5)


def test_ceaf_of_nothing_is_nothing() -> None:
    assert ceaf([], KEY) == ceaf(KEY, []) == 0.0


def test_perfect_clusters_score_a_hundred_and_none_score_nothing() -> None:
    assert list(conll([(KEY, KEY)]))[-1] == "conll        F1 100.0"
    assert list(conll([([], KEY)]))[-1] == "conll        F1   0.0"
    assert list(conll([]))[-1] == "conll        F1   0.0"


def test_documents_are_averaged_by_mentions_not_by_documents() -> None:
    # MUC: 2 + 0 of 5 + 1 links both ways.
    lines = list(conll([(RESPONSE, KEY), (clusters("xy"), clusters("xz"))]))
    assert lines[1] == "muc          precision  33.3  recall  33.3  f1  33.3"


def conll_file(folder: Path, *words: tuple[str, str]) -> Document:
    lines = ["# newdoc id = test", *(f"{i}\t{word}\t{marks}" for i, (word, marks) in enumerate(words)), ""]
    path = folder / "GUM_news_test.conll"
    path.write_text("\n".join(lines), encoding="utf-8")
    return document(path)


QUOTED = (
    ('"', "_"), ("We", "(1)"), ("wo", "_"), ("n't", "_"), ("go", "_"), (",", "_"), ('"', "_"), ("said", "_"),
    ("Ida", "(1"), ("Holm", "1)"), ("of", "_"), ("Norway", "(2(3)"), ("'s", "_"), ("(", "_"), ("old", "_"),
    (")", "_"), ("army", "2)"), (".", "_"),
)  # fmt: skip


def test_words_are_joined_as_written_and_stand_where_they_are_said_to(tmp_path: Path) -> None:
    found = conll_file(tmp_path, *QUOTED)
    assert found.text == "\"We won't go,\" said Ida Holm of Norway's (old) army."
    words = [found.text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    assert words == [word for word, _ in QUOTED]
    assert found.id == "GUM_news_test"


def test_a_second_quotation_opens_anew(tmp_path: Path) -> None:
    found = conll_file(tmp_path, *((w, "_") for w in ('"', "No", '"', "and", '"', "yes", '"', "again")))
    assert found.text == '"No" and "yes" again'


def test_brackets_are_clusters_of_words(tmp_path: Path) -> None:
    found = conll_file(tmp_path, *QUOTED)
    assert set(found.clusters) == {frozenset({(1, 2), (8, 10)}), frozenset({(11, 17)}), frozenset({(11, 12)})}


def test_a_mention_within_another_of_its_cluster_closes_first(tmp_path: Path) -> None:
    found = conll_file(tmp_path, ("the", "(7"), ("head", "_"), ("himself", "(7)"), ("left", "7)"))
    assert found.clusters == (frozenset({(0, 4), (2, 3)}),)


def test_actors_are_clusters_of_the_words_they_touch(tmp_path: Path) -> None:
    gold = conll_file(tmp_path, *QUOTED)

    def span(words: str) -> list[int]:
        start = gold.text.index(words)
        return [start, start + len(words)]

    record = {"actors": [{"mentions": [span("We"), span("Ida Holm")]}, {"mentions": [span("Norway's"), span("army")]}]}
    assert clusters_of(record, gold) == [frozenset({(1, 2), (8, 10)}), frozenset({(11, 13), (16, 17)})]


def test_an_actor_mentioned_once_is_no_cluster(tmp_path: Path) -> None:
    gold = conll_file(tmp_path, *QUOTED)
    once = {"actors": [{"mentions": [[1, 3]]}]}
    twice_the_same_words = {"actors": [{"mentions": [[1, 3], [1, 2]]}]}
    assert clusters_of(once, gold) == clusters_of(twice_the_same_words, gold) == []


def test_a_mention_of_blanks_alone_is_none(tmp_path: Path) -> None:
    gold = conll_file(tmp_path, ("Ida", "_"), ("left", "_"), (".", "_"))
    assert gold.text == "Ida left."
    assert clusters_of({"actors": [{"mentions": [[3, 4], [0, 3], [4, 8]]}]}, gold) == [frozenset({(0, 1), (1, 2)})]


GAP = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL"
#      0         1         2
#      0123456789012345678901234567
TEXT = 'Ann met "Bea. She left; he no'


def row(id: str, pronoun: str, at: int, a: bool, b: bool) -> dict[str, Any]:
    return {
        "ID": id, "Text": TEXT, "Pronoun": pronoun, "Pronoun-offset": str(at), "A": "Ann", "A-offset": "0",
        "A-coref": str(a).upper(), "B": "Bea", "B-offset": "9", "B-coref": str(b),
    }  # fmt: skip


def test_an_actor_refers_to_the_pronoun_if_a_mention_is_most_like_the_name() -> None:
    longer = {"mentions": [[0, 12]], "id": "longer"}
    closer = {"mentions": [[9, 12], [14, 17]], "id": "closer"}
    record = {"actors": [longer, closer]}
    assert named(record, 9, 12) is closer
    assert named(record, 4, 7) is longer
    assert named(record, 20, 22) is None
    assert refers(record, (14, 17), (9, 12))
    assert not refers(record, (14, 17), (0, 3))
    assert not refers(record, (24, 26), (9, 12))
    assert not refers(record, (14, 16), (9, 12))  # the pronoun has to be the mention, to the character


def test_gap_counts_both_names_of_each_pronoun() -> None:
    ann_she = {"actors": [{"mentions": [[0, 3], [14, 17]]}, {"mentions": [[9, 12]]}]}
    bea_he = {"actors": [{"mentions": [[0, 3]]}, {"mentions": [[9, 12], [24, 26]]}]}
    rows = [
        row("1", "She", 14, True, False),  # told of A alone, rightly
        row("2", "She", 14, False, True),  # told of A: found in vain, and B is missed
        row("3", "She", 14, False, False),  # told of A, but it is neither
        row("4", "he", 24, False, True),  # told of B alone, rightly
        row("5", "he", 24, True, False),  # no record: nothing found, A missed
    ]
    records = {"1": ann_she, "2": ann_she, "3": ann_she, "4": bea_he}
    # Feminine: 1 right of 3 found and 2 to find, F1 2·1/5; masculine: 1 of 1 and 2, F1 2·1/3; all: 2 of 4 and 4.
    assert list(gap(rows, records)) == [
        "masculine    precision 100.0  recall  50.0  f1  66.7",
        "feminine     precision  33.3  recall  50.0  f1  40.0",
        "gap          precision  50.0  recall  50.0  f1  50.0",
        "bias is the F1 of feminine pronouns over that of masculine ones: 0.60",
    ]


def test_gap_without_a_masculine_pronoun_found_has_no_bias() -> None:
    lines = list(gap([row("1", "Her", 14, True, False)], {}))
    assert not any("bias" in line for line in lines)
    assert lines[-1] == "gap          precision   0.0  recall   0.0  f1   0.0"


def test_a_quotation_mark_in_a_snippet_is_text(tmp_path: Path) -> None:
    path = tmp_path / "gap.tsv"
    path.write_text(f"{GAP}\n1\t{TEXT}\tShe\t14\tAnn\t0\tTRUE\tBea\t9\tFALSE\thttp://a\n", encoding="utf-8")
    (found,) = snippets(path)
    assert found["Text"] == TEXT
    assert found["Text"][14:17] == found["Pronoun"] == "She"


def test_inputs_are_printed_and_records_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = conll_file(tmp_path, *QUOTED)
    monkeypatch.setattr(sys, "argv", ["score_coreference.py", str(tmp_path), "--inputs"])
    score_coreference.main()
    assert json.loads(capsys.readouterr().out) == {"id": gold.id, "text": gold.text}
    holm = gold.text.index("Ida Holm")
    actor = {"mentions": [[1, 3], [holm, holm + 8]]}
    records = tmp_path / "records.jsonl"
    records.write_text(json.dumps({"article": {"id": gold.id}, "actors": [actor]}) + "\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["score_coreference.py", str(tmp_path), str(records)])
    score_coreference.main()
    # The gold clusters of one mention (Norway, its army) count in B³ and CEAF-e: 2 of 4 mentions, 1 of 3 clusters.
    assert capsys.readouterr().out.splitlines()[1:4] == [
        "muc          precision 100.0  recall 100.0  f1 100.0",
        "b3           precision 100.0  recall  50.0  f1  66.7",
        "ceafe        precision 100.0  recall  33.3  f1  50.0",
    ]
