"""Copies of the raw files and of the whole data part of the project, to be damaged and rebuilt."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.raw import RAW, digest
from store.builds import PROJECT


@dataclass(frozen=True)
class Copy:
    """The packages `store` and `etl` and the raw files in a folder of their own, with a store beside them."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "data" / "raw"

    @property
    def store(self) -> Path:
        return self.folder / "data" / "store"

    def start(self, *arguments: str, store: Path | None = None) -> subprocess.Popen[str]:
        """Start `python -m etl …` in the copy."""
        return subprocess.Popen(
            [sys.executable, "-m", "etl", *arguments],
            cwd=self.folder,
            env=os.environ | {"NUTAG_STORE": str(store or self.store), "PYTHONPATH": "", "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def etl(self, *arguments: str, store: Path | None = None) -> tuple[int, str, str]:
        """Run `python -m etl …` in the copy; returns the exit status, stdout and stderr."""
        process = self.start(*arguments, store=store)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A copy of the raw files."""
    return Path(shutil.copytree(RAW, tmp_path / "raw"))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the data part of the project, with an empty store."""
    for package in ("store", "etl"):
        shutil.copytree(PROJECT / package, tmp_path / package)
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    return Copy(tmp_path)


@pytest.fixture(scope="session")
def seal() -> Callable[[Path, str], None]:
    """Record the checksum of a changed raw file, as a person does who means the change."""

    def record(raw: Path, name: str) -> None:
        note = raw / f"{name}.yml"
        text, count = re.subn(
            r"(?m)^sha256: .*$", f"sha256: {digest(raw / name)}", note.read_text(encoding="utf-8")
        )
        assert count == 1
        note.write_text(text, encoding="utf-8")

    return record
