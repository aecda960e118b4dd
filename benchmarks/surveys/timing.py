"""Times of two programs in turn, and the time and memory of a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

PROJECT = Path(__file__).resolve().parents[2]


class Times(NamedTuple):
    """Medians in seconds: by the clock, and of all processors together (which other work disturbs less)."""

    wall: float
    cpu: float


class Race(NamedTuple):
    """Medians of both, the median of the ratios of each round, and the last answers."""

    ours: Times
    theirs: Times
    ratio: float
    cpu_ratio: float
    answers: tuple[Any, Any]


def race(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int = 3, times: int = 7) -> Race:
    """Run ours `times` times, theirs once, in each of some rounds."""
    found = []
    for _ in range(rounds):
        runs = [clocked(ours) for _ in range(times)]
        answers = (runs[-1][1], None)
        here = Times(median(run.wall for run, _ in runs), median(run.cpu for run, _ in runs))
        there, answer = clocked(theirs)
        found.append((here, there))
        answers = (answers[0], answer)
    return Race(
        middle([here for here, _ in found]),
        middle([there for _, there in found]),
        median(there.wall / here.wall for here, there in found),
        median(there.cpu / here.cpu for here, there in found),
        answers,
    )


def clocked(work: Callable[[], Any]) -> tuple[Times, Any]:
    """The times of one run, and its answer."""
    wall, cpu = perf_counter(), process_time()
    answer = work()
    return Times(perf_counter() - wall, process_time() - cpu), answer


def middle(times: list[Times]) -> Times:
    """The medians of some times."""
    return Times(median(t.wall for t in times), median(t.cpu for t in times))


class Process(NamedTuple):
    """What a process took: seconds by the clock and of all processors, and its largest memory in MB."""

    wall: float
    cpu: float
    memory: float


def process(*arguments: str, cache: Path) -> Process:
    """Run `python -m benchmarks.surveys.alone` with arguments and a cache folder. Raises RuntimeError when it fails."""
    start, before = perf_counter(), os.times()
    command = [sys.executable, "-m", "benchmarks.surveys.alone", *arguments]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    wall, after = perf_counter() - start, os.times()
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: exit status {done.returncode}\n{done.stderr}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Process(wall, cpu, float(done.stdout))
