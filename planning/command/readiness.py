"""python -m planning readiness [--weights FILE]"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from planning import readiness
from planning.command import opening, writing
from planning.readiness import Readiness
from planning.values import register


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--weights", type=Path, metavar="FILE", help="weights by pillar, or all settings, as JSON"
    )
    opening.arguments(parser)
    writing.form(parser)


def run(args: argparse.Namespace) -> int:
    """Answer and write; 0 when done."""
    build, found = opening.opened(args.weights, "readiness", args.build)
    settings = readiness.read(found)
    index = readiness.readiness(build, settings)
    if args.format == "json":
        writing.as_json(record(build, index))
    else:
        _table(index)
    return 0


def record(build: str, found: Readiness) -> dict[str, Any]:
    """The answer as JSON: standings, and every figure with its provenance under `values`."""
    settings = found.settings
    return {
        "build": build,
        "normalisation": settings.normalisation,
        "aggregation": settings.aggregation,
        "missing": settings.missing,
        "weight_spread": settings.weight_spread,
        "seed": settings.seed,
        "weights": found.weights,
        "pillars_without_data": found.empty,
        "indicators": [indicator._asdict() for indicator in found.table.indicators],
        "standings": [
            row._asdict() | {name: getattr(row, name)._asdict() for name in ("sampling", "weights", "both")}
            for row in found.standings
        ],
        "left_out": [row._asdict() for row in found.left_out],
        "correlation_with_net_migration": found.migration,
        "values": register((*found.table.values.values(), *found.migration_values)),
    }


def _table(found: Readiness) -> None:
    print(
        "Readiness to receive people; places from sampling error and plausible weights overlap where they are alike.\n"
    )
    rows = sorted(found.standings, key=lambda row: row.rank or 99)
    writing.table(
        ["aimag", "score", "rank", "places from", "to", "first in 100"],
        [[r.aimag, r.score, r.rank, r.both.low, r.both.high, 100 * r.first] for r in rows],
    )
    if found.empty:
        print(f"\nPillars without data, which take no part: {', '.join(found.empty)}.")
    if found.migration is not None:
        print(f"\nRank correlation with net migration of the last three years: {found.migration:.2f}.")
    print("\nWhat leaving one indicator out does to the ranks:\n")
    writing.table(
        ["indicator", "mean shift", "largest", "aimag"],
        [[r.indicator, r.mean_shift, r.largest_shift, r.aimag or ""] for r in found.left_out],
    )
