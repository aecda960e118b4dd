"""python -m etl inspect FILE: what a file is, its columns and first rows, and what was met while reading it."""

from __future__ import annotations

import argparse
import json
import sys

from etl.intake.command import described, options
from etl.intake.findings import BLOCKS, Refused
from etl.intake.mapping import propose, template
from etl.intake.mapping.codebook import TEMPLATE
from etl.intake.reading import stage

HELP = "say what a survey file is: format, columns, first rows, places, what is private"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    options.of_file(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to write it")


def run(wanted: argparse.Namespace) -> int:
    """Stage the file, describe it, and leave nothing behind."""
    with options.scratch() as folder, options.progress(wanted.progress) as told:
        try:
            staged = stage(wanted.file, folder, sheet=wanted.sheet, xlsform=wanted.xlsform, progress=told)
        except Refused as refused:
            if wanted.format == "text":
                raise
            print(json.dumps(described.refused(refused), ensure_ascii=False, indent=1))
            return 1
        proposal = propose(staged, template(TEMPLATE))
        if wanted.format == "json":
            print(
                json.dumps(
                    described.document(staged, staged.findings, proposal), ensure_ascii=False, indent=1
                )
            )
        else:
            sys.stdout.writelines(f"{line}\n" for line in described.lines(staged, proposal))
    return 1 if any(finding.rule.severity == BLOCKS for finding in staged.findings) else 0
