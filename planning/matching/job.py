"""The answer to a problem in a process of its own: python -m planning.matching.job FOLDER

The folder holds `job.json` with the file of the problem and the decisions by hand. The process tells how far it is in
`progress.json` and leaves `match.json`; both are replaced whole.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

from planning.faults import PlanningError
from planning.matching import answers, reading
from planning.matching.problem import Override
from store.jobs import once, run
from store.writing import StoreError, replace

ANSWER = "match.json"


def main(folder: Path) -> int:
    """Do the job of a folder; the exit status is 0 when there is an answer."""
    return once(_work, folder)


def _work(folder: Path) -> int:
    def tell(state: str, step: str = "", share: float | None = None) -> None:
        replace(folder / "progress.json", json.dumps({"state": state, "step": step, "share": share}))

    try:
        tell("working", "problem")
        job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
        overrides = tuple(Override(*row) for row in job["overrides"])
        problem = reading.with_overrides(reading.file(Path(job["file"])), overrides)
        tell("working", "plan")
        made = answers.plan(problem)
        replace(
            folder / ANSWER, json.dumps(answers.record(made))
        )  # can be looked at while the rest is worked out
        made = answers.with_changes(
            made, told=lambda step, done, of: tell("working", step, done / of if of > 1 else None)
        )
        replace(folder / ANSWER, json.dumps(answers.record(made)))
        tell("done")
    except (PlanningError, StoreError, OSError):
        traceback.print_exc()
        tell("failed")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(main, "planning.matching.job", __doc__))
