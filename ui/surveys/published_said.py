"""What was published beside what the survey gives, and registered departures beside intentions: values and tables."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from explore.ranking import CAPITAL, warnings_for
from store import queries
from store.queries import Fact, Observation
from store.survey_queries import Question
from survey import questions
from survey.questions import Answered
from survey.results import Estimate
from ui.ask import ask
from ui.drawings.reported import Line, Year
from ui.surveys import beside, codebook, say, tables
from ui.surveys.choice import Choice
from ui.table import Cell, Table
from ui.view import View

REPORTED = WISH, HOMELAND, OTHER_RURAL = (
    "return_wish_share",
    "resettle_to_homeland_share",
    "resettle_to_other_rural_share",
)
STAGES = ("wish", "plan", "intends_12_months", "moved")


class Side(NamedTuple):
    """A published share, if any, and the survey's own estimate of the same answer, if any, on one base."""

    label: str
    fact: Fact | None
    own: Estimate | None


class Base(NamedTuple):
    """One base and its answers; bases are never joined."""

    said: str
    sides: tuple[Side, ...]
    answered: Answered | None


def facts(view: View) -> dict[str, Fact]:
    """Published statements by code."""
    return {fact.code: fact for fact in ask(queries.facts, view.build)}


def headline(view: View, choice: Choice | None) -> str:
    """The published wish beside the survey's own, each with what it is."""
    t, known = view.t, facts(view)[WISH]
    own = _yes(_answered(view, choice, "wish")) if choice else None
    if choice is None or own is None or own.estimate is None:
        return t("What was published in March 2023, beside the survey")
    slots = {"n": view.words.number(float(known.value or 0)), "share": say.share(view, own)}
    if choice.demonstration:
        return t("Published: {n} in 100 wish to return. In the demonstration survey: {share}.", **slots)
    return t("Published: {n} in 100 wish to return. In this survey: {share}.", **slots)


def same_year(view: View, choice: Choice) -> Choice | None:
    """The choice with the round of the year of publication; None when the survey has none."""
    year = facts(view)[WISH].year
    found = next((round for round in choice.rounds if round.year == year), None)
    return choice._replace(round=found) if found else None


def bases(view: View, choice: Choice | None) -> tuple[Base, Base]:
    """The two bases of what was published: all who moved to the capital, and those who would resettle."""
    t, known = view.t, facts(view)
    wish, to = _answered(view, choice, "wish"), _answered(view, choice, "destination_type")
    own = {e.answer: e for e in to.estimates} if to else {}
    first = Side(t("wish to return to their homeland"), known[WISH], _yes(wish))
    rest = [
        Side(say.inside(codebook.answer(view, choice, to.question.code, code)), None, e)
        for code, e in own.items()
        if choice and to and code not in ("homeland", "other_rural")
    ]
    second = (
        Side(t("to their homeland"), known[HOMELAND], own.get("homeland")),
        Side(t("to other rural areas"), known[OTHER_RURAL], own.get("other_rural")),
        *rest,
    )
    return (
        Base(t("Of every 100 people who moved to Ulaanbaatar"), (first,), wish),
        Base(t("of every 100 people who would like to resettle in the countryside"), second, to),
    )


def line(view: View, side: Side) -> Line:
    """A row of the picture."""
    t, e = view.t, side.own
    published = float(side.fact.value) if side.fact and side.fact.value else None
    reported = t("published: {n}", n=view.words.number(published)) if published is not None else t("not published")  # fmt: skip
    if e is None:
        return Line(side.label, published, None, None, None, reported, "")
    own = t("survey: {n}", n=say.percent(view, e))
    low, high, value = (None if v is None else 100 * v for v in (e.low, e.high, e.estimate))
    below = (
        f"{say.between(view, e)}; n = {view.words.number(e.n)}"
        if e.n is not None and e.low is not None
        else ""
    )
    return Line(side.label, published, value, low, high, f"{reported} · {own}", below, e.mark == "u")


def most(view: View, choice: Choice | None) -> float:
    """The end of the scale of both bases, in percent: tens above the largest value."""
    values = [
        value
        for base in bases(view, choice)
        for row in (line(view, side) for side in base.sides)
        for value in (row.published, row.own, row.high)
        if value is not None
    ]
    return 10.0 * ceil(max(values) / 10)


def unexplained(view: View) -> float:
    """What the published shares of those who would resettle leave of 100."""
    return 100 - sum(float(facts(view)[code].value or 0) for code in (HOMELAND, OTHER_RURAL))


def departures(view: View) -> tuple[Observation, ...]:
    """Registered departures from the capital, by year."""
    rows = ask(queries.observations, view.build, "migration_departures", "aimag")
    return tuple(o for o in rows if o.place == CAPITAL and o.year)


def years(view: View) -> list[Year]:
    """Departures by year, marked where registration was restricted or paused."""
    t = view.t
    said = {"registration_ban": t("ban"), "election_pause": t("election")}
    out = []
    for o in departures(view):
        warned = warnings_for(view.build, "migration_departures", place=CAPITAL, year=o.year)
        marks = [said[w.code] for w in warned if w.code in said and w.year_from]
        out.append(Year(o.year or 0, o.value, tuple(marks)))
    return out


def published_table(view: View, choice: Choice | None) -> Table:
    """Each published share and the survey's own, base by base."""
    t, words = view.t, view.words
    publisher = {s.code: words.of(s, "publisher") for s in ask(queries.sources, view.build)}
    rows: list[tuple[Cell, ...]] = []
    for base in bases(view, choice):
        for side in base.sides:
            fact = side.fact
            own = tables.numbers(view, side.own) if side.own else (None,) * 7
            rows.append((
                base.said, side.label, float(fact.value) if fact and fact.value else t("[x] no data"), publisher[fact.source] if fact else "", *own,
            ))  # fmt: skip
    heads = (t("Base"), t("Answer"), t("Published, %"), t("Publisher"), *tables.heads(view))
    notes = beside.notes(view, choice, *_of(view, choice)) if choice else (f"{t('Build')}: {view.build}",)
    known = facts(view)
    notes = (*notes, apart(view), *(words.of(known[c], "note") for c in (WISH, OTHER_RURAL)))
    repeated = tables.facts(view, choice, *_of(view, choice)) if choice else ()
    return Table("published", t("Published shares beside the survey’s own"), heads, tuple(rows), (None, None, 0, None, *tables.DECIMALS), notes, facts=repeated)  # fmt: skip


def departures_table(view: View) -> Table:
    """Departures by year: people, per 100 residents, and what to beware of."""
    t = view.t
    rates = {o.year: o.value for o in ask(queries.observations, view.build, "departure_rate", "aimag") if o.place == CAPITAL}  # fmt: skip
    rows = []
    for o in departures(view):
        warned = warnings_for(view.build, "migration_departures", place=CAPITAL, year=o.year)
        rate = rates[o.year] / 10 if o.year in rates else t("[x] no data")
        rows.append((str(o.year), o.value, rate, " ".join(view.words.of(w, "text") for w in warned if w.year_from)))  # fmt: skip
    heads = (t("Year"), t("Departures"), t("per 100 residents"), t("Warning"))
    return Table("departures", t("Registered departures from Ulaanbaatar by year"), heads, tuple(rows), (None, 0, 2, None), (f"{t('Build')}: {view.build}",))  # fmt: skip


def ladder_table(view: View, choice: Choice) -> Table:
    """The register and the stages of intention side by side, each per 100 of its own base."""
    t, words, year = view.t, view.words, choice.round.year
    rates = {o.year: o for o in ask(queries.observations, view.build, "departure_rate", "aimag") if o.place == CAPITAL}  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for code in STAGES:
        answered = _answered(view, choice, code)
        if answered and (e := _yes(answered)):
            rows.append((words.name(answered.question), say.percent(view, e), say.between(view, e), t("survey"), choice.round.code, words.of(answered.question, "base")))  # fmt: skip
    if year in rates:
        rows.append((t("Registered departures in the year"), words.number(rates[year].value / 10, 2), "", t("register"), str(year), t("all residents of the capital, mid-year")))  # fmt: skip
    heads = (t("What"), t("per 100"), t("Interval"), t("Counted by"), t("Year"), t("Base"))
    return Table("register", t("The register beside the survey"), heads, tuple(rows), (None, 0, None, None, None, None))  # fmt: skip


def apart(view: View) -> str:
    """Why the two bases are drawn apart."""
    return view.t("The two bases differ: the shares must not be multiplied. No sample size, method or date of the survey was published.")  # fmt: skip


def by_construction(view: View) -> str:
    """What a demonstration survey proves: nothing."""
    return view.t("The demonstration survey was made so that its weighted answers give exactly the published shares. That they agree proves nothing; how the {n} not explained are divided is an assumption of the demonstration.", n=view.words.number(unexplained(view)))  # fmt: skip


def verdicts(view: View, choice: Choice) -> list[str]:
    """For a real survey, whether each published share lies within the survey's interval."""
    said = []
    for base in bases(view, choice):
        for side in base.sides:
            e = side.own
            if side.fact is None or not side.fact.value or e is None or e.low is None or e.high is None:
                continue
            inside = e.low <= float(side.fact.value) / 100 <= e.high
            said.append(
                view.t("{name}: the published share lies within the survey’s interval.", name=side.label)
                if inside
                else view.t("{name}: the published share lies outside the survey’s interval.", name=side.label)
            )  # fmt: skip
    return said


def _of(view: View, choice: Choice) -> tuple[Answered, ...]:
    return tuple(a for concept in ("wish", "destination_type") if (a := _answered(view, choice, concept)))


def _answered(view: View, choice: Choice | None, concept: str) -> Answered | None:
    question = choice and codebook.by_concept(view, choice, concept)
    if choice is None or not isinstance(question, Question):
        return None
    return ask(questions.table, view.build, choice.survey.code, choice.round.code, question.code)


def _yes(answered: Answered | None) -> Estimate | None:
    return next((e for e in answered.estimates if e.answer == "yes"), None) if answered else None
