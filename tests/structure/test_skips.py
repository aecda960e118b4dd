"""A machine without a browser or PostgreSQL says so loudly, and fails where it is required."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BROWSER_TEST = "tests/browser/test_watching.py"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere browsers are found outside PATH as well")
@pytest.mark.parametrize(
    ("required", "status", "words"),
    [("", 0, ["NOT EVERYTHING WAS TESTED", "4 skipped: no Chromium"]), ("1", 1, ["no Chromium", "4 errors"])],
    ids=["skips loudly", "fails where required"],
)
def test_without_a_browser(
    project: Path, tmp_path: Path, required: str, status: int, words: list[str]
) -> None:
    nothing_to_find = {
        "PATH": str(tmp_path),
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path),
        "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",
        "NUTAG_REQUIRE_BROWSER": required,
    }
    command = [sys.executable, "-m", "pytest", BROWSER_TEST, "-p", "no:cacheprovider"]
    outcome = subprocess.run(
        command, cwd=project, env=os.environ | nothing_to_find, capture_output=True, text=True
    )
    assert outcome.returncode == status, outcome.stdout + outcome.stderr
    assert [word for word in words if word not in outcome.stdout] == []


@pytest.mark.parametrize(
    ("required", "status", "words"),
    [
        ("", 0, ["NOT EVERYTHING WAS TESTED", "1 skipped: no PostgreSQL"]),
        ("1", 1, ["no PostgreSQL", "1 error"]),
    ],
    ids=["skips loudly", "fails where required"],
)
def test_without_postgresql(
    project: Path, tmp_path: Path, required: str, status: int, words: list[str]
) -> None:
    nothing_to_find = {"NUTAG_POSTGRESQL": str(tmp_path), "NUTAG_REQUIRE_POSTGRESQL": required}
    test = "tests/store/workspace/test_workspace.py::test_drafts_survive_a_restart"
    command = [sys.executable, "-m", "pytest", test, "-p", "no:cacheprovider"]
    outcome = subprocess.run(
        command, cwd=project, env=os.environ | nothing_to_find, capture_output=True, text=True
    )
    assert outcome.returncode == status, outcome.stdout + outcome.stderr
    assert [word for word in words if word not in outcome.stdout] == []
