"""python -m survey estimate FILE --of ANSWER …"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from survey import calibrated, calibration, engines, estimates, few_values, quantiles, replicates
from survey.columns import check_columns, is_numeric
from survey.command import options, writing
from survey.command.notes import notes as said_beside
from survey.design import Design, SurveyError
from survey.disclosure import counting
from survey.disclosure.output import Pattern, apply
from survey.disclosure.rule import Rule
from survey.engines import Engine
from survey.replicates import ReplicateSums
from survey.results import Estimate
from survey.sums import Sums, tally

STATISTICS = ("proportion", "mean", "total", "ratio", "quantile")
YES = ("1", "1.0", "true", "yes", "тийм")
NO = ("0", "0.0", "false", "no", "үгүй")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or Parquet, one respondent per row")
    question(parser, STATISTICS)
    parser.add_argument(
        "--probability", type=_probabilities, default=(0.5,), metavar="Q[,…]", help="quantiles (default: 0.5)"
    )
    options.design(parser)
    options.interval(parser)
    options.disclosure(parser)
    options.form(parser)


def question(parser: argparse.ArgumentParser, statistics: tuple[str, ...]) -> None:
    """Add the options that say what is estimated."""
    parser.add_argument(
        "--of",
        type=options.listed,
        required=True,
        metavar="ANSWER[,…]",
        help="column(s) to estimate; numerator,denominator for a ratio",
    )
    parser.add_argument(
        "--by", type=options.listed, default=(), metavar="COL[,…]", help="up to three columns of domains"
    )
    parser.add_argument("--statistic", choices=statistics, default="proportion", help="default: proportion")
    parser.add_argument(
        "--multiple",
        action="store_true",
        help="the columns are options of one select-multiple question: one row each, for those who chose it",
    )
    parser.add_argument(
        "--margins",
        type=Path,
        metavar="MARGINS.csv",
        help="calibrate the weights to these margins first; the variance knows it",
    )
    parser.add_argument(
        "--method", choices=calibration.METHODS, default="rake", help="how to calibrate (default: rake)"
    )
    parser.add_argument(
        "--bounds",
        type=options.two_numbers,
        metavar="LOW,HIGH",
        help="bounds of new over old weight, for linear and logit",
    )


def run(args: argparse.Namespace) -> int:
    """Estimate and write; 0 when done."""
    found, notes = answered(args)
    writing.write(writing.records(found, args.by), args.format, notes)
    return 0


def answered(args: argparse.Namespace) -> tuple[list[tuple[str, Estimate]], list[str]]:
    """The protected estimates asked for, each with its column, and what must be said beside them."""
    if len(args.by) > 3:
        raise SurveyError("At most three columns can divide the estimates (--by).")
    if set(args.by) & set(args.of) or len(set(args.by)) < len(args.by):
        raise SurveyError("Name each column once, in --of or in --by.")
    if args.statistic == "ratio" and len(args.of) != 2:
        raise SurveyError("A ratio needs two columns: --of NUMERATOR,DENOMINATOR.")
    if args.multiple and args.statistic != "proportion":
        raise SurveyError("--multiple goes with --statistic proportion.")
    engine = engines.open_file(args.file)
    design = options.design_of(args, engine)
    check_columns(engine, (*args.of, *args.by, *design.columns))
    rule = options.rule_of(args)
    found: list[tuple[str, Estimate]] = []
    notes: list[str] = []
    if args.multiple:
        held = [(column, _truth(_sums(args, engine, design, (column,), ()), column)) for column in args.of]
        pattern = None
        if rule:
            public = calibrated.public(calibration.read_margins(args.margins)) if args.margins else ()
            options_held = [(sums, column, column) for column, sums in held]
            pattern = counting.of_options(options_held, args.by, rule, public)
        for column, sums in held:
            rows = [r._replace(answer=column) for r in _answers(args, sums, column) if r.answer is True]
            found += [(column, row) for row in protected(rows, pattern, args.by)]
            notes += said_beside(sums, column, args)
        found = [("+".join(args.of), row) for _, row in found]
    else:
        for columns in [args.of] if args.statistic == "ratio" else [(column,) for column in args.of]:
            rows, sums = _column(args, engine, design, columns, rule)
            found += [("/".join(columns), row) for row in rows]
            notes += said_beside(sums, "/".join(columns), args)
    return found, list(dict.fromkeys(notes))


def protected(rows: Sequence[Estimate], pattern: Pattern | None, by: Sequence[str]) -> list[Estimate]:
    """What may be shown of the rows; all of it without a pattern."""
    return list(rows) if pattern is None else apply(rows, pattern, by)


def _column(
    args: argparse.Namespace, engine: Engine, design: Design, columns: tuple[str, ...], rule: Rule | None
) -> tuple[list[Estimate], Sums | ReplicateSums]:
    """The protected estimates of one column, or of a ratio of two, and the sums behind them."""
    column = columns[0]
    numeric = all(is_numeric(engine.schema.field(name).type) for name in columns)
    if args.statistic in ("mean", "ratio", "quantile"):
        check_columns(engine, (), columns)
    public = calibrated.public(calibration.read_margins(args.margins)) if args.margins else ()
    as_answers = args.statistic == "proportion" or (args.statistic == "total" and not numeric)
    if as_answers:
        sums = _sums(args, engine, design, (column,), ())
        if not sums.levels[column]:
            raise SurveyError(f"Nobody gave an answer in column {column!r}: there is nothing to estimate.")
        pattern = counting.of_answers(sums, column, args.by, rule, public) if rule else None
        if pattern and numeric:
            pattern = few_values.whole(pattern)
        rows = _answers(args, sums, column)
    else:
        sums = _sums(args, engine, design, few_values.among(engine, columns) if rule else (), columns)
        pattern = few_values.pattern(sums, columns, args.by, rule, public) if rule else None
        rows = _values(args, engine, design, sums, columns)
    return protected(rows, pattern, args.by), sums


def _sums(
    args: argparse.Namespace, engine: Engine, design: Design, keys: tuple[str, ...], values: tuple[str, ...]
) -> Sums | ReplicateSums:
    if design.replicates and args.margins:
        raise SurveyError(
            "Calibrate replicate weights one by one before; --margins goes with strata and PSUs."
        )
    if design.replicates:
        return _divided(args, replicates.tally(engine, design, (*args.by, *keys), values))
    if not args.margins:
        return _divided(args, tally(engine, design, (*args.by, *keys), values))
    margins = calibration.read_margins(args.margins)
    names = tuple(dict.fromkeys((*args.by, *keys, *calibrated.variables(margins))))
    held = calibrated.calibrate(tally(engine, design, names, values), margins, args.method, args.bounds)
    return _divided(args, held)


def _divided(args: argparse.Namespace, sums: Sums | ReplicateSums) -> Sums | ReplicateSums:
    """The sums, whose dividing columns must divide."""
    for name in args.by:
        if not sums.levels[name]:
            raise SurveyError(f"Column {name!r} is empty in every row: leave it out of --by.")
    return sums


def _answers(args: argparse.Namespace, sums: Sums | ReplicateSums, column: str) -> list[Estimate]:
    """Shares of the answers, or people who gave them."""
    if isinstance(sums, ReplicateSums):
        pieces: estimates.Measured = replicates.of_answers(sums, column, args.by)
    else:
        pieces = estimates.of_answers(sums, column, args.by)
    if args.statistic == "total":
        return estimates.totals(pieces, args.level)
    return estimates.proportions(pieces, args.interval, args.level)


def _values(
    args: argparse.Namespace,
    engine: Engine,
    design: Design,
    sums: Sums | ReplicateSums,
    columns: tuple[str, ...],
) -> list[Estimate]:
    """Means, totals, ratios or quantiles of numbers."""
    if args.statistic == "quantile":
        if args.margins:
            raise SurveyError(
                "Quantiles have no interval that knows of margins: leave --margins out, or write calibrated weights "
                "with `calibrate` and use them."
            )
        held = _sums(args, engine, design, (columns[0],), ())
        beyond = 0 if args.no_disclosure else args.min_numerator
        return quantiles.quantiles(
            held, columns[0], args.by, args.probability, "mean", args.level, beyond=beyond
        )
    if args.statistic == "ratio":
        return estimates.ratios(_ratio(sums, columns[0], columns[1], args.by), args.level)
    pieces = _numbers(sums, columns[0], args.by)
    return (
        estimates.means(pieces, args.level)
        if args.statistic == "mean"
        else estimates.totals(pieces, args.level)
    )


def _numbers(sums: Sums | ReplicateSums, column: str, by: tuple[str, ...]) -> estimates.Measured:
    if isinstance(sums, ReplicateSums):
        return replicates.of_values(sums, column, by)
    return estimates.of_values(sums, column, by)


def _ratio(
    sums: Sums | ReplicateSums, numerator: str, denominator: str, by: tuple[str, ...]
) -> estimates.Measured:
    if isinstance(sums, ReplicateSums):
        return replicates.of_ratio(sums, numerator, denominator, by)
    return estimates.of_ratio(sums, numerator, denominator, by)


def _truth(sums: Sums | ReplicateSums, column: str) -> Sums | ReplicateSums:
    """The sums with the column's levels as no and yes, however they are written, both there."""
    said = [str(level).strip().lower() for level in sums.levels[column]]
    odd = [word for word in said if word not in (*YES, *NO)]
    if odd:
        raise SurveyError(
            f"Column {column!r} is no option of a select-multiple question, as it holds {odd[0]!r}: name columns of "
            "1 and 0, true and false, or yes and no; leave --multiple out for others."
        )
    chosen = np.array([word in YES for word in said] + [False])
    codes = np.where(sums.codes[column] < 0, -1, chosen[sums.codes[column]].astype(np.int64))
    return replace(sums, codes={**sums.codes, column: codes}, levels={**sums.levels, column: (False, True)})


def _probabilities(text: str) -> tuple[float, ...]:
    return tuple(options.share(part) for part in options.listed(text))
