"""Start Nutag, or run its tests, on a machine that has only Python 3.11 or newer.

  python3 run.py [--port 8501]   start the app on http://localhost:8501
  python3 run.py test [...]      run the tests; what follows goes to pytest

Both make a virtual environment in .venv (or in the folder that NUTAG_VENV names) and install the
pinned packages, again only when the requirement files have changed.
"""

# Standard library and old syntax only: an old Python must be able to read that it is too old.
import argparse
import hashlib
import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
PORT = 8501


class CannotStart(Exception):
    """Tells the person what is wrong and what to do."""


def main(*arguments: str) -> int:
    """Start the app or the tests and return the exit status."""
    check_python(*sys.version_info[:2])
    os.chdir(PROJECT)
    os.environ.setdefault("PYTHONUTF8", "1")  # Mongolian text on any terminal, in any locale
    environment = Environment(Path(os.environ.get("NUTAG_VENV", ".venv")).absolute())

    if arguments[:1] == ("test",):
        spark = ("requirements-spark.txt",) if os.environ.get("NUTAG_REQUIRE_SPARK") == "1" else ()
        environment.prepare("requirements.txt", "requirements-dev.txt", *spark)
        return hand_over(environment.python, "-m", "pytest", *arguments[1:])

    parser = argparse.ArgumentParser(
        usage="python3 run.py [--port PORT] | python3 run.py test [pytest arguments]",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=port_number, default=PORT, help="default: %(default)s")
    port = parser.parse_args(arguments).port
    check_port_is_free(port)
    environment.prepare("requirements.txt")
    build_store(environment)
    return hand_over(environment.python, "-m", "streamlit", "run", "app.py", "--server.port", str(port))


class Environment:
    """A virtual environment that knows which requirement files it has installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))

    def prepare(self, *requirements: str) -> None:
        """Make the environment when it does not work, and install the files that changed."""
        if not self.works():
            self.make()
        self.install(*requirements)

    def works(self) -> bool:
        """Return whether its Python starts, is new enough and has pip."""
        probe = f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
        try:
            return subprocess.call([self.python, "-c", probe], stderr=subprocess.DEVNULL) == 0
        except OSError:
            return False

    def make(self) -> None:
        """Make the environment, over a broken one but never over another kind of folder."""
        if self.folder.exists() and any(self.folder.iterdir()) and not (self.folder / "pyvenv.cfg").exists():
            raise CannotStart(
                f"{self.folder} is in the way: it is not a virtual environment.\n"
                "Move it, or name another folder in the variable NUTAG_VENV."
            )
        if find_spec("venv") is None or find_spec("ensurepip") is None:
            raise CannotStart(
                f"This Python ({sys.executable}) cannot make a virtual environment.\n"
                "On Debian and Ubuntu: sudo apt install python3-venv. Then run the same command again."
            )
        say(f"Making the virtual environment in {self.folder}.")
        if run(sys.executable, "-m", "venv", "--clear", str(self.folder)) != 0:
            raise CannotStart("The virtual environment could not be made: the lines above say why.")

    def install(self, *requirements: str) -> None:
        """Install the requirement files that differ from what was installed last."""
        changed = [name for name in requirements if self.installed(name) != digest(name)]
        if not changed:
            return
        say(f"Installing the packages of {' and '.join(changed)}: once, a few minutes.")
        for name in changed:
            self.stamp(name).write_text("interrupted")
        files = [argument for name in changed for argument in ("-r", name)]
        if run(self.python, "-m", "pip", "install", "--disable-pip-version-check", *files) != 0:
            raise CannotStart(
                "The packages could not be installed: pip's own lines above say why.\n"
                "Often there is no network, or a proxy has to be named (HTTPS_PROXY); packages are published "
                f"for Python 3.11 to 3.14, and this is {sys.version_info[0]}.{sys.version_info[1]}.\n"
                "Run the same command again to go on."
            )
        for name in changed:
            self.stamp(name).write_text(digest(name))

    def installed(self, name: str) -> str:
        """Return the digest of the requirement file that was installed last, or an empty text."""
        stamp = self.stamp(name)
        return stamp.read_text() if stamp.exists() else ""

    def stamp(self, name: str) -> Path:
        """Return the file inside the environment that says which version of a requirement file it holds."""
        return self.folder / (name + ".installed")


def build_store(environment: Environment) -> None:
    """Build the store when it is absent or its raw files changed; a failed build leaves the last good one."""
    status = run(environment.python, "-m", "etl", "build", "--if-needed")
    if status == 0:
        return
    if not Path(os.environ.get("NUTAG_STORE", "data/store"), "CURRENT").exists():
        raise CannotStart("The store could not be built: the lines above say why.")
    say("The store was not rebuilt: the lines above say why. Starting with the last good build.")


def check_python(major: int, minor: int) -> None:
    """Raise CannotStart when this Python is too old for the packages."""
    if (major, minor) < OLDEST_PYTHON:
        raise CannotStart(
            f"Nutag needs Python 3.11 or newer, and this is {major}.{minor} ({sys.executable}).\n"
            "Install a newer one (https://www.python.org/downloads/) and start with it, "
            "for example: python3.12 run.py"
        )


def check_port_is_free(port: int) -> None:
    """Raise CannotStart when something already answers on the port."""
    with socket.socket() as connection:
        if connection.connect_ex(("127.0.0.1", port)) == 0:
            raise CannotStart(
                f"Port {port} is taken, perhaps by a Nutag that runs already: see http://localhost:{port}\n"
                f"Or choose another port: python3 run.py --port {port % 65535 + 1}"
            )


def port_number(text: str) -> int:
    """Return the port that a person wrote."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: write a whole number from 1 to 65535")
    return int(text)


def digest(file: str) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def run(*command: str) -> int:
    """Run a command to its end and return its exit status, as a shell would (128 + signal)."""
    status = subprocess.call(command)
    return status if status >= 0 else 128 - status


def hand_over(*command: str) -> int:
    """Become the command where the system can, so that signals reach it; elsewhere run it."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    return run(*command)


def say(sentence: str) -> None:
    """Print a line at once, before the output of the commands that follow."""
    print(sentence, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except CannotStart as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
