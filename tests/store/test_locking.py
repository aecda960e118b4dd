"""One changes the store at a time, the others are told who, and a killed one holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from store import builds
from store.locking import Busy, alone

HOLD = """
import sys
from pathlib import Path
from store.locking import alone
with alone(Path(sys.argv[1]), "Болд", "publishing survey real, round 2026"):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(root: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input is closed."""
    command = [sys.executable, "-X", "utf8", "-c", HOLD, str(root)]
    process = subprocess.Popen(
        command,
        cwd=builds.PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_another_process_is_told_who_is_at_work_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    with hold(tmp_path) as process:
        told = r"being changed by Болд since \d\d:\d\d:\d\d UTC \(process \d+\)\. Nothing of yours"
        with pytest.raises(Busy, match=told), alone(tmp_path, "Сараа", "publishing", patience_seconds=0.1):
            pass
        process.kill()
    with alone(tmp_path, "Сараа", "publishing", patience_seconds=0):
        pass


def test_who_waits_goes_on_when_the_other_is_done(tmp_path: Path) -> None:
    with hold(tmp_path) as process:
        assert process.stdin
        threading.Timer(0.2, process.stdin.close).start()
        with alone(tmp_path, "Сараа", "publishing", patience_seconds=30):
            assert "Сараа" in (tmp_path / "publishing.lock").read_text(encoding="utf-8")


def test_two_threads_of_one_process_exclude_each_other_and_one_may_enter_again(tmp_path: Path) -> None:
    refused: list[Exception] = []

    def another() -> None:
        try:
            with alone(tmp_path, "Сараа", "publishing", patience_seconds=0):
                pass
        except Busy as error:
            refused.append(error)

    def run() -> None:
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()

    with alone(tmp_path, "Болд", "publishing"):
        with alone(tmp_path, "Болд", "building"):
            run()
        run()
    assert len(refused) == 2
    run()
    assert len(refused) == 2


def test_using_a_build_waits_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with builds.making("inputs", tmp_path) as (build, hidden):
        hidden.write_bytes(b"a build")
    monkeypatch.setattr("store.locking.PATIENCE_SECONDS", 0.0)
    with hold(tmp_path) as process:
        with pytest.raises(Busy):
            builds.use(build, tmp_path)
        process.communicate()
    builds.use(build, tmp_path)
