"""Acts that change which data are in use: one at a time, each logged as begun and as done or stopped.

What a killed process left unsaid is found out and logged by the next act, from the builds themselves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store import builds
from store.locking import alone
from store.workspace import Entry, Workspace, WorkspaceError
from store.workspace.audit import BEGUN, DONE, STOPPED

PUBLISH, ROLLBACK, RESTORE = "publish", "rollback", "restore"


@dataclass
class Act:
    """An act under way: `id` goes into the note of a build that it makes, `after` into the log when it is done."""

    id: str
    after: Any = None


@contextlib.contextmanager
def act(
    root: Path, who: str, what: str, subject: str, doing: str, *, after: object = None, note: str = ""
) -> Iterator[Act]:
    """Do something alone in the store, logged in the workspace; `doing` tells those who wait.

    Raises Busy when another is at work, WorkspaceError when the log cannot be written; then nothing is done.
    """
    with alone(root, who, doing), Workspace(root) as workspace:
        settle(root, workspace)
        before = {"build": _in_use(root)}
        begun = workspace.audit.write(
            who, what, subject, before=before, after=after, note=note, outcome=BEGUN
        )
        under_way = Act(begun, after)
        try:
            yield under_way
        except BaseException as error:
            said = str(error)[:2000] or type(error).__name__
            with contextlib.suppress(WorkspaceError):  # the next act will log it
                workspace.audit.write(
                    who, what, subject, before=before, note=said, outcome=STOPPED, act=begun
                )
            raise
        with contextlib.suppress(WorkspaceError):
            more = {"before": before, "after": under_way.after, "note": note}
            workspace.audit.write(who, what, subject, **more, outcome=DONE, act=begun)


def settle(root: Path, workspace: Workspace) -> None:
    """Log how acts ended whose processes were killed, as one who holds the store's lock."""
    for entry in workspace.audit.unfinished():
        build = _became_of(entry, root)
        workspace.audit.write(
            entry.who,
            entry.what,
            entry.subject,
            before=entry.before,
            after={"build": build} if build else None,
            note="found out after an interruption",
            outcome=DONE if build else STOPPED,
            act=entry.act,
        )


def _became_of(entry: Entry, root: Path) -> str | None:
    """The build that an interrupted act put in use, or None when it did not come so far."""
    in_use = _in_use(root)
    notes = {build.id: builds.note(build.id, root) for build in builds.listed(root)}
    wanted = {build for build, note in notes.items() if note.get("act") == entry.act}
    if entry.after:
        wanted.add(entry.after["build"])
    since = entry.at.replace("-", "").replace(":", "")  # as ids of builds begin
    was_in_use = {in_use, *(note.get("before") for build, note in notes.items() if build > since)}
    if in_use == (entry.before or {}).get("build"):
        return None
    return next((build for build in sorted(wanted) if build in was_in_use), None)


def _in_use(root: Path) -> str | None:
    try:
        return builds.current(root)
    except builds.StoreError:
        return None
