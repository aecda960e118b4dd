"""Mappings remembered: how the columns and answers of a layout were matched when it came last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from store.workspace.audit import log
from store.workspace.database import Database, now
from store.workspace.tables import mapping as table


class Remembered(NamedTuple):
    """A mapping by the digest of the layout it is for; `at` is UTC."""

    layout: str
    survey: str
    mapping: dict[str, Any]
    who: str
    at: str


class Mappings:
    """The mappings that a workspace remembers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, layout: str, survey: str, mapping: Mapping[str, Any], who: str) -> None:
        """Remember a mapping for a layout in place of the one before."""
        new = {"survey": survey, "mapping": dict(mapping), "who": who, "at": now()}
        with self._database.writing() as con:
            before = con.execute(select(table.c.mapping).where(table.c.layout == layout)).scalar_one_or_none()
            if before == new["mapping"]:
                return
            if before is None:
                con.execute(insert(table).values(layout=layout, **new))
            else:
                con.execute(update(table).where(table.c.layout == layout).values(**new))
            log(con, who, "mapping remembered", f"layout {layout}", before=before, after=new["mapping"])

    def recall(self, layout: str) -> Remembered | None:
        """What was remembered for a layout, or None."""
        with self._database.reading() as con:
            row = con.execute(select(table).where(table.c.layout == layout)).one_or_none()
        return Remembered(*row) if row else None

    def of_survey(self, survey: str) -> list[Remembered]:
        """What was remembered for files of a survey, newest first."""
        rows = select(table).where(table.c.survey == survey).order_by(table.c.at.desc())
        with self._database.reading() as con:
            return [Remembered(*row) for row in con.execute(rows)]
