"""Command line of the estimator: python -m survey estimate | calibrate | compare."""

from __future__ import annotations

import argparse
import sys

from survey.calibration import CalibrationError
from survey.command import calibrate, compare, estimate
from survey.design import SurveyError

COMMANDS = {
    "estimate": (estimate, "estimate shares, means, totals, ratios or quantiles from a survey file"),
    "calibrate": (calibrate, "calibrate the weights of a survey file to known margins"),
    "compare": (compare, "compare the answers of two survey files, such as two rounds"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it is done, 2 for input that does not fit."""
    parser = argparse.ArgumentParser(prog="python -m survey", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (module, said) in COMMANDS.items():
        module.arguments(commands.add_parser(name, help=said, description=said, allow_abbrev=False))
    args = parser.parse_args(argv)
    try:
        return COMMANDS[args.command][0].run(args)
    except (SurveyError, CalibrationError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
