"""What the store knows of surveys: rounds, questions, answers, and where the respondents' file is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from store import microdata as files
from store.connection import ask
from store.writing import StoreError


class Survey(NamedTuple):
    """A survey; what rests on less than `min_base` or `min_numerator` respondents is not shown."""

    code: str
    kind: str
    name_en: str
    name_mn: str
    population_en: str
    population_mn: str
    publisher_en: str
    publisher_mn: str
    min_base: int
    min_numerator: int
    cv_low_pct: float
    note_en: str | None
    note_mn: str | None


class Round(NamedTuple):
    """A round and its sample design; `weight`, `strata`, `psu` and `fpc` are columns, one per stage."""

    survey: str
    code: str
    year: int
    period_en: str
    period_mn: str
    respondents: int
    sha256: str
    weight: str
    strata: tuple[str, ...]
    psu: tuple[str, ...]
    fpc: tuple[str, ...]
    nested: bool
    single_psu: str
    note_en: str | None
    note_mn: str | None


class Question(NamedTuple):
    """A question; `base` is a filter such as `would_resettle=yes`, None for everyone; `rounds` asked it."""

    code: str
    concept: str | None
    section: str
    type: str
    stage: str | None
    role: str | None
    preset: bool
    places: str | None
    unit: str | None
    name_en: str
    name_mn: str
    base: str | None
    base_en: str
    base_mn: str
    rounds: tuple[str, ...]


class Answer(NamedTuple):
    """An answer that a question offers."""

    code: str
    text_en: str
    text_mn: str


class Wording(NamedTuple):
    """How a question was put in a round; `changed` since the round before that asked it."""

    round: str
    text_en: str
    text_mn: str
    changed: bool
    note_en: str | None
    note_mn: str | None


def surveys(build: str) -> tuple[Survey, ...]:
    """All surveys of a build, real ones first."""
    return tuple(Survey(*row) for row in ask(build, "surveys"))


def rounds(build: str, survey: str) -> tuple[Round, ...]:
    """The rounds of a survey, in order of time."""
    return tuple(
        Round._make(tuple(cell) if isinstance(cell, list) else cell for cell in row)
        for row in ask(build, "rounds", survey=survey)
    )


def questions(build: str, survey: str) -> tuple[Question, ...]:
    """The questions of a survey in their order, columns of the design among them."""
    return tuple(
        Question._make((*row[:-1], tuple(row[-1]))) for row in ask(build, "questions", survey=survey)
    )


def answers(build: str, survey: str, question: str) -> tuple[Answer, ...]:
    """The answers of a question in their order; none for a number."""
    return tuple(Answer(*row) for row in ask(build, "answers", survey=survey, question=question))


def wordings(build: str, survey: str, question: str) -> tuple[Wording, ...]:
    """How a question was put, round by round; a round that did not ask it is not there."""
    return tuple(Wording(*row) for row in ask(build, "wordings", survey=survey, question=question))


def microdata(round: Round, root: Path | None = None) -> Path:
    """The Parquet file of a round's respondents.

    Raises StoreError when it is gone.
    """
    file = files.path(round.sha256, root)
    if not file.is_file():
        raise StoreError(
            "The respondents of survey {survey}, round {round} are missing: there is no {file}. "
            "Restore the file, or make a new build with `python -m etl build`.",
            survey=round.survey,
            round=round.code,
            file=file,
        )
    return file
