"""What reading says of a file: why it cannot be taken, and what was met and done on the way."""

from __future__ import annotations

from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding, Refused, Rule

_ALL: list[Rule] = []


def _rule(code: str, group: str, severity: str, message: str, remedy: str) -> Rule:
    _ALL.append(Rule(code, group, severity, message, remedy))
    return _ALL[-1]


def refusal(rule: Rule, **known: object) -> Refused:
    """Return the refusal of a file for one reason; `known` are fields of the finding or slots of its sentences."""
    return Refused([finding(rule, **known)])


def finding(rule: Rule, **known: object) -> Finding:
    """Return a finding; `known` are its fields, and whatever is none of them fills a slot of its sentences."""
    fields = {name: known.pop(name) for name in ("column", "rows", "count", "value") if name in known}
    return Finding(rule, slots=known, **fields)  # type: ignore[arg-type]


# Why a file cannot be taken
UNREADABLE = _rule(
    "unreadable", "file", BLOCKS,
    "The file {name} cannot be opened.",
    "Check that it exists, is a file and may be read by you.",
)  # fmt: skip
EMPTY = _rule(
    "empty", "file", BLOCKS, "The file is empty.", "Export it again; it holds no byte or only blank lines."
)
NO_RESPONDENTS = _rule(
    "no_respondents", "file", BLOCKS,
    "The file has names of columns in row {row}, and no row below them.",
    "Export it again with the answers.",
)  # fmt: skip
FORMAT = _rule(
    "format", "file", BLOCKS,
    "The file is of the kind {kind}, which is no table of answers.",
    "Save the table as XLSX or CSV, or bring the SPSS, Stata or Parquet file.",
)  # fmt: skip
DAMAGED = _rule(
    "damaged", "file", BLOCKS,
    "The file begins as {kind} and cannot be read to its end.",
    "It was cut short or damaged on the way. Copy or export it again.",
)  # fmt: skip
LOCKED = _rule(
    "locked", "file", BLOCKS,
    "The file is protected by a password.",
    "Save it without a password; the page keeps it from others.",
)  # fmt: skip
CHANGED = _rule(
    "changed", "file", BLOCKS,
    "The file changed while it was being read.",
    "Wait until it is written to its end, or close the program that writes it, and bring it again.",
)  # fmt: skip
NO_SPACE = _rule(
    "no_space", "file", BLOCKS,
    "The disk has no room for a readable copy of the file.",
    "Free some space (about twice the size of the file) and try again.",
)  # fmt: skip
MEMORY = _rule(
    "memory",
    "file",
    BLOCKS,
    "Reading the file takes more memory than a file of its size may.",
    "Save the table alone as CSV and bring that.",
)
TIME = _rule(
    "time",
    "file",
    BLOCKS,
    "Reading the file takes longer than a file of its size may.",
    "Save the table alone as CSV and bring that.",
)
ARCHIVE_BOMB = _rule(
    "archive_bomb", "file", BLOCKS,
    "The archive unpacks to far more than a survey file would ({value}).",
    "Bring the survey file itself, without the archive.",
)  # fmt: skip
ARCHIVE_NESTED = _rule(
    "archive_nested", "file", BLOCKS,
    "The archive holds another archive: {value}.",
    "Unpack it and bring the survey file, in one archive at most.",
)  # fmt: skip
ARCHIVE_PATH = _rule(
    "archive_path", "file", BLOCKS,
    "The archive holds a file whose name points outside of it: {value}.",
    "Make the archive again from the survey file alone.",
)  # fmt: skip
ARCHIVE_EMPTY = _rule(
    "archive_empty", "file", BLOCKS,
    "The archive holds no file that can be read as a survey.",
    "Put the CSV, Excel, SPSS, Stata or Parquet file into it, or bring that file itself.",
)  # fmt: skip
SHEET = _rule(
    "sheet", "file", BLOCKS, "There is no sheet or file {value} in it; there are: {sheets}.", "Choose one of them."
)  # fmt: skip
NO_SHEET = _rule(
    "no_sheet", "file", BLOCKS,
    "No sheet of the workbook holds a table.",
    "Put the answers on a sheet: one row of names, one row per respondent.",
)  # fmt: skip
FORMULAS = _rule(
    "formulas_empty", "file", BLOCKS,
    "{count} cells hold formulas whose results were never calculated.",
    "Open the file in a spreadsheet program, let it calculate, and save it again.",
)  # fmt: skip
NULS = _rule(
    "nuls", "file", BLOCKS,
    "The text holds NUL characters, {count} of them, the first at byte {value}.",
    "The file was damaged or is not a text file. Export it again.",
)  # fmt: skip
ENCODING = _rule(
    "encoding", "file", BLOCKS,
    "The letters of the file cannot be made out.",
    "Save it as CSV UTF-8.",
)  # fmt: skip
GARBLED = _rule(
    "garbled", "file", BLOCKS,
    "Letters were spoilt before the file came here: {value}.",
    "Some program opened the file in a wrong encoding and saved it so. Export it again, as UTF-8.",
)  # fmt: skip
QUOTES = _rule(
    "quotes", "file", BLOCKS,
    "A quotation mark in row {row} is never closed, or text follows where it closes.",
    'Double the quotation marks inside a cell ("") and quote the whole cell, or export the file again.',
)  # fmt: skip
COLUMNS = _rule(
    "columns", "file", BLOCKS,
    "The file has {count} columns; {most} are the most that can be taken.",
    "Bring one row per respondent with the questions as columns, not the other way round.",
)  # fmt: skip
LONG_CELL = _rule(
    "long_cell", "file", BLOCKS,
    "A cell in row {row} holds more than {most} characters.",
    "Look for a quotation mark that is never closed, or shorten the text.",
)  # fmt: skip
NO_HEADER = _rule(
    "no_header", "file", BLOCKS,
    "Row {row} should hold the names of the columns and holds values such as {value}.",
    "Put one row with a name for every column above the answers.",
)  # fmt: skip
XLSFORM = _rule(
    "xlsform", "file", BLOCKS,
    "The form {name} cannot be read.",
    "Bring the XLSForm (an Excel file with the sheets survey and choices), or leave it out.",
)  # fmt: skip

# What keeps a file from being published until it is mended
LONG_ROWS = _rule(
    "long_rows", "rows", BLOCKS,
    "{count} rows hold more cells than there are columns ({width}); what is beyond was left out, such as {value}.",
    "A cell with the delimiter in it needs quotation marks. Mend the rows, or export the file again.",
)  # fmt: skip

# What must be acknowledged
SHORT_ROWS = _rule(
    "short_rows", "rows", ACKNOWLEDGE,
    "{count} rows hold fewer cells than there are columns ({width}); the rest was taken as missing.",
    "Check that no line break cuts a respondent in two.",
)  # fmt: skip
ROWS_BELOW = _rule(
    "rows_below", "rows", ACKNOWLEDGE,
    "{count} rows below the table are totals or notes and were set apart: {value}.",
    "If they are respondents, fill in their first column; otherwise nothing needs doing.",
)  # fmt: skip
HEADER_AGAIN = _rule(
    "header_again", "rows", ACKNOWLEDGE,
    "The names of the columns stand again in {count} rows, which were set apart.",
    "Check that files which were put together have the same columns in the same order.",
)  # fmt: skip
JOINED = _rule(
    "joined_cells", "rows", ACKNOWLEDGE,
    "{count} cells among the answers are joined over several rows; only the first row of each has the value.",
    "Split the joined cells and write the value into every row.",
)  # fmt: skip
NUMBERED_ROW = _rule(
    "numbered_row", "rows", ACKNOWLEDGE,
    "Row {row} under the names only numbers the columns, and was set apart.",
    "If it is a respondent, move it away from the top.",
)  # fmt: skip
BAD_LETTERS = _rule(
    "bad_letters", "rows", ACKNOWLEDGE,
    "{count} characters cannot be read and stand as �.",
    "A text was cut in the middle of a letter, or bytes were lost. Export the file again if the texts matter.",
)  # fmt: skip
LOST_LETTERS = _rule(
    "lost_letters", "columns", ACKNOWLEDGE,
    "Question marks stand inside words in {count} cells of {column}, such as {value}: letters, most often Ө and Ү, were lost.",
    "They cannot be brought back from this file. Export it again as CSV UTF-8 or XLSX.",
)  # fmt: skip
NESTED = _rule(
    "nested", "columns", ACKNOWLEDGE,
    "{column} holds lists or records; each was written as one text.",
    "Export the answers as one column each if they matter.",
)  # fmt: skip
DUPLICATE_NAMES = _rule(
    "duplicate_names", "columns", ACKNOWLEDGE,
    "{count} columns are named {value}; the later ones are called {others} here.",
    "Give each column a name of its own.",
)  # fmt: skip
UNNAMED = _rule(
    "unnamed", "columns", ACKNOWLEDGE,
    "{count} columns with values have no name and are called {value} here.",
    "Name them above the answers, or delete them.",
)  # fmt: skip
OTHER_SHEETS = _rule(
    "other_sheets", "file", ACKNOWLEDGE,
    "{value} was read; {others} hold tables too.",
    "Check that it is the right one, or choose another.",
)  # fmt: skip
SERIAL_DATES = _rule(
    "serial_dates", "columns", ACKNOWLEDGE,
    "{count} dates of {column} stand as a spreadsheet's day numbers, such as {value}; they were read as dates.",
    "If they are not dates, rename the column; otherwise nothing needs doing.",
)  # fmt: skip
UNSURE_DATES = _rule(
    "unsure_dates", "columns", ACKNOWLEDGE,
    "Dates of {column} such as {value} may be day/month or month/day; they were left as text.",
    "Write them as 2025-03-04.",
)  # fmt: skip
UNSURE_NUMBERS = _rule(
    "unsure_numbers", "columns", ACKNOWLEDGE,
    "Numbers of {column} such as {value} may have thousands or decimals after the mark; they were left as text.",
    "Write them without thousands marks.",
)  # fmt: skip
THREE_DECIMALS = _rule(
    "three_decimals", "columns", ACKNOWLEDGE,
    "Numbers of {column} such as {value} all have three digits after a point, which was read as the decimal mark.",
    "If they are thousands, write them without the point.",
)  # fmt: skip

# What is good to know
TITLE_LINES = _rule(
    "title_lines", "file", NOTE,
    "{count} rows above the names of the columns were passed over: {value}.",
    "Nothing needs doing.",
)  # fmt: skip
RESTORED = _rule(
    "restored", "file", NOTE,
    "{count} letters that stood in for Ө and Ү were restored, as in {value}.",
    "Look whether names and answers read right.",
)  # fmt: skip
MARKS = _rule(
    "marks", "columns", NOTE,
    "Invisible marks (direction of writing, zero width) were taken out of {count} cells of {column}.",
    "Nothing needs doing.",
)  # fmt: skip
MISSING_WORDS = _rule(
    "missing_words", "columns", NOTE,
    "{count} cells of {column} say {value}, which was taken as missing.",
    "If it is an answer, give it another word.",
)  # fmt: skip
USER_MISSING = _rule(
    "user_missing", "columns", NOTE,
    "{count} cells of {column} hold {value}, which the file itself declares missing.",
    "If it is an answer, take the declaration out of the file.",
)  # fmt: skip
DECIMAL_COMMA = _rule(
    "decimal_comma", "columns", NOTE,
    "Numbers of {column} such as {value} were read with a decimal comma.",
    "Nothing needs doing.",
)  # fmt: skip
THOUSANDS = _rule(
    "thousands", "columns", NOTE,
    "Numbers of {column} such as {value} were read without their thousands marks.",
    "Nothing needs doing.",
)  # fmt: skip
DATES_WRITTEN = _rule(
    "dates_written", "columns", NOTE,
    "Dates of {column} such as {value} were read as {order}.",
    "Check the order of day and month.",
)  # fmt: skip
FORM_APART = _rule(
    "form_apart", "file", NOTE,
    "{count} questions of the form are not in the file, such as {value}.",
    "Check that the form is the one that the answers were collected with.",
)  # fmt: skip
NAMED_OTHERWISE = _rule(
    "named_otherwise", "file", NOTE,
    "The file is named {name} and is of the kind {kind}; it was read as what it is.",
    "Nothing needs doing.",
)  # fmt: skip

RULES = tuple(_ALL)
