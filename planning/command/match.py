"""python -m planning match PROBLEM.json"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from planning import matching
from planning.command import opening, writing
from planning.faults import PlanningError, content
from planning.matching import Problem, Solution
from planning.scenarios import file, of_matching


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "problem",
        type=Path,
        metavar="PROBLEM.json",
        help="groups, places, objective, limits; or a scenario saved from the page",
    )
    opening.arguments(parser)
    writing.form(parser)


def run(args: argparse.Namespace) -> int:
    """Match and write; 0 when there is a plan."""
    problem = _problem(args)
    try:
        found = matching.solve(problem)
    except PlanningError as error:
        if args.format == "json":
            writing.as_json(without_plan(problem, error))
        raise
    effects = matching.effects(problem, found)
    if args.format == "json":
        writing.as_json(record(found, effects))
    else:
        _table(found, effects)
    return 0


def _problem(args: argparse.Namespace) -> Problem:
    """The problem of a file, or the one that a scenario saved from the page comes to on the build that it pins."""
    found = content(args.problem)
    if isinstance(found, dict) and file.is_file(found):
        build, assumptions = opening.opened(args.problem, "matching", args.build)
        return of_matching.problem(build, assumptions)
    return matching.problem(found)


def record(found: Solution, effects: tuple[matching.Effect, ...] = ()) -> dict[str, Any]:
    """A plan as JSON has it."""
    problem = found.problem
    out: dict[str, Any] = {
        "status": found.status,
        "objective": found.objective,
        "assigned": [
            {"group": problem.groups[g], "place": problem.places[p], "households": int(found.placed[g, p])}
            for g, p in zip(*found.placed.nonzero(), strict=True)
        ],
        "unassigned": _unassigned(problem, found.unplaced),
        "binding": [
            {"place": row.place, "service": row.service, "shadow_price": row.shadow_price}
            for row in found.binding
        ],
        "first_choice_share": found.first_choice_share,
        "homeland_share": found.homeland_share,
        "placed_share": found.placed_share,
        "bound": found.bound,
        "gap": found.gap,
    }
    if found.limit_prices:
        out["limit_prices"] = found.limit_prices
    if effects:
        out["overrides"] = [
            effect.override._asdict()
            | {"effect": {k: v for k, v in effect._asdict().items() if k != "override"}}
            for effect in effects
        ]
    return out


def without_plan(problem: Problem, error: PlanningError) -> dict[str, Any]:
    """The same when there is none: everybody stays, and why."""
    (fault,) = error.faults
    return {
        "status": "infeasible",
        "objective": 0.0,
        "assigned": [],
        "unassigned": _unassigned(problem, problem.households),
        "binding": [],
        "first_choice_share": 0.0,
        "conflict": [item._asdict() for item in fault.slots["set"]],  # type: ignore[attr-defined]
        "message": str(fault),
    }


def _unassigned(problem: Problem, households: Any) -> list[dict[str, Any]]:
    return [
        {"group": group, "households": int(count)}
        for group, count in zip(problem.groups, households, strict=True)
        if count
    ]


def _table(found: Solution, effects: tuple[matching.Effect, ...]) -> None:
    problem = found.problem
    total, placed = int(problem.households.sum()), int(found.placed.sum())
    print(f"{placed:,} of {total:,} households have a place; {total - placed:,} do not.")
    print(f"{100 * found.first_choice_share:.1f} in 100 of all go to their first choice.")
    if found.homeland_share is not None:
        print(f"{100 * found.homeland_share:.1f} in 100 of those placed go to their homeland.")
    said = (
        "no plan is better" if found.status == "optimal" else f"at most {100 * found.gap:.3f}% below the best"
    )
    print(f"Objective {found.objective:,.6g}: {said}.\n")
    rows = [
        [place, int(found.placed[:, p].sum()), float(found.people[p])]
        for p, place in enumerate(problem.places)
    ]
    writing.table(["place", "households", "people"], rows)
    if found.binding:
        print("\nWhat holds more households back, and what one more unit would add to the objective:\n")
        writing.table(
            ["place", "service", "used", "capacity", "shadow_price"],
            [[b.place, b.service, b.used, b.capacity, b.shadow_price] for b in found.binding],
        )
    for name, price in found.limit_prices.items():
        print(f"\nThe limit {name} costs {price:,.4g} of the objective per household it moves.")
    for effect in effects:
        o = effect.override
        print(
            f"\nBy hand: {o.households} households of {o.group or 'everyone'} to {o.place} ({o.reason}): "
            f"objective {effect.objective:+.4g}, households placed {effect.households:+d}, "
            f"in their first choice {effect.first_choice:+d}."
        )
