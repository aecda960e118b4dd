"""A job in a process of its own, on a folder: one at a time, behind the pages, and ended with whoever began it."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from store.locking import Busy, alone

NICENESS = 10

Job = Callable[[Path], int]


def once(work: Job, folder: Path) -> int:
    """Do the work unless another process is at it; the exit status of the work, or 1."""
    try:
        with alone(folder, "another process", "at work on this folder"):
            return work(folder)
    except Busy as busy:
        print(busy, file=sys.stderr)
        return 1


def run(main: Job, program: str, about: str | None) -> int:
    """Do the job of the folder that the command line names, after everything that pages do; its exit status."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=about)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--while-parent-lives", action="store_true")
    arguments = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if arguments.while_parent_lives:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    return main(arguments.folder)


def _end_with_parent() -> None:
    """End this process when standard input is closed, as it is when the process that started it has ended."""
    while os.read(0, 1):
        pass
    os._exit(1)
