"""A mapping held against the file: how each written value is understood, what is asked, what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace

import duckdb

from etl.intake import rows
from etl.intake.mapping import options
from etl.intake.mapping.answers import Answers, read, read_many
from etl.intake.mapping.codebook import Codebook
from etl.intake.mapping.model import Mapping
from etl.intake.places import Places, read_places
from etl.intake.staged import Column, Staged
from etl.intake.written import Read
from store.survey_queries import Question

MOST_MATCHED = 200_000


@dataclass(frozen=True)
class Review:
    """How the written values of each mapped question are understood.

    `questions` has one reading per value: of a many-question per part of a cell, or per column and value
    where each answer has a column. `cells` are the cells of many-questions in one column with their codes.
    `options` is question → column → answer. `crowded` are columns with more values than can be matched.
    """

    questions: dict[str, tuple[Read, ...]]
    cells: dict[str, dict[str, tuple[str, ...]]]
    options: dict[str, dict[str, str]]
    crowded: tuple[str, ...]
    of_places: frozenset[str]

    def asked(self) -> tuple[tuple[str, Read], ...]:
        """Values with suggestions to confirm, each with its question."""
        return tuple((q, value) for q, value in self._all() if not value.how and value.suggestions)

    def unmatched(self) -> tuple[tuple[str, Read], ...]:
        """Values that nothing is known of, each with its question: they are outside the codebook."""
        return tuple((q, value) for q, value in self._all() if not value.how and not value.suggestions)

    def places(self) -> Places:
        """What was written for places."""
        return Places.of(value for question, value in self._all() if question in self.of_places)

    def _all(self) -> Iterator[tuple[str, Read]]:
        return ((question, value) for question, values in self.questions.items() for value in values)


def review(staged: Staged, mapping: Mapping, book: Codebook, year: int | None = None) -> Review:
    """Hold a mapping against a staged file; `year` is the year of the round, for rules that count back.

    Columns that the file does not have are passed over: `files.faults` says them.
    """
    with rows.opened(staged) as con:
        return reviewed(con, staged, mapping, book, year)


def reviewed(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    mapping: Mapping,
    book: Codebook,
    year: int | None = None,
    counted: Map[str, rows.Counts] | None = None,
) -> Review:
    """`review` on a database that is open already; `counted` are values that need not be counted again."""
    columns = {column.name: column for column in staged.columns}
    asked = {
        question.code: [columns[name] for name in mapping.columns.get(question.code, ()) if name in columns]
        for question in book.questions
        if question.type in ("one", "many")
    }
    known = counted or {}
    unknown = [c for found in asked.values() for c in found if c.name not in known]
    written = {**known, **rows.counts(con, unknown, MOST_MATCHED)}
    questions: dict[str, tuple[Read, ...]] = {}
    cells: dict[str, dict[str, tuple[str, ...]]] = {}
    chosen: dict[str, dict[str, str]] = {}
    of_places = {q.code for q in book.questions if q.places and asked.get(q.code)}
    for question in sorted(book.questions, key=lambda q: q.places == "soum"):  # aimags before their soums
        found = [column for column in asked.get(question.code, []) if column.name in written]
        if not found:
            continue
        decided = mapping.answers.get(question.code, {})
        if question.places:
            aimag = beside(question, book) if question.places == "soum" else None
            said = (asked[aimag][0], questions[aimag]) if aimag in questions else None
            questions[question.code] = _places(
                con, question, found[0], written[found[0].name], said, mapping.places
            )
            continue
        answers = Answers(question.code, book.answers.get(question.code, ()))
        if question.type == "many" and len(found) > 1:
            chosen[question.code] = _options(found, answers, decided)
            questions[question.code] = (
                *_unknown(found, answers, chosen[question.code]),
                *(
                    _tick(column, text, count, answers)
                    for column in found
                    for text, count in written[column.name].items()
                ),
            )
        elif question.type == "many":
            questions[question.code], cells[question.code] = read_many(
                found[0].name, written[found[0].name], answers, decided, found[0].values
            )
        else:
            questions[question.code] = read(
                found[0].name,
                written[found[0].name],
                answers,
                decided,
                found[0].values,
                mapping.rules.get(question.code),
                year,
            )
    crowded = tuple(c.name for found in asked.values() for c in found if c.name not in written)
    return Review(questions, cells, chosen, crowded, frozenset(of_places))


def _options(found: list[Column], answers: Answers, decided: dict[str, str | None]) -> dict[str, str]:
    told = {column.name: decided.get(column.name) or options.option(column, answers) for column in found}
    return {name: code for name, code in told.items() if code is not None}


def _unknown(found: list[Column], answers: Answers, chosen: dict[str, str]) -> list[Read]:
    """Columns of a many-question that stand for none of its answers, each as if its name had been written."""
    return [
        Read(column.name, column.name, 0, suggestions=answers.near(column.label or column.name))
        for column in found
        if column.name not in chosen
    ]


def _tick(column: Column, text: str, count: int, answers: Answers) -> Read:
    chosen = options.ticked(text, column, answers)
    value = Read(column.name, text, count)
    return value if chosen is None else replace(value, codes=("yes",) if chosen else ("no",), how="code")


def _places(
    con: duckdb.DuckDBPyConnection,
    question: Question,
    column: Column,
    counts: rows.Counts,
    aimags: tuple[Column, tuple[Read, ...]] | None,
    decided: Map[str, str | None],
) -> tuple[Read, ...]:
    written: dict[tuple[str | None, str], int] = (
        _beside(con, column, *aimags) if aimags else {(None, text): n for text, n in counts.items()}
    )
    return read_places(column.name, written, question.places or "", decided)


def beside(question: Question, book: Codebook) -> str | None:
    """The question on the aimag in which the soums of a question lie: the one with the same role."""
    return next((q.code for q in book.questions if q.places == "aimag" and q.role == question.role), None)


def _beside(
    con: duckdb.DuckDBPyConnection, soum: Column, aimag: Column, aimags: tuple[Read, ...]
) -> dict[tuple[str | None, str], int]:
    """The soums that are written, by the aimag that was understood beside them."""
    codes = {value.written: value.code for value in aimags}
    found: dict[tuple[str | None, str], int] = {}
    for written, text, count in con.execute(
        f"SELECT {aimag.key}, {soum.key}, count(*) FROM rows WHERE trim({soum.key}) <> '' GROUP BY ALL"
    ).fetchall():
        place = (codes.get(written), text)
        found[place] = found.get(place, 0) + count
    return dict(sorted(found.items(), key=lambda item: (item[0][0] or "", item[0][1])))
