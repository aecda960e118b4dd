"""Work on a draft beside the server: a process of its own, so that other people's pages stay quick.

The process tells how far it is in `progress.json` of the draft's folder and leaves its outcome there; when it is
gone without one, it was stopped or killed, and the draft is as it was.
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

_lock = threading.Lock()
_running: dict[Path, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Progress:
    """How far a job is: `state` is working, done, refused, failed or stopped; `share` of the step is 0 to 1.

    `reasons` say why it failed, as far as a person can do something about it.
    """

    job: str
    state: str
    step: str = ""
    share: float | None = None
    reasons: tuple[str, ...] = ()


def start(folder: Path, job: str, **about: Any) -> None:
    """Begin a job on the draft in a folder, unless one is at work on it already."""
    with _lock:
        process = _running.get(folder)
        if process is not None and process.poll() is None:
            return
        (folder / "progress.json").unlink(missing_ok=True)
        (folder / "job.json").write_text(
            json.dumps({"job": job, **about}, ensure_ascii=False), encoding="utf-8"
        )
        with (folder / "work.log").open("wb") as log:
            _running[folder] = subprocess.Popen(
                [sys.executable, "-m", "etl.intake.jobs", str(folder)],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )


def stop(folder: Path) -> None:
    """End the job on a draft; what it had not finished is gone."""
    with _lock:
        process = _running.get(folder)
        if process is not None and process.poll() is None:
            process.terminate()
            process.wait()


def look(folder: Path) -> Progress | None:
    """How far the last job on a draft is; None when there was none."""
    said = _read(folder / "job.json")
    if said is None:
        return None
    with _lock:  # asked before what it told: then nothing that it told last is missed
        process = _running.get(folder)
        at_work = process is not None and process.poll() is None
    told = _read(folder / "progress.json") or {}
    ended = told.get("state") in ("done", "refused", "failed")
    state = told["state"] if ended else "working" if at_work else "stopped"
    return Progress(
        str(said["job"]), state, told.get("step", ""), told.get("share"), tuple(told.get("reasons", ()))
    )


def _read(file: Path) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return said
