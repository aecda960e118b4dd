"""Options that several commands share: the design, the intervals, disclosure, the form of the output."""

from __future__ import annotations

import argparse
import csv
import fnmatch
import re
from math import nan

from survey import intervals
from survey.design import DEGREES_OF_FREEDOM, REPLICATE_METHODS, SINGLE_PSU, Design, Replicates, SurveyError
from survey.disclosure.rule import Rule
from survey.engines import Engine

FORMATS = ("table", "csv", "json")


def design(parser: argparse.ArgumentParser) -> None:
    """Add the options of the sampling design."""
    group = parser.add_argument_group("sampling design")
    group.add_argument(
        "--weight", metavar="W", help="column of sampling weights (none: every respondent counts once)"
    )
    group.add_argument("--stratum", metavar="S", help="column of strata")
    group.add_argument(
        "--psu", type=listed, default=(), metavar="P[,…]", help="column(s) of sampling units, one per stage"
    )
    group.add_argument(
        "--fpc",
        type=listed,
        default=(),
        metavar="F[,…]",
        help="column(s) of population sizes or sampling fractions, one per stage",
    )
    group.add_argument("--nested", action="store_true", help="unit names start anew in each stratum")
    group.add_argument(
        "--single-psu", choices=SINGLE_PSU, default="fail", help="a stratum with one unit (default: fail)"
    )
    group.add_argument(
        "--df",
        choices=DEGREES_OF_FREEDOM,
        default="design",
        help="degrees of freedom: of the whole design, of the domain, of its valid answers (default: design)",
    )
    group.add_argument(
        "--replicates",
        metavar="PATTERN",
        help="replicate weight columns: a pattern such as 'rep_*', or a regular expression",
    )
    group.add_argument("--replicate-method", choices=REPLICATE_METHODS)
    group.add_argument("--rho", type=float, default=0.0, help="Fay's coefficient")


def interval(parser: argparse.ArgumentParser) -> None:
    """Add the options of intervals."""
    parser.add_argument(
        "--interval",
        choices=intervals.METHODS,
        default="logit",
        help="interval of proportions (default: logit)",
    )
    parser.add_argument("--level", type=share, default=0.95, help="confidence level (default: 0.95)")


def disclosure(parser: argparse.ArgumentParser) -> None:
    """Add the options of disclosure control."""
    rule = Rule()
    group = parser.add_argument_group("disclosure")
    group.add_argument(
        "--no-disclosure", action="store_true", help="show everything, for those who hold the microdata"
    )
    group.add_argument(
        "--min-base", type=int, default=rule.min_base, help=f"hide bases below (default: {rule.min_base})"
    )
    group.add_argument(
        "--min-numerator",
        type=int,
        default=rule.min_numerator,
        help=f"hide answers of fewer (default: {rule.min_numerator})",
    )
    group.add_argument(
        "--max-cv",
        type=float,
        default=rule.cv_low,
        help=f"mark as low reliability above (default: {rule.cv_low})",
    )


def form(parser: argparse.ArgumentParser) -> None:
    """Add the option of the output's form."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")


def listed(text: str) -> tuple[str, ...]:
    """The names in a comma list; one that holds a comma stands in double quotes."""
    names = tuple(name.strip() for row in csv.reader([text], skipinitialspace=True) for name in row)
    if not names or not all(names):
        raise argparse.ArgumentTypeError(f"{text!r} has an empty name: give column names with commas between")
    return names


def share(text: str) -> float:
    """A number between 0 and 1, both out."""
    try:
        value = float(text)
    except ValueError:
        value = nan
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number between 0 and 1: write 0.95 for 95 percent")
    return value


def two_numbers(text: str) -> tuple[float, float]:
    """Two numbers with a comma between them, the smaller first."""
    try:
        low, high = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: expected two numbers such as 0.3,3") from None
    if not low < high:
        raise argparse.ArgumentTypeError(f"{text}: the first number must be the smaller one")
    return low, high


def rule_of(args: argparse.Namespace) -> Rule | None:
    """The rule of disclosure asked for, None for none."""
    return None if args.no_disclosure else Rule(args.min_base, args.min_numerator, args.max_cv)


def design_of(args: argparse.Namespace, engine: Engine) -> Design:
    """The design asked for. Raises SurveyError for options that do not fit each other or the file."""
    replicates = None
    if args.replicates:
        if not args.replicate_method:
            raise SurveyError(
                "Say how the replicate weights were made: --replicate-method brr, fay, jk1, jkn or bootstrap."
            )
        replicates = Replicates(columns(args.replicates, engine), args.replicate_method, args.rho)
    elif args.replicate_method:
        raise SurveyError(
            "--replicate-method needs --replicates with the pattern of the replicate weight columns."
        )
    elif args.rho:
        raise SurveyError(
            "--rho goes with --replicates and --replicate-method fay: add them, or leave it out."
        )
    return Design(
        args.weight, args.stratum, args.psu, args.fpc, args.nested, args.single_psu, args.df, replicates
    )


def columns(pattern: str, engine: Engine) -> tuple[str, ...]:
    """The columns that a pattern names: as a file pattern, else as a regular expression found in the name."""
    names = tuple(engine.schema.names)
    found = tuple(name for name in names if fnmatch.fnmatchcase(name, pattern))
    if not found:
        try:
            found = tuple(name for name in names if re.search(pattern, name))
        except re.error as error:
            raise SurveyError(
                f"The pattern {pattern!r} names no column and is no regular expression: {error}."
            ) from None
    if not found:
        raise SurveyError(f"No column fits the pattern {pattern!r}. The file has: {', '.join(names)}.")
    return found
