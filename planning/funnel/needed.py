"""The question turned round: which base, which conversion, how many jobs the target would need."""

from __future__ import annotations

from typing import NamedTuple

from planning import official
from planning.funnel.stages import Stages
from planning.values import Value


class Needed(NamedTuple):
    """What it takes for `people` to move.

    `base_if_all_go` are the people to ask if every one of them who wishes goes; `base` if those who plan move
    at the chosen rate within the horizon; `of_wishing` and `of_planning` are the shares of those who wish or
    plan that would have to move, None when the base is not known, above 1 when even all of them are too few.
    `jobs` are those that so many people hold where as many of them work as in the country today.
    """

    people: int
    base_if_all_go: Value
    base: Value | None
    of_wishing: Value | None
    of_planning: Value | None
    jobs: Value | None


def needed(build: str, people: int, stages: Stages, base: Value | None, converted: float | None) -> Needed:
    """The inverse of the funnel; `converted` is the share of those who plan that moves within the horizon."""
    target = Value("target", float(people), "assumption", "persons", by="reader")
    wish, plan = stages.wish.value, stages.plan.value if stages.plan else None
    all_go = _ratio("base_if_all_go", target, (wish,), 1.0)
    with_plan = (wish, plan) if plan else None
    return Needed(
        people,
        all_go,
        _ratio("base_needed", target, with_plan, converted) if with_plan and converted else None,
        _ratio("of_wishing", target, (base, wish), 1.0, "share") if base else None,
        _ratio("of_planning", target, (base, *with_plan), 1.0, "share") if base and with_plan else None,
        jobs(build, target),
    )


def jobs(build: str, target: Value) -> Value | None:
    """Jobs that as many people hold as `target`, at the employed share of the whole country's population."""
    employed = official.value(build, "employed_estimate", official.COUNTRY)
    if employed is None:
        return None
    everyone = official.value(build, "population_mid_year", official.COUNTRY, employed.year)
    if everyone is None or not everyone.estimate or employed.estimate is None:
        return None
    return Value(
        "jobs_needed",
        (target.estimate or 0.0) * employed.estimate / everyone.estimate,
        "calculated",
        "jobs",
        year=employed.year,
        inputs=(target, employed, everyone),
    )


def _ratio(
    code: str, target: Value, shares: tuple[Value, ...], converted: float, unit: str = "persons"
) -> Value:
    """target ÷ the product of shares and `converted`, its band from that of the shares, ends against ends."""
    middle, low, high = converted, converted, converted
    known = False
    for share in shares:
        middle *= share.estimate or 0.0
        low *= (share.estimate if share.low is None else share.low) or 0.0
        high *= (share.estimate if share.high is None else share.high) or 0.0
        known = known or share.low is not None
    people = target.estimate or 0.0
    return Value(
        code,
        people / middle if middle else None,
        "calculated",
        unit,
        low=people / high if known and high else None,
        high=people / low if known and low else None,
        inputs=(target, *shares),
    )
