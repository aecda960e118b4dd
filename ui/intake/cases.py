"""A draft as its author sees it: what was said of it, what the last job found, and whether one is at work."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st

from etl.intake import decisions, outcome
from etl.intake.examining import blocked, in_the_way
from etl.intake.findings import Finding
from etl.intake.mapping import Codebook, codebook
from etl.intake.staged import Staged
from store import builds, writing
from store.workspace import Conflict, Draft, Workspace, WorkspaceError
from ui import work
from ui.work import Progress

TABLE = "table"
PROGRAM = "etl.intake.jobs"
_LEFT_AFTER_SECONDS = 24 * 3600
_WRITTEN = "drafts_written"


@dataclass(frozen=True)
class Case:
    """A draft with its folder, what was found in its file, what came of publishing it, and its progress.

    `found` and `published` are {} before there is anything to say; `refused` is why the last job came to nothing.
    """

    draft: Draft
    folder: Path
    found: dict[str, Any]
    published: dict[str, Any]
    refused: list[Finding]
    progress: Progress | None

    @property
    def of_table(self) -> bool:
        """Whether it is a table of figures by aimag, and not a survey."""
        return TABLE in self.draft.mapping

    @property
    def survey(self) -> str:
        """The survey's code, as said or proposed."""
        return self.draft.survey or str(self.found.get("survey", ""))

    @property
    def round(self) -> str:
        """The round's code, as said or proposed."""
        return self.draft.round or str(self.found.get("round", ""))

    @property
    def fresh(self) -> bool:
        """Whether what was found is found in all that has been said of the draft, and nothing is under way."""
        said = self.found.get("said", {})
        now = {"survey": self.draft.survey, "round": self.draft.round, "mapping": self.draft.mapping}
        return bool(said) and not self.under_way and said == now

    @property
    def under_way(self) -> bool:
        """Whether a job is at work on the draft, or waits for its turn."""
        return self.progress is not None and self.progress.under_way

    @property
    def publishing(self) -> bool:
        """Whether the last job was to publish it."""
        return self.progress is not None and self.progress.job.startswith("publish")

    @property
    def is_published(self) -> bool:
        """Whether that came to its end."""
        return self.publishing and self.progress is not None and self.progress.state == "done"

    @cached_property
    def mapping(self) -> dict[str, Any]:
        """How the file is understood: what was decided, over what was proposed; in the form of a mapping file."""
        if self.of_table:
            return dict(self.draft.mapping)
        return decisions.over(self.found.get("mapping", {}), self.draft.mapping)

    @property
    def table(self) -> dict[str, Any]:
        """What was said of a table of figures."""
        return dict(self.draft.mapping.get(TABLE, {}))

    @cached_property
    def staged(self) -> Staged | None:
        """The staged file; None before it was read."""
        return Staged.load(self.folder) if (self.folder / "staged.json").is_file() else None

    @cached_property
    def findings(self) -> list[Finding]:
        """All that was found in the file."""
        return outcome.read_findings([*self.found.get("findings", ()), *self.found.get("later", ())])

    @property
    def blocking(self) -> list[Finding]:
        """What only a change of file or mapping can lift."""
        return blocked(self.findings)

    @property
    def open(self) -> list[Finding]:
        """What is in the way of publishing."""
        return in_the_way(self.findings, frozenset(self.draft.acknowledged))

    @cached_property
    def book(self) -> Codebook:
        """The codebook that the file is held against."""
        return codebook(self.survey, builds.current())

    @property
    def preview(self) -> str | None:
        """The hidden build in which the round can be looked at, as long as it is there."""
        build = self.found.get("preview")
        return str(build) if build and builds.path(build).is_file() else None

    @property
    def ready(self) -> bool:
        """Whether it may be published as it is."""
        shown = bool(self.found.get("figures")) if self.of_table else self.preview is not None
        return shown and self.fresh and not self.open


def author(person: str) -> str:
    """The name of a person's browser in the workspace, from which its cookie cannot be told."""
    return hashlib.sha256(person.encode()).hexdigest()[:16]


def mine(person: str) -> list[Draft]:
    """A person's drafts that are not published, the one changed last first."""
    with Workspace() as workspace:
        return workspace.drafts.listed(author(person))


def opened(person: str, identifier: str) -> Case | None:
    """A draft of a person; None when there is none of this id, or it is somebody else's."""
    with Workspace() as workspace:
        try:
            draft = workspace.drafts.get(identifier)
        except WorkspaceError:
            return None
    folder = builds.store_root() / draft.folder
    if draft.author != author(person) or not folder.is_dir():
        return None
    progress = work.look(folder)
    of = "-table" if TABLE in draft.mapping else ""
    found, published = _read(folder / f"prepare{of}.json"), _read(folder / f"publish{of}.json")
    refused = progress is not None and progress.state == "refused"
    against = outcome.read_findings(_read(folder / "refused.json")) if refused else []
    return Case(draft, folder, found or {}, published or {}, against, progress)


def decide(
    case: Case,
    *,
    mapping: dict[str, Any] | None = None,
    table: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    acknowledge: dict[str, bool] | None = None,
    **values: Any,
) -> None:
    """Keep what a person decided of a draft; the file is looked at anew when `look` is called.

    `mapping` holds the decision alone and goes over those before; `table` makes of what was said of a table of
    figures what is said now; `acknowledge` says of a finding's code whether it
    is acknowledged. Two decisions of one window may follow each other quickly: the second is made over the first.
    Raises Conflict when another window changed the draft.
    """
    with Workspace() as workspace:
        latest = workspace.drafts.get(case.draft.id)
        written = st.session_state.setdefault(_WRITTEN, {})
        if latest.version not in (case.draft.version, written.get(latest.id)):
            raise Conflict("The draft was changed in another window.")
        if mapping is not None:
            values["mapping"] = decisions.over(latest.mapping, mapping)
        if table is not None:
            values["mapping"] = {TABLE: table(latest.mapping.get(TABLE, {}))}
        if acknowledge is not None:
            codes = {code: True for code in latest.acknowledged} | acknowledge
            values["acknowledged"] = tuple(sorted(code for code, known in codes.items() if known))
        written[latest.id] = workspace.drafts.change(latest, latest.author, **values).version


def look(identifier: str, *, sheet: str | None = None) -> None:
    """Begin to look at a draft's file with all that was decided; the sheet looked at last stays where none is named."""
    with Workspace() as workspace:
        draft = workspace.drafts.get(identifier)
    folder = builds.store_root() / draft.folder
    now = work.look(folder)
    if now is not None and now.under_way and now.job.startswith("publish"):
        return
    work.stop(folder)
    job = "prepare-table" if TABLE in draft.mapping else "prepare"
    with writing.told(builds.store_root()):
        work.start(
            folder, PROGRAM, job, sheet=sheet, survey=draft.survey, round=draft.round, mapping=draft.mapping
        )


def publish(case: Case, who: str, note: str) -> None:
    """Approve a draft as it is seen, and begin to publish it. Raises Conflict when it was changed elsewhere."""
    about = {"survey": case.survey, "round": case.round, "mapping": case.mapping}
    with Workspace() as workspace:
        draft = workspace.drafts.approve(workspace.drafts.change(case.draft, who, **about), who, note)
    st.session_state.setdefault(_WRITTEN, {})[draft.id] = draft.version
    job = "publish-table" if case.of_table else "publish"
    more = {"acknowledged": [*draft.acknowledged], "who": who, "note": note, "draft": draft.id}
    with writing.told(builds.store_root()):
        work.start(case.folder, PROGRAM, job, **about, **more)


def drop(case: Case) -> None:
    """Remove a draft and its file; the log keeps that it was there."""
    work.stop(case.folder)
    with Workspace() as workspace:
        workspace.drafts.change(case.draft, case.draft.author, state="dropped")
    shutil.rmtree(case.folder, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove folders that no draft needs any more: what a broken upload or a published draft left a day ago."""
    folders = [folder for folder in (root / "staging").glob("*") if _is_left(folder)]
    if not folders:
        return
    with Workspace(root) as workspace:
        needed = {root / draft.folder for draft in workspace.drafts.listed()}
    for folder in folders:
        if folder not in needed:
            shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > _LEFT_AFTER_SECONDS
    except OSError:
        return False


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
