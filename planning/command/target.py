"""python -m planning target [--people N] [--base N] [--horizon YEARS] [--seed S] [--scenario FILE]"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from planning import funnel
from planning.command import opening, writing
from planning.funnel import Target
from planning.funnel.conversion import CHOICES
from planning.values import Value

CAUTIONS = {
    "demonstration": "These figures come from made-up respondents: a demonstration, not a survey.",
    "published_uncertainty_unknown": "The wish was published without sample size or method: its uncertainty is not known.",
    "no_published_plan": "How many of those who wish have a plan was not published.",
    "adults_only": "The survey asked adults; the base is taken to share their answers.",
    "plan_same_everywhere": "Those who wish are taken to plan equally often whatever the aimag.",
    "no_wish_to_move_rate": "No study follows people from a wish to a move.",
    "no_mongolian_study": "No study of plans and moves was made in Mongolia.",
    "conversion_is_an_assumption": "The rate from plan to move is your assumption, taken from elsewhere.",
    "no_base": "No forecast: say how many people could be asked (--base).",
    "no_plan": "No forecast, only the ceiling: how many of those who wish have a plan is not known. Give `plan` in a scenario.",
    "no_conversion": "No forecast, only the ceiling: choose how many plans become moves (--conversion).",
    "more_than_ever_departed": "The first year is above the largest number of registered departures from the capital.",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command; what is given here replaces what the scenario says."""
    parser.add_argument("--people", type=int, metavar="N", help="movers to reach (default: 50000 and 100000)")
    parser.add_argument(
        "--base", type=float, metavar="N", help="people who moved to the capital and could be asked"
    )
    parser.add_argument("--horizon", type=int, metavar="YEARS", help="years ahead (default: 5)")
    parser.add_argument("--seed", type=int, metavar="S", help="of the random draws (default: 1)")
    parser.add_argument(
        "--conversion", choices=CHOICES, help="published rate from plan to move that you assume"
    )
    parser.add_argument(
        "--scenario", type=Path, metavar="FILE", help="assumptions as JSON, or a scenario saved from the page"
    )
    opening.arguments(parser)
    writing.form(parser)


def run(args: argparse.Namespace) -> int:
    """Answer and write; 0 when done."""
    build, found = opening.opened(args.scenario, "target", args.build)
    if isinstance(found, dict):
        given = {name: getattr(args, name) for name in ("people", "base", "horizon", "seed", "conversion")}
        found = found | {name: value for name, value in given.items() if value is not None}
        found.setdefault("by", "command line")
    answer = funnel.target(build, funnel.read(build, found))
    if args.format == "json":
        writing.as_json(record(build, answer))
    else:
        _table(answer)
    return 0


def record(build: str, answer: Target) -> dict[str, Any]:
    """The answer as JSON: numbers by name, and every value with its provenance under `values`."""
    scenario, found = answer.scenario, answer.forecast
    return {
        "build": build,
        "seed": scenario.seed,
        "horizon_years": scenario.horizon,
        "people": list(scenario.people),
        "stages": {
            "base": scenario.base,
            "wish": answer.stages.wish.value,
            "plan": answer.stages.plan.value if answer.stages.plan else None,
            "plan_to_move": scenario.rate.value if scenario.rate else None,
        },
        "ceiling": found.ceiling if found else None,
        "planning": found.planning if found else None,
        "forecast": [year._asdict() for year in found.years] if found else [],
        "to": [to._asdict() for to in found.to] if found else [],
        "groups": [group._asdict() for group in found.groups] if found else [],
        "needed": [need._asdict() for need in answer.needed],
        "departures": [{"year": v.year, "people": v.estimate} for v in answer.reality.yearly],
        "fewest_years": answer.reality.fewest_years,
        "levers": [effect._asdict() for effect in answer.effects],
        "tornado": [bar._asdict() for bar in answer.tornado],
        "studies": [study._asdict() for study in answer.studies],
        "cautions": [{"code": code, "said": CAUTIONS[code]} for code in answer.cautions],
        "values": answer.values,
    }


def _table(answer: Target) -> None:
    scenario, found = answer.scenario, answer.forecast
    wish = answer.stages.wish.value
    for need in answer.needed:
        print(
            f"At {100 * (wish.estimate or 0):.1f} in 100 who wish, {need.people:,} movers need "
            f"{_people(need.base_if_all_go)} people to ask, if every one who wishes goes."
        )
        if need.base:
            print(f"  With plans and the rate you assume they need {_people(need.base)}.")
        if need.of_wishing and need.of_wishing.estimate:
            print(f"  {100 * need.of_wishing.estimate:.0f} in 100 of those who wish would have to move.")
        if need.jobs:
            print(
                f"  {_people(need.jobs)} jobs, where as many work as in the whole country ({need.jobs.year})."
            )
    if found and found.ceiling:
        print(f"\nCeiling, if everyone who wishes goes: {_people(found.ceiling)}.")
    if found and found.planning:
        print(f"People who plan: {_people(found.planning)}.")
    if found and found.years:
        print("\nMovers up to the end of each year, under your assumptions:\n")
        chances = [f"P(≥ {people:,})" for people in scenario.people]
        writing.table(
            ["year", "median", "50% from", "to", "80% from", "to", "95% from", "to", *chances],
            [
                [y.year, y.median, *y.bands[0.5], *y.bands[0.8], *y.bands[0.95], *y.chance.values()]
                for y in found.years
            ],
        )
    if answer.reality.most:
        most = answer.reality.most
        print(f"\nRegistered departures from the capital: at most {most.estimate:,.0f} a year ({most.year}).")
    if answer.effects:
        print("\nLevers, by assumption:\n")
        writing.table(
            ["lever", "more movers", "cost per move, MNT", "no figure because"],
            [
                [e.code, e.movers.estimate if e.movers else None,
                 e.cost_per_move_mnt.estimate if e.cost_per_move_mnt else None, e.stopped or ""]
                for e in answer.effects
            ],
        )  # fmt: skip
    print()
    for code in answer.cautions:
        print(f"- {CAUTIONS[code]}")


def _people(value: Value) -> str:
    if value.estimate is None:
        return "no number of"
    band = "" if value.low is None or value.high is None else f" ({value.low:,.0f} to {value.high:,.0f})"
    return f"{value.estimate:,.0f}{band}"
