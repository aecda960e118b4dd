"""Command line of the data: python -m etl build | builds | use | verify | seal | demo | boundaries | inspect | check."""

from __future__ import annotations

import argparse
import csv
import io
import sys
import time

import yaml

from etl import boundaries, build, demo, respondents, verify
from etl.problems import BuildFailed
from etl.publishing.contents import carried
from etl.publishing.who import login
from etl.raw import RAW, digest
from store import builds, microdata

# Commands with options of their own, in etl.publishing.command and etl.intake.command.
PUBLISHING = {
    "publish-table": "publish an indicator by aimag and year from a table",
    "versions": "list the versions of the data: who, when, why, and what changed",
    "rollback": "go back to an earlier version in one step",
    "backup": "write one file with all that cannot be made again",
    "restore": "verify a backup and put it into the store",
}
INTAKE = {
    "inspect": "say what a survey file is",
    "check": "say everything that is wrong with a survey file",
    "publish": "check a survey file and publish it as a round",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it is done, 1 when the data refuse, 2 for wrong use."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["boundaries"]:  # has options of its own
        return boundaries.main(argv[1:], _rebuild)
    if argv[:1] and argv[0] in PUBLISHING:
        from etl.publishing import command  # the workspace costs half a second that a build need not pay

        return command.main(argv)
    if argv[:1] and argv[0] in INTAKE:
        from etl.intake import command as intake  # as long to import

        return intake.main(argv)
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Make, list, choose and check builds of the data."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("build", help="make a new build from data/raw and put it in use")
    making.add_argument(
        "--if-needed", action="store_true", help="only when nothing usable was built from the same inputs"
    )
    making.add_argument(
        "--keep-demonstration",
        action=argparse.BooleanOptionalAction,
        help="whether the demonstration survey stays beside real ones; else as in the build in use",
    )
    commands.add_parser("builds", help="list the builds, the one in use marked")
    commands.add_parser("use", help="put another build in use, such as an older one").add_argument("build")
    commands.add_parser("verify", help="check the build in use: checksums, keys, published totals")
    seal = commands.add_parser("seal", help="record the checksum of a raw file that was changed on purpose")
    seal.add_argument("file", nargs="+", help="path below data/raw")
    commands.add_parser("demo", help="make the respondents of the demonstration survey, as every build does")
    commands.add_parser("boundaries", help="import the official boundaries (see `boundaries --help`)")
    for name, does in (INTAKE | PUBLISHING).items():
        commands.add_parser(name, help=f"{does} (see `{name} --help`)")
    args = parser.parse_args(argv)
    try:
        return _COMMANDS[args.command](args)
    except BuildFailed as failed:
        print(f"The build stopped; nothing was changed. {len(failed.problems)} problem(s):", file=sys.stderr)
        for problem in failed.problems:
            print(f"  {problem}", file=sys.stderr)
        return 1
    except (builds.StoreError, boundaries.BoundaryError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _build(args: argparse.Namespace) -> int:
    root = builds.store_root()
    inputs = build.inputs_digest(root, contents=carried(root, args.keep_demonstration))
    if args.if_needed and builds.inputs_of_current() == inputs:
        print(f"The build in use is up to date: {builds.current()}")
        return 0
    started = time.monotonic()
    made = _rebuild(args.keep_demonstration)
    print(f"Build {made} is in use ({time.monotonic() - started:.1f} s).")
    return 0


def _rebuild(keep_demonstration: bool | None = None) -> str:
    terminal = sys.stderr.isatty()

    def progress(step: int, of: int, name: str) -> None:
        bar = "█" * step + "░" * (of - step)
        print(
            f"\r\033[K{bar} {step}/{of} {name}" if terminal else f"{step}/{of} {name}",
            end="" if terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    try:
        return build.build(progress=progress, keep_demonstration=keep_demonstration, who=login())
    finally:
        if terminal:
            print("\r\033[K", end="", file=sys.stderr)


def _builds(_: argparse.Namespace) -> int:
    found = builds.listed()
    for item in found:
        print(
            f"{'*' if item.current else ' '} {item.id}  {item.made}  {item.bytes / 1e6:6.1f} MB  "
            f"inputs {item.inputs[:12]}"
        )
    if not found:
        print(f"There is no build in {builds.store_root()}. Make one with: python -m etl build")
    return 0


def _use(args: argparse.Namespace) -> int:
    if not builds.path(args.build).is_file():
        builds.use(args.build)  # which says what there is
    from etl.publishing.versions import rollback

    print(f"Build {rollback(args.build, who=login())} is in use.")
    return 0


def _verify(_: argparse.Namespace) -> int:
    problems = list(verify.verify())
    for problem in problems:
        print(problem, file=sys.stderr)
    print(
        f"Build {builds.current()}: " + (f"{len(problems)} problem(s)." if problems else "everything holds.")
    )
    return 1 if problems else 0


def _demo(_: argparse.Namespace) -> int:
    staged, _notes = build.read_all()
    for name, table in demo.rounds(staged).items():
        file = microdata.path(respondents.keep(table))
        units = table.groupby("stratum")["psu"].nunique()
        print(f"{name}: {len(table)} respondents, {units.sum()} units in {len(units)} strata: {file}")
    return 0


def _seal(args: argparse.Namespace) -> int:
    notes = {}
    for name in args.file:
        try:
            notes[name] = yaml.safe_load((RAW / f"{name}.yml").read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            notes[name] = None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            print(f"The sidecar {name}.yml cannot be read: {error}", file=sys.stderr)
            return 1
        if not (RAW / name).is_file() or not isinstance(notes[name], dict):
            print(f"There is no raw file {name} with a sidecar {name}.yml below {RAW}.", file=sys.stderr)
            return 2
    for name, facts in notes.items():
        facts["sha256"] = digest(RAW / name)
        if name.endswith(".csv"):
            facts["rows"] = (
                sum(1 for _ in csv.reader(io.StringIO((RAW / name).read_text("utf-8-sig", "replace")))) - 1
            )
        text = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=110)
        (RAW / f"{name}.yml").write_text(text, encoding="utf-8")
        print(f"Sealed {name}.")
    return 0


_COMMANDS = {
    **{"build": _build, "builds": _builds, "use": _use},
    **{"verify": _verify, "seal": _seal, "demo": _demo},
}

if __name__ == "__main__":
    sys.exit(main())
