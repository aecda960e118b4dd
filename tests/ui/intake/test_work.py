"""Jobs beside the server: one for a draft, few at once, none that outlives its server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from store.builds import PROJECT
from store.locking import Busy, alone
from tests.ui.intake.conftest import Drafted, again, ended
from ui import work
from ui.intake import cases


def test_a_job_runs_beside_the_server_and_can_be_stopped(drafted: Drafted) -> None:
    case = drafted()
    cases.look(case.draft.id)
    assert again(case).under_way
    work.stop(case.folder)
    progress = again(case).progress
    assert progress is not None and progress.state == "stopped"
    cases.look(case.draft.id)
    assert ended(case).found["mapping"]["columns"]["wish"] == "wish"


def test_few_jobs_work_at_once_and_the_others_wait_for_their_turn(drafted: Drafted) -> None:
    several = [drafted() for _ in range(work.AT_ONCE + 1)]
    for case in several:
        cases.look(case.draft.id)
    states = [now.state for case in several if (now := again(case).progress)]
    assert states == ["working"] * work.AT_ONCE + ["waiting"]
    work.stop(several[0].folder)
    assert ended(several[-1]).found


def test_a_job_ends_with_its_server(drafted: Drafted) -> None:
    case = drafted()
    server = (
        "import sys, time; from pathlib import Path; from ui import work;"
        "work.start(Path(sys.argv[1]), 'etl.intake.jobs', 'prepare', survey='', round='', mapping={}); print('at work', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", server, str(case.folder)], cwd=PROJECT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None and process.stdout.readline()
    until = time.monotonic() + 30
    while not is_held(case.folder):
        assert time.monotonic() < until
        time.sleep(0.02)
    progress = again(case).progress
    assert progress is not None and progress.state == "working"  # also for a server that did not start it
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    while is_held(case.folder):
        assert time.monotonic() < until
        time.sleep(0.02)
    progress = again(case).progress
    assert progress is not None and progress.state in ("stopped", "done")


def is_held(folder: Path) -> bool:
    """Whether a job is at work on a draft's folder."""
    try:
        with alone(folder, "", "", patience_seconds=0):
            return False
    except Busy:
        return True
