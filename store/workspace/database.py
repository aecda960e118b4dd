"""The database of the workspace: opened, laid out, and its refusals said so that a person can act on them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from store.workspace import tables
from store.writing import StoreError

VARIABLE = "NUTAG_WORKSPACE_URL"
PATIENCE_SECONDS = 5.0
_LAYING_OUT = 7_368_211  # names the PostgreSQL lock under which one process lays the tables out


class WorkspaceError(StoreError):
    """The workspace cannot be used; the message says why and what to do."""


def now() -> str:
    """This moment in UTC, to the millisecond, such as 2026-11-25T10:31:07.123Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def address(root: Path) -> URL:
    """Where the workspace is: NUTAG_WORKSPACE_URL, or the file workspace.sqlite of the store.

    Raises WorkspaceError when the variable is no such address.
    """
    written = os.environ.get(VARIABLE)
    if not written:
        return URL.create("sqlite", database=str(root / "workspace.sqlite"))
    try:
        url = make_url(written)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in tables.TRIGGERS:
        raise WorkspaceError(
            "{variable} is no address of a workspace. Write sqlite:////folder/file.sqlite or "
            "postgresql://name:password@host:5432/database.",
            variable=VARIABLE,
        )
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


class Database:
    """An engine whose tables are laid out. `reading` sees one moment; `writing` is whole or not at all.

    A writer waits `patience_seconds` for another before it gives up (SQLite; PATIENCE_SECONDS when None).
    """

    def __init__(self, url: URL, patience_seconds: float | None = None) -> None:
        self.url = url
        self._engine = _engine(url, PATIENCE_SECONDS if patience_seconds is None else patience_seconds)
        with self._told():
            if url.get_backend_name() == "sqlite" and url.database:
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            if self._version() != tables.LAYOUT:
                self._lay_out()

    @property
    def place(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the whole database."""
        with self._told(), self._engine.connect() as con:
            if self._engine.dialect.name == "postgresql":
                con = con.execution_options(isolation_level="REPEATABLE READ")
            con = con.execution_options(nutag_begin="BEGIN")
            yield con

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: kept when the block ends, undone when it fails."""
        with self._told(), self._engine.begin() as con:
            yield con

    def _version(self) -> int:
        with self._engine.connect().execution_options(nutag_begin="BEGIN") as con:
            if not inspect(con).has_table(tables.layout.name):
                return 0
            return con.execute(select(tables.layout.c.version)).scalar_one()

    def _lay_out(self) -> None:
        with self._engine.begin() as con:
            if con.dialect.name == "postgresql":
                con.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_LAYING_OUT,))
            if not inspect(con).has_table(tables.layout.name):
                tables.metadata.create_all(con)
                for statement in tables.TRIGGERS[con.dialect.name]:
                    con.exec_driver_sql(statement)
                con.execute(insert(tables.layout).values(version=tables.LAYOUT))
                return
            found = con.execute(select(tables.layout.c.version)).scalar_one()
            if found > tables.LAYOUT:
                raise WorkspaceError(
                    "The workspace {place} was made by a newer Nutag (layout {found}, this one knows {known}). "
                    "Start the newer one.",
                    place=self.place,
                    found=found,
                    known=tables.LAYOUT,
                )
            for version in range(found + 1, tables.LAYOUT + 1):
                for statement in tables.STEPS[version]:
                    con.exec_driver_sql(statement)
            con.execute(update(tables.layout).values(version=tables.LAYOUT))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError, NoSuchModuleError) as error:
            said = str(error.orig if isinstance(error, DBAPIError) else error).strip()
            raise self._refusal(said.splitlines()[0] if said else type(error).__name__) from error

    def _refusal(self, said: str) -> WorkspaceError:
        if "locked" in said or "lock timeout" in said:
            return WorkspaceError(
                "The workspace {place} is being written by another process for longer than can be waited. "
                "Nothing of yours was saved there. Try again in a moment.",
                place=self.place,
            )
        if "malformed" in said or "not a database" in said:
            return WorkspaceError(
                "The workspace {place} is damaged ({said}). Move the file away and restore the latest backup "
                "with `python -m etl restore FILE`; what was published stays as it is.",
                place=self.place,
                said=said,
            )
        return WorkspaceError(
            "The workspace {place} cannot be used: {said}. Nothing of yours was saved there. "
            "Free some space, allow writing there or start the database, or name another in {variable}.",
            place=self.place,
            said=said,
            variable=VARIABLE,
        )


def _engine(url: URL, patience_seconds: float) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    engine = create_engine(url, connect_args={"timeout": patience_seconds, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        with contextlib.closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begun(con: Connection) -> None:
        # A writer takes its turn before it reads, so that what it read still holds when it writes.
        con.exec_driver_sql(con.get_execution_options().get("nutag_begin", "BEGIN IMMEDIATE"))

    return engine
