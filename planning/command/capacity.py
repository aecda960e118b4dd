"""python -m planning capacity [--standards FILE] [--people N]"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from planning import capacity
from planning.capacity import Capacity, Standards, Stress
from planning.command import opening, writing
from planning.values import register


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--standards", type=Path, metavar="FILE", help="standards, unit costs and loaded places as JSON"
    )
    parser.add_argument(
        "--people",
        type=float,
        metavar="N",
        help="newcomers, shared out by where people left: what must be added",
    )
    opening.arguments(parser)
    writing.form(parser)


def run(args: argparse.Namespace) -> int:
    """Answer and write; 0 when done."""
    build, found = opening.opened(args.standards, "capacity", args.build)
    if isinstance(found, dict) and args.people is not None:
        found = {"by": "command line"} | found | {"people": args.people}
    standards = capacity.read(build, found)
    rooms = capacity.capacities(build, standards)
    stressed: tuple[Stress, ...] = ()
    if standards.people is not None:
        stressed = capacity.stress(
            build, standards, rooms, capacity.arrivals(build, standards.people, standards.survey)
        )
    if args.format == "json":
        writing.as_json(record(build, standards, rooms, stressed))
    else:
        _table(standards, rooms, stressed)
    return 0


def record(
    build: str, standards: Standards, rooms: tuple[Capacity, ...], stressed: tuple[Stress, ...]
) -> dict[str, Any]:
    """The answer as JSON: numbers by aimag, and every value with its provenance under `values`."""
    values = register(tuple(room.people for room in rooms) + tuple(row.people for row in stressed))
    return {
        "build": build,
        "standards": dict(standards.limits),
        "capacities": [
            {
                "aimag": row.aimag,
                "people": row.people.estimate,
                "low": row.people.low,
                "high": row.people.high,
                "binding": row.binding,
                "without_data": row.without,
                "services": {
                    code: {
                        "people": room.people.estimate,
                        "low": room.people.low,
                        "high": room.people.high,
                        "broken": room.broken,
                        "missing": room.missing,
                    }
                    for code, room in row.rooms.items()
                },
            }
            for row in rooms
        ],
        "stress": [
            {
                "aimag": row.aimag,
                "people": row.people.estimate,
                "broken": row.broken,
                "added": [added._asdict() for added in row.added],
                "unknown": row.unknown,
            }
            for row in stressed
        ],
        "values": values,
    }


def _table(standards: Standards, rooms: tuple[Capacity, ...], stressed: tuple[Stress, ...]) -> None:
    print("Standards:\n")
    writing.table(
        ["standard", "value", "unit", "kind", "year"],
        [[name, v.estimate, v.unit, v.kind, str(v.year or "")] for name, v in standards.limits.items()],
    )
    print("\nPeople each aimag can still take:\n")
    writing.table(
        ["aimag", "people", "low", "high", "binding", "not kept today"],
        [
            [row.aimag, row.people.estimate, row.people.low, row.people.high, ", ".join(row.binding),
             ", ".join(code for code, room in row.rooms.items() if room.broken)]
            for row in rooms
        ],
    )  # fmt: skip
    if rooms and rooms[0].without:
        print(f"\nNo data of any aimag, so not counted: {', '.join(rooms[0].without)}.")
    if stressed:
        print("\nWith the newcomers, to be added so that the standards are kept:\n")
        writing.table(
            ["aimag", "newcomers", *(added.service for added in stressed[0].added)],
            [[row.aimag, row.people.estimate, *(added.units for added in row.added)] for row in stressed],
        )
        costs = [added.cost_mnt for row in stressed for added in row.added if added.cost_mnt is not None]
        if costs:
            print(f"\nAt the unit costs given: {sum(costs):,.0f} MNT.")
