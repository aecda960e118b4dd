"""Questions about places on the command line: `python -m geo resolve NAME…`."""

import argparse
import io
import json
import sys
from collections.abc import Iterable, Sequence

from geo.places import Match, names, resolve


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 2 for wrong use, else what the command says."""
    parser = argparse.ArgumentParser(
        prog="python -m geo", description="Questions about the places of Mongolia."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_resolve(commands)
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        status: int = options.run(options)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    return status


def _add_resolve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "resolve",
        help="find the aimag, soum or district that each name stands for",
        description="Find the aimag, soum or district that each name or code stands for. "
        "The exit status is 0 when all were found, 1 when some have to be asked about.",
    )
    command.add_argument("names", nargs="+", metavar="NAME")
    command.add_argument(
        "--within", metavar="AIMAG", help="look only among the soums of this aimag (name or code)"
    )
    command.add_argument("--level", choices=["aimag", "soum"], help="look only among places of this level")
    command.add_argument("--format", choices=["table", "json"], default="table")
    command.set_defaults(run=_resolve)


def _resolve(options: argparse.Namespace) -> int:
    matches = [resolve(name, within=options.within, level=options.level) for name in options.names]
    if options.format == "json":
        print(json.dumps([_as_json(match) for match in matches], ensure_ascii=False, indent=2))
    else:
        rows = [row for match in matches for row in _as_rows(match)]
        _print_table([("NAME", "CODE", "LEVEL", "HOW", "PLACE"), *rows])
    return 0 if all(match.code for match in matches) else 1


def _as_json(match: Match) -> dict[str, object]:
    if match.code:
        return {"name": match.name, "code": match.code, "level": match.level, "how": match.how}
    near = [{"code": s.code, "level": s.level, "distance": s.distance} for s in match.suggestions]
    return {"name": match.name, "code": None, "suggestions": near}


def _as_rows(match: Match) -> Iterable[tuple[str, ...]]:
    if match.code:
        yield match.name, match.code, match.level or "", match.how or "", _place(match.code)
        return
    yield match.name, "?", "", "", "which one?" if match.suggestions else "not known"
    for near in match.suggestions:
        yield (
            "",
            near.code,
            near.level,
            f"{near.distance} off" if near.distance else "exact",
            _place(near.code),
        )


def _place(code: str) -> str:
    place = names(code)
    return place.name_en if place.level == "aimag" else f"{place.name_en}, {names(place.aimag).name_en}"


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
