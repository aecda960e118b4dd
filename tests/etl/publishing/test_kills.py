"""Killed at any moment of an upload, a publication, a rollback or a restore: no round is lost or half there.

NUTAG_KILLS sets how many moments are tried: a few by default, 200 for the longer run.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from etl.intake.accepted import Accepted
from etl.intake.staged import Staged
from etl.publishing import leftovers
from etl.publishing.acts import settle
from etl.publishing.archive import backup
from etl.publishing.contents import of
from etl.publishing.rounds import publish
from etl.publishing.versions import versions
from etl.verify import verify
from store import builds, microdata, published
from store.workspace import Workspace

from .conftest import Story, with_respondents
from .killed import PRELOADED, work

KILLS = int(os.environ.get("NUTAG_KILLS", "12"))
LONG_AGO = time.time() - 7200
KEPT = 6
Rounds = dict[tuple[str, ...], str]


def rounds(build: str, root: Path) -> Rounds:
    """The manifests of a build by what they are about."""
    return {published.key(published.read(name, root)): name for name in of(build, root).manifests}


def whole(root: Path) -> str:
    """The build in use, after everything that it and all others need was found whole."""
    in_use = builds.current(root)
    for build in builds.listed(root):
        assert builds.is_intact(build.id, root)
        for name in of(build.id, root).manifests:
            for sha in published.files(published.read(name, root)):
                assert microdata.is_intact(sha, root)
        assert all(microdata.is_intact(sha, root) for sha in builds.note(build.id, root)["microdata"])
    assert [build.id for build in builds.listed(root) if build.current] == [in_use]
    return in_use


def prune(root: Path, keep: set[str]) -> None:
    """Remove old builds, as whoever runs out of space does."""
    for build in [build for build in builds.listed(root) if build.id not in keep][KEPT:]:
        builds.path(build.id, root).unlink()
        (root / "builds" / f"{build.id}.json").unlink()


def test_killed_at_any_moment_nothing_is_lost_or_half_there(
    story: Story, accept: Callable[..., Accepted], tmp_path: Path
) -> None:
    root = story.root
    chance = random.Random(KILLS)
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(PRELOADED)
    backup(tmp_path / "backup.zip", root)
    full = accept("2023"), accept("2025")
    fewer = [
        with_respondents(one, tmp_path / f"{one.round}-{n}.parquet", f"SELECT * FROM respondents OFFSET {n}")
        for one in full
        for n in (7, 9)
    ]
    upload = tmp_path / "upload.csv"
    with duckdb.connect() as con:
        con.execute(f"COPY (FROM read_parquet('{full[0].respondents}')) TO '{upload}' (HEADER)")
    acts: dict[str, Callable[[], tuple[Any, ...]]] = {
        "publish": lambda: (chance.choice([*full, *fewer]),),
        "rollback": lambda: (chance.choice([build.id for build in builds.listed(root)]),),
        "restore": lambda: (tmp_path / "backup.zip",),
        "upload": lambda: (upload,),
    }

    def begin(what: str, *given: Any) -> multiprocessing.process.BaseProcess:
        process = forking.Process(target=work, args=(what, root, *given))
        process.start()
        return process

    lasts: dict[str, float] = {}
    for what, choose in acts.items():
        started = time.monotonic()
        begin(what, *choose(), tmp_path / "whole" if what == "upload" else "first").join()
        lasts[what] = time.monotonic() - started
    killed: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for number in range(KILLS):
        what = [*acts][number % len(acts)]
        before, given = whole(root), acts[what]()
        target = tmp_path / f"staged-{number}"
        process = begin(what, *given, target if what == "upload" else f"act {number}")
        process.join(chance.uniform(0, 1.1 * lasts[what]))
        process.kill()
        process.join()
        killed[what] += process.exitcode == -9
        after = whole(root)
        changed[what] += after != before
        was, now = rounds(before, root), rounds(after, root)
        if what == "upload":
            assert after == before
            if (target / "staged.json").exists():
                with duckdb.connect() as con:
                    sql = f"SELECT count(*) FROM read_parquet('{Staged.load(target).parquet}')"
                    assert con.execute(sql).fetchall() == [(Staged.load(target).file.rows,)]
        elif what == "publish" and now != was:
            key = ("round", given[0].survey, given[0].round)
            manifest = published.read(now[key], root)
            assert {**was, key: now[key]} == now
            assert manifest["why"] == f"act {number}" and manifest["file"]["sha256"] == given[0].file_sha256
        elif after != before:
            expected = given[0] if what == "rollback" else json.loads(backed_up(given[0]))["build"]
            assert now == rounds(expected, root)
        prune(root, {after, *story.builds})
    assert sum(killed.values()) > KILLS / 4, killed

    for file in root.rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    fewest = with_respondents(full[0], tmp_path / "fewest.parquet", "SELECT * FROM respondents OFFSET 11")
    last = publish(fewest, who="Болд", note="the last", root=root)
    assert last.outcome in ("added", "replaced")
    assert whole(root) == last.build and list(verify(root)) == []
    leftovers.sweep(root)
    hidden = [file for file in root.rglob(".*") if "staging" not in file.parts]
    assert hidden == []
    with Workspace(root) as workspace:
        assert workspace.audit.unfinished() == []
        begun = [line for line in workspace.audit.read(newest=10_000) if line.outcome == "begun"]
        assert len(begun) >= 4
    assert versions(root)[0].build == last.build
    print(f"\n{KILLS} kills: {dict(killed)} struck at work, {dict(changed)} were done", end="")


def backed_up(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read("contents.json")


def test_the_log_finds_out_what_became_of_killed_acts(story: Story) -> None:
    """Begun lines are as a killed process leaves them: one act came to its end, one did not."""
    target = story.added[0].build
    with Workspace(story.root) as workspace:
        now = {"build": builds.current(story.root)}
        for build in (target, story.first):
            workspace.audit.write(
                "Болд", "rollback", build, before=now, after={"build": build}, outcome="begun", act=build[:32]
            )
    builds.use(target, story.root)
    with Workspace(story.root) as workspace:
        settle(story.root, workspace)
        told = {line.act: (line.outcome, line.note) for line in workspace.audit.read(newest=2)}
    note = "found out after an interruption"
    assert told == {target[:32]: ("done", note), story.first[:32]: ("stopped", note)}
