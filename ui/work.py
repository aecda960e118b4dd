"""Work on a folder beside the server: a process of its own, so that other people's pages stay quick.

At most `AT_ONCE` work at the same time; others wait their turn. A process tells how far it is in `progress.json` of the
folder and leaves its outcome there; when it is gone without one, it was stopped or killed, and the folder is as it was. Processes end when the server does, however it ends: each watches a pipe that the system closes then.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.builds import PROJECT
from store.locking import Busy, alone
from store.writing import replace

AT_ONCE = 2
WAITING, WORKING, STOPPED = "waiting", "working", "stopped"
ENDED = ("done", "refused", "failed")
_lock = threading.RLock()
_running: dict[Path, subprocess.Popen[bytes]] = {}
_waiting: dict[Path, str] = {}  # folders and their programs, in the order of their turns


@dataclass(frozen=True)
class Progress:
    """How far a job is: `state` is waiting, working, done, refused, failed or stopped; `share` of the step is 0 to 1.

    `reasons` say why it failed, as far as a person can do something about it; `before` counts those whose turn comes first.
    """

    job: str
    state: str
    step: str = ""
    share: float | None = None
    reasons: tuple[str, ...] = ()
    before: int = 0

    @property
    def under_way(self) -> bool:
        """Whether an outcome is still to come."""
        return self.state in (WAITING, WORKING)


def start(folder: Path, program: str, job: str, **about: Any) -> None:
    """Begin a job of a module (see store.jobs) on a folder when its turn comes, unless one is at work there already."""
    with _lock:
        if folder in _waiting or _at_work(folder):
            return
        (folder / "progress.json").unlink(missing_ok=True)
        replace(folder / "job.json", json.dumps({"job": job, **about}, ensure_ascii=False))
        _waiting[folder] = program
        _next()


def stop(folder: Path) -> None:
    """End the job on a folder; what it had not finished is gone."""
    with _lock:
        _waiting.pop(folder, None)
        process = _running.get(folder)
        if process is not None:
            _end(process)
        _next()


def look(folder: Path) -> Progress | None:
    """How far the last job on a folder is; None when there was none."""
    said = _read(folder / "job.json")
    if said is None:
        return None
    with _lock:  # asked before what it told: then nothing that it told last is missed
        before = [*_waiting].index(folder) if folder in _waiting else None
        at_work = _at_work(folder)
    job = str(said["job"])
    if before is not None:
        return Progress(job, WAITING, before=before)
    told = _read(folder / "progress.json") or {}
    state = told.get("state")
    if state not in ENDED:
        state = WORKING if at_work or _elsewhere(folder) else STOPPED
    return Progress(job, state, told.get("step", ""), told.get("share"), tuple(told.get("reasons", ())))


def _next() -> None:
    """Start those who wait, as far as there is room."""
    for folder in [*_waiting]:
        if sum(process.poll() is None for process in _running.values()) >= AT_ONCE:
            return
        program = _waiting.pop(folder)
        if (folder / "job.json").is_file():  # else the folder was removed meanwhile
            _launch(folder, program)


def _launch(folder: Path, program: str) -> None:
    with (folder / "work.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", program, str(folder), "--while-parent-lives"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    _running[folder] = process
    threading.Thread(target=_watch, args=(folder, process), daemon=True).start()


def _watch(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait for a process to end, and let the next begin."""
    process.wait()
    with _lock:
        if _running.get(folder) is process:
            del _running[folder]
        _next()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # a job leaves nothing half-done, at whatever moment it ends
    process.wait()


def _at_work(folder: Path) -> bool:
    process = _running.get(folder)
    return process is not None and process.poll() is None


def _elsewhere(folder: Path) -> bool:
    """Whether a process that another server started is at work on a folder: it holds the folder's lock."""
    try:
        with alone(folder, "", "", patience_seconds=0):
            return False
    except Busy:
        return True


def _read(file: Path) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return said
