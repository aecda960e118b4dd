"""The codebook that a file is mapped to: the survey's own, or the canonical one for a survey that is new."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.raw import RAW
from geo.places import Place, gazetteer
from store import survey_queries
from store.survey_queries import Answer, Question, Survey, Wording

TEMPLATE = "demonstration"
INTERVIEW_PLACE = "interview_soum"  # made of coordinates
ROLES = (
    *("respondent", "weight", "stratum", "psu", "fpc"),
    *("interviewer", "start", "end", "coordinates"),
)


@dataclass(frozen=True)
class Codebook:
    """Questions in their order, with their answers (places among them) and how each was put last.

    `published` are the questions that the survey has had; the others come from the canonical codebook.
    """

    survey: str
    published: frozenset[str]
    description: Survey
    questions: tuple[Question, ...]
    answers: dict[str, tuple[Answer, ...]]
    wordings: dict[str, Wording]

    def question(self, name: str) -> Question | None:
        """The question of this code or concept; None when there is none."""
        return next((q for q in self.questions if name in (q.code, q.concept)), None)

    @property
    def targets(self) -> tuple[str, ...]:
        """All that a column may be mapped to: questions, and roles of the design and of the interview."""
        return (
            *ROLES,
            *(question.code for question in self.questions if question.type != "design"),
        )


def codebook(survey: str, build: str | None = None) -> Codebook:
    """The codebook of a survey: its own where the build has rounds of it, else the canonical one."""
    if build is not None and survey != TEMPLATE:
        known = next((s for s in survey_queries.surveys(build) if s.code == survey), None)
        if known is not None:
            return _published(known, build)
    return template(survey)


def _published(survey: Survey, build: str) -> Codebook:
    own = survey_queries.questions(build, survey.code)
    wordings = {q.code: survey_queries.wordings(build, survey.code, q.code) for q in own}
    canonical = template(survey.code)
    taken = {name for q in own for name in (q.code, q.concept) if name}
    return Codebook(
        survey.code,
        frozenset(q.code for q in own),
        survey,
        (*own, *(q for q in canonical.questions if not {q.code, q.concept} & taken)),
        canonical.answers
        | {
            q.code: survey_queries.answers(build, survey.code, q.code)
            for q in own
            if q.type in ("one", "many")
        },
        canonical.wordings | {name: asked[-1] for name, asked in wordings.items() if asked},
    )


def template(survey: str, raw: Path = RAW) -> Codebook:
    """The canonical codebook, under the name of a new survey."""
    described, questions, answers, wordings = _template(raw)
    new = described._replace(code=survey, kind="survey", note_en=None, note_mn=None)
    return Codebook(survey, frozenset(), new, questions, answers, wordings)


@cache
def _template(
    raw: Path,
) -> tuple[Survey, tuple[Question, ...], dict[str, tuple[Answer, ...]], dict[str, Wording]]:
    def rows(name: str) -> list[dict[str, str]]:
        with (raw / "survey" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if row["survey"] == TEMPLATE]

    [said] = rows("surveys")
    limits = {"min_base": int, "min_numerator": int, "cv_low_pct": float}
    described = Survey._make(
        limits[name](said[column]) if name in limits else said[column]
        for name, column in zip(Survey._fields, said, strict=True)
    )
    wordings = {
        row["question"]: Wording(
            row["round"],
            row["text_en"],
            row["text_mn"],
            False,
            row["note_en"] or None,
            row["note_mn"] or None,
        )
        for row in rows("wordings")
    }
    questions = tuple(
        Question(
            code=row["question"],
            concept=row["concept"] or None,
            section=row["section"],
            type=row["type"],
            stage=row["stage"] or None,
            role=row["role"] or None,
            preset=row["preset"] == "yes",
            places=row["places"] or None,
            unit=row["unit"] or None,
            name_en=row["name_en"],
            name_mn=row["name_mn"],
            base=row["base"] or None,
            base_en=row["base_en"],
            base_mn=row["base_mn"],
            rounds=(),
        )
        for row in rows("questions")
    )
    answers: dict[str, tuple[Answer, ...]] = {
        question.code: place_answers(question.places) for question in questions if question.places
    }
    for row in rows("answers"):
        answer = Answer(row["answer"], row["text_en"], row["text_mn"])
        answers[row["question"]] = (*answers.get(row["question"], ()), answer)
    return described, questions, answers, wordings


@cache
def place_answers(kind: str) -> tuple[Answer, ...]:
    """All places of a kind (aimag, soum, district) as answers; soums share names, so each says its aimag."""
    places = gazetteer().places
    return tuple(
        Answer(place.code, *_named(place, places[place.aimag]))
        for place in sorted(places.values(), key=lambda place: place.code)
        if place.type == kind
    )


def _named(place: Place, aimag: Place) -> tuple[str, str]:
    if place.type != "soum":
        return place.name_en, place.name_mn
    return (
        f"{place.name_en}, {aimag.name_en}",
        f"{aimag.name_mn} аймаг, {place.name_mn} сум",
    )
