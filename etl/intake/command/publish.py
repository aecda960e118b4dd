"""python -m etl publish FILE --survey ID --round YYYY[-N]: check a survey file and publish it as a round.

Nothing is ever asked: what a person would be asked keeps the file from being published, unless the mapping says it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from etl.intake import mapping as mappings
from etl.intake.accepting import accept
from etl.intake.command import described, options
from etl.intake.examining import examine
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Refused
from etl.intake.reading import stage
from etl.problems import BuildFailed
from etl.publishing.command import by_whom
from etl.publishing.rounds import UNCHANGED, Published, publish
from store.workspace import Workspace
from store.writing import StoreError

HELP = "check a survey file and publish it as a round, in place of the round of that name if there is one"
_SURVEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ROUND = re.compile(r"(19|20)\d\d(-\d{1,2})?")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    options.of_file(parser)
    parser.add_argument(
        "--survey", required=True, type=_survey, metavar="ID", help="small Latin letters, digits and _"
    )
    parser.add_argument(
        "--round", required=True, type=_round, metavar="YYYY[-N]", help="the year, and its number in it"
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="M.yml",
        help="what the columns and answers are (default: as the last file of this layout, else as they look)",
    )
    parser.add_argument(
        "--acknowledge", default="", metavar="CODE,…", help="codes of findings that you have seen and accept"
    )
    by_whom(parser, "why it is published")


def run(wanted: argparse.Namespace) -> int:
    """Publish the file; 0: published or there already, 1: something is in the way, which is said, all of it."""
    acknowledged = frozenset(filter(None, (code.strip() for code in wanted.acknowledge.split(","))))
    try:
        with options.scratch() as folder, options.progress(wanted.progress) as tell:
            staged = stage(wanted.file, folder, sheet=wanted.sheet, xlsform=wanted.xlsform, progress=tell)
            given = mappings.read(wanted.mapping) if wanted.mapping else options.remembered(staged)
            seen = examine(staged, wanted.survey, wanted.round, given=given)
            published = publish(
                accept(seen, acknowledged),
                who=wanted.who,
                note=wanted.note,
                progress=None if tell is None else lambda step, of, name: tell(name, step, of),
            )
            kept = mappings.as_written(seen.mapping.without_round())
            with Workspace() as workspace:
                workspace.mappings.remember(mappings.layout(staged), wanted.survey, kept, wanted.who)
    except Refused as refused:
        _say(refused.findings, acknowledged)
    except BuildFailed as failed:
        print(*failed.problems, sep="\n", file=sys.stderr)
    except (StoreError, OSError) as error:
        print(error, file=sys.stderr)
    else:
        print(_outcome(wanted, published))
        return 0
    print("Nothing was published.", file=sys.stderr)
    return 1


def _say(findings: Iterable[Finding], acknowledged: frozenset[str]) -> None:
    found = list(findings)
    for finding in sorted(found, key=lambda one: one.rule.severity != BLOCKS):
        print(described.said(finding), file=sys.stderr)
    codes = {finding.rule.code for finding in found if finding.rule.severity == ACKNOWLEDGE}
    if codes and not any(finding.rule.severity == BLOCKS for finding in found):
        every = ",".join(sorted(codes | acknowledged))
        print(f"If all of this is as it should be: --acknowledge {every}", file=sys.stderr)


def _outcome(wanted: argparse.Namespace, published: Published) -> str:
    name = f"Survey {wanted.survey}, round {wanted.round}"
    if published.outcome == UNCHANGED:
        return f"{name} was published from this very file and mapping already; nothing changed."
    return f"{name} was {published.outcome}. Build {published.build} is in use."


def _survey(text: str) -> str:
    if not _SURVEY.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r}: write small Latin letters, digits and _, a letter first")
    return text


def _round(text: str) -> str:
    if not _ROUND.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r}: write the year, or the year and a number: 2026, 2026-2")
    return text
