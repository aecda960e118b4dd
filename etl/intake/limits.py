"""Run a parser in a process of its own, with so much memory and time and no more.

Parsers of binary formats are written in other languages; a file made for it can make them ask for any amount of
memory or never come back. A child process that breaks its limits is ended, and the file is refused. The command line
and the page are such processes themselves: what they end, ends its children too.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # not on Windows: there time alone is limited
    resource = None  # type: ignore[assignment]

PROJECT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000
MEMORY = 450 * MEGABYTE
SECONDS = 9
_DIES_WITH_PARENT = 1  # prctl PR_SET_PDEATHSIG


class Exceeded(Exception):
    """The child asked for more than it may: `resource` is "memory" or "time"."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.resource = what


class Failed(Exception):
    """The child could not do its work; the message is its reason."""


def run(
    module: str,
    arguments: Sequence[str],
    *,
    memory: int = MEMORY,
    seconds: int = SECONDS,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Run a module of `etl.intake.confined` and return what it found; `memory` in bytes, `seconds` of the clock.

    The child writes JSON lines: {"done": n, "of": m} any number of times, then {"found": {…}} or {"failed": "…"}.
    Raises Exceeded when a limit is broken, and Failed when the child gives up or dies.
    """
    command = [sys.executable, "-m", f"etl.intake.confined.{module}", str(memory), str(seconds), *arguments]
    said: dict[str, Any] = {}
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        ) as child,
    ):
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            assert child.stdout is not None
            for line in child.stdout:
                with contextlib.suppress(ValueError):
                    said = json.loads(line)
                if progress and "done" in said:
                    progress(said["done"], said["of"])
            status = child.wait()
        finally:
            timer.cancel()
            child.kill()
        errors.seek(max(0, errors.seek(0, 2) - 2000))
        last = errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    if late.is_set() or status == -getattr(signal, "SIGXCPU", 0):
        raise Exceeded("time")
    if status == 0 and "found" in said:
        found: dict[str, Any] = said["found"]
        return found
    if "failed" in said:
        raise Failed(said["failed"])
    if status in (-signal.SIGABRT, -signal.SIGKILL) or "memory" in last.lower():
        raise Exceeded("memory")
    raise Failed(last or f"the parser ended with status {status}")


def confined(work: Callable[..., dict[str, Any]]) -> None:
    """Be the child: take the limits from the command line, work on the arguments, say what was found."""
    memory, seconds, *arguments = sys.argv[1:]
    _limit(int(memory), int(seconds))
    try:
        said: dict[str, object] = {"found": work(*arguments)}
    except MemoryError:
        sys.exit("out of memory")
    except Exception as error:  # whatever a parser raises over a damaged file is its reason to give up
        said = {"failed": f"{error}" or type(error).__name__}
    print(json.dumps(said, ensure_ascii=False), flush=True)


def tell(done: int, of: int) -> None:
    """Say from within the child how far it is."""
    print(json.dumps({"done": done, "of": of}), flush=True)


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
