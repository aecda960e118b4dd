"""Which rows of a crosstab differ from all the others by more than chance, and whether any do at all.

Each row is held against the respondents of all other rows together, answer by answer, with the fewer degrees of
freedom of the two groups' own (docs/methods/comparison.md); all differences of a table are tested together. A
difference is hidden where its cell or the margin is; the test of the whole table where any cell is, as its statistic
is a function of all counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from survey import questions
from survey.association import Association, rao_scott
from survey.comparison import Difference, between_domains, corrected
from survey.crosstabs.table import Crosstab, Wanted, complete, crosstab
from survey.questions import Asked
from survey.sums import Sums

PART = "row and the rest"


class Significance(NamedTuple):
    """`differences` have the code of a row as `a` and of a column as `answer`; hidden ones are not among them.

    `association` is None where it is hidden, or where the column question is not one of single answers.
    """

    differences: tuple[Difference, ...]
    association: Association | None


def significance(build: str, wanted: Wanted) -> Significance:
    """The differences of the rows of a table from the rest, without control. Raises SurveyError as `crosstab`."""
    known = crosstab(build, wanted)
    measure = "mean" if known.column.type == "number" else "row"
    table = crosstab(build, replace(wanted, control=None, measure=measure))
    if table.answered.in_the_way:
        return Significance((), None)
    asked = questions.put(
        build, wanted.survey, wanted.round, wanted.column, (wanted.row,), wanted.where, wanted.weighted, df="domain"
    )  # fmt: skip
    along = complete(asked)
    rows = table.rows[: 1 if len(table.rows) == 2 else None]  # the second of two is the rest of the first
    shown = [row for answer in rows for row in _against_rest(along, table, answer.code, wanted.level)]
    hidden = any(cell.mark == "c" for cell in table.cells.values())
    tested = table.column.type == "one" and not hidden
    return Significance(
        tuple(corrected(shown, wanted.level)),
        rao_scott(questions.kept(along.sums[0], wanted.where), wanted.row, wanted.column) if tested else None,
    )


def parted(sums: Sums, name: str, code: str) -> Sums:
    """The same sums with a key PART: whether the answer to a question is the given one, or another."""
    place = np.array([str(level) != code for level in sums.levels[name]], dtype=np.int64)
    codes = sums.codes[name]
    part = np.where(codes < 0, -1, place[codes])
    return replace(
        sums, codes={**sums.codes, PART: part}, levels={**sums.levels, PART: ("here", "elsewhere")}
    )


def _against_rest(along: Asked, table: Crosstab, code: str, level: float) -> list[Difference]:
    """One row less the others, for each answer whose cells are shown; of two answers for the first alone."""
    two = table.column.type == "one" and len(table.columns) == 2
    answers = {answer.code for answer in table.columns[: 1 if two else None]}
    sums = tuple(parted(one, table.row.code, code) for one in along.sums)
    found = []
    for pieces, option in questions.pieces_of(along._replace(by=(PART,), sums=sums)):
        if len(pieces.names) < 2:
            continue
        for row in between_domains(pieces, [(0, 1)], level):
            if option is not None and row.answer is not True:
                continue
            answer = option if option is not None else None if row.answer is None else str(row.answer)
            cells = (table.cell(None, code, answer), table.cell(None, None, answer))
            if (answer in answers or answer is None) and all(cell.mark in ("", "u") for cell in cells):
                found.append(row._replace(a=code, b=None, answer=answer))
    return found
