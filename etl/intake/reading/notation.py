"""How numbers and dates are written in a file, and how each column comes to one way of writing them.

Numbers get a decimal point and no thousands marks, dates become ISO 8601. What could be read in two ways (1,234;
03/04/2025) is decided by cells of the same column that can be read in one way only, then by the other columns; where
nothing decides, the cells stay as they are and the finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.intake.findings import Finding
from etl.intake.reading import rules
from etl.intake.reading.words import DATES

YEAR_FIRST, DAY_FIRST, MONTH_FIRST = "YYYY-MM-DD", "DD-MM-YYYY", "MM-DD-YYYY"


class Evidence(NamedTuple):
    """What the distinct cells of a text column are, in the order of sql/evidence.sql."""

    distinct: int
    untrimmed: int
    missing: int
    missing_said: int
    missing_words: list[str] | None
    booleans: int
    plain: int
    numbers: int
    numbers_written: list[str] | None
    thousands_example: str | None
    comma_example: str | None
    either_example: str | None
    point_example: str | None
    true_points: int
    dates: int
    dates_written: list[str] | None
    date_example: str | None
    first_part: int | None
    second_part: int | None
    marked: int
    lost: int
    lost_example: str | None
    standing: int


TRIM = "nullif(trim({x}, $blanks), '')"
_UNMARKED = r"regexp_replace({x}, '[\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]', '', 'g')"
# Each takes a cell {x}, which is an expression of ours, and gives a text.
_SPACES = r"regexp_replace(replace({x}, '−', '-'), '[ \x{a0}\x{202f}\x{2009}''’]', '', 'g')"
_NUMBER = _SPACES
_NUMBER_WITH_COMMAS = f"replace({_SPACES}, ',', '')"
_NUMBER_WITH_POINTS = f"replace({_SPACES}, '.', '')"
_NUMBER_WITH_COMMA = (
    f"CASE WHEN contains({{x}}, ',') THEN replace(replace({_SPACES}, '.', ''), ',', '.') ELSE {_SPACES} END"
)
_TIME = r"([ T](\d{1,2}:\d\d(?::\d\d)?))?$"


def _date(pattern: str, year: int, month: int, day: int, time: int | None) -> str:
    def part(group: int | None) -> str:
        return f"regexp_extract({{x}}, '{pattern}', {group})" if group else "''"

    clock = part(time)
    day_of = f"TRY_CAST(concat_ws('-', {part(year)}, {part(month)}, {part(day)}) AS DATE)"
    time_of = f"nullif(CASE WHEN substr({clock}, 2, 1) = ':' THEN '0' ELSE '' END || {clock}, '')"
    return f"CASE WHEN {day_of} IS NULL THEN {{x}} ELSE concat_ws('T', strftime({day_of}, '%Y-%m-%d'), {time_of}) END"


_YEAR_FIRST = _date(r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?" + _TIME, 1, 2, 3, 5)
_DAY_FIRST = _date(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})" + _TIME, 3, 2, 1, 5)
_MONTH_FIRST = _date(r"^(\d{1,2})[-/](\d{1,2})[-/](\d{4})" + _TIME, 3, 1, 2, 5)
_SERIAL = (10_000, 60_000)  # days since 1899-12-30
_MOMENT = "TIMESTAMP '1899-12-30' + to_seconds(CAST(round(CAST({x} AS DOUBLE) * 86400) AS BIGINT))"
_SERIAL_DATE = f"CASE WHEN contains({{x}}, '.') THEN strftime({_MOMENT}, '%Y-%m-%dT%H:%M:%S') ELSE strftime({_MOMENT}, '%Y-%m-%d') END"
_IN_WORDS = _date(r"^(\d{4}) оны? (\d{1,2})(?:-?р| дугаар| дүгээр)? сарын (\d{1,2})", 1, 2, 3, None)


@dataclass
class Reading:
    """What one column is read as: its type, the expressions that rewrite its cells in turn, what is said of it."""

    type: str
    steps: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def decimal_of(evidence: Iterable[Evidence]) -> str | None:
    """Return the decimal mark that columns of numbers have in common, None where they tell none or differ."""
    known = [*evidence]
    written = {kind for one in known for kind in one.numbers_written or ()}
    comma, point = "comma" in written, "commas" in written or any(one.true_points for one in known)
    return None if comma == point else "," if comma else "."


def read_column(name: str, filled: int, found: Evidence, decimal: str | None) -> Reading:
    """Return how a text column is read; `filled` counts its cells, `decimal` is the mark of the file's numbers."""
    said = []
    steps = [TRIM] if found.untrimmed else []
    if found.marked:
        said.append(rules.finding(rules.MARKS, column=name, count=found.marked))
        steps = [_UNMARKED, TRIM]
    if found.lost:
        said.append(
            rules.finding(rules.LOST_LETTERS, column=name, count=found.lost, value=found.lost_example)
        )
    left = filled - found.missing
    if found.missing_said:
        words = ", ".join(sorted(found.missing_words or ()))
        said.append(rules.finding(rules.MISSING_WORDS, column=name, count=found.missing_said, value=words))
        steps.append("CASE WHEN list_contains($missing, {x}) THEN NULL ELSE {x} END")
    if not left:
        return Reading("text", steps, said)
    if found.booleans == left:
        return Reading("boolean", steps, said)
    if found.numbers == left:
        as_number = _number(name, found, decimal)
        return Reading(as_number.type, steps + as_number.steps, said + as_number.findings)
    if found.dates == left:
        as_date = _as_date(name, found)
        return Reading(as_date.type, steps + as_date.steps, said + as_date.findings)
    return Reading("text", steps, said)


def _number(name: str, found: Evidence, decimal: str | None) -> Reading:
    written = set(found.numbers_written or ())
    comma, commas = "comma" in written, "commas" in written
    unsure = rules.finding(
        rules.UNSURE_NUMBERS,
        column=name,
        value=found.either_example or found.comma_example or found.thousands_example,
    )
    if (comma and commas) or (comma and "point" in written and not found.true_points):
        return Reading("text", [], [unsure])
    if "either" in written and not comma and not commas:
        comma, commas = decimal == ",", decimal == "."
        if not comma and not commas:
            return Reading("text", [], [unsure])
    if "points" in written and (commas or "point" in written):
        return Reading("text", [], [unsure])
    if "point" in written and not (found.true_points or comma or commas):
        return points(name, found.point_example, decimal)
    said = []
    if comma:
        said.append(
            rules.finding(rules.DECIMAL_COMMA, column=name, value=found.comma_example or found.either_example)
        )
    if thousands := found.thousands_example or (found.either_example if commas else None):
        said.append(rules.finding(rules.THOUSANDS, column=name, value=thousands))
    if comma:
        return Reading("number", [_NUMBER_WITH_COMMA], said)
    step = _NUMBER_WITH_COMMAS if commas else _NUMBER_WITH_POINTS if "points" in written else _NUMBER
    return Reading("number", [step] if written - {"whole", "point"} else [], said)


def points(name: str, example: str | None, decimal: str | None) -> Reading:
    """Return how numbers are read that have three digits after every point, where 1.200 may be 1200.

    It is where the file's other numbers have a decimal comma; otherwise a person must have seen it.
    """
    if decimal == ",":
        said = rules.finding(rules.THOUSANDS, column=name, value=example)
        return Reading("number", [_NUMBER_WITH_POINTS], [said])
    return Reading("number", [], [rules.finding(rules.THREE_DECIMALS, column=name, value=example)])


def names_a_date(name: str) -> bool:
    """Return whether a column is named as one of dates."""
    last = re.split(r"[/\-:.]", name)[-1].casefold()
    return any(word in DATES for word in re.findall(r"\w+", last.replace("_", " ")))


def are_serial_dates(low: float, high: float) -> bool:
    """Return whether numbers may be days as spreadsheets count them: from 1927 to 2063."""
    return low >= _SERIAL[0] and high <= _SERIAL[1]


def serial_dates(name: str, filled: int, example: str) -> Reading:
    """Return how a column of a spreadsheet's day numbers is read."""
    said = rules.finding(rules.SERIAL_DATES, column=name, count=filled, value=example.removesuffix(".0"))
    return Reading("date", [TRIM, _SERIAL_DATE], [said])


def _as_date(name: str, found: Evidence) -> Reading:
    written = set(found.dates_written or ()) - {"iso"}
    if not written:
        return Reading("date")
    if "slashes" in written:
        first, second = found.first_part or 0, found.second_part or 0
        if (first > 12) == (second > 12):
            return Reading(
                "text", [], [rules.finding(rules.UNSURE_DATES, column=name, value=found.date_example)]
            )
        order, said = (_DAY_FIRST, DAY_FIRST) if first > 12 else (_MONTH_FIRST, MONTH_FIRST)
        steps = [order]
    else:
        steps, said = [], YEAR_FIRST
    if "day first" in written:
        steps.append(_DAY_FIRST)
        said = DAY_FIRST
    if "year first" in written:
        steps.append(_YEAR_FIRST)
    if "words" in written:
        steps.append(_IN_WORDS)
    return Reading(
        "date",
        steps,
        [rules.finding(rules.DATES_WRITTEN, column=name, value=found.date_example, order=said)],
    )
