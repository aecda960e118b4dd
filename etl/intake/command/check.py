"""python -m etl check FILE: everything that is wrong with a file, or must be known before it is published."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from etl.intake import comparing, mapping, report
from etl.intake.accepting import prepare
from etl.intake.checks import in_order
from etl.intake.command import described, options
from etl.intake.examining import Examined, blocked, examine, in_the_way
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Refused
from etl.intake.harmonise import Harmonised
from etl.intake.reading import stage
from etl.problems import BuildFailed
from etl.publishing.preview import preview
from store.writing import StoreError

HELP = "check a survey file: all problems at once, each with its rows and its remedy"
_WRITERS = {".xlsx": report.to_xlsx, ".csv": report.to_csv}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    options.of_file(parser)
    parser.add_argument("--mapping", type=Path, help="a mapping file; what it leaves open is proposed")
    parser.add_argument(
        "--survey", default="", help="the survey whose codebook and rounds it is held against"
    )
    parser.add_argument("--round", default="", help="the round it shall become, such as 2025 or 2025-2")
    parser.add_argument(
        "--acknowledge", default="", metavar="CODE,…", help="codes of what has been seen and accepted"
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="how to write it")
    parser.add_argument(
        "--compare",
        action="store_true",
        help="hold its numbers against the round before (with --survey, --round and --format table)",
    )
    parser.add_argument("--report", type=Path, help="write the report to a file too: .xlsx or .csv")


def run(wanted: argparse.Namespace) -> int:
    """Stage and examine the file, say what was found, and leave nothing behind."""
    if wanted.report and wanted.report.suffix.casefold() not in _WRITERS:
        print(f"The report {wanted.report} can be written as .xlsx or .csv.", file=sys.stderr)
        return 2
    acknowledged = frozenset(code.strip() for code in wanted.acknowledge.split(",") if code.strip())
    with options.scratch() as folder, options.progress(wanted.progress) as told:
        try:
            staged = stage(wanted.file, folder, sheet=wanted.sheet, xlsform=wanted.xlsform, progress=told)
            given = mapping.read(wanted.mapping) if wanted.mapping else options.remembered(staged)
            examined = examine(staged, wanted.survey, wanted.round, given=given)
            made, findings = _prepared(examined)
            _write(examined, findings, acknowledged, wanted)
            if made and wanted.compare and wanted.format == "table":
                sys.stdout.writelines(f"{line}\n" for line in _comparison(made))
        except Refused as refused:
            return _refused(refused, wanted)
        except (StoreError, BuildFailed) as error:
            print(error, file=sys.stderr)
            return 1
    return 1 if in_the_way(findings, acknowledged) else 0


def _prepared(examined: Examined) -> tuple[Harmonised | None, list[Finding]]:
    """The round that the file would become, where it is said which and nothing blocks, and all findings."""
    if not (examined.survey and examined.round) or blocked(examined.findings):
        return None, [*examined.findings]
    try:
        made, later = prepare(examined)
    except Refused as refused:
        return None, in_order((*examined.findings, *refused.findings))
    return made, in_order((*examined.findings, *later))


def _comparison(made: Harmonised) -> Iterator[str]:
    build = preview(made.accepted())
    before = comparing.previous(build, made.survey, made.round)
    yield ""
    if before is None:
        yield "There is no earlier round to compare with."
    else:
        yield from comparing.lines(comparing.compare(build, made.survey, before, made.round))


def _refused(refused: Refused, wanted: argparse.Namespace) -> int:
    """Say why the file or the mapping cannot be taken, in the form that was asked for."""
    if wanted.report:
        wanted.report.write_bytes(_WRITERS[wanted.report.suffix.casefold()](refused.findings))
    if wanted.format == "json":
        print(json.dumps(described.refused(refused), ensure_ascii=False, indent=1))
    elif wanted.format == "csv":
        sys.stdout.write(report.to_csv(refused.findings).decode("utf-8-sig"))
    else:
        raise refused
    return 1


def _write(
    examined: Examined, findings: list[Finding], acknowledged: frozenset[str], wanted: argparse.Namespace
) -> None:
    staged = examined.staged
    if wanted.report:
        wanted.report.write_bytes(_WRITERS[wanted.report.suffix.casefold()](findings, staged))
    if wanted.format == "json":
        document = described.document(staged, findings, examined.proposal)
        print(json.dumps(document, ensure_ascii=False, indent=1))
    elif wanted.format == "csv":
        sys.stdout.write(report.to_csv(findings, staged).decode("utf-8-sig"))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _table(findings, acknowledged))


def _table(findings: list[Finding], acknowledged: frozenset[str]) -> Iterator[str]:
    for group, found in groupby(findings, key=lambda finding: finding.rule.group):
        yield f"{report.GROUPS[group]}"
        for finding in found:
            done = " (acknowledged)" if finding.rule.code in acknowledged else ""
            yield f"  {described.said(finding)}{done}"
        yield ""
    yield _summary(findings, acknowledged)


def _summary(findings: list[Finding], acknowledged: frozenset[str]) -> str:
    blocking = sum(finding.rule.severity == BLOCKS for finding in findings)
    codes = {f.rule.code for f in findings if f.rule.severity == ACKNOWLEDGE} - acknowledged
    if blocking:
        return f"{blocking} problem(s) must be mended before the file can be published."
    if codes:
        return f"To be acknowledged: {','.join(sorted(codes))}"
    return "Nothing stands in the way of publishing the file."
