"""What can be wrong with a table of figures by aimag and year, or must be known about it."""

from __future__ import annotations

from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Rule

_FILE, _COLUMNS, _ROWS, _STATISTICS = "file", "columns", "rows", "statistics"

UNREADABLE = Rule(
    "about_unreadable", _FILE, BLOCKS,
    "The description {file} cannot be read: {reason}.",
    "Save it as YAML in UTF-8; `python -m etl publish-table --template` prints an empty one.",
)  # fmt: skip
MISSING = Rule(
    "about_missing", _FILE, BLOCKS,
    "The description lacks: {names}.",
    "Write them. Figures without a unit, a source and a licence are not published.",
)  # fmt: skip
WRONG = Rule(
    "about_wrong", _FILE, BLOCKS, "In the description, {name} cannot be “{value}”.", "Write one of: {allowed}."
)  # fmt: skip
UNKNOWN = Rule(
    "about_unknown", _FILE, BLOCKS,
    "The description holds what is not known: {names}.",
    "Remove it, or correct its name.",
)  # fmt: skip
OTHER_UNIT = Rule(
    "table_other_unit", _FILE, BLOCKS,
    "The dictionary gives {indicator} in “{unit}”, and the description says “{value}”.",
    "Convert the figures, or correct the unit.",
)  # fmt: skip
CALCULATED = Rule(
    "table_calculated", _FILE, BLOCKS,
    "{indicator} is calculated from other figures.",
    "Load the figures that it is calculated from, or give yours a name of their own.",
)  # fmt: skip
TAKEN = Rule(
    "table_taken", _FILE, BLOCKS,
    "The dictionary has {kind} {value} already, and the description says something else of it.",
    "Leave its texts out to use it as it is, or choose another name.",
)  # fmt: skip
NO_PLACES = Rule(
    "table_no_places", _COLUMNS, BLOCKS,
    "No column names aimags.",
    "Put the aimags in one column, by name or code, or name the column in the description.",
)  # fmt: skip
NO_YEARS = Rule(
    "table_no_years", _COLUMNS, BLOCKS,
    "No column holds years, and no column is named by a year.",
    "Add a column of years, or name the columns by their years: 2023, 2024.",
)  # fmt: skip
NO_VALUES = Rule(
    "table_no_values", _COLUMNS, BLOCKS,
    "It cannot be told which column holds the figures: {names}.",
    "Name it in the description, under columns: value.",
)  # fmt: skip
NO_COLUMN = Rule(
    "table_no_column", _COLUMNS, BLOCKS,
    "The description names a column that the file lacks: {value}.",
    "Write it as it stands in the file.",
)  # fmt: skip
TOO_LONG = Rule(
    "table_long", _ROWS, BLOCKS,
    "The table has {count} rows; {most} are the most that can be taken.",
    "Bring one row for each aimag, or for each aimag and year.",
)  # fmt: skip
PLACE = Rule(
    "table_place", _ROWS, BLOCKS,
    "{count} rows do not name an aimag: {value}.",
    "Write the aimag's name or code. Perhaps meant: {suggestion}.",
)  # fmt: skip
YEAR = Rule(
    "table_year", _ROWS, BLOCKS,
    "{count} years cannot be: {value}.",
    "Write a year from {first} to {last}.",
)  # fmt: skip
VALUE = Rule(
    "table_value", _ROWS, BLOCKS,
    "{count} figures are not numbers: {value}.",
    "Write numbers alone, and leave a cell empty where there is no figure.",
)  # fmt: skip
TWICE = Rule(
    "table_twice", _ROWS, BLOCKS,
    "{count} figures are for an aimag and a year that have one already in this file: {value}.",
    "Leave one of them.",
)  # fmt: skip
THERE = Rule(
    "table_there", _ROWS, BLOCKS,
    "{count} figures stand in the data already, from source {source}: {value}.",
    "Leave them out, or publish yours under a name of their own.",
)  # fmt: skip
NO_FIGURES = Rule(
    "table_no_figures", _ROWS, BLOCKS, "The table holds no figure.", "Fill it in, and bring it again."
)  # fmt: skip
TOTALS = Rule(
    "table_totals", _ROWS, NOTE,
    "{count} rows are of the country or a region and were left out: {value}.",
    "Nothing needs doing: sums are made here where every aimag has a figure.",
)  # fmt: skip
TOTAL_DIFFERS = Rule(
    "table_total_differs", _STATISTICS, ACKNOWLEDGE,
    "The file's own total for {year} is {value}, and its aimags add up to {sum}.",
    "Find out which aimag is wrong or missing.",
)  # fmt: skip
NEGATIVE = Rule(
    "table_negative", _STATISTICS, ACKNOWLEDGE,
    "{count} figures are below zero: {value}.",
    "Check the sign; a missing figure is an empty cell.",
)  # fmt: skip
LEAP = Rule(
    "table_leap", _STATISTICS, ACKNOWLEDGE,
    "{count} figures are more than ten times those of the year before, or less than a tenth: {value}.",
    "Check the unit and the decimal mark.",
)  # fmt: skip
ABSENT = Rule(
    "table_absent", _STATISTICS, NOTE,
    "{count} aimags have no figure for {year} and are shown as no data: {value}.",
    "Nothing needs doing if there is none.",
)  # fmt: skip

RULES = (
    *(UNREADABLE, MISSING, WRONG, UNKNOWN, OTHER_UNIT, CALCULATED, TAKEN),
    *(NO_PLACES, NO_YEARS, NO_VALUES, NO_COLUMN, TOO_LONG, PLACE, YEAR, VALUE, TWICE, THERE, NO_FIGURES),
    *(TOTALS, TOTAL_DIFFERS, NEGATIVE, LEAP, ABSENT),
)
