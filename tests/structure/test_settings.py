"""Streamlit's settings keep the product on this machine and quiet; the written commands are the true ones."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

START = "python3 run.py"
TEST = "python3 run.py test"


@pytest.fixture(scope="module")
def settings(project: Path) -> dict[str, Any]:
    return tomllib.loads((project / ".streamlit" / "config.toml").read_text("utf-8"))


def test_the_app_listens_on_this_machine_alone(settings: dict[str, Any]) -> None:
    assert settings["server"]["address"] == "localhost"
    assert set(settings["server"]["allowedHosts"]) == {"localhost", "127.0.0.1", "::1"}


def test_nothing_is_told_to_anyone(settings: dict[str, Any]) -> None:
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorLinks"] is False
    assert settings["client"]["showErrorDetails"] == "none"


def test_streamlit_knows_every_setting(settings: dict[str, Any]) -> None:
    """Streamlit only warns of a misspelt or withdrawn setting, and goes on without it."""
    known = set(config.get_config_options())
    written = {f"{section}.{name}" for section, values in settings.items() for name in values}
    assert {name for name in written if not name.startswith("theme.")} <= known


def test_the_launcher_and_the_settings_name_one_port(project: Path, settings: dict[str, Any]) -> None:
    assert f"PORT = {settings['server']['port']}\n" in (project / "run.py").read_text("utf-8")


def test_ci_runs_the_very_command_of_the_readme(project: Path) -> None:
    readme = (project / "README.md").read_text("utf-8").splitlines()
    assert {START, TEST} <= set(readme)
    assert f"NUTAG_REQUIRE_BROWSER=1 {TEST}" in (project / ".ci" / "run").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="CI is a script for Linux")
@pytest.mark.parametrize(
    ("said", "required"), [('openjdk version "17.0.15" 2025-04-15', "1"), ('java version "1.8.0_402"', "")]
)
def test_ci_requires_spark_where_java_is_new_enough(
    project: Path, tmp_path: Path, said: str, required: str
) -> None:
    programs = {"java": f"echo '{said}' >&2", "python3": "echo required=$NUTAG_REQUIRE_SPARK $*"}
    for name, line in (programs | dict.fromkeys(("chromium", "fc-list"), "echo here")).items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    environment = {k: v for k, v in os.environ.items() if k != "NUTAG_REQUIRE_SPARK"} | {"PATH": path}
    done = subprocess.run([project / ".ci" / "run", "-q"], env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == f"required={required} run.py test -q"
