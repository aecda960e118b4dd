"""Keeping scenarios in the workspace, and the log of what was decided on them.

A scenario is a document: its latest version stands there, every version it ever had in the audit log, which nobody
can rewrite. Decisions are lines of the same log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from planning.scenarios import saved
from planning.scenarios.saved import Saved
from store.workspace import Document, NoDocument, Workspace, WorkspaceError

Verdict = Literal["adopted", "postponed", "rejected"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
KIND = "scenario"
DECIDED = "scenario decided"
ALL = 1_000_000


class Gone(WorkspaceError):
    """There is no such scenario, and never was: the link is wrong or of another workspace."""


class NotYours(WorkspaceError):
    """Only the browser that a scenario was saved in changes or deletes it; others copy it."""


class Decision(NamedTuple):
    """Who decided what on which version of a scenario, when (UTC) and why; `build` is the data it rested on."""

    at: str
    who: str
    verdict: str
    why: str
    scenario: str
    version: int
    name: str
    page: str
    build: str


class Version(NamedTuple):
    """What a scenario was called and how it was described at a moment (UTC), and by whom."""

    at: str
    who: str
    name: str
    description: str
    deleted: str


class Scenarios:
    """The scenarios of a workspace. Everybody reads them; their own browser changes them."""

    def __init__(self, workspace: Workspace) -> None:
        self._documents, self._audit = workspace.documents, workspace.audit

    def save(self, name: str, author: str, content: Mapping[str, Any]) -> Saved:
        """Keep a new scenario, whose `content` is of `saved.new`."""
        return saved.of(self._documents.add(KIND, saved.clean(author), saved.clean(name), content))

    def get(self, id: str) -> Saved:
        """A scenario, deleted ones among them. Raises Gone."""
        return saved.of(self._document(id))

    def listed(self) -> list[Saved]:
        """All scenarios that are not deleted, the one changed last first."""
        every = map(saved.of, self._documents.listed(KIND))
        return [scenario for scenario in every if scenario.deleted is None]

    def describe(self, id: str, version: int, who: str, owner: str, name: str, description: str) -> Saved:
        """Give a scenario another name or description: a new version.

        Raises PlanningError for words that do not do, NotYours, and Conflict when it is not `version` any more.
        """
        saved.words(name=name, description=description, author=who)
        document = self._own(id, version, owner)
        content = {**document.content, "description": saved.clean(description, lines=True)}
        return saved.of(self._documents.change(document, saved.clean(who), saved.clean(name), content))

    def copy(self, id: str, who: str, owner: str, name: str) -> Saved:
        """Keep the same scenario once more under another name, as one's own. Raises PlanningError and Gone."""
        saved.words(name=name, author=who)
        document = self._document(id)
        content = {**document.content, "owner": owner, "copy_of": id, "deleted": None}
        return self.save(name, who, content)

    def delete(self, id: str, version: int, who: str, owner: str, why: str) -> Saved:
        """Mark a scenario as deleted; it is never lost. Raises as `describe` does."""
        saved.words(author=who, reason=why)
        document = self._own(id, version, owner)
        said = {"by": saved.clean(who), "why": saved.clean(why)}
        content = {**document.content, "deleted": said}
        return saved.of(self._documents.change(document, saved.clean(who), document.title, content))

    def bring_back(self, id: str, version: int, who: str, owner: str) -> Saved:
        """Take the mark of deletion away. Raises as `describe` does."""
        saved.words(author=who)
        document = self._own(id, version, owner)
        content = {**document.content, "deleted": None}
        return saved.of(self._documents.change(document, saved.clean(who), document.title, content))

    def decide(self, id: str, who: str, verdict: Verdict, why: str) -> None:
        """Write down what somebody decided on a scenario as it stands. Raises PlanningError and Gone."""
        saved.words(author=who, reason=why)
        scenario = self.get(id)
        about = {
            "verdict": verdict,
            "version": scenario.version,
            "name": scenario.name,
            "page": scenario.page,
            "build": scenario.build,
        }
        self._audit.write(
            saved.clean(who), DECIDED, f"{KIND} {id}", after=about, note=saved.clean(why, lines=True)
        )

    def decisions(self, id: str | None = None) -> list[Decision]:
        """What was decided, the newest first: on one scenario or on all."""
        lines = self._audit.read(what=DECIDED, subject=f"{KIND} {id}" if id else None, newest=ALL)
        return [
            Decision(line.at, line.who, said["verdict"], line.note, line.subject.removeprefix(f"{KIND} "),
                     said["version"], said["name"], said["page"], said["build"])
            for line in lines
            if (said := line.after)
        ]  # fmt: skip

    def history(self, id: str) -> list[Version]:
        """Every version of a scenario, the newest first."""
        lines = self._audit.read(subject=f"{KIND} {id}", newest=ALL)
        kept = [line for line in lines if line.what in (f"{KIND} added", f"{KIND} changed")]
        return [
            Version(line.at, line.who, line.after["title"], line.after["content"]["description"],
                    (line.after["content"]["deleted"] or {}).get("why", ""))
            for line in kept
        ]  # fmt: skip

    def _document(self, id: str) -> Document:
        try:
            found = self._documents.get(id)
        except NoDocument as error:
            raise Gone(f"There is no scenario {id!r}.") from error
        if found.kind != KIND:
            raise Gone(f"There is no scenario {id!r}.")
        return found

    def _own(self, id: str, version: int, owner: str) -> Document:
        """The document as it was read at `version`; a later one is told as a conflict when it is changed."""
        document = self._document(id)
        if not owner or document.content["owner"] != owner:
            raise NotYours("Only its author changes a scenario, in the browser it was saved in. Copy it.")
        return document._replace(version=version)
