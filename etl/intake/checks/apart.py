"""Rows that are no respondents: found first and set apart, so that nothing else is said of them."""

from __future__ import annotations

from etl.intake.checks.parts import Condition, Part, absent, among, filled
from etl.intake.findings import BLOCKS, NOTE, Rule
from etl.intake.staged import Column

TOTALS = (
    *("нийт", "бүгд", "дүн", "нийлбэр", "нийт дүн", "бүх дүн"),
    *("total", "totals", "grand total", "sum", "subtotal", "sub-total"),
)
LEADING_CELLS = 3

TOTALS_ROWS = Rule(
    "totals_rows",
    "file",
    BLOCKS,
    "Among the respondents stand rows of totals, such as {value}.",
    "Delete the totals: they would be counted as respondents.",
)
NOTE_ROWS = Rule(
    "note_rows",
    "file",
    BLOCKS,
    "Among the respondents stand rows with one filled cell only, such as {value}.",
    "Delete these rows, or move titles and notes above the names of the columns.",
)
EMPTY_ROWS = Rule(
    "empty_rows",
    "file",
    NOTE,
    "{count} empty rows stand among the respondents and are left out.",
    "Nothing needs to be done; make sure that no respondent is missing from the export.",
)
RULES = (TOTALS_ROWS, NOTE_ROWS, EMPTY_ROWS)


def conditions(columns: tuple[Column, ...]) -> list[Condition]:
    """Rows that hold a total, a note or nothing; what the missing cells of columns rule out is not looked for."""
    keys = [column.key for column in columns]
    whole = sum(not column.missing for column in columns)  # columns without a gap: no row lacks their cell
    if not keys:
        return []
    first = f"coalesce({', '.join((*keys[:LEADING_CELLS], 'NULL'))})" if columns[0].missing else keys[0]
    words = among(f"lower(trim({first}, ' :.'))", TOTALS)
    totals = Part(
        f"coalesce(CASE WHEN NOT regexp_matches({first}, '[0-9]') THEN {words.sql} END, false)", words.values
    )
    found = [Condition(TOTALS_ROWS, totals, shown=Part(first))]
    if not whole:
        found.append(Condition(EMPTY_ROWS, absent(keys)))
    if len(keys) > LEADING_CELLS and whole <= 1:
        alone = Part(f"({filled(keys)}) = 1 AND NOT {totals.sql}", totals.values)
        found.append(Condition(NOTE_ROWS, alone, shown=Part(f"coalesce({', '.join((*keys, 'NULL'))})")))
    return found
