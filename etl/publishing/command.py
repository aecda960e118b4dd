"""Command line of publishing: python -m etl publish | publish-table | versions | rollback | backup | restore."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from etl.problems import BuildFailed
from etl.publishing import archive, restoring, versions
from etl.publishing.who import login
from store.writing import StoreError


def main(argv: list[str]) -> int:
    """Run one command; the exit status is 0 when it is done, 1 when it was refused, 2 for wrong use."""
    add, run = _COMMANDS[argv[0]]
    parser = argparse.ArgumentParser(prog=f"python -m etl {argv[0]}")
    add(parser)
    args = parser.parse_args(argv[1:])
    return told(lambda: run(args))


def told(run: Callable[[], int]) -> int:
    """Run a command; what it refuses is said on stderr, and the exit status is 1."""
    try:
        return run()
    except BuildFailed as failed:
        print(f"Nothing was published. {len(failed.problems)} problem(s):", file=sys.stderr)
        for problem in failed.problems:
            print(f"  {problem}", file=sys.stderr)
    except (StoreError, OSError) as error:
        print(error, file=sys.stderr)
    return 1


def by_whom(command: argparse.ArgumentParser, why: str) -> None:
    """The options that say who does something, and why."""
    command.add_argument(
        "--who",
        default=login(),
        help="your name for the log (default: NUTAG_USER or your login, %(default)s)",
    )
    command.add_argument("--note", default="", help=why)


def _versions_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--survey", help="only those that changed this survey")
    command.add_argument("--format", choices=("table", "json"), default="table")


def _versions(args: argparse.Namespace) -> int:
    found = versions.versions(survey=args.survey)
    if args.format == "json":
        listed = [
            {**version._asdict(), "changes": [change._asdict() for change in version.changes]}
            for version in found
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    for version in found:
        mark = "*" if version.current else " " if version.kept else "-"
        print(f"{mark} {version.build}  {version.made}  {_event(version)}")
        for change in version.changes:
            print(f"    {_change(change)}")
    if not found:
        print("There is no version" + (f" that changed survey {args.survey}." if args.survey else "."))
    return 0


def _event(version: versions.Version) -> str:
    by = f" by {version.who}" if version.who else ""
    return f"{version.event or 'build'}{by}{': ' + version.why if version.why else ''}"


def _change(change: versions.Change) -> str:
    counts = " → ".join(f"{count:,}" for count in (change.before, change.after) if count is not None)
    counted = "respondents" if change.kind == "round" else "figures"
    named = f"{change.of} {change.name}" if change.kind == "round" else f"{change.of} ({change.name})"
    return f"{named} {change.what}: {counts} {counted}, {change.file} (sha256 {change.sha256[:12]})"


def _rollback_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--to",
        metavar="BUILD",
        help="a version (default: the latest before the one in use that holds other data)",
    )
    by_whom(command, "why you go back")


def _rollback(args: argparse.Namespace) -> int:
    build = versions.rollback(args.to, who=args.who, note=args.note)
    anew = f", {args.to} built anew" if args.to and args.to != build else ""
    print(f"Build {build} is in use{anew}.")
    return 0


def _backup_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the file to write")


def _backup(args: argparse.Namespace) -> int:
    kept = archive.backup(args.file)
    print(
        f"{args.file}: build {kept.build}, {kept.manifests} publication(s), {kept.files} files, "
        f"{kept.bytes / 1e6:.1f} MB. It holds respondents and drafts: keep it as you keep those."
    )
    return 0


def _restore_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    by_whom(command, "why you restore it")


def _restore(args: argparse.Namespace) -> int:
    restored = restoring.restore(args.file, who=args.who, note=args.note)
    print(f"Build {restored.build} is in use; {restored.files} file(s) were put in place.")
    return 0


def _table_options(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Publish an indicator by aimag and year from a CSV or Excel table: aimags in one column, and years and figures "
        "in two others or years as columns."
    )
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the table")
    command.add_argument(
        "--about", type=Path, metavar="ABOUT.yml", help="what the figures are, their unit and source"
    )
    command.add_argument("--template", action="store_true", help="print a description to fill in, and end")
    command.add_argument("--sheet", help="the sheet of a workbook")
    command.add_argument(
        "--acknowledge", default="", metavar="CODE,…", help="codes of findings that you have seen"
    )
    command.add_argument("--dry-run", action="store_true", help="check and show what would be published")
    by_whom(command, "why it is published")


def _table(args: argparse.Namespace) -> int:
    from etl.publishing.figures import command

    if args.template:
        print(command.TEMPLATE, end="")
        return 0
    if args.file is None or args.about is None:
        print("Name the table and its description: publish-table FILE --about ABOUT.yml", file=sys.stderr)
        return 2
    return command.run(args)


_Command = tuple[Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]
_COMMANDS: dict[str, _Command] = {
    "publish-table": (_table_options, _table),
    "versions": (_versions_options, _versions),
    "rollback": (_rollback_options, _rollback),
    "backup": (_backup_options, _backup),
    "restore": (_restore_options, _restore),
}
