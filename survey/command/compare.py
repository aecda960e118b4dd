"""python -m survey compare FILE FILE --of ANSWER …"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from survey import comparison
from survey.command import estimate, options, writing
from survey.design import SurveyError
from survey.results import Estimate

FIELDS = ("difference", "se", "low", "high", "df", "p", "p_adjusted")
STATISTICS = ("proportion", "mean", "total", "ratio")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command: those of `estimate`, for two files."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the earlier survey, CSV or Parquet")
    parser.add_argument("second", type=Path, metavar="FILE", help="the later survey, with the same columns")
    estimate.question(parser, STATISTICS)
    options.design(parser)
    options.interval(parser)
    options.disclosure(parser)
    options.form(parser)


def run(args: argparse.Namespace) -> int:
    """Compare and write; 0 when done. The two files are taken as independent samples."""
    if args.file.exists() and args.second.exists() and args.file.samefile(args.second):
        raise SurveyError(f"{args.file} cannot be compared with itself: name two files.")
    first, notes = estimate.answered(args)
    second, further = estimate.answered(argparse.Namespace(**{**vars(args), "file": args.second}))
    rows: list[dict[str, Any]] = []
    differences: list[comparison.Difference] = []
    for column in dict.fromkeys(column for column, _ in first):
        old, new = (_of(column, found) for found in (first, second))
        for row in comparison.between_rounds(old.values(), new.values(), level=args.level):
            a, b = old[row.by, row.answer], new[row.by, row.answer]
            rows.append(_record(args, column, a, b))
            differences.append(row)
    tested = comparison.corrected(differences, args.level)
    for record, row in zip(rows, tested, strict=True):
        record |= {name: getattr(row, name) for name in FIELDS} | {"significant": row.significant}
    compared = tested[0].compared if tested else 0
    said = f"{compared} differences were tested together (Holm's correction, level {args.level:g})."
    writing.write(rows, args.format, list(dict.fromkeys([*notes, *further, said])))
    return 0


def _of(column: str, found: list[tuple[str, Estimate]]) -> dict[tuple[object, object], Estimate]:
    return {(row.by, row.answer): row for name, row in found if name == column}


def _record(args: argparse.Namespace, column: str, old: Estimate, new: Estimate) -> dict[str, Any]:
    record: dict[str, Any] = dict(zip(args.by, new.by, strict=True))
    record |= {"of": column} if len(args.of) > 1 and args.statistic != "ratio" and not args.multiple else {}
    return record | {
        "answer": new.answer,
        "statistic": new.statistic,
        "first": old.estimate,
        "second": new.estimate,
        "first_mark": old.mark,
        "second_mark": new.mark,
    }
