"""The user's own register of offices: a CSV file that seeds and corrects what dispatches tell.

Its columns are `name`, `office`, `country` (a state's name or ISO 3166 code, or a body: "NATO"), `from` and `until`
(days, months or years, both included; empty where open), and if wanted `held` ("no" strikes out what dispatches say)
and `note`. It is taken over as a whole or not at all.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from onrecord.linking.offices import Office, Seed, Tenure, office_of
from onrecord.linking.states import state_called, state_name
from onrecord.record import OnRecordError
from onrecord.spelling import folded

COLUMNS = ("name", "office", "country", "from", "until", "held", "note")
_NEEDED = COLUMNS[:5]
_LAST_OF_MONTH = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}


class RegisterError(OnRecordError):
    """A register that cannot be taken over; the message names the file, the line and what would mend it."""


def read_register(text: str, file: str) -> tuple[Seed, ...]:
    """The rows of a register; their `who` is not yet known.

    Args:
        text: the CSV, its first line the names of the columns.
        file: what the file is called, for messages.

    Raises:
        RegisterError: a column or a row is no good; then nothing of the file is taken over.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="", skipinitialspace=True)
    columns = _columns(reader, file)
    if missing := [column for column in _NEEDED if column not in columns]:
        raise RegisterError(f"{file}, line 1: no column {missing[0]!r}; begin the file with {','.join(COLUMNS)}")
    if unknown := [column for column in columns if column not in COLUMNS]:
        raise RegisterError(f"{file}, line 1: the column {unknown[0]!r} is not known; take it out")
    if twice := [column for column in columns if columns.count(column) > 1]:
        raise RegisterError(f"{file}, line 1: the column {twice[0]!r} is there twice; take one out")
    reader.fieldnames = columns
    seeds = []
    try:
        for row in reader:
            if any(row.values()):
                seeds.append(_seed(row, f"{file}, line {reader.line_num}", reader.line_num))
    except csv.Error as error:
        raise RegisterError(f"{file}, line {reader.line_num}: {error}; write it as CSV (RFC 4180)") from None
    return tuple(seeds)


def _columns(reader: csv.DictReader[str], file: str) -> list[str]:
    """The names of the columns, as the first line has them."""
    try:
        return [column.strip().lower() for column in reader.fieldnames or ()]
    except csv.Error as error:
        raise RegisterError(f"{file}, line 1: {error}; write it as CSV (RFC 4180)") from None


def _seed(row: Mapping[str, str | None], where: str, line: int) -> Seed:
    if "" in row:
        raise RegisterError(f"{where}: more fields than columns; put text that has a comma between double quotes")
    value = {column: (row.get(column) or "").strip() for column in COLUMNS}
    for column in ("name", "office"):
        if not folded(value[column]):
            raise RegisterError(f"{where}: no {column}; every row needs one, with letters in it")
    first, last = (_day(value[column], column, where) for column in ("from", "until"))
    if first and last and first > last:
        raise RegisterError(f"{where}: from {value['from']} is after until {value['until']}; change one of them")
    held = value["held"].lower()
    if held not in ("", "yes", "no"):
        raise RegisterError(f"{where}: held is {value['held']!r}; write yes or no")
    office = _office(value["office"], value["country"], where)
    return Seed(value["name"], office, first, last, held != "no", value["note"], line)


def _office(office: str, country: str, where: str) -> Office:
    """The office a row names; a role that the table of offices does not know is taken as it stands."""
    code = country if state_name(country) != country else state_called(folded(country).split())
    found = office_of(f"{country} {office}", None) if country and not code else office_of(office, code)
    if found is not None and found.office.of:
        return found.office
    if not country:
        raise RegisterError(f"{where}: no country for {office!r}; name the state or the body whose office it is")
    return Office(found.office.role if found else folded(office), code or country)


def _day(text: str, column: str, where: str) -> str | None:
    """The day that a date is from or until: the first or the last of its month or year."""
    if not text:
        return None
    found = re.fullmatch(r"(?!0000)([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?", text)
    if found is None:
        raise RegisterError(f"{where}: {column} is {text!r}, no date; write it as 2021-01-26, 2021-01 or 2021")
    year, month, day = found.groups()
    month = month or ("01" if column == "from" else "12")
    most = "29" if month == "02" and _leap(int(year)) else _LAST_OF_MONTH.get(month, "31")
    if day is not None and day > most:
        raise RegisterError(f"{where}: {column} is {text!r}, but that month has {most} days; correct the day")
    return f"{year}-{month}-{day or ('01' if column == 'from' else most)}"


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def register_csv(tenures: Iterable[Tenure]) -> str:
    """Tenures, seeded and learned, as CSV in the form that `read_register` reads.

    What is struck out keeps its "no"; what dispatches tell says so in its note. What they tell without a day, or of an
    office that is nobody's, is left out: given back, it would say more than they do.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(COLUMNS)
    for tenure in tenures:
        seed, many = tenure.seed, tenure.dispatches
        if seed is None and not (tenure.first and tenure.office.of):
            continue
        note = seed.note if seed else f"learned from {many} dispatch{'es' * (many != 1)}"
        days = tenure.first or "", tenure.last or ""
        held = "no" if tenure.struck else "yes"
        write.writerow((tenure.name, tenure.office.role, tenure.office.of, *days, held, note))
    return out.getvalue()
