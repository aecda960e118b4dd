"""Decisions by hand: kept in the workspace once and for all, logged, and named in the address by their ids.

A decision is never changed and never removed from the workspace: taking it back takes it out of the address and is
logged as well, so that a link made before still tells what it told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from planning.matching import Override
from store.workspace import Workspace, WorkspaceError

KIND = "matching decision"
LONGEST = 500  # characters of a reason


@dataclass(frozen=True)
class Decision:
    """A decision with who took it and when (UTC)."""

    id: str
    override: Override
    by: str
    at: str


def decisions(ids: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions of these ids; those that the workspace does not know are left out."""
    return tuple(found for id in dict.fromkeys(ids) if (found := _known(id)) is not None)


def add(override: Override, by: str) -> Decision:
    """Keep a new decision and log it. Raises WorkspaceError when it cannot be kept."""
    reason = override.reason.strip()[:LONGEST]
    content = override._replace(reason=reason)._asdict()
    with Workspace() as workspace:
        made = workspace.documents.add(KIND, by.strip()[:80], reason, content)
    return Decision(made.id, override._replace(reason=reason), made.author, made.created)


def take_back(decision: Decision, by: str) -> None:
    """Log that a decision does not hold any more. Raises WorkspaceError when it cannot be logged."""
    with Workspace() as workspace:
        before = {"title": decision.override.reason, "content": decision.override._asdict()}
        workspace.audit.write(by.strip()[:80], f"{KIND} taken back", f"{KIND} {decision.id}", before=before)


@lru_cache(maxsize=1024)
def _read(id: str) -> Decision:
    with Workspace() as workspace:
        found = workspace.documents.get(id)
    if found.kind != KIND:
        raise WorkspaceError(f"{id!r} is no decision.")
    said = found.content
    group = said["group"]
    override = Override(
        None if group is None else str(group),
        str(said["place"]),
        int(said["households"]),
        str(said["reason"]),
    )
    return Decision(found.id, override, found.author, found.created)


def _known(id: str) -> Decision | None:
    try:
        return _read(id)
    except WorkspaceError:
        return None
