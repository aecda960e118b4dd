"""A draft as its author sees it: what was said of it, what the last job found, and whether one is at work."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.intake import outcome
from etl.intake.examining import blocked, in_the_way
from etl.intake.findings import Finding
from etl.intake.mapping import Codebook, codebook
from etl.intake.staged import Staged
from store import builds
from store.workspace import Draft, Workspace, WorkspaceError
from ui.intake import work
from ui.intake.work import Progress


@dataclass(frozen=True)
class Case:
    """A draft with its folder, what was found in its file, what came of publishing it, and its progress.

    `found` and `published` are {} before there is anything to say.
    """

    draft: Draft
    folder: Path
    found: dict[str, Any]
    published: dict[str, Any]
    progress: Progress | None

    @property
    def survey(self) -> str:
        """The survey's code, as said or proposed."""
        return self.draft.survey or str(self.found.get("survey", ""))

    @property
    def round(self) -> str:
        """The round's code, as said or proposed."""
        return self.draft.round or str(self.found.get("round", ""))

    @property
    def mapping(self) -> dict[str, Any]:
        """The mapping as said and proposed, in the form of a mapping file."""
        return dict(self.found.get("mapping") or self.draft.mapping)

    @property
    def staged(self) -> Staged | None:
        """The staged file; None before it was read."""
        return Staged.load(self.folder) if (self.folder / "staged.json").is_file() else None

    @property
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

    @property
    def book(self) -> Codebook:
        """The codebook that the file is held against."""
        return codebook(self.survey, builds.current())

    @property
    def ready(self) -> bool:
        """Whether the round may be published as it is."""
        return bool(self.found.get("preview")) and not self.open


def author(person: str) -> str:
    """The name of a person's browser in the workspace, from which its cookie cannot be told."""
    return hashlib.sha256(person.encode()).hexdigest()[:16]


def mine(person: str) -> list[Draft]:
    """A person's drafts that are not published, the one changed last first."""
    with Workspace() as workspace:
        return workspace.drafts.listed(author(person))


def opened(person: str, identifier: str) -> Case | None:
    """A draft of a person; None when there is none of this id, or it is somebody else's."""
    try:
        with Workspace() as workspace:
            draft = workspace.drafts.get(identifier)
    except WorkspaceError:
        return None
    if draft.author != author(person):
        return None
    folder = builds.store_root() / draft.folder
    progress = work.look(folder)
    return Case(draft, folder, _read(folder / "prepare.json"), _read(folder / "publish.json"), progress)


def change(case: Case, *, sheet: str | None = None, again: bool = True, **values: Any) -> None:
    """Change what is said of a draft and, where that matters, look at the file anew.

    Raises Conflict when the draft was changed elsewhere.
    """
    with Workspace() as workspace:
        draft = workspace.drafts.change(case.draft, case.draft.author, **values) if values else case.draft
    if again:
        prepare(draft, case.folder, sheet=sheet)


def prepare(draft: Draft, folder: Path, *, sheet: str | None = None) -> None:
    """Begin to look at a draft's file."""
    work.stop(folder)
    work.start(
        folder,
        "prepare",
        survey=draft.survey,
        round=draft.round,
        mapping=draft.mapping,
        acknowledged=[*draft.acknowledged],
        sheet=sheet,
    )


def publish(case: Case, who: str, note: str) -> None:
    """Approve a draft as it is seen, and begin to publish it. Raises Conflict when it was changed elsewhere."""
    with Workspace() as workspace:
        said = {"survey": case.survey, "round": case.round, "mapping": case.mapping}
        draft = workspace.drafts.approve(workspace.drafts.change(case.draft, who, **said), who, note)
    work.start(
        case.folder,
        "publish",
        survey=draft.survey,
        round=draft.round,
        mapping=draft.mapping,
        acknowledged=[*draft.acknowledged],
        who=who,
        note=note,
        draft=draft.id,
    )


def drop(case: Case) -> None:
    """Remove a draft and its file; the log keeps that it was there."""
    work.stop(case.folder)
    with Workspace() as workspace:
        workspace.drafts.change(case.draft, case.draft.author, state="dropped")
    shutil.rmtree(case.folder, ignore_errors=True)


def with_answer(
    mapping: Mapping[str, Any], part: str, question: str, written: str, code: str | None
) -> dict[str, Any]:
    """The mapping with one more decision: an answer of a question, or a place."""
    if part == "places":
        return {**mapping, "places": {**mapping.get("places", {}), written: code}}
    answers = {**mapping.get("answers", {})}
    answers[question] = {**answers.get(question, {}), written: code}
    return {**mapping, "answers": answers}


def _read(file: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said
