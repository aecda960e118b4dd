"""How far a column's name, label and contents speak for a question or role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from etl.intake.mapping import ranges
from etl.intake.mapping.answers import Answers
from etl.intake.mapping.codebook import ROLES, Codebook
from etl.intake.mapping.naming import Names
from etl.intake.mapping.options import is_option
from etl.intake.places import is_place
from etl.intake.staged import Column
from etl.intake.vocabulary import vocabulary
from etl.intake.words import key, number, variants
from store.survey_queries import Question

Counts = Mapping[str, int]

_FEW, _MOST_PLACES = 60, 400
_ENOUGH = 0.9  # of the rows: the contents speak for the question
_TELLING, _AGREEING, _STRANGE = 0.7, 0.25, 0.85
_NUMERIC_ROLES = ("weight", "fpc")


@dataclass(frozen=True)
class Score:
    """How far a column speaks for a target, from 0 to 1, and why: name, label, contents."""

    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A column with what is written in it; `counts` is None where it has too many values."""

    column: Column
    counts: Counts | None

    @cached_property
    def rows(self) -> int:
        """Rows with a value among those counted."""
        return sum((self.counts or {}).values())

    @cached_property
    def is_numeric(self) -> bool:
        """Whether nearly all that is written are numbers."""
        if self.counts is None:
            return self.column.type == "number"
        numeric = sum(rows for text, rows in self.counts.items() if number(text) is not None)
        return bool(self.rows) and numeric >= _ENOUGH * self.rows


class Likeness:
    """Questions and roles of a codebook, to score columns for."""

    def __init__(self, book: Codebook) -> None:
        self.book = book
        self.answers = {
            q.code: Answers(q.concept or q.code, book.answers.get(q.code, ())) for q in book.questions
        }
        self.names = Names(book)

    def score(self, evidence: Evidence, target: str) -> Score:
        """How far a column speaks for a target."""
        column = evidence.column
        name = max(self.names.named(variant).get(target, 0.0) for variant in variants(column.name))
        label = self.names.named(column.label).get(target, 0.0) if column.label else 0.0
        said = max(name, label)
        if not said and not self._telling(target):
            return Score(0.0)
        reason = ("name",) if name >= label and name else ("label",) if label else ()
        contents = self.contents(evidence, target)
        if contents is None:
            return Score(said, reason)
        if contents < 0:
            return Score(said * (1 + contents), reason)
        together = 1 - (1 - said) * (1 - contents)
        return Score(together, (*reason, "contents") if together else ())

    def _telling(self, target: str) -> bool:
        """Whether contents alone can speak for a target: answers that hardly another question has."""
        answers = self.answers.get(target)
        return answers is not None and bool(answers.codes) and not answers.is_yes_no

    def contents(self, evidence: Evidence, target: str) -> float | None:
        """What is written, as evidence for a target: above 0 for it, below 0 against it, None neither."""
        question = self.book.question(target) if target not in ROLES else None
        if question is None:
            against = target in _NUMERIC_ROLES and not evidence.is_numeric
            return -0.7 if against else None
        if question.type == "number":
            return _AGREEING if evidence.is_numeric else -0.6
        if evidence.counts is None:
            return -0.7
        if question.places:
            return _weighed(self._places(evidence, question), telling=True)
        if question.type == "many":
            return -0.7 if is_option(evidence.column, evidence.counts) else None
        if self.rule(evidence, target):
            return _AGREEING
        if len(evidence.counts) > _FEW:
            return -0.7
        answers = self.answers[target]
        known = {
            text: answers.exact(evidence.column.values.get(text.strip(), text)) for text in evidence.counts
        }
        telling = not answers.is_yes_no and not evidence.is_numeric
        return _weighed(_share(evidence, known), telling=telling or bool(evidence.column.values))

    def rule(self, evidence: Evidence, target: str) -> str | None:
        """The rule by which the numbers of a column become the ranges of a question; None when none does.

        Numbers no greater than the number of answers may be their order instead, so they are asked about.
        """
        known = self.answers[target].ranges if target in self.answers else None
        if known is None or not evidence.is_numeric or evidence.column.values or not evidence.counts:
            return None
        values = {found for found in map(number, evidence.counts) if found is not None}
        if all(map(ranges.is_year, values)):
            return "year"
        if max(values) <= len(known) and min(values) >= 1:
            return None
        held = {
            text: ranges.holding(known, found)
            for text in evidence.counts
            if (found := number(text)) is not None
        }
        return "number" if _share(evidence, held) >= 0.5 else None

    def _places(self, evidence: Evidence, question: Question) -> float:
        counts = evidence.counts or {}
        common = sorted(counts, key=lambda text: -counts[text])[:_MOST_PLACES]
        known = {text: is_place(text, question.places or "") for text in common}
        return _share(evidence, known, sum(counts[text] for text in common))


def _share(evidence: Evidence, known: Mapping[str, object], of: int | None = None) -> float:
    """The share of rows whose value is known, of those that are an answer at all."""
    counts = evidence.counts or {}
    silent = sum(rows for text, rows in counts.items() if key(text) in vocabulary().no_answer)
    total = (evidence.rows if of is None else of) - silent
    return sum(counts[text] for text, found in known.items() if found) / total if total > 0 else 0.0


def _weighed(share: float, telling: bool) -> float:
    if share >= _ENOUGH:
        return _TELLING if telling else _AGREEING
    return 0.0 if share >= 0.5 else _STRANGE - 1
