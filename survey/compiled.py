"""The SQL of a question, kept in the user's cache folder: writing it takes longer than summing a million respondents.

Ibis and its SQL writer are half a second of imports; a command that asks what was asked before goes without.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import survey

KEPT = 500  # questions


def remembered(question: str, write: Callable[[], str]) -> str:
    """The SQL of a question: as it was kept, else as `write` gives it, and kept from then on.

    `question` says everything that the SQL depends on, but for this package and the SQL writer.
    """
    digest = hashlib.sha256(f"{_version()}\n{question}".encode()).hexdigest()
    file = _folder() / f"{digest}.sql"
    try:
        return file.read_text("utf-8")
    except OSError:
        sql = write()
    hidden = file.with_name(f".{digest}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        hidden.write_text(sql, "utf-8")
        os.replace(hidden, file)
        for old in sorted(file.parent.glob("*.sql"), key=lambda f: f.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        pass  # a folder that cannot be written to costs time, nothing else
    return sql


def _folder() -> Path:
    """Where applications keep what they can make again (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")) / "nutag" / "sql"


@cache
def _version() -> str:
    """What changes when this package, Ibis or its SQL writer does."""
    files = [*Path(survey.__file__).parent.glob("*.py")]
    files += [Path(spec.origin) for name in ("ibis", "sqlglot") if (spec := find_spec(name)) and spec.origin]
    return " ".join(f"{file}:{file.stat().st_mtime_ns}" for file in sorted(files))
