"""Whatever happens to a build under way, the last good one goes on being served."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store import builds, microdata, queries, survey_queries

DIGITAL = "figures/digital.csv"
KILLS = 21
LONG_AGO = time.time() - 7200


def answer(build: str) -> object:
    """A question whose answer is the same in every build of these tests."""
    rounds = survey_queries.rounds(build, "demonstration")
    files = [microdata.is_intact(round_.sha256) for round_ in rounds]
    return queries.observations(build, "migration_net", "region"), queries.indicators(build), rounds, files


def hidden(store: Path) -> list[Path]:
    """What builds leave behind that did not end."""
    folder = store / "builds"
    notes = [note for note in folder.glob("*.json") if not builds.path(note.stem, store).exists()]
    return [*folder.glob(".*"), *(store / "microdata").glob(".*"), *store.glob(".CURRENT.*"), *notes]


@pytest.fixture
def store(built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own, with the session's build in use."""
    folder = Path(shutil.copytree(built_store, tmp_path / "data" / "store"))
    monkeypatch.setenv("NUTAG_STORE", str(folder))
    return folder


def test_a_build_killed_at_any_moment_leaves_the_last_good_one(copy: Any, store: Path) -> None:
    expected = answer(builds.current(store))
    started = time.monotonic()
    assert copy.etl("build")[0] == 0
    duration = time.monotonic() - started
    statuses, left = [], 0
    for kill in range(KILLS):
        process = copy.start("build")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1.3 * duration * kill / (KILLS - 1))
        process.kill()
        process.communicate()
        statuses.append(process.returncode)
        in_use = builds.current(store)
        assert builds.is_intact(in_use, store)
        assert answer(in_use) == expected
        assert all(builds.is_intact(build.id, store) for build in builds.listed(store))
        assert [build.id for build in builds.listed(store) if build.current] == [in_use]
        left = max(left, len(hidden(store)))
    assert any(statuses) and left, "no build was killed while it was writing"
    for file in hidden(store):
        os.utime(file, (LONG_AGO, LONG_AGO))
    assert copy.etl("build")[0] == 0
    assert hidden(store) == []
    assert answer(builds.current(store)) == expected


def test_two_builds_at_once_leave_a_good_one_in_use(copy: Any) -> None:
    both = [copy.start("build"), copy.start("build")]
    for process in both:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, out + err
    found = builds.listed(copy.store)
    assert len(found) == 2 and sum(build.current for build in found) == 1
    assert all(builds.is_intact(build.id, copy.store) for build in found)
    assert hidden(copy.store) == []
    assert copy.etl("verify")[0] == 0


def test_a_running_session_sees_a_new_build_without_a_restart(
    copy: Any, monkeypatch: pytest.MonkeyPatch, seal: Callable[[Path, str], None]
) -> None:
    monkeypatch.setenv("NUTAG_STORE", str(copy.store))

    def services() -> float:
        rows = queries.observations(builds.current(), "local_services_on_e_mongolia", "aimag")
        return {(row.place, row.year): row.value for row in rows}["MN-053", 2023]

    assert copy.etl("build")[0] == 0
    before, value = builds.current(), services()
    file = copy.raw / DIGITAL
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"Umnugovi,2023,{value:.0f},", "Umnugovi,2023,99,"), encoding="utf-8")
    seal(copy.raw, DIGITAL)
    assert copy.etl("build")[0] == 0
    assert builds.current() != before
    assert services() == 99 != value
    builds.use(before)
    assert services() == value


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own; only the administrator of a Linux machine may have one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by the administrator of a Linux machine only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("room_mb", [0, 1, 4])
def test_a_full_disk_is_told_and_the_earlier_build_served(
    copy: Any, built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room_mb: int
) -> None:
    good = builds.current(built_store)
    size = -(-sum(file.stat().st_size for file in built_store.rglob("*.*")) // 2**20) + 1
    with small_disk(tmp_path / "disk", size + room_mb) as disk:
        store = Path(shutil.copytree(built_store, disk / "store"))
        if not room_mb:
            fill(disk / "filler")
        monkeypatch.setenv("NUTAG_STORE", str(store))
        status, out, err = copy.etl("build", store=store)
        assert (status, out) == (1, "")
        assert "Traceback" not in err
        told = err.splitlines()[-1]
        assert told.startswith(f"The store folder {store} cannot be written: ")
        assert (
            "No space left on device" in told and "The build in use stays as it was. Free some space" in told
        )
        assert hidden(store) == []
        assert builds.current(store) == good
        assert answer(good)


def fill(file: Path) -> None:
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as stream:
        while stream.write(b"0" * 4096):
            pass


def test_a_read_only_store_is_told_and_the_earlier_build_served(
    copy: Any, built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        store = Path(shutil.copytree(built_store, disk / "store"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        monkeypatch.setenv("NUTAG_STORE", str(store))
        good = builds.current(store)
        for arguments in (["build"], ["use", good]):
            status, _, err = copy.etl(*arguments, store=store)
            assert status == 1
            assert "Traceback" not in err
            told = err.splitlines()[-1]
            assert told.startswith(f"The store folder {store} cannot be written: ")
            assert "ead-only file system" in told
        assert copy.etl("verify", store=store)[0] == 0
        assert answer(builds.current(store))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_takes_no_more_is_told_without_being_the_administrator(
    copy: Any, built_store: Path
) -> None:
    shutil.copytree(built_store, copy.store)
    good = builds.current(copy.store)
    limited = (
        "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20)); sys.argv = ['etl', 'build']; "
        "runpy.run_module('etl', run_name='__main__')"
    )
    process = subprocess.run(
        [sys.executable, "-c", limited],
        cwd=copy.folder,
        env=os.environ | {"NUTAG_STORE": str(copy.store), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 1
    assert "Traceback" not in process.stderr
    assert process.stderr.splitlines()[-1].startswith(f"The store folder {copy.store} cannot be written: ")
    assert builds.current(copy.store) == good
    assert hidden(copy.store) == []
