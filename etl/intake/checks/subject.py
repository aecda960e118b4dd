"""What the checks look at: the columns of a file by the questions and the design they were matched to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

from etl.intake import rows
from etl.intake.extras import Extra, columns_of, extra
from etl.intake.mapping.codebook import Codebook
from etl.intake.mapping.model import Mapping
from etl.intake.mapping.review import MOST_MATCHED, Review
from etl.intake.margins import COMPARE
from etl.intake.staged import Column, Staged
from etl.intake.written import Read
from store.survey_queries import Question

YES, NO = "yes", "no"
ROLES = ("respondent", "weight", "stratum", "psu", "fpc", "interviewer", "start", "end")


@dataclass(frozen=True)
class Asked:
    """A question as the file holds it.

    `columns` is one column, or one for each option of a select-multiple question, whose codes are `options`;
    `chosen` are then the texts of each column, by its name, that say so. `answers` maps what was written to the
    code, None for what stands for no answer; `cells` to the codes, where one cell holds several. `known` are
    the codes of the codebook, `unread` what is written and not understood. `base` is a filter such as
    `would_resettle=yes`. A number times `scale` is in the unit of the codebook.
    """

    code: str
    type: str
    columns: tuple[Column, ...]
    answers: dict[str, str | None] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    chosen: dict[str, frozenset[str]] = field(default_factory=dict)
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    unread: tuple[Read, ...] = ()
    rule: str | None = None
    concept: str | None = None
    stage: str | None = None
    places: str | None = None
    unit: str | None = None
    base: str | None = None
    scale: float = 1.0

    @property
    def column(self) -> Column:
        """Its only column, or the first one."""
        return self.columns[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its columns in the staged file."""
        return tuple(column.key for column in self.columns)

    def written(self, codes: set[str]) -> tuple[str, ...]:
        """What stands for any of the codes."""
        return tuple(text for text, code in self.answers.items() if code in codes)


@dataclass(frozen=True)
class Subject:
    """A staged file, its questions by code, and the columns of its design by role (ROLES).

    `columns` are those that are not dropped. `nested` says that codes of sampling units begin anew in each
    stratum, `calibrated` that weights are made here.
    """

    staged: Staged
    questions: dict[str, Asked]
    roles: dict[str, Column]
    columns: tuple[Column, ...]
    nested: bool = False
    calibrated: bool = False

    def concept(self, name: str) -> Asked | None:
        """The question that stands for a canonical concept."""
        return next((asked for asked in self.questions.values() if asked.concept == name), None)

    def key(self, role: str) -> str | None:
        """The staged column of a role of the design."""
        return self.roles[role].key if role in self.roles else None


def subject(
    con: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping, book: Codebook, review: Review
) -> Subject:
    """The columns of a file by what a mapping says of them; `con` has the view `rows`."""
    columns = {column.name: column for column in staged.columns}
    questions: dict[str, Asked] = {}
    for question in book.questions:
        found = tuple(columns[n] for n in mapping.columns.get(question.code, ()) if n in columns)
        if found and question.type != "design":
            questions[question.code] = _asked(question, found, mapping, book, review)
    questions |= {asked.code: asked for asked in _kept(con, staged, mapping)}
    left_out = {*mapping.drop, *mapping.private}
    return Subject(
        staged,
        questions,
        {role: columns[name] for role in ROLES if (name := mapping.column(role)) in columns and name},
        tuple(column for column in staged.columns if column.name not in left_out),
        str(mapping.round.get("nested", "")).casefold() in ("true", "yes", "1"),
        isinstance(mapping.weight, dict) and COMPARE not in mapping.weight,
    )


def _asked(
    question: Question, found: tuple[Column, ...], mapping: Mapping, book: Codebook, review: Review
) -> Asked:
    code = question.code
    reads = review.questions.get(code, ())
    options = review.options.get(code, {})
    kept = tuple(column for column in found if column.name in options) if options else found
    return Asked(
        code,
        question.type,
        kept or found,
        {read.written: read.code for read in reads if read.how} if question.type == "one" else {},
        tuple(options[column.name] for column in kept) if options else (),
        _chosen(reads) if options else {},
        review.cells.get(code, {}),
        tuple(answer.code for answer in book.answers.get(code, ())),
        tuple(read for read in reads if not read.how),
        mapping.rules.get(code),
        question.concept,
        question.stage,
        question.places,
        question.unit,
        question.base,
        1e-3 if mapping.rules.get(code) == "thousandth" else 1.0,
    )


def _chosen(reads: tuple[Read, ...]) -> dict[str, frozenset[str]]:
    texts: dict[str, set[str]] = defaultdict(set)
    for read in reads:
        if YES in read.codes:
            texts[read.column].add(read.written)
    return {name: frozenset(of) for name, of in texts.items()}


def _kept(con: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> Iterator[Asked]:
    """Questions of the person's own."""
    found = {name: columns_of(name, staged.columns) for name in mapping.keep}
    coded = [c for name, kept in mapping.keep.items() if kept.type != "number" for c in found[name]]
    counts = rows.counts(con, coded, MOST_MATCHED)
    for name, kept in mapping.keep.items():
        if found[name]:
            yield _own(extra(kept, found[name], counts))


def _own(made: Extra) -> Asked:
    options, ticks = made.options or {}, made.ticks or {}
    return Asked(
        made.kept.question,
        made.kept.type,
        made.columns,
        dict(made.codes or {}),
        tuple(options[column.name] for column in made.columns) if options else (),
        {name: frozenset(text for text, holds in of.items() if holds) for name, of in ticks.items()},
        dict(made.cells or {}),
        tuple(answer.code for answer in made.answers),
    )
