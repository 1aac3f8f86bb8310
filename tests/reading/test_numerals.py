"""Numbers written in digits and in words, and what they are worth."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.quantities.numerals import cardinal, numbers

ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(n: int, joint: str = " and ") -> str:
    """A whole number in English words."""
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= scale:
            rest = n % scale
            gap = joint if rest < 100 else " "
            return f"{spelled(n // scale, joint)} {name}" + (gap + spelled(rest, joint) if rest else "")
    if n >= 100:
        return f"{ONES[n // 100]} hundred" + (joint + spelled(n % 100, joint) if n % 100 else "")
    if n >= 20:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    return ONES[n]


@given(st.integers(1, 999_999_999_999), st.sampled_from([" and ", " "]))
def test_a_number_in_words_comes_back(n: int, joint: str) -> None:
    assert [(x.value, x.start, x.end) for x in numbers(spelled(n, joint))] == [(n, 0, len(spelled(n, joint)))]


@given(st.integers(0, 10**12))
def test_a_number_in_digits_comes_back(n: int) -> None:
    assert [x.value for x in numbers(f"took {n:,} of")] == [n]


@given(st.text(alphabet="0123456789,.-–$€ abmnkhundredtos’:/\n\u00a0", max_size=60))
def test_numbers_lie_in_any_text_in_order_and_apart(text: str) -> None:
    found = list(numbers(text))
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found == list(numbers(text))


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("2.3 billion", 2_300_000_000, None),
        ("5m", 5_000_000, None),
        ("1,5 million", 1_500_000, None),
        ("100\u00a0000", 100_000, None),
        ("400-500", 400, 500),
        ("between 400 and 500", 400, 500),
        ("2-3 million", 2_000_000, 3_000_000),
        ("from five to ten thousand", 5000, 10_000),
        ("two or three", 2, 3),
        ("half a million", 500_000, None),
        ("a million and a half", 1_500_000, None),
        ("two and a half million", 2_500_000, None),
        ("half a dozen", 6, None),
        ("two dozen", 24, None),
        ("dozens", 24, None),
        ("several dozen", 24, None),
        ("hundreds", 200, None),
        ("tens of thousands", 20_000, None),
        ("hundreds of thousands", 200_000, None),
        ("several hundred", 200, None),
        ("two-thirds", 0.667, None),
        ("a hundred and twelve", 112, None),
    ],
)
def test_a_form_of_number_has_its_value(text: str, value: float, high: float | None) -> None:
    assert [(n.value, n.high, text[n.start : n.end]) for n in numbers(text)] == [(value, high, text)]


@pytest.mark.parametrize("text", ["KR17", "10:30", "9/11", "1990s", "5th", "+44 12", "1.2.3", "X-55", "21 st century"])
def test_digits_in_names_times_and_ordinals_are_no_numbers(text: str) -> None:
    assert [n for n in numbers(text) if n.start == 0] == []


def test_a_run_that_breaks_the_grammar_is_two_numbers() -> None:
    assert [n.value for n in numbers("two three")] == [2, 3]
    assert cardinal(["million"]) == (0, 0)
