"""What a measure could add, at what price per realised move, and which input moves the result most.

A lever reaches the people who name its condition (the survey says how many, with its interval); of those of them
who wish but have no plan, a share would plan if the condition were met: the response, which no study of Mongolia
gives and which is always an assumption of the reader. Everyone reached who plans receives the measure, those
who would have moved anyway among them, so the price per realised move counts them too.

    more planners = base × wish × (1 − plan) × reach × response
    recipients    = base × wish × reach × (plan + (1 − plan) × response)
    cost per move = recipients × unit cost ÷ (more planners × share of planners who move)
"""

from __future__ import annotations

from typing import NamedTuple

from planning.funnel.stages import Share, Stages
from planning.values import Value
from store import survey_queries
from survey import questions

LEVERS = {
    "land": "land",
    "housing_loan": "loan",
    "relocation_grant": None,
    "kindergarten_school_places": "school",
    "vacancies": "jobs",
    "one_stop_services": None,
}
YES = "yes"


class Lever(NamedTuple):
    """A measure as the reader assumes it. Shares are low, middle, high.

    `response` is the share of those reached who would plan; `reach` replaces the survey's share of people who
    name the condition; `unit_cost_mnt` is for one person who receives the measure.
    """

    code: str
    response: tuple[float, float, float]
    by: str
    reach: tuple[float, float, float] | None = None
    unit_cost_mnt: float | None = None


class Effect(NamedTuple):
    """What a lever adds within the horizon, each as a calculated value on its inputs.

    `stopped` says by a code why there is no figure: no reach, no plan, no base or no conversion is known.
    """

    code: str
    movers: Value | None
    cost_mnt: Value | None
    cost_per_move_mnt: Value | None
    reach: Value | None
    stopped: str | None


class Bar(NamedTuple):
    """One bar of the tornado: movers when one input is at its low and at its high end, all others in the middle."""

    code: str
    low: float
    high: float
    kind: str


def reach(build: str, survey: tuple[str, str], lever: str) -> Value | None:
    """The share of those who wish and would resettle that names the lever's condition; None when it was not asked."""
    answer = LEVERS[lever]
    known = {q.concept: q.code for q in survey_queries.questions(build, survey[0])}
    if answer is None or "conditions" not in known or "wish" not in known:
        return None
    found = questions.table(build, *survey, known["conditions"], (), ((known["wish"], (YES,)),))
    row = next((row for row in found.estimates if row.answer == answer), None)
    if row is None or row.estimate is None:
        return None
    kind = questions.survey_of(build, survey[0]).kind
    return Value(
        f"reach/{lever}", row.estimate, "demonstration" if kind == "demonstration" else "survey",
        low=row.low, high=row.high, level=0.95, base="wish_and_would_resettle",
        sources=(f"{survey[0]}/{survey[1]}/{known['conditions']}",),
    )  # fmt: skip


def effect(build: str, lever: Lever, stages: Stages, base: Value | None, moved: float | None) -> Effect:
    """What a lever adds; `moved` is the share of those who plan that moves within the horizon."""
    share = (
        _assumed(lever)
        if lever.reach
        else (reach(build, stages.survey, lever.code) if stages.survey else None)
    )
    for code, value in (
        ("no_base", base),
        ("no_plan", stages.plan),
        ("no_conversion", moved),
        ("no_reach", share),
    ):
        if value is None:
            return Effect(lever.code, None, None, None, share, code)
    assert base is not None and stages.plan is not None and moved is not None and share is not None
    response = Value(
        f"response/{lever.code}", lever.response[1], "assumption", low=lever.response[0], high=lever.response[2],
        base="reached_without_plan", by=lever.by,
    )  # fmt: skip
    inputs = (base, stages.wish.value, stages.plan.value, share, response)
    asked = (base.estimate or 0.0) * (stages.wish.value.estimate or 0.0)
    plan = stages.plan.value.estimate or 0.0

    def more(reached: float, responding: float) -> float:
        return asked * (1 - plan) * reached * responding * moved

    middle = share.estimate or 0.0
    movers = Value(
        f"movers/{lever.code}", more(middle, lever.response[1]), "calculated", "persons",
        low=more(share.low if share.low is not None else middle, lever.response[0]),
        high=more(share.high if share.high is not None else middle, lever.response[2]),
        inputs=inputs,
    )  # fmt: skip
    if lever.unit_cost_mnt is None:
        return Effect(lever.code, movers, None, None, share, None)
    unit_cost = lever.unit_cost_mnt
    price = Value(f"unit_cost/{lever.code}", lever.unit_cost_mnt, "assumption", "MNT", by=lever.by)

    def cost(responding: float) -> float:
        return asked * middle * (plan + (1 - plan) * responding) * unit_cost

    def each(responding: float) -> float | None:
        moves = more(middle, responding)
        return cost(responding) / moves if moves else None

    low, central, high = lever.response
    return Effect(
        lever.code,
        movers,
        Value(
            f"cost/{lever.code}", cost(central), "calculated", "MNT", low=cost(low), high=cost(high),
            inputs=(*inputs, price),
        ),
        Value(
            f"cost_per_move/{lever.code}", each(central), "calculated", "MNT", low=each(high), high=each(low),
            inputs=(*inputs, price),
        ),
        share,
        None,
    )  # fmt: skip


def tornado(
    stages: Stages, base: Value, moved: tuple[float, float, float], effects: tuple[Effect, ...]
) -> tuple[Bar, ...]:
    """Bars of the base, the wish, the plan, the conversion and every lever, widest first.

    `moved` is the share of those who plan that moves within the horizon: low, middle, high.
    """
    if stages.plan is None:
        return ()
    ends = {
        "base": _ends(base),
        "wish": _ends(stages.wish.value),
        "plan": _ends(stages.plan.value),
        "plan_to_move": moved,
    }
    kinds = {"base": base.kind, "wish": stages.wish.value.kind, "plan": stages.plan.value.kind}
    middle = 1.0
    for _, central, _ in ends.values():
        middle *= central
    bars = [
        Bar(code, middle * low / central, middle * high / central, kinds.get(code, "assumption"))
        for code, (low, central, high) in ends.items()
        if central and low < high
    ]
    bars += [
        Bar(f"lever/{e.code}", middle + (e.movers.low or 0.0), middle + (e.movers.high or 0.0), "assumption")
        for e in effects
        if e.movers
    ]
    return tuple(sorted(bars, key=lambda bar: bar.low - bar.high))


def _assumed(lever: Lever) -> Value:
    low, middle, high = lever.reach or (0.0, 0.0, 0.0)
    return Value(f"reach/{lever.code}", middle, "assumption", low=low, high=high, base="wish", by=lever.by)


def _ends(value: Value | Share) -> tuple[float, float, float]:
    found = value.value if isinstance(value, Share) else value
    middle = found.estimate or 0.0
    return (
        middle if found.low is None else found.low,
        middle,
        middle if found.high is None else found.high,
    )
