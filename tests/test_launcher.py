"""The launcher on a toy project with one tiny package, as a person meets it on a fresh machine."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import run

LAUNCHER = Path(run.__file__)
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals are a POSIX matter")

ETL = """
import os, sys, time
print("etl", *sys.argv[1:], flush=True)
time.sleep(float(os.environ.get("TOY_BUILD_SECONDS", "0")))
sys.exit(int(os.environ.get("TOY_BUILD_STATUS", "0")))
"""
STREAMLIT = """
import os, sys, time, toy
print("streamlit", *sys.argv[1:], "toy", toy.VERSION, flush=True)
time.sleep(float(os.environ.get("TOY_SECONDS", "0")))
sys.exit(7)
"""
PYTEST = """
import sys
print("pytest", *sys.argv[1:], flush=True)
sys.exit(5)
"""


class Toy:
    """A project with the launcher, stand-ins for the programs that it starts, and a package to install."""

    first_start: subprocess.CompletedProcess[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        (folder / "etl").mkdir(parents=True)
        shutil.copy(LAUNCHER, folder)
        for name, source in {"etl/__main__": ETL, "streamlit": STREAMLIT, "pytest": PYTEST}.items():
            (folder / f"{name}.py").write_text(source)
        self.require("1.0")
        (folder / "requirements-dev.txt").write_text("-r requirements.txt\n")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])

    def require(self, version: str) -> None:
        """Ask for a version of the toy package and publish it beside the requirement file."""
        wheel = f"toy-{version}-py3-none-any.whl"
        with zipfile.ZipFile(self.folder / wheel, "w") as archive:
            archive.writestr("toy.py", f"VERSION = {version!r}\n")
            info = f"toy-{version}.dist-info"
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: toy\nVersion: {version}\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        (self.folder / "requirements.txt").write_text(f"./{wheel}\n")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "run.py"), *arguments]

    def environment(self, **variables: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("NUTAG_")}
        return own | {"PIP_NO_INDEX": "1"} | variables

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the launcher from another folder, as `python3 /there/run.py`."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder.parent,
            env=self.environment(**variables),
            capture_output=True,
            text=True,
        )

    def start(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.run("--port", self.port, **variables)

    def begin(self, **variables: str) -> subprocess.Popen[str]:
        """Start the app without waiting, in a process group of its own."""
        return subprocess.Popen(
            self.command("--port", self.port),
            env=self.environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """Make a project and start it once, as on a fresh machine."""
    project = Toy(tmp_path_factory.mktemp("machine") / "toy")
    project.first_start = project.start()
    return project


def test_a_fresh_machine_needs_one_command(toy: Toy) -> None:
    lines = [
        f"Making the virtual environment in {toy.venv}.",
        "Installing the packages of requirements.txt: once, a few minutes.",
        "etl build --if-needed",
        f"streamlit run app.py --server.port {toy.port} toy 1.0",
    ]
    said = toy.first_start.stdout.splitlines()
    assert [line for line in said if line in lines] == lines
    assert toy.first_start.returncode == 7


def test_the_second_start_sets_nothing_up(toy: Toy) -> None:
    outcome = toy.start()
    assert [line.split()[0] for line in outcome.stdout.splitlines()] == ["etl", "streamlit"]


def test_arguments_after_test_go_to_pytest_and_its_status_comes_back(toy: Toy) -> None:
    outcome = toy.run("test", "tests/geo", "-q")
    assert "pytest tests/geo -q" in outcome.stdout
    assert outcome.returncode == 5


def test_spark_is_installed_only_where_its_test_is_required(toy: Toy) -> None:
    (toy.folder / "requirements-spark.txt").write_text((toy.folder / "requirements.txt").read_text())
    assert "requirements-spark.txt" not in toy.run("test").stdout
    assert "packages of requirements-spark.txt" in toy.run("test", NUTAG_REQUIRE_SPARK="1").stdout


def test_a_changed_requirement_is_installed(toy: Toy) -> None:
    toy.require("2.0")
    assert "toy 2.0" in toy.start().stdout


def test_an_interrupted_installation_is_taken_up_again(toy: Toy) -> None:
    good = (toy.folder / "requirements.txt").read_text()
    (toy.folder / "requirements.txt").write_text("no-such-package-anywhere==1.0\n")
    failed = toy.start()
    assert failed.returncode == 1
    assert "The packages could not be installed" in failed.stderr
    assert "Traceback" not in failed.stderr
    (toy.folder / "requirements.txt").write_text(good)
    assert "Installing" in toy.start().stdout


def test_a_broken_environment_is_made_again(toy: Toy) -> None:
    shutil.rmtree(toy.venv / ("Scripts" if os.name == "nt" else "bin"))
    outcome = toy.start()
    assert "Making the virtual environment" in outcome.stdout
    assert outcome.returncode == 7


def test_a_folder_that_is_no_environment_is_left_alone(toy: Toy, tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    outcome = toy.start(NUTAG_VENV=str(tmp_path))
    assert outcome.returncode == 1
    assert f"{tmp_path} is in the way" in outcome.stderr
    assert (tmp_path / "thesis.odt").exists()


def test_a_python_without_venv_is_told_what_to_install(toy: Toy, tmp_path: Path) -> None:
    script = "import runpy, sys; sys.modules['ensurepip'] = None; runpy.run_path('run.py', None, '__main__')"
    outcome = subprocess.run(
        [sys.executable, "-c", script, "test"],
        cwd=toy.folder,
        env=toy.environment(NUTAG_VENV=str(tmp_path / "venv")),
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 1
    assert "sudo apt install python3-venv" in outcome.stderr


def test_an_old_python_can_read_that_it_is_too_old() -> None:
    ast.parse(LAUNCHER.read_text("utf-8"), feature_version=(3, 6))
    run.check_python(3, 11)
    with pytest.raises(run.CannotStart, match=r"needs Python 3\.11 or newer, and this is 3\.9"):
        run.check_python(3, 9)


def test_a_taken_port_is_said_before_anything_is_done(toy: Toy) -> None:
    with socket.create_server(("127.0.0.1", int(toy.port))):
        outcome = toy.start()
    assert outcome.returncode == 1
    assert f"Port {toy.port} is taken" in outcome.stderr
    assert outcome.stdout == ""


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_a_port_that_is_none_is_wrong_use(toy: Toy, port: str) -> None:
    assert toy.run("--port", port).returncode == 2


def test_a_failed_build_without_a_store_ends_the_start(toy: Toy) -> None:
    outcome = toy.start(TOY_BUILD_STATUS="1")
    assert outcome.returncode == 1
    assert "The store could not be built" in outcome.stderr
    assert "streamlit" not in outcome.stdout


def test_a_failed_build_leaves_the_last_good_one_served(toy: Toy, tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("20260101\n")
    outcome = toy.start(TOY_BUILD_STATUS="1", NUTAG_STORE=str(tmp_path))
    assert "Starting with the last good build" in outcome.stdout
    assert outcome.returncode == 7


@POSIX
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reaches_the_app_itself(toy: Toy, blow: signal.Signals) -> None:
    with toy.begin(TOY_SECONDS="60") as process:
        assert any(line.startswith("streamlit") for line in process.stdout or [])
        process.send_signal(blow)
        assert process.wait(timeout=10) == -blow


@POSIX
def test_ctrl_c_during_set_up_is_quiet(toy: Toy) -> None:
    with toy.begin(TOY_BUILD_SECONDS="60") as process:
        assert any(line.startswith("etl") for line in process.stdout or [])
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "run.py" not in errors
