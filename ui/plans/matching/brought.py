"""A problem that somebody brought as a file: kept by its checksum, answered in a process of its own, once.

The checksum stands in the address, so that a link asks the same; the answer is kept beside the file, by the digest of
the decisions by hand that it was worked out with.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from planning.faults import Fault, PlanningError
from planning.matching import Answer, Override, Problem, answers, reading
from planning.matching.job import ANSWER
from store import builds
from ui import work
from ui.ask import ask
from ui.work import Progress

FOLDER, FILE, NAME = "matching", "problem.json", "name.json"
MOST_KEPT = 100
MOST_BYTES = 16 * 1024 * 1024  # read within a page, in about three seconds
PROGRAM = "planning.matching.job"
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


def folder_of(checksum: str) -> Path | None:
    """The folder of a problem; None when it is not there, or no longer."""
    if not _CHECKSUM.fullmatch(checksum):
        return None
    folder = builds.store_root() / FOLDER / checksum
    return folder if (folder / FILE).is_file() else None


def keep(coming: Path, checksum: str, name: str) -> str:
    """Keep a file that came under its checksum; the oldest of many are removed. Returns the checksum."""
    root = builds.store_root() / FOLDER
    final = root / checksum
    if not (final / FILE).is_file():
        (coming / NAME).write_text(json.dumps(name, ensure_ascii=False), encoding="utf-8")
        coming.rename(final)
    kept = sorted(
        (one for one in root.iterdir() if _CHECKSUM.fullmatch(one.name)), key=lambda one: one.stat().st_mtime
    )
    for old in kept[:-MOST_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return checksum


def name(checksum: str) -> str:
    """What the file was called."""
    folder = folder_of(checksum)
    try:
        return str(json.loads((folder / NAME).read_text(encoding="utf-8"))) if folder else checksum
    except (OSError, ValueError):
        return checksum


def problem(checksum: str, decisions: tuple[Override, ...]) -> Problem | tuple[Fault, ...]:
    """The problem with decisions by hand, or everything that is wrong with it."""
    return ask(_problem, checksum, decisions)


def look(checksum: str, decisions: tuple[Override, ...]) -> Progress | None:
    """How far the work on the answer is; begun when it was not, or when its server was killed."""
    folder = _run(checksum, decisions)
    now = work.look(folder)
    if now is None:
        folder.mkdir(parents=True, exist_ok=True)
        about = {"file": str(folder.parent / FILE), "overrides": [list(row) for row in decisions]}
        work.start(folder, PROGRAM, "match", **about)
        now = work.look(folder)
    return now


def stop(checksum: str, decisions: tuple[Override, ...]) -> None:
    """End the work on an answer."""
    work.stop(_run(checksum, decisions))


def again(checksum: str, decisions: tuple[Override, ...]) -> None:
    """Begin anew after the work was stopped."""
    shutil.rmtree(_run(checksum, decisions), ignore_errors=True)


def answer(checksum: str, decisions: tuple[Override, ...]) -> Answer | None:
    """The answer; None while there is none yet."""
    file = _run(checksum, decisions) / ANSWER
    return ask(_answer, checksum, decisions, file.stat().st_mtime_ns) if file.is_file() else None


def _problem(checksum: str, decisions: tuple[Override, ...]) -> Problem | tuple[Fault, ...]:
    folder = folder_of(checksum)
    assert folder is not None
    try:
        return reading.with_overrides(reading.file(folder / FILE), decisions)
    except PlanningError as error:
        return error.faults


def _answer(checksum: str, decisions: tuple[Override, ...], written: int) -> Answer:
    said = json.loads((_run(checksum, decisions) / ANSWER).read_text(encoding="utf-8"))
    made = problem(checksum, decisions)
    assert isinstance(made, Problem)
    return answers.recalled(made, said)


def _run(checksum: str, decisions: Iterable[Override]) -> Path:
    said = json.dumps([answers.FORM, *(list(row) for row in decisions)], ensure_ascii=False)
    digest = hashlib.sha256(said.encode()).hexdigest()[:32]
    return builds.store_root() / FOLDER / checksum / digest
