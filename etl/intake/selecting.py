"""The one SELECT that turns staged texts into typed answers, each value looked up for what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from etl.intake.catalogue import design_question
from etl.intake.extras import Extra
from etl.intake.mapping.codebook import Codebook
from etl.intake.mapping.model import Mapping
from etl.intake.mapping.review import Review, beside
from etl.intake.rows import BLANKS, as_number, cell
from etl.intake.staged import Column, Staged
from etl.intake.written import Read
from store.survey_queries import Answer, Question

_DESIGN = ("respondent", "stratum", "psu", "weight", "fpc")
_NUMBERS = ("weight", "fpc")
_TEXT = pa.string()


@dataclass
class Selection:
    """A SELECT in the making: rows that are `filled` with anything are respondents.

    `questions` are those it answers, `carried` those that an earlier no answers as well.
    """

    con: duckdb.DuckDBPyConnection
    filled: str
    columns: dict[str, str] = field(default_factory=dict)
    known: int = 0
    questions: list[Question] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    design: list[str] = field(default_factory=list)

    @property
    def sql(self) -> str:
        """The statement; rows come in the order of the file, whatever the number of threads."""
        chosen = ", ".join(f"{expression} AS {_name(name)}" for name, expression in self.columns.items())
        return f"SELECT {chosen} FROM rows WHERE {self.filled} IS NOT NULL"

    def without(self, column: Column, texts: Sequence[str]) -> str:
        """A cell, NULL where it is one of some texts."""
        if not texts:
            return cell(column)
        name = self._name()
        self.con.execute(f"SET VARIABLE {name} = $texts", {"texts": [*texts]})
        return f"CASE WHEN NOT list_contains(getvariable('{name}'), {cell(column)}) THEN {cell(column)} END"

    def looked_up(self, written: str, meanings: Map[str, Any], type_: pa.DataType = _TEXT) -> str:
        """The expression that gives what each value of a cell means; NULL for any other value.

        Values become an ENUM and their meanings a list beside it: no join, whose memory grows with the columns
        and whose rows come in any order. `meanings` must hold nearly every value there is: DuckDB takes long
        over each one that is not in an ENUM.
        """
        name = self._name()
        known = {text.strip(BLANKS): meaning for text, meaning in meanings.items()}
        values = pa.array(known.keys(), _TEXT)
        self.con.register(name, pa.table({"value": values, "code": pa.array(known.values(), type_)}))
        if not known:
            return f"(SELECT any_value(code) FROM {name})"
        self.con.execute(f"CREATE TYPE value_of_{name} AS ENUM (SELECT value FROM {name})")
        self.con.execute(f"SET VARIABLE {name} = (SELECT list(code) FROM {name})")
        self.con.unregister(name)
        return f"list_extract(getvariable('{name}'), enum_code(TRY_CAST({written} AS value_of_{name})) + 1)"

    def _name(self) -> str:
        self.known += 1
        return f"known{self.known}"


def select(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    mapping: Mapping,
    book: Codebook,
    seen: Review,
    extras: Iterable[Extra],
) -> Selection:
    """The statement for all mapped questions in the order of the codebook, then the kept ones."""
    columns = {column.name: column for column in staged.columns}
    cells = ", ".join(column.key for column in staged.columns)
    chosen = Selection(con, f"coalesce({cells}, NULL)")
    _design(chosen, mapping, book, columns)
    for question in book.questions:
        found = [columns[name] for name in mapping.columns.get(question.code, ()) if name in columns]
        if not found or question.type == "design":
            continue
        _question(chosen, question, found, mapping, book, seen)
        chosen.questions.append(question)
    _carry(chosen)
    for kept in extras:
        _extra(chosen, kept)
    return chosen


def _design(chosen: Selection, mapping: Mapping, book: Codebook, columns: Map[str, Column]) -> None:
    """Columns of the sample; without any in the file respondents are numbered and count the same."""
    made = {"respondent": "row::VARCHAR", "weight": "1.0::DOUBLE"}
    for role in _DESIGN:
        column = columns.get(mapping.column(role) or "")
        if column is None and role not in made:
            continue
        if column is None:
            chosen.columns[role] = made[role]
        else:
            chosen.columns[role] = as_number(column.key) if role in _NUMBERS else cell(column)
        chosen.questions.append(design_question(role, book))
        chosen.design.append(role)


def _question(
    chosen: Selection,
    question: Question,
    found: Sequence[Column],
    mapping: Mapping,
    book: Codebook,
    seen: Review,
) -> None:
    name = question.code
    if question.type == "number":
        scale = " / 1000" if mapping.rules.get(name) == "thousandth" else ""
        silent = [text for text, code in mapping.answers.get(name, {}).items() if code is None]
        chosen.columns[name] = f"({as_number(chosen.without(found[0], silent))}){scale}"
    elif question.type == "one":
        values = seen.questions.get(name, ())
        if any(value.within for value in values):
            chosen.columns[name] = _soum(
                chosen, found[0], values, chosen.columns[str(beside(question, book))]
            )
        else:
            meanings = {value.written: value.code for value in values}
            chosen.columns[name] = chosen.looked_up(cell(found[0]), meanings)
    elif name in seen.options:
        ticks = _ticks(chosen, found, _by_column(seen.questions[name]), seen.options[name])
        for answer in book.answers[name]:
            chosen.columns[f"{name}__{answer.code}"] = ticks.get(answer.code, "NULL::BOOLEAN")
    else:
        _cells(chosen, question.code, found[0], seen.cells.get(name, {}), book.answers[name])


def _cells(
    chosen: Selection,
    name: str,
    column: Column,
    meanings: Map[str, tuple[str, ...]],
    answers: Iterable[Answer],
) -> None:
    """One column per answer from cells that hold several; a cell without any is no answer."""
    codes = chosen.looked_up(cell(column), {cell: c or None for cell, c in meanings.items()}, pa.list_(_TEXT))
    for answer in answers:
        chosen.columns[f"{name}__{answer.code}"] = f"list_contains({codes}, {_text(answer.code)})"


def _soum(chosen: Selection, column: Column, values: Iterable[Read], aimag: str) -> str:
    """A soum means what it means within the aimag beside it."""
    meanings = {f"{value.within or ''}/{value.written.strip(BLANKS)}": value.code for value in values}
    return chosen.looked_up(f"coalesce({aimag}, '') || '/' || {cell(column)}", meanings)


def _by_column(values: Iterable[Read]) -> dict[str, dict[str, bool | None]]:
    found: dict[str, dict[str, bool | None]] = {}
    for value in values:
        found.setdefault(value.column, {})[value.written] = value.code == "yes" if value.code else None
    return found


def _ticks(
    chosen: Selection,
    found: Sequence[Column],
    meanings: Map[str, Map[str, bool | None]],
    options: Map[str, str],
) -> dict[str, str]:
    """One column per answer. Where no cell ever says no, blanks are a no of those who ticked something."""
    ticks = {
        options[column.name]: chosen.looked_up(cell(column), meanings.get(column.name, {}), pa.bool_())
        for column in found
        if column.name in options
    }
    if not ticks or any(said is False for known in meanings.values() for said in known.values()):
        return ticks
    anything = f"coalesce({', '.join(ticks.values())})"
    return {code: f"coalesce({tick}, NOT {anything})" for code, tick in ticks.items()}


def _carry(chosen: Selection) -> None:
    """Of wish, plan, intention and move, an earlier no answers all that follow and were not asked."""
    before = None
    for question in chosen.questions:
        if not question.stage:
            continue
        if before is not None and question.base is None:
            own = chosen.columns[question.code]
            chosen.columns[question.code] = f"coalesce({own}, CASE WHEN {before} = 'no' THEN 'no' END)"
            chosen.carried.append(question.code)
        before = chosen.columns[question.code]


def _extra(chosen: Selection, kept: Extra) -> None:
    name = kept.kept.question
    first = kept.columns[0]
    if kept.kept.type == "number":
        chosen.columns[name] = as_number(cell(first))
    elif kept.points is not None:
        chosen.columns[name] = chosen.looked_up(point(kept.columns), kept.points)
    elif kept.codes is not None:
        chosen.columns[name] = chosen.looked_up(cell(first), kept.codes)
    elif kept.cells is not None:
        _cells(chosen, name, first, kept.cells, kept.answers)
    elif kept.options is not None:
        ticks = _ticks(chosen, kept.columns, kept.ticks or {}, kept.options)
        for answer in kept.answers:
            chosen.columns[f"{name}__{answer.code}"] = ticks[answer.code]


def point(columns: Sequence[Column]) -> str:
    """The text of a point, which is written in one column or in two."""
    return f"trim(concat_ws(' ', {', '.join(map(cell, columns))}))"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(code: str) -> str:
    return "'" + code.replace("'", "''") + "'"
