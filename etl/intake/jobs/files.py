"""The files in a draft's folder: what the person brought, what was staged of it, and what goes when all is done."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from etl.intake.jobs import Told
from etl.intake.reading import stage
from etl.intake.staged import Staged
from store import builds
from store.writing import StoreError

ORIGINAL, FORM = "original", "form"
_STAGED = ("rows.parquet", "staged.json")
_NEXT = "next"
_TOLD = {"job.json", "progress.json", "publish.json", "publish-table.json", "publishing.lock", "work.log"}


def staged(folder: Path, job: dict[str, Any], tell: Told) -> Staged:
    """The staged file of a draft: read now, unless that is done and neither another sheet nor a form is asked for.

    What was staged before stays until the file is read as it is asked for. Raises Refused for a file that cannot be
    taken, and StoreError when it is not there any more.
    """
    before = Staged.load(folder) if (folder / "staged.json").is_file() else None
    form, sheet = _only(folder / FORM), job.get("sheet")
    if before is not None:
        sheet = sheet or before.file.sheet or before.file.member
        same = sheet in (before.file.sheet, before.file.member)
        if same and not _is_newer(form, folder / "staged.json"):
            return before
    file = _only(folder / ORIGINAL)
    if file is None:
        raise StoreError("The file of this draft is not on the server any more. Drop it again.")
    shutil.rmtree(folder / _NEXT, ignore_errors=True)
    stage(
        file,
        folder / _NEXT,
        sheet=sheet,
        xlsform=form,
        progress=lambda step, done, of: tell(step, done / of if of else None),
    )
    (folder / "staged.json").unlink(missing_ok=True)  # whoever is stopped here reads the file anew
    for name in _STAGED:
        (folder / _NEXT / name).replace(folder / name)
    shutil.rmtree(folder / _NEXT, ignore_errors=True)
    return Staged.load(folder)


def clear(folder: Path) -> None:
    """Remove the file and all that was made of it; what came of the draft stays for its author to read."""
    for left in folder.iterdir():
        if left.name in _TOLD:
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def forget_preview(build: str | None) -> None:
    """Remove the hidden build of an earlier preview."""
    if build:
        builds.path(build).unlink(missing_ok=True)


def _only(folder: Path) -> Path | None:
    return next(folder.iterdir(), None) if folder.is_dir() else None


def _is_newer(form: Path | None, staged: Path) -> bool:
    return form is not None and form.stat().st_mtime > staged.stat().st_mtime
