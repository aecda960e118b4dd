"""The command line of the intake: python -m etl inspect | check FILE; each command is one module that says how it is used."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import NamedTuple

from etl.intake.command import check, inspect, publish
from etl.intake.findings import Refused


class Command(NamedTuple):
    """One command: a line of help, the arguments it adds to its parser, and the work, which returns the status."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


COMMANDS = {
    "inspect": Command(inspect.HELP, inspect.arguments, inspect.run),
    "check": Command(check.HELP, check.arguments, check.run),
    "publish": Command(publish.HELP, publish.arguments, publish.run),
}


def main(argv: list[str]) -> int:
    """Run one command of the intake; 0: clean or acknowledged, 1: blocked, 2: wrong use."""
    parser = argparse.ArgumentParser(prog="python -m etl", description="Take in survey files.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        command.arguments(commands.add_parser(name, help=command.help, description=command.help))
    wanted = parser.parse_args(argv)
    try:
        return COMMANDS[wanted.command].run(wanted)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        place = error.filename or "The disk"
        print(f"{place}: {error.strerror or error}. Make room or check the permissions.", file=sys.stderr)
        return 1
