"""One job on a draft, in a process of its own: python -m etl.intake.jobs FOLDER.

The folder holds `job.json`: what to do and with what. The process tells how far it is in `progress.json` and leaves
what it found in a file named after the job, or in `refused.json` why not; all are replaced whole, so that whoever
reads them never sees a half of one. What an earlier job found stays until there is something to take its place.
"""

from __future__ import annotations

import contextlib
import json
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from etl.intake import outcome
from etl.intake.findings import Refused
from etl.intake.jobs import Told, rounds, tables
from etl.problems import BuildFailed
from store.jobs import once, run
from store.writing import StoreError, replace

JOB, PROGRESS, REFUSED = "job.json", "progress.json", "refused.json"
TOLD_EVERY = 0.005  # of a step: each telling is a file written
_JOBS = {
    "prepare": rounds.prepare,
    "publish": rounds.publish,
    "prepare-table": tables.prepare,
    "publish-table": tables.publish,
}


def main(folder: Path) -> int:
    """Do the job of a folder; the exit status is 0 when there is an outcome."""
    return once(_work, folder)


def _work(folder: Path) -> int:
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    found, against = folder / f"{job['job']}.json", folder / REFUSED

    def tell(state: str, step: str = "", share: float | None = None, **more: Any) -> None:
        said = {"state": state, "step": step, "share": share, **more}
        replace(folder / PROGRESS, json.dumps(said, ensure_ascii=False))

    try:
        made = _JOBS[job["job"]](folder, job, _sparing(lambda step, share: tell("working", step, share)))
        replace(found, json.dumps(made, ensure_ascii=False))
        tell("done")
    except Refused as refused:
        replace(against, json.dumps(outcome.findings(refused.findings), ensure_ascii=False))
        tell("refused")
    except (BuildFailed, StoreError) as failed:
        tell("failed", reasons=[*_reasons(failed)])
        return 1
    except Exception:
        traceback.print_exc()  # goes into the log beside; people see that it failed, not how
        with contextlib.suppress(OSError):
            tell("failed", reasons=[])
        return 1
    return 0


def _reasons(failed: Exception) -> Iterator[str]:
    problems = failed.problems if isinstance(failed, BuildFailed) else [failed]
    yield from map(str, problems)


def _sparing(tell: Told) -> Told:
    """Tell a new step at once, and how far a step is only when that can be seen."""
    last: list[tuple[str, float]] = [("", 0.0)]

    def told(step: str, share: float | None) -> None:
        before, at = last[0]
        if step != before or share is None or abs(share - at) >= TOLD_EVERY:
            last[0] = (step, share or 0.0)
            tell(step, share)

    return told


if __name__ == "__main__":
    sys.exit(run(main, "etl.intake.jobs", __doc__))
