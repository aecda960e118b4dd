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
TAKEN = (*FIELDS, "of", "answer", "statistic", "first", "second", "first_mark", "second_mark", "significant")
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
    first, notes = _answered(args, args.file)
    second, further = _answered(args, args.second)
    rows: list[dict[str, Any]] = []
    differences: list[comparison.Difference] = []
    for column in dict.fromkeys(column for column, _ in first):
        old, new = (_of(column, found) for found in (first, second))
        compared = {
            (row.by, row.answer): row
            for row in comparison.between_rounds(old.values(), new.values(), level=args.level)
        }
        for key in dict.fromkeys((*old, *new)):
            rows.append(_record(args, column, old.get(key), new.get(key)))
            differences.append(compared.get(key) or _untold(*key))
    tested = comparison.corrected(differences, args.level)
    for record, row in zip(rows, tested, strict=True):
        record |= {name: getattr(row, name) for name in FIELDS} | {"significant": row.significant}
    count = tested[0].compared if tested else 0
    said = f"{count} difference(s) tested together (Holm's correction, level {args.level:g})."
    writing.write(rows, args.format, list(dict.fromkeys([*notes, *further, said])))
    return 0


def _answered(args: argparse.Namespace, file: Path) -> tuple[list[tuple[str, Estimate]], list[str]]:
    """The estimates of one of the files; what is wrong with it is said with its name."""
    try:
        return estimate.answered(argparse.Namespace(**{**vars(args), "file": file}))
    except SurveyError as error:
        said = str(error)
        raise SurveyError(said if said.startswith(str(file)) else f"{file}: {said}") from None


def _of(column: str, found: list[tuple[str, Estimate]]) -> dict[tuple[tuple[object, ...], object], Estimate]:
    return {(row.by, row.answer): row for name, row in found if name == column}


def _untold(by: tuple[object, ...], answer: object) -> comparison.Difference:
    """The difference of an answer or a domain that only one of the files has."""
    return comparison.Difference(None, None, by, answer, None, None, None, None, 0.0, None)


def _record(
    args: argparse.Namespace, column: str, old: Estimate | None, new: Estimate | None
) -> dict[str, Any]:
    """What is said of both files beside the difference; [x] where a file has no such answer or domain."""
    either = new or old
    if either is None:
        return {}
    record: dict[str, Any] = dict(zip(writing.heads(args.by, TAKEN), either.by, strict=True))
    record |= {"of": column} if len(args.of) > 1 and args.statistic != "ratio" and not args.multiple else {}
    return record | {
        "answer": either.answer,
        "statistic": either.statistic,
        "first": old.estimate if old else None,
        "second": new.estimate if new else None,
        "first_mark": old.mark if old else "x",
        "second_mark": new.mark if new else "x",
    }
