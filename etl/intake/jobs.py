"""One job on a draft, in a process of its own: python -m etl.intake.jobs FOLDER.

The folder holds `job.json`: what to do and with what. The process tells how far it is in `progress.json` and leaves
what it found in `prepare.json` or `publish.json`; all are replaced whole, so that whoever reads them never sees a half of one.
"""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from etl.intake import mapping as mappings
from etl.intake import outcome
from etl.intake.accepting import accept, prepare
from etl.intake.examining import blocked, examine
from etl.intake.findings import Refused
from etl.intake.reading import stage
from etl.intake.staged import Staged
from etl.problems import BuildFailed
from etl.publishing import preview, rounds
from store import builds, survey_queries
from store.workspace import Workspace
from store.writing import StoreError, replace

ORIGINAL, JOB, PROGRESS = "original", "job.json", "progress.json"
NICENESS = 10
NEW_SURVEY = "migration"
Told = Callable[[str, float | None], None]


def main(folder: Path) -> int:
    """Do the job of a folder; the exit status is 0 when there is an outcome."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)  # pages come first
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))

    found = folder / f"{job['job']}.json"

    def tell(step: str, share: float | None = None, state: str = "working", **more: Any) -> None:
        said = {"state": state, "step": step, "share": share, **more}
        replace(folder / PROGRESS, json.dumps(said, ensure_ascii=False))

    try:
        made = _JOBS[job["job"]](folder, job, lambda step, share: tell(step, share))
        replace(found, json.dumps(made, ensure_ascii=False))
        tell("", state="done")
    except Refused as refused:
        told = {"findings": outcome.findings(refused.findings)}
        replace(found, json.dumps(told, ensure_ascii=False))
        tell("", state="refused")
    except BuildFailed as failed:
        tell("", state="failed", reasons=[str(problem) for problem in failed.problems])
        return 1
    except StoreError as error:
        tell("", state="failed", reasons=[str(error)])
        return 1
    except Exception:
        traceback.print_exc()  # goes into the log beside; people see that it failed, not how
        tell("", state="failed", reasons=[])
        return 1
    return 0


def _prepare(folder: Path, job: dict[str, Any], tell: Told) -> dict[str, Any]:
    """Stage the file unless that is done, examine it, and make a preview when nothing is in the way."""
    staged = _staged(folder, job, tell)
    tell("examine", None)
    layout = mappings.layout(staged)
    with Workspace() as workspace:
        remembered = workspace.mappings.recall(layout)
    written = job["mapping"] or (remembered.mapping if remembered else None)
    given = mappings.from_written(written) if written else None
    survey = job["survey"] or (remembered.survey if remembered else "") or _only_survey()
    seen = examine(staged, survey, job["round"] or _year(staged), given=given)
    acknowledged = frozenset(job.get("acknowledged", ()))
    more: dict[str, Any] = {
        "layout": layout,
        "remembered": bool(remembered and not job["mapping"]),
        "later": [],
    }
    if not blocked(seen.findings):
        tell("preview", None)
        made, later = prepare(seen)
        more = {
            **more,
            "later": outcome.findings(later),
            "respondents": made.tables["round"][0]["respondents"],
            "preview": preview.preview(made.accepted(tuple(acknowledged))),
        }
    return outcome.written(seen, more)


def _publish(folder: Path, job: dict[str, Any], tell: Told) -> dict[str, Any]:
    """Publish the file as it was shown; it is examined once more, since others may have published meanwhile."""
    given = mappings.from_written(job["mapping"])
    seen = examine(Staged.load(folder), job["survey"], job["round"], given=given)
    published = rounds.publish(
        accept(seen, frozenset(job["acknowledged"])),
        who=job["who"],
        note=job["note"],
        progress=lambda step, of, name: tell(name, step / of),
    )
    with Workspace() as workspace:
        workspace.mappings.remember(mappings.layout(seen.staged), seen.survey, job["mapping"], job["who"])
        workspace.drafts.change(workspace.drafts.get(job["draft"]), job["who"], state="published")
    return {"build": published.build, "outcome": published.outcome}


def _only_survey() -> str:
    """The survey that a file belongs to when nobody has said so: the only real one, or a new one."""
    real = [survey.code for survey in survey_queries.surveys(builds.current()) if survey.kind == "survey"]
    return real[0] if len(real) == 1 else NEW_SURVEY


def _year(staged: Staged) -> str:
    """The round when nobody has said so: the year in the file's name, or this year."""
    named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", staged.file.name)
    return named[-1] if named else str(date.today().year)


def _staged(folder: Path, job: dict[str, Any], tell: Told) -> Staged:
    if (folder / "staged.json").is_file():
        staged = Staged.load(folder)
        if job.get("sheet") in (None, staged.file.sheet, staged.file.member):
            return staged
        for left in ("staged.json", "rows.parquet"):
            (folder / left).unlink(missing_ok=True)
    [file] = (folder / ORIGINAL).iterdir()
    form = next(iter((folder / "form").glob("*")), None) if (folder / "form").is_dir() else None
    return stage(
        file,
        folder,
        sheet=job.get("sheet"),
        xlsform=form,
        progress=lambda step, done, of: tell(step, done / of if of else None),
    )


_JOBS = {"prepare": _prepare, "publish": _publish}

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
