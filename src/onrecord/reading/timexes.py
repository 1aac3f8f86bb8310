"""Expressions of time in a text: a grammar of some thirty forms, compiled from the table `dates` into one pattern.

The forms are those that TimeML (Sauri et al. 2006) marks; spans follow TimeBank: prepositions stay outside, articles
and words like "late", "nearly" and "last" inside. The text is scanned once; where several forms could begin at a word,
the first of `FORMS` that matches wins, so the longer ones stand first. What an expression means is no business of
this module: it names the form and the parts, and `dates` works out the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.reading.lexicons import table
from onrecord.record import Span


_NO_DIGIT = r"(?!\w|[.,:]\d|%| ?percent\b)"
"""What must not follow the number of a day."""


@dataclass(frozen=True)
class Expression:
    """An expression of time: where it stands, its form, its parts by name, and the whole, in small letters."""

    span: Span
    form: str
    parts: dict[str, str]
    whole: str = ""


def _any(words: object) -> str:
    return (
        "(?:" + "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(map(str, words), key=len, reverse=True)) + ")"
    )  # type: ignore[call-overload]


def _after(*words: str) -> str:
    """A place right behind one of these words."""
    return "(?:" + "|".join(rf"(?<=\b{word} )" for word in words) + ")"


@cache
def forms() -> dict[str, str]:
    """The forms by name, each a pattern with named parts; the order is that of preference."""
    lex = table("dates")
    full_months = [m for m in lex["months"] if len(m) > 4 or m in ("may", "june", "july")]
    short_months = [m for m in lex["months"] if m not in full_months]
    month = rf"(?:{_any(full_months)}\b|{_any(short_months)}\b\.?)"
    full_days = [d for d in lex["weekdays"] if d.endswith("day")]
    short_days = [d for d in lex["weekdays"] if d not in full_days]
    weekday = rf"(?:{_any(full_days)}\b|{_any(short_days)}\.)"
    long_weekday = rf"{_any(full_days)}\b"
    day_th = rf"(?:[12]\d|3[01]|0?[1-9])(?:(?:st|nd|rd|th)\b|{_NO_DIGIT})"
    year = r"(?:1[5-9]\d\d|20\d\d)(?![\d,]\d|\d)"
    word_year = r"(?:nineteen|twenty) (?:hundred|(?:oh|o)[- ]\w+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)\b)"
    season = rf"(?:{_any(lex['seasons'])})\b"
    part = r"(?:morning|afternoon|evening|night|dawn|dusk|midday|forenoon)\b"
    small = _any(w for w in lex["numbers"] if w != "zero")
    small = rf"(?:a hundred|{small})"
    count = rf"(?:\d+(?:,\d{{3}}){{0,5}}(?:\.\d+)?|{small}(?:[- ](?:and )?{small}){{0,5}})"
    vague = r"(?:a couple of|a couple|couple of|a few|several|many|some|few|a dozen|dozens of|hundreds of|thousands of|countless|numerous|multiple)"
    quantity = rf"(?:{count}|{vague}|an?|half an?|another(?: {count})?)"
    unit = r"(?:(?:calendar |working |business |trading |consecutive |full |straight |more |long |whole |odd ){0,3}(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|quarters?|years?|decades?|century|centuries))\b"
    one_unit = r"(?:day|night|week|weekend|fortnight|month|quarter|year|decade|century)\b"
    units = r"(?:days|weeks|months|years|decades|centuries|hours|minutes)"
    about = r"(?:(?:about|around|approximately|nearly|almost|roughly|just over|just under|at least|at most|up to|no more than|no less than|more than|less than|fewer than|over|under|some|only)\s)"
    when = r"(?:(?:early|late|earlier|later|mid)[ -]|(?:the )?(?:beginning|start|middle|end) of )"
    shift = _any(lex["shifts"])
    of_weekday = rf"{_any(w for w in lex['shifts'] if w != 'that')}|{_after('on', 'by', 'until', 'since')}that"
    zone = rf"(?:{_any(lex['zones'])}|local time|et|ist|jst|kst)\b"
    ampm = r"(?:[ap]\.m\.|[ap]m\b|[ap]\.m\b)"
    clock = rf"(?:(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?\s?{ampm}|(?:[01]?\d|2[0-4]):[0-5]\d(?!\d|:\d)|(?:[01]?\d|2[0-4])\.[0-5]\d(?=\s?{zone})|(?:1[0-2]|0?[1-9])\s?{ampm}|(?:[01]\d|2[0-3])[0-5]\d(?= (?:gmt|utc|local|hours|hrs))|(?:midnight|noon)\b|(?:1[0-2]|[1-9]|{small}) o['’]clock)"
    ordinal = rf"(?:{_any(lex['ordinals'])}|\d\d?(?:st|nd|rd|th))"
    calendar = rf"(?:{month} ?{day_th}(?:,? {year})?|{day_th} (?:of )?{month}(?:,? {year})?)"
    named = rf"(?:(?:(?:last|next|this|the following) )?{weekday}(?:,? (?:the )?{calendar})?|{calendar}|today|yesterday|tomorrow)"
    quarter = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|final)[ -](?:fiscal[ -])?quarter"
    return {
        "holiday": _any(lex["holidays"]) + r"\b",
        "iso": r"(?P<year>\d{4})-(?P<month>0\d|1[0-2])-(?P<day>[0-2]\d|3[01])(?:[t ](?P<hour>[0-2]\d):(?P<minute>[0-5]\d)(?::\d\d)?)?(?!\d)",
        "numeric": r"(?P<first>\d\d?)(?P<sep>[./-])(?P<second>\d\d?)(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/]|[.-]\d)",
        "clock": rf"(?P<clock>{clock})(?:,? \(?(?P<zone>{zone}))?(?:,? (?P<named>(?:late |early )?{named})|(?=,? on (?P<named_behind>{named})))?",
        "day_range": rf"(?P<month>{month}),? (?P<first>{day_th})(?= ?(?:-|–|—|to|and|through) ?(?P<last>{day_th})(?! (?:{month}|{unit}))(?:,? (?P<year>{year}))?)|(?P<first2>{day_th})(?= ?(?:-|–|—|to|and|or|until|through) ?(?P<last2>{day_th}) (?:of )?(?P<month2>{month})(?:,? (?P<year2>{year}))?)",
        "date": rf"(?:(?P<mod>{when})?(?P<weekday>{weekday}),? (?:the )?)?(?:(?P<month>{month}),? ?(?P<day>{day_th})(?:,? (?P<year>{year}|['’]\d\d\b))?|(?:the (?=\d+(?:st|nd|rd|th)))?(?P<day2>{day_th}),? (?:of )?(?P<month2>{month}(?![\w-]))(?:,? (?P<year2>{year}))?)(?: (?P<part>{part}))?",
        "month": rf"(?P<mod>the (?:beginning|start|middle|end) of (?:the )?|(?:early|late|mid)(?:-to-late)?[ -](?:in )?)?(?:(?P<shift>last|next|this|past|that|the coming|each|every) )?(?P<month>{month}(?! \d\d?\b(?!,?\d)))(?:,? (?:of )?(?P<year>{year}|{word_year}|of (?:last|this|next|that) year|(?:last|this|next|that) year))?",
        "weekday_set": rf"(?:(?:every|each)(?: (?P<other>other|second))? (?P<weekday>{long_weekday}|(?:\w+ )?weekday)|(?P<plural>{_any(full_days)}s)\b)(?: (?P<part>{part}))?",
        "unit_set": rf"(?:every|each|per) (?:(?P<count>{count}|other|few|several|single) )?(?P<unit>{unit}|{part}|{season})",
        "weekday": rf"(?P<mod>(?:early|late|earlier|later) )?(?:(?P<shift>{of_weekday}|the (?:following|next|previous|coming)) )?(?P<weekday>{weekday})(?: (?P<part>{part}))?",
        "dayname": rf"(?P<mod>(?:early|late|earlier|later|mid-(?:morning|afternoon)) )?(?P<name>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight|overnight)\b(?:(?<!tonight) (?P<part>{part}))?",
        "part": rf"(?P<mod>(?:early|late|earlier|later) )?(?P<shift>this|last|that|the (?:same|previous|following|next|other)) (?P<mod2>(?:early|late) )?(?P<part>{part})|(?P<mod3>late|early) (?:at|in the) (?P<part2>{part})",
        "quarter": rf"(?P<det>the |this |its |last |next )?(?:(?P<year1>{year}|fiscal(?: {year})?|(?:last|this|next) year['’]s|year-ago|year-earlier)[ -])?(?P<quarter>{quarter})\b(?:,? (?:of |in )?(?:fiscal )?(?P<year>{year}|(?:last|this|next|that) year))?|q(?P<q>[1-4])(?: (?:of )?(?P<year2>{year}))?\b|(?P<year3>{year}) q(?P<q2>[1-4])\b",
        "half": rf"(?:the )?(?P<half>first|second)[ -]half(?: of (?P<year>{year}|(?:the|last|this|next) year))",
        "shifted": rf"(?P<mod>{when})?(?P<the>the (?:very )?)?(?P<shift>{shift})(?: (?:fiscal|calendar|full|entire|whole))? (?P<unit>{one_unit}|{season})(?!-)(?: (?P<part>{part}))?",
        "shifted_many": rf"(?:the )?(?P<shift>last|past|previous|preceding|next|coming|following|first|final|recent|latest) (?P<count>{count}|{vague}|{count} (?:to|or) {count})(?: or so)? (?P<unit>{unit}|{_any(lex['seasons'])}s)(?P<or> or so\b)?",
        "recent": rf"(?:the )?(?P<shift>recent|coming|past|previous) (?P<unit>days|weeks|months|years|decades|centuries|quarters)\b",
        "ago": rf"(?P<about>{about})?(?P<count>{quantity}|a) (?P<unit>{unit}) (?P<way>ago|later|earlier|hence|before(?= [,.])|afterwards?|after(?= ?[,.])|previously|from now|from today|back|beforehand)\b(?:,? (?P<or>or so))?",
        "offset": r"(?P<mod>just )?(?:the|a|one) (?P<unit>day|night|week|month|year) (?P<way>before|after|earlier|later)\b(?! yesterday| tomorrow)",
        "year_ago": r"the (?P<n>year)-(?P<way>ago|earlier) (?P<what>period|quarter)|(?P<n2>year|month|week)-(?P<way2>ago|earlier)(?: (?P<what2>period|quarter|month|week))?",
        "year_period": rf"the (?P<year>{year}) (?P<what>period|quarter)\b",
        "period": r"(?:the |its )(?P<shift>latest|current|same) (?P<what>period|quarter)\b|the (?P<quarter>quarter)\b(?! of| ago|-)|the (?:fiscal )?(?P<year>year)(?= end)|the full (?P<full>year)\b",
        "fiscal": rf"(?:the )?(?:fiscal|calendar|financial)(?: year)? (?P<year>{year})",
        "decade": rf"(?P<mod>(?:early|late|mid)[ -])?(?:the )?(?P<mod2>(?:early|late|mid)[ -])?(?:(?P<year>(?:1[5-9]|20)\d0)['’]?s\b|['’](?P<tens>[2-9])0s\b|(?P<name>{_any(lex['decades'])})\b)",
        "century": rf"(?P<mod>(?:early|late|mid)[ -])?(?:the )?(?P<mod2>(?:early|late|mid)[ -])?(?P<ordinal>{ordinal}|twentieth|twenty-first|nineteenth|eighteenth)[ -]century",
        "season": rf"(?P<mod>(?:early|late|mid)[ -](?:in )?)?(?:the )?(?P<mod2>(?:early|late|mid)[ -])?(?P<season>{season})(?: (?:of )?(?P<year>{year}|(?:last|this|next) year))|(?:{_after('in', 'by', 'until', 'since', 'before', 'after', 'during', 'from', 'through')}|{_after('in the', 'by the', 'until the', 'since the', 'before the', 'after the', 'during the', 'into the')})(?P<season2>spring|summer|winter|autumn)\b",
        "duration": rf"(?P<about>{about})?(?P<det>the )?(?P<first>(?:first|last|full|entire|whole) )?(?P<count>{count}|{vague}|an?|half an?|another)(?P<hyphen>[- ])(?:(?P<to>to|or)[- ](?P<high>{count})[- ])?(?P<unit>{unit})(?!-(?:ago|earlier))(?P<half> and a half)?(?P<old>[- ]old)?",
        "nth_day": rf"the (?P<day>(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th))(?: of (?P<shift>this|last|next|the) month)?\b",
        "weekend": r"(?P<det>the) weekend\b",
        "year_word": rf"the year (?P<year>{year}|two thousand(?: and)?(?: \w+)?)",
        "word_year": rf"(?P<year>{word_year})",
        "year": rf"(?P<mod>the (?:beginning|start|middle|end) of |(?:early|late|mid)[ -](?:in )?)?(?P<the>the (?=(?:1[5-9]\d\d|20\d\d) (?:period|quarter|season|fiscal)))?(?P<year>{year})(?: (?P<what>period|fiscal year))?(?P<range>[-/–]\d\d(?!\d))?(?: and beyond)?",
        "short_year": r"['’](?P<year>[0-9]\d)(?=[\s,.;)])",
        "end_of": r"(?:the )?(?:end|beginning|start|middle) of the (?P<unit>day|week|month|year|quarter|decade|century)\b|year[- ]end\b|(?:the )?year['’]s end\b",
        "that_day": r"(?:the|that) (?:same )?(?P<unit>day)(?= (?:of|when|that)\b)|earlier in the (?P<unit2>day|week|month|year)\b|later in the (?P<unit3>day|week|month|year)\b",
        "then": rf"{_after('since', 'until', 'till', 'by', 'before', 'back')}(?P<then>then)\b(?! (?:president|prime|chancellor|premier|secretary|leader|head|foreign)\b)(?!-)",
        "reference": "|".join(
            rf"(?P<{value.lower()}>(?:{'|'.join(sorted(words, key=len, reverse=True))})\b)" for value, words in lex["references"].items()
        ),
        "adjective": rf"(?P<word>{_any(lex['adjectives'])})(?= \w)",
        "recurring": rf"(?P<word>{_any(lex['recurring'])})\b",
        "bare_units": rf"(?:{_after('for', 'within', 'in', 'over', 'after', 'of', 'took', 'lasted')}(?P<unit>{units})\b(?! (?:ago|later|earlier|before|after|old))|(?P<unit2>{units})(?= of (?!age\b)))",
    }  # fmt: skip


@cache
def _compiled() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    each = {name: re.compile(r"(?<![\w$€£])(?:" + pattern + ")", re.IGNORECASE) for name, pattern in forms().items()}
    plain = []
    for name, pattern in forms().items():
        bare = re.sub(r"\(\?P<\w+>", "(?:", pattern).replace("(?P=sep)", "[./-]")
        plain.append(f"(?P<{name}>{bare})")
    return re.compile(r"(?<![\w$€£])(?=[\w'’])(?:" + "|".join(plain) + ")", re.IGNORECASE), each


def expressions(text: str) -> Iterator[Expression]:
    """Every stretch of the text that has the form of an expression of time, in order; none overlap."""
    whole, each = _compiled()
    at = 0
    while True:
        found = whole.search(text, at)
        if not found:
            return
        form = str(found.lastgroup)
        match = each[form].match(text, found.start())
        if not match or match.end() == match.start():
            at = found.end() + 1
            continue
        parts = {name: words.lower() for name, words in match.groupdict().items() if words is not None}
        yield Expression(Span(*match.span()), form, parts, " ".join(match.group().lower().split()))
        at = match.end()
        if "last" in parts:  # the second day of "January 9-13"
            last = Span(*match.span("last"))
            yield Expression(
                last, "date", {k: v for k, v in parts.items() if k in ("month", "year")} | {"day": parts["last"]}
            )
            at = last.end
