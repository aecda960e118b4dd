"""The stages of the funnel as values: each a share of the one before, each with its own base and source.

The base of a wish (everyone who moved to the capital) and that of a wanted destination (those who would resettle)
differ. They meet in one product only where the survey asked both of the same people, within those who wish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planning.values import Kind, Value
from store import queries, survey_queries
from survey import questions
from survey.design import SurveyError
from survey.questions import Filters
from survey.results import Estimate

Floats = NDArray[np.float64]
Track = Literal["wish", "would_resettle"]
YES = "yes"
LEVEL = 0.95
PUBLISHED_WISH = "return_wish_share"
DESTINATION: dict[Track, str] = {"wish": "origin_aimag", "would_resettle": "destination_aimag"}


@dataclass(frozen=True)
class Share:
    """A share with what its draws need: the value, its standard error, degrees of freedom and respondents.

    `se` is None where only an estimate, or an assumed band, is known.
    """

    value: Value
    se: float | None = None
    df: float | None = None
    n: int | None = None


@dataclass(frozen=True)
class Parts:
    """Shares that add up to 1, by code, such as wanted aimags; `hidden` are those too small to be shown."""

    codes: tuple[str, ...]
    shares: tuple[Share, ...]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A group of movers: its share of the base, and of it those who wish and, of these, those who plan."""

    code: str
    part: Share
    wish: Share
    plan: Share | None


@dataclass(frozen=True)
class Stages:
    """What is known of the stages, from one survey round, from publications, or from the reader.

    `groups` divide the base where the survey allows; a group without its own figures takes those of everyone.
    `destinations` divide those who wish. `cautions` are codes of what must be said beside it.
    """

    track: Track
    wish: Share
    plan: Share | None
    destinations: Parts | None
    groups: tuple[Group, ...] = ()
    where: Filters = ()
    cautions: tuple[str, ...] = ()
    survey: tuple[str, str] | None = None
    missing: Mapping[str, str] = field(default_factory=dict)


def published(build: str) -> Stages:
    """The published wish, as reported: no sample size or interval is known, and no plan was published."""
    fact = next(fact for fact in queries.facts(build) if fact.code == PUBLISHED_WISH)
    value = Value(
        code="wish",
        estimate=float(fact.value or "nan") / 100,
        kind="published",
        base="moved_to_capital",
        year=fact.year,
        sources=(fact.source,),
    )
    return Stages(
        "wish", Share(value), None, None, cautions=("published_uncertainty_unknown", "no_published_plan")
    )


def of_survey(
    build: str, survey: str, round: str, track: Track = "wish", where: Filters = (), by: str | None = None
) -> Stages:
    """The stages of a survey round: wish (or would resettle), plan among those, and where to.

    `by` divides the base into groups. Raises SurveyError for what the survey does not have.
    """
    is_demonstration = questions.survey_of(build, survey).kind == "demonstration"
    known = _by_concept(build, survey)
    if track not in known:
        raise SurveyError(f"Survey {survey} did not ask {track}.")
    first = known[track]
    kind: Kind = "demonstration" if is_demonstration else "survey"
    ask = _Ask(build, survey, round, kind)
    wish = ask.yes(first, track, "moved_to_capital", where)
    if wish is None:
        raise SurveyError(
            f"The share of {track} is hidden in survey {survey}, round {round}: too few respondents."
        )
    among = (*where, (first, (YES,)))
    plan = ask.yes(known["plan"], "plan", track, among) if "plan" in known else None
    to = DESTINATION[track]
    destinations = ask.parts(known[to], track, among) if to in known else None
    cautions = ["adults_only"]
    if plan is not None and destinations is not None:
        cautions.append("plan_same_everywhere")
    if kind == "demonstration":
        cautions.insert(0, "demonstration")
    groups = ask.groups(by, first, track, known.get("plan"), where, wish, plan) if by else ()
    return Stages(track, wish, plan, destinations, groups, where, tuple(cautions), (survey, round))


def with_assumed(stages: Stages, wish: Share | None, plan: Share | None) -> Stages:
    """The stages with what the reader assumes in place of what is known; groups are left out, as it is of everyone."""
    if wish is None and plan is None:
        return stages
    cautions = tuple(c for c in stages.cautions if plan is None or c != "no_published_plan")
    return replace(stages, wish=wish or stages.wish, plan=plan or stages.plan, groups=(), cautions=cautions)


def assumed(code: str, low: float, middle: float, high: float, base: str, by: str) -> Share:
    """A share that the reader typed, with the ends it may lie between."""
    some = low < high
    value = Value(
        code, middle, "assumption", low=low if some else None, high=high if some else None, base=base, by=by
    )
    return Share(value)


class _Ask:
    """Asks one round and turns protected estimates into shares."""

    def __init__(self, build: str, survey: str, round: str, kind: Kind) -> None:
        self.build, self.survey, self.round, self.kind = build, survey, round, kind

    def yes(self, question: str, code: str, base: str, where: Filters) -> Share | None:
        """The share of yes; None where it is hidden or has no estimate."""
        rows = questions.table(self.build, self.survey, self.round, question, (), where).estimates
        return next(
            (self._share(row, question, code, base) for row in rows if row.answer == YES and _known(row)),
            None,
        )

    def parts(self, question: str, base: str, where: Filters) -> Parts:
        """The shares of places, those hidden named apart."""
        found = questions.table(self.build, self.survey, self.round, question, (), where)
        known = [row for row in found.estimates if _known(row) and row.estimate]
        return Parts(
            tuple(str(row.answer) for row in known),
            tuple(self._share(row, question, f"destination/{row.answer}", base) for row in known),
            tuple(str(row.answer) for row in found.estimates if row.mark == "c"),
        )

    def groups(
        self, by: str, first: str, track: str, plan: str | None, where: Filters, all_wish: Share,
        all_plan: Share | None,
    ) -> tuple[Group, ...]:  # fmt: skip
        """The groups that one question makes of the base."""
        parts = questions.table(self.build, self.survey, self.round, by, (), where).estimates
        wishes = self._by(first, by, where)
        plans = self._by(plan, by, (*where, (first, (YES,)))) if plan else {}
        out = []
        for row in parts:
            if not _known(row) or not row.estimate:
                continue
            code = str(row.answer)
            wish, planned = wishes.get(code), plans.get(code)
            out.append(
                Group(
                    code,
                    self._share(row, by, f"group/{code}", "moved_to_capital"),
                    self._share(wish, first, f"{track}/{code}", code) if wish else all_wish,
                    self._share(planned, plan or "", f"plan/{code}", track) if planned else all_plan,
                )
            )
        return tuple(out)

    def _by(self, question: str, by: str, where: Filters) -> dict[str, Estimate]:
        rows = questions.table(self.build, self.survey, self.round, question, (by,), where).estimates
        return {str(row.by[0]): row for row in rows if row.by and row.answer == YES and _known(row)}

    def _share(self, row: Estimate, question: str, code: str, base: str) -> Share:
        value = Value(
            code, row.estimate, self.kind, low=row.low, high=row.high, level=LEVEL, base=base,
            sources=(f"{self.survey}/{self.round}/{question}",),
        )  # fmt: skip
        return Share(value, row.se, row.df, row.n)


def _known(row: Estimate) -> bool:
    return row.estimate is not None and row.mark not in ("c", "x", "z")


def _by_concept(build: str, survey: str) -> dict[str, str]:
    found = survey_queries.questions(build, survey)
    return {str(question.concept): question.code for question in found if question.concept}
