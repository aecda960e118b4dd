"""Files to start from: an empty table with the codebook, and an example of one that is filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from openpyxl import Workbook

from etl.intake.mapping import Codebook
from store import connection, sheets, survey_queries
from store.survey_queries import Answer, Question

EXAMPLE_ROWS = 25
SHEETS = ("Respondents", "Codebook")
HEADINGS = ("Column", "Question", "Answer", "Meaning", "Who is asked")
WORDS = (*SHEETS, *HEADINGS)
Say = Callable[..., str]
Rows = list[list[str | float | int | None]]


def columns(book: Codebook) -> list[str]:
    """The columns of an empty table, in the codebook's order; a question with several answers has one for each."""
    return [name for name, _, _ in _columns(book)]


def to_csv(heads: list[str], rows: Rows) -> bytes:
    """A table as UTF-8 with BOM, as spreadsheets read it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [heads, *([("" if cell is None else sheets.safe(cell)) for cell in row] for row in rows)]
    )
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(book: Codebook, heads: list[str], rows: Rows, say: Say, language: str) -> bytes:
    """A table with the codebook on a sheet of its own; `say` gives a sentence in the language of the reader."""
    made = Workbook(write_only=True)
    sheet = sheets.sheet(made, say(SHEETS[0]), tuple(max(12, len(name) + 2) for name in heads))
    sheet.freeze_panes = "A2"
    sheet.append([sheets.text(sheet, name, bold=True, filled=True) for name in heads])
    for row in rows:
        sheet.append([sheets.value(sheet, cell, None) for cell in row])
    codes = sheets.sheet(made, say(SHEETS[1]), (26, 44, 20, 44, 60))
    codes.append([sheets.text(codes, name, bold=True, filled=True) for name in map(say, HEADINGS)])
    for line in _codebook(book, language):
        codes.append([sheets.text(codes, cell) for cell in line])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def example(book: Codebook, build: str) -> Rows:
    """The first respondents of the demonstration survey under the columns of `columns`; none where it is gone."""
    rounds = survey_queries.rounds(build, "demonstration")
    if not rounds:
        return []
    parquet = str(survey_queries.microdata(rounds[-1])).replace("'", "''")
    with connection.scratch() as con:
        held = {name for name, *_ in con.execute(f"DESCRIBE FROM read_parquet('{parquet}')").fetchall()}
        names = ", ".join(f'"{name}"' if name in held else f'NULL AS "{name}"' for name in columns(book))
        found = con.execute(f"SELECT {names} FROM read_parquet('{parquet}') LIMIT {EXAMPLE_ROWS}").fetchall()
    return [[int(cell) if isinstance(cell, bool) else cell for cell in row] for row in found]


def _columns(book: Codebook) -> Iterator[tuple[str, Question, Answer | None]]:
    for question in book.questions:
        if question.type == "many":
            yield from ((f"{question.code}__{a.code}", question, a) for a in book.answers[question.code])
        else:
            yield question.code, question, None


def _codebook(book: Codebook, language: str) -> Iterator[tuple[str, ...]]:
    for name, question, option in _columns(book):
        asked = book.wordings.get(question.code)
        said = _of(asked, "text", language) if asked else _of(question, "name", language)
        base = _of(question, "base", language)
        if option is not None:
            yield name, said, "0 / 1", _of(option, "text", language), base
        elif question.places or question.type in ("number", "design"):
            yield name, said, "", "", base
        else:
            for answer in book.answers.get(question.code, ()):
                yield name, said, answer.code, _of(answer, "text", language), base


def _of(thing: object, field: str, language: str) -> str:
    return str(getattr(thing, f"{field}_{language}") or "")
