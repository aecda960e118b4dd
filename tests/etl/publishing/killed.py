"""What is done by the processes that are killed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from etl.intake.reading import stage
from etl.publishing.restoring import restore
from etl.publishing.rounds import publish
from etl.publishing.versions import rollback

# Imported once by a server that forks each process, so that a process is killed at work and not at its imports.
PRELOADED = ["tests.etl.publishing.killed", "pandas", "pyarrow", "sqlalchemy.dialects.sqlite"]


def work(what: str, root: Path, *given: Any) -> None:
    """Do one act in a store."""
    match what:
        case "publish":
            publish(given[0], who="Болд", note=given[1], root=root)
        case "rollback":
            rollback(given[0], who="Сараа", note=given[1], root=root)
        case "restore":
            restore(given[0], who="Админ", note=given[1], root=root)
        case "upload":
            stage(given[0], given[1])
