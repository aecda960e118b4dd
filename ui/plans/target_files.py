"""What leaves the target page: its numbers with what they rest on, and the picture of the forecast."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from planning import funnel
from planning.funnel import Target
from planning.values import Value
from ui import captions
from ui.ask import ask
from ui.drawings.fan import fan
from ui.drawings.sheet import sheet
from ui.plans import assumptions, provenance, target_said
from ui.request import BadRequest, Parameters
from ui.surveys.card import WHOLE
from ui.table import Table
from ui.view import View

# Values that there is one of for each target.
_NEEDED = ("target", "base_if_all_go", "base_needed", "of_wishing", "of_planning", "jobs_needed")


def answered(build: str, scenario: str) -> Target:
    """The answer to a scenario in JSON."""
    return funnel.target(build, funnel.read(build, json.loads(scenario)))


def answer(view: View, given: Mapping[str, str]) -> Target:
    """The answer to the assumptions that an address tells."""
    return ask(answered, view.build, json.dumps(assumptions.scenario(view, given), sort_keys=True))


def values(view: View, given: Parameters) -> Table:
    """Every number of the page with its band, its kind and what it rests on; movers by year and level."""
    found = answer(view, given)
    once = [value for value in found.values.values() if value.code not in _NEEDED]
    rows = [*once, *_needed(found), *_movers(found)]
    title = view.t("The target: numbers and what they rest on")
    notes = (target_said.headline(view, found), target_said.lead(view, found))
    return provenance.table(view, "target", title, rows, (*notes, *target_said.cautions(view, found)))


def years_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The forecast under the assumptions in the address. Raises BadRequest where there is none."""
    found = answer(view, given)
    if not found.forecast or not found.forecast.years:
        raise BadRequest(target_said.lead(view, found))
    most = found.reality.most.estimate if found.reality.most else None
    drawing, height = fan(view, found.forecast.years, found.scenario.people, most, width=WHOLE)
    made_up = "demonstration" in found.cautions
    return "target", sheet(
        view, drawing, (WHOLE, height), title=view.t("Movers by year, under the assumptions"), sub=target_said.fan_key(view),
        sentence=f"{target_said.headline(view, found)} {target_said.lead(view, found)}",
        foot=(*target_said.cautions(view, found), target_said.assumed(view, found)),
        badge=captions.kind(view, "demonstration") if made_up else "",
    )  # fmt: skip


def _needed(found: Target) -> list[Value]:
    """What each target would need, its people in the codes, which are those of one target otherwise."""

    def told(value: Value, people: int) -> Value:
        if value.code not in _NEEDED:
            return value
        inputs = tuple(told(one, people) for one in value.inputs)
        return replace(value, code=f"{value.code}/{people}", inputs=inputs)

    return [told(one, need.people) for need in found.needed for one in need if isinstance(one, Value)]


def _movers(found: Target) -> list[Value]:
    """Movers by year, by wanted aimag and by group: a value for each level of its band, all under the assumptions."""
    if not found.forecast:
        return []
    return [
        Value(
            f"expected/{year.year}/{level:g}", year.median, "calculated", "persons", low=low, high=high, level=level,
            year=year.year, inputs=tuple(v for v in (found.forecast.planning, found.scenario.base) if v),
        )
        for year in found.forecast.years
        for level, (low, high) in year.bands.items()
    ] + [
        Value(
            f"moved/{kind}/{part.code}/{level:g}", part.median, "calculated", "persons", low=low, high=high, level=level,
            year=found.scenario.horizon, base=part.code if kind == "to" else None,
            inputs=tuple(v for v in (found.forecast.planning, found.scenario.base) if v),
        )
        for kind, parts in (("to", found.forecast.to), ("group", found.forecast.groups))
        for part in parts
        for level, (low, high) in part.bands.items()
    ]  # fmt: skip
