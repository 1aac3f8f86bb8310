"""Layout: which lines of a dispatch are headline, standfirst, byline, dateline and furniture; where the story begins.

Every line with words is a block. Furniture is known by its words (section labels, captions, share links; table
`layout`). Of the rest the first is the headline if it reads like one: it is followed by more, has no dateline and does
not close like a sentence. What stands between it and the dateline is the standfirst; without a dateline, a block right
behind the headline is one if it does not close like a sentence, or if the story says its words again. The byline is the
first line that names who wrote the dispatch; other credit lines (who edited, helped, owns the rights) are furniture.
When a credit line dates the dispatch and its origin did not, that date is taken.
"""

from __future__ import annotations

import datetime
import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from onrecord.reading.datelines import Opening, date_pattern, opening
from onrecord.reading.draft import Draft, Layout, Reason, draft_of
from onrecord.reading.lexicons import rows, table
from onrecord.record import Span

NAME = "onrecord_layout"

HEAD = 8
"""Blocks, furniture aside, among which headline, standfirst, byline and dateline are looked for."""

BEFORE_DATELINE = 4
"""Blocks that stand before a dateline at most; further down, the datelines of other dispatches begin."""

FOOT = 4
"""Blocks at the end, furniture included, among which credit lines are looked for."""

RETOLD = 0.6
"""Share of a block's longer words that the next blocks must repeat for it to be a standfirst. Tuned by eye on fifty
news pages: at 0.5 leads of short dispatches are taken for standfirsts, at 0.7 reworded standfirsts are missed."""

RETOLD_AT_ONCE = 0.28
"""The same share for a short block and the one next to it: a lead is seldom said again at once."""

_BLOCK = re.compile(r"[^\s][^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*")
_WORD = re.compile(r"\w+")
_CLOSED = re.compile(r"(?:[.!?…]|\.\.\.)[\"”'’»)\]]*$")
_ASKED = re.compile(r"[?!][\"”'’»)]*$")
_ASKER = re.compile(r"[A-Z][A-Z .'’-]*:\s")
ABBREVIATED = re.compile(r"(?:\b[A-Z]\.)+$|\b(?:Inc|Corp|Ltd|Co|Jr|Sr)\.$")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?|\b(?:[A-Z]{2,4}T|GMT|UTC|MSK|ET)\b")


def blocks_of(text: str) -> list[Span]:
    """The lines with words, white space around them left out."""
    found = []
    for match in _BLOCK.finditer(text):
        start, end = match.start(), match.start() + len(match.group().rstrip())
        if _WORD.search(text, start, end):
            found.append(Span(start, end))
    return found


def _openings(name: str) -> re.Pattern[str]:
    phrases = sorted(table("layout")[name], key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(p) + (r"\b" if p[-1].isalnum() else "") for p in phrases) + ")", re.I)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    layout = table("layout")
    credit = "|".join(re.escape(word) for word in layout["caption_endings"])
    roles = "|".join(layout["byline_roles"])
    name = r"[A-Z][\w.'’-]+(?: (?:de|van|von|al|el|bin))?(?: [A-Z][\w.'’-]*){1,3}"
    place = r"(?:,? in [A-Z][\w-]+(?: [A-Z][\w-]+)?)?"
    media = table("agencies")["agency"]
    medium = "(?:" + "|".join(re.escape(n) for row in media for n in (row["name"], *row["aliases"])) + ")"
    agencies = rf"{medium}(?:(?:, ?|/| and | & ){medium})*"
    strangers = "|".join(sorted(layout["byline_strangers"], key=len, reverse=True))
    initials = r"[a-z]{2,3}(?:[/,-] ?[a-z]{2,3})+"
    return {
        "furniture": _openings("furniture_openings"),
        "credit": re.compile(rf"(?:{credit})[).\s]*$", re.I),
        "byline": _openings("byline_openings"),
        "named": re.compile(
            rf"{name}(?:(?:,| and| &) {name}){{0,3}}(?:{place}|,? [\w ]{{0,30}}\b(?:{roles})s?\b.*| \| [A-Z][\w' -]+)$"
        ),
        "role": re.compile(rf"\b(?:{roles})s?\b| in [A-Z]| \| ", re.I),
        "stranger": re.compile(rf"(?:{strangers}) [\w ]{{0,40}}\b(?:{roles})s?\b{place}$", re.I),
        "agencies": re.compile(agencies),
        "helped": re.compile(
            rf"(?:[Ww]ith (?:reporting by )?)?{agencies}|{initials}(?: \({agencies}\))?"
            rf"|(?:.{{0,300}}(?:{'|'.join(layout['credit_closings'])}))"
        ),
        "helping": _openings("credit_openings"),
        "published": re.compile(
            rf"(?:(?:{'|'.join(sorted(layout['publishing_words'], key=len, reverse=True))})\b(?:\s(?:on|at))?:?\s*)?",
            re.I,
        ),
    }


@cache
def _label_words() -> frozenset[str]:
    states = (row["name"] for row in rows("states"))
    return frozenset(table("layout")["label_words"]) | {w.lower() for name in states for w in _WORD.findall(name)}


def is_label(line: str) -> bool:
    """Whether a line is a section label: at most five words, all of them words of labels or names of states."""
    words = [word.lower() for word in _WORD.findall(line[:100])]
    return 0 < len(words) <= 5 and not _CLOSED.search(line) and all(word in _label_words() for word in words)


def is_closed(line: str) -> bool:
    """Whether a line closes like a sentence; an abbreviation at its end does not close it."""
    return bool(_CLOSED.search(line)) and not ABBREVIATED.search(line)


def is_furniture(line: str) -> bool:
    """Whether a line is a caption, a credit, a share link or the like, by its first or last words."""
    words = line.count(" ") + 1
    if _patterns()["furniture"].match(line) and words <= 40:
        return True
    return bool(words <= 60 and _patterns()["credit"].search(line))


def is_byline(line: str) -> bool:
    """Whether a line names who wrote the dispatch: "By Jane Roe", "(Reporting by Jane Roe; Editing by John Doe)"."""
    bare = line.lstrip("([ *—–-")
    match = _patterns()["byline"].match(bare)
    if not match or len(line) > 300:
        return False
    name, opened = bare[match.end() :].lstrip(": "), match.group().lower()
    if _patterns()["stranger"].match(name) and not is_closed(line):
        return True
    if opened == "from":
        return bool(_patterns()["named"].match(name))
    by_alone = opened == "by"
    return name[:1].isupper() and not (by_alone and (is_closed(line) or len(name.split()) > 14))


def is_credit(line: str) -> bool:
    """Whether a line tells who helped with a dispatch: "(with AP)", "Editing by Ivo Lem", "mh/il (AFP, dpa)"."""
    bare = line.strip("([ *—–-.)]") + ")" * (line.count("(") > 1 or ("(" in line and line[0] != "("))
    return len(line) <= 400 and bool(_patterns()["helping"].match(bare) or _patterns()["helped"].fullmatch(bare))


def dated(line: str) -> Span | None:
    """The date of a line that holds nothing but a date, a clock time and words of publishing, within that line."""
    if len(line) > 90:
        return None
    date = date_pattern().search(line)
    if not date:
        return None
    head = _patterns()["published"].match(line)
    rest = line[head.end() if head else 0 : date.start()] + " " + line[date.end() :]
    rest = re.sub(
        r"(?i)\b(?:last )?(?:updated|modified|published|posted|at|on|time|moscow|local|date|ist|[ap]m)\b",
        "",
        _CLOCK.sub("", rest),
    )
    rest = date_pattern().sub("", rest)
    return None if re.search(r"[^\W\d_]{2,}", rest) else Span(*date.span())


def _day_of(words: str) -> str | None:
    """The ISO day that a full date names, or None where its year is not written."""
    months, numbers = table("dates")["months"], [int(n) for n in re.findall(r"\d+", words)]
    month = next((months[w.lower()] for w in re.findall(r"[A-Za-z]+", words) if w.lower() in months), None)
    if month is None and len(numbers) == 3:
        year, month, day = numbers if numbers[0] > 31 else (numbers[2], numbers[1], numbers[0])
    elif month is not None and len(numbers) == 2:
        day, year = sorted(numbers)
    else:
        return None
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None  # "31.02.2022"
    return date.isoformat() if year > 1800 else None


def _heads(text: str) -> set[str]:
    """The longer words of a text, cut to five letters so that inflected forms meet."""
    return {word.lower()[:5] for word in _WORD.findall(text) if len(word) > 3 or word[0].isdigit() or word.isupper()}


def _same(first: str, second: str) -> bool:
    """Whether two lines are one, or the one is the other's beginning."""
    one, two = " ".join(_WORD.findall(first.lower())), " ".join(_WORD.findall(second.lower()))
    short, long = sorted((one, two), key=len)
    return bool(short) and long.startswith(short) and len(short) * 2 >= len(long)


def _title(text: str, blocks: list[Span], openings: list[Opening | None], given: str | None) -> int | None:
    """The index of the headline among the blocks of the head."""
    lines = [text[slice(*block)] for block in blocks]
    if given:
        return next((i for i, line in enumerate(lines[:HEAD]) if _same(line, given)), None)
    if len(lines) < 2 or len(lines[0]) > 300 or is_closed_statement(lines[0]) or all(map(_ASKER.match, lines[:2])):
        return None
    return None if openings[0] and _stands(openings[0], lines, 0) else 0


def _stands(found: Opening, lines: list[str], at: int) -> bool:
    """Whether what could be the dateline of a line is one: with nothing to speak for it, only before a sentence."""
    if found.trust == "line":
        return at + 1 < len(lines) and is_closed(lines[at + 1])
    return found.trust == "sure" or bool(_CLOSED.search(lines[at]))


def _first_dateline(
    openings: list[Opening | None], lines: list[str], title: int | None, first: int
) -> tuple[int, Opening] | None:
    """The index of the head's block with a dateline, and the dateline; `first` is the block behind the headline."""
    for i, found in enumerate(openings):
        if (
            found
            and i != title
            and _stands(found, lines, i)
            and (found.trust != "guess" or i <= first + (title is None))
        ):
            return (i, found) if i <= BEFORE_DATELINE else None
    return None


def is_closed_statement(line: str) -> bool:
    """Whether a line closes as running text does; a headline may end in a question, a cry or a quotation."""
    if line.endswith(('."', ".”", ',"', ",”")):
        return True
    return is_closed(line) and not _ASKED.search(line)


def _standfirst_end(text: str, blocks: list[Span], first: int, title: int) -> int:
    """The index behind the last block of the standfirst that may begin at block `first`; `first` if none does."""
    lines = [text[slice(*block)] for block in blocks[: first + 2 * HEAD]]
    if first + 1 >= len(lines):
        return first
    headline = lines[title]
    for i in range(first + 1, min(len(lines), first + 5)):
        if _same(lines[i], headline) or _same(lines[i], lines[first]):
            return i
    reach = first + 2 if len(lines[first].split()) <= 25 else first + 1
    for i in range(min(reach, len(lines) - 1), first, -1):
        if not is_closed(lines[i - 1]) and not lines[i - 1].endswith((":", ",", ";")) and len(lines[i - 1].split()) > 3:
            return i
    words = len(lines[first].split())
    said = _heads(lines[first])
    at_once = len(said & _heads(lines[first + 1]))
    retold = len(said & _heads(" ".join(lines[first + 1 : first + 4])))
    if len(said) >= 4 and words <= 45 and retold >= RETOLD * len(said):
        return first + 1
    if len(said) >= 4 and words <= 25 and (retold >= 0.5 * len(said) or at_once >= RETOLD_AT_ONCE * len(said)):
        return first + 1
    return first


def layout_of(text: str, given: str | None = None) -> tuple[Layout, Span | None]:
    """The layout of a text, and the date within it that a credit line gives, if one does.

    Args:
        text: the dispatch.
        given: the headline as the dispatch's metadata tell it.
    """
    blocks = blocks_of(text)
    furniture: list[Span] = []
    story: list[Span] = []
    byline: Span | None = None
    credit: Span | None = None
    for i, block in enumerate(blocks):
        line = text[slice(*block)]
        head = len(story) < HEAD
        day = dated(line) if head or i >= len(blocks) - 3 else None
        if day:
            credit = credit or Span(block.start + day.start, block.start + day.end)
            furniture.append(block)
        elif byline is None and len(story) == 1 and _patterns()["agencies"].fullmatch(line):
            byline = block
        elif i and i >= len(blocks) - FOOT and is_credit(line):
            furniture.append(block)
        elif (head or i >= len(blocks) - FOOT) and is_byline(line) and opening(text, *block) is None:
            if byline is None:
                byline = block
            else:
                furniture.append(block)
        elif (i and is_furniture(line)) or (not story and i + 1 < len(blocks) and is_label(line)):
            furniture.append(block)
        else:
            story.append(block)
    openings = [opening(text, *block) for block in story[:HEAD]]
    title = _title(text, story, openings, given)
    lines = [text[slice(*block)] for block in story[: HEAD + 1]]
    first = 0 if title is None else title + 1
    if title:
        furniture = sorted([*furniture, *story[:title]])
    named = title is not None and first + 1 < len(story) and _patterns()["named"].fullmatch(text[slice(*story[first])])
    if named and byline is None and _patterns()["role"].search(named.group()):
        byline = story[first]
        first += 1
    at, dateline = _first_dateline(openings, lines, title, first) or (None, None)
    last = first
    if title is not None:
        last = at if at is not None else _standfirst_end(text, story, first, title)
    standfirst = Span(story[first].start, story[last - 1].end) if last > first else None
    if dateline is not None:
        body = dateline.body
    elif last < len(story):
        body = story[last].start
    else:
        body = story[0].start if story else 0
    layout = Layout(
        blocks=tuple(blocks),
        title=None if title is None else story[title],
        standfirst=standfirst,
        byline=byline,
        furniture=tuple(furniture),
        dateline=dateline.span if dateline else None,
        place=dateline.place if dateline else None,
        date=dateline.date if dateline else None,
        agency=dateline.agency if dateline else None,
        body=body,
    )
    return layout, credit


def _take_date(draft: Draft, text: str, credit: Span) -> None:
    """Take a credit line's date as that of the dispatch."""
    day = _day_of(text[slice(*credit)])
    if day:
        draft.published = day
        draft.reasons.append(
            Reason(
                layer="article",
                key="",
                field="published",
                evidence=(credit,),
                why="A credit line of the page dates it.",
            )
        )


@Language.component(NAME)
def read_layout(doc: Doc) -> Doc:
    """Note the layout, and the date of publishing where a credit line tells it and the origin did not."""
    draft = draft_of(doc)
    draft.layout, credit = layout_of(doc.text, draft.title)
    if credit and draft.published is None:
        _take_date(draft, doc.text, credit)
    return doc
