"""Command line of planning: python -m planning target | capacity | match | readiness."""

from __future__ import annotations

import argparse
import sys

from planning.command import capacity, match, readiness, target, writing
from planning.faults import PlanningError
from store.writing import StoreError
from survey.design import SurveyError

COMMANDS = {
    "target": (target, "say what the target needs, and what can be expected under your assumptions"),
    "capacity": (capacity, "say how many more people each aimag can take before a standard breaks"),
    "match": (match, "match households to places under their capacities"),
    "readiness": (
        readiness,
        "rank the aimags by their readiness to receive people, as far as ranks are certain",
    ),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it is done, 2 for input that does not fit."""
    parser = argparse.ArgumentParser(prog="python -m planning", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (module, said) in COMMANDS.items():
        module.arguments(commands.add_parser(name, help=said, description=said, allow_abbrev=False))
    args = parser.parse_args(argv)
    try:
        return COMMANDS[args.command][0].run(args)
    except (PlanningError, SurveyError, StoreError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    writing.own_output()
    sys.exit(main())
