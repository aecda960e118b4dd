"""The matching against the same model in PuLP, one Python loop per variable: python -m benchmarks.planning

    [--groups 5000] [--solver cbc|highs] [--seconds 120]

Problems of groups × 22 places × 6 services: households that need whole places, which are mostly proved best, and needs
of any decimals, which no solver proves best. PuLP gets the gap that ours
proved and a limit of time; where it did not get there in time, the ratio is a lower bound. From data to answer, in
seconds of the clock and of the processor; other programs on the machine do not change the latter.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pulp

from planning import matching
from planning.matching import Problem

PLACES, SERVICES = 22, 6
PROBLEMS = (  # whether households need whole places, how many places each group names, room as a share of what all need
    ("whole places, three named", True, 3, 1.2),
    ("whole places, all named, all services short", True, PLACES, 0.6),
    ("whole places, all named, room for most", True, PLACES, 1.5),
    ("any decimals, three named", False, 3, 1.2),
    ("any decimals, all named, room for most", False, PLACES, 1.5),
    ("any decimals, all named, all services short", False, PLACES, 0.6),
)


def problem(groups: int, named: int, room: float, seed: int = 1) -> Problem:
    """Random groups that name so many places, and room for a share of what they all need."""
    draw = np.random.default_rng(seed)
    households = draw.integers(1, 21, groups)
    preferences = draw.random((groups, PLACES)).round(2)
    unnamed = draw.random((groups, PLACES)).argsort(axis=1) >= named
    needs = (draw.random((groups, SERVICES)) * (draw.random((groups, SERVICES)) < 0.8)).round(2)
    capacity = np.floor(room * (households @ needs) * draw.dirichlet(np.full(PLACES, 3.0), SERVICES).T)
    return Problem(
        tuple(f"g{i}" for i in range(groups)),
        tuple(f"p{i}" for i in range(PLACES)),
        tuple(f"s{i}" for i in range(SERVICES)),
        households,
        np.full(groups, 3.5),
        (None,) * groups,
        np.where(unnamed, np.nan, preferences),
        np.full((groups, PLACES), np.nan),
        needs,
        capacity,
        np.full(PLACES, np.nan),
        {"preference": 1.0},
    )


def with_whole_needs(made: Problem, room: float, seed: int = 8) -> Problem:
    """The same with needs as households have them: places in school and kindergarten, jobs, a dwelling, care by the person."""
    draw = np.random.default_rng(seed)
    groups = len(made.groups)
    size = draw.choice(np.arange(1, 7), groups, p=[0.10, 0.20, 0.25, 0.25, 0.13, 0.07])
    pupils = np.minimum(draw.choice(np.arange(4), groups, p=[0.4, 0.3, 0.2, 0.1]), size - 1)
    small = np.minimum(draw.choice(np.arange(3), groups, p=[0.6, 0.3, 0.1]), size - 1 - pupils)
    jobs = np.minimum(draw.choice(np.arange(3), groups, p=[0.1, 0.5, 0.4]), size)
    needs = np.stack([pupils, small, jobs, np.ones(groups), 0.002 * size, 0.005 * size], axis=1)
    capacity = np.floor(room * (made.households @ needs) * draw.dirichlet(np.full(PLACES, 3.0), SERVICES).T)
    return replace(made, needs=needs, capacity=capacity)


def content(problem: Problem) -> dict[str, object]:
    """The same as the dictionaries that a JSON file gives."""
    return {
        "groups": [
            {
                "id": group,
                "households": int(problem.households[g]),
                "persons_per_household": float(problem.persons[g]),
                "preferences": {
                    place: float(value)
                    for place, value in zip(problem.places, problem.preferences[g], strict=True)
                    if value == value
                },
                "needs": dict(zip(problem.services, map(float, problem.needs[g]), strict=True)),
            }
            for g, group in enumerate(problem.groups)
        ],
        "places": [
            {"id": place, "capacity": dict(zip(problem.services, map(float, room), strict=True))}
            for place, room in zip(problem.places, problem.capacity, strict=True)
        ],
        "objective": {"preference": 1.0},
    }


def plainly(data: dict[str, object], solver: str, gap: float, seconds: int) -> tuple[float, str]:
    """The objective and the status by PuLP, written as its introduction teaches."""
    groups, places = data["groups"], data["places"]
    assert isinstance(groups, list) and isinstance(places, list)
    plan = pulp.LpProblem("matching", pulp.LpMaximize)
    x = {}
    for group in groups:
        for place in group["preferences"]:
            name = f"x_{group['id']}_{place}"
            x[group["id"], place] = pulp.LpVariable(name, 0, group["households"], cat="Integer")
    plan += pulp.lpSum(
        value * x[group["id"], place] for group in groups for place, value in group["preferences"].items()
    )
    for group in groups:
        plan += pulp.lpSum(x[group["id"], place] for place in group["preferences"]) <= group["households"]
    for place in places:
        for service, room in place["capacity"].items():
            plan += (
                pulp.lpSum(
                    group["needs"][service] * x[group["id"], place["id"]]
                    for group in groups
                    if place["id"] in group["preferences"]
                )
                <= room
            )
    options = {"msg": False, "gapRel": gap, "timeLimit": seconds}
    plan.solve(pulp.PULP_CBC_CMD(**options) if solver == "cbc" else pulp.HiGHS(**options))
    return float(pulp.value(plan.objective) or 0.0), str(pulp.LpStatus[plan.status])


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What some work gives, its seconds of the clock, and those of the processor, child processes among them."""
    clock, before = time.perf_counter(), sum(os.times()[:4])
    found = work()
    return found, time.perf_counter() - clock, sum(os.times()[:4]) - before


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--groups", type=int, default=5000)
    parser.add_argument("--solver", choices=("cbc", "highs"), default="cbc")
    parser.add_argument("--seconds", type=int, default=120, help="after which PuLP gives up")
    args = parser.parse_args()
    print(f"{args.groups} groups × {PLACES} places × {SERVICES} services; PuLP with {args.solver}")
    for name, whole, named, room in PROBLEMS:
        made = problem(args.groups, named, room)
        data = content(with_whole_needs(made, room) if whole else made)
        runs = [timed(lambda data=data: matching.solve(matching.problem(data))) for _ in range(3)]
        found, ours, ours_cpu = sorted(runs, key=lambda run: run[1])[1]
        gap = max(found.gap, 1e-4)
        (objective, status), theirs, theirs_cpu = timed(
            lambda data=data, gap=gap: plainly(data, args.solver, gap, args.seconds)
        )
        print(
            f"{name}: {found.status}, ours {ours:.2f} s ({ours_cpu:.2f} of the processor), objective {found.objective:,.2f}, "
            f"at most {100 * found.gap:.3f}% below the best; PuLP {theirs:.1f} s ({theirs_cpu:.1f}, {status}), "
            f"objective {objective:,.2f}; {theirs / ours:.0f} × ({theirs_cpu / ours_cpu:.0f} ×)",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
