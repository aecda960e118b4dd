"""python -m survey calibrate FILE --weight W --margins MARGINS.csv …"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa

from survey import calibrated, calibration, engines, sums
from survey.calibration import protection
from survey.coding import encode
from survey.command import options, writing
from survey.design import Design, SurveyError

SUFFIX = "_calibrated"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or Parquet, one respondent per row")
    parser.add_argument("--weight", required=True, metavar="W", help="column of weights to start from")
    parser.add_argument(
        "--margins",
        type=Path,
        required=True,
        metavar="MARGINS.csv",
        help="columns variable, level, total; sex:age for a crossed margin",
    )
    parser.add_argument("--method", choices=calibration.METHODS, default="rake", help="default: rake")
    parser.add_argument(
        "--bounds",
        type=options.two_numbers,
        metavar="LOW,HIGH",
        help="bounds of new over old weight, for linear and logit",
    )
    parser.add_argument(
        "--trim",
        type=options.two_numbers,
        metavar="LOW,HIGH",
        help="smallest and largest weight allowed; what is cut is spread and the margins are met again",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=f"write the file with a further column W{SUFFIX} (CSV or Parquet)",
    )
    options.disclosure(parser)
    options.form(parser)


def run(args: argparse.Namespace) -> int:
    """Calibrate, write the weights and show what became of them; 0 when done."""
    engine = engines.open_file(args.file)
    column = f"{args.weight}{SUFFIX}"
    if args.out:
        if column in engine.schema.names:
            raise SurveyError(
                f"The file has a column {column!r} already: rename it, or calibrate from another weight."
            )
        if args.out.exists() and args.out.resolve() == args.file.resolve():
            raise SurveyError(f"{args.out} is the file that is read: name another for --out.")
        if not str(args.out).lower().endswith((".csv", ".parquet")):
            raise SurveyError(f"{args.out}: --out writes .csv or .parquet.")
    margins = calibration.read_margins(args.margins)
    names = calibrated.variables(margins)
    held = sums.tally(engine, Design(args.weight), names)
    cell_of_row, cells = calibrated.cells_of(held, names)
    rows = engine.run(
        engine.table.select(*names, engine.table[args.weight].cast("float64").name("own_weight"))
    )
    before = rows["own_weight"].to_numpy()
    cell = _cells_of_rows(rows, held, names, cell_of_row)
    done = calibration.calibrate(cells, margins, args.method, args.bounds)
    after, trimmed = before * done.factor[cell], None
    if args.trim:
        lower, upper = args.trim
        result = calibration.calibrate_trimmed(
            before, cell, cells, margins, lower, upper, args.method, args.bounds
        )
        after, trimmed = result.weight, result.trimmed
    found = calibration.diagnose(done, before, after, trimmed)
    if args.out:
        engine.write_with(args.out, column, pa.array(after))
    told = protection.shares(found, held, margins, options.rule_of(args))
    writing.write([share._asdict() for share in told], args.format, _notes(found, args, column))
    return 0


def _cells_of_rows(
    rows: pa.Table, held: sums.Sums, names: tuple[str, ...], cell_of_row: np.ndarray
) -> np.ndarray:
    """The margin cell of each respondent, numbered as those of the sums."""
    key, wanted = np.zeros(rows.num_rows, dtype=np.int64), np.zeros(len(held.unit), dtype=np.int64)
    for name in names:
        codes, _ = encode(rows[name])
        size = len(held.levels[name]) + 1
        key, wanted = key * size + codes + 1, wanted * size + held.codes[name] + 1
    known, first = np.unique(wanted, return_index=True)
    return cell_of_row[first][np.searchsorted(known, key)]


def _notes(found: calibration.Diagnostics, args: argparse.Namespace, column: str) -> list[str]:
    """What is said beside the shares; of single respondents only to those who hold the microdata."""
    rule, notes = options.rule_of(args), []
    if rule is None or found.n >= rule.min_base:
        notes.append(
            f"Design effect of weighting (Kish) {found.deff_before:.4g} → {found.deff_after:.4g}; effective n {found.n_eff_before:.0f} → {found.n_eff_after:.0f} of {found.n}."
        )
        ends = f"least {found.factor_min:.4g}, " if rule is None else ""
        most = f", most {found.factor_max:.4g}" if rule is None else ""
        notes.append(f"New over old weight: {ends}median {found.factor_median:.4g}{most}.")
    if rule is None:
        notes.append(f"Largest weights: {', '.join(f'{weight:.4g}' for weight in found.largest[:5])}.")
    if args.trim:
        cut = round(found.trimmed_share * found.n)
        few = rule is not None and (0 < cut < rule.min_numerator or found.n < rule.min_base)
        said = "some" if few else f"{found.trimmed_share:.1%}"
        notes.append(f"Trimmed: {said} of the weights.")
    if args.out:
        notes.append(f"Written: {args.out}, column {column!r}.")
    return notes
