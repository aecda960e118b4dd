"""Pieces of SQL with their values, and what the checks ask of a file: rows for which a piece holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.intake.findings import Rule
from etl.intake.rows import as_number
from etl.intake.staged import Column


class Part(NamedTuple):
    """A condition in SQL; `values` fill its question marks in their order."""

    sql: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True)
class Condition:
    """A rule laid over rows: those for which `part` holds break it, when they are `least` or more.

    `shown` is the SQL of the value that is named beside a row; without it the cell of `column` is.
    """

    rule: Rule
    part: Part
    column: Column | None = None
    shown: Part | None = None
    least: int = 1
    slots: dict[str, object] = field(default_factory=dict)

    @property
    def value(self) -> Part:
        """The SQL of the value that is named beside a row."""
        return self.shown or Part(self.column.key if self.column else "NULL")


def every(*parts: Part) -> Part:
    """All of them hold."""
    return _joined(" AND ", parts)


def either(*parts: Part) -> Part:
    """At least one of them holds."""
    return _joined(" OR ", parts)


def among(key: str, texts: Iterable[str]) -> Part:
    """The cell is one of the texts; nothing is among none."""
    values = tuple(texts)
    return Part(f"{key} IN ({', '.join('?' * len(values))})", values) if values else Part("false")


def present(key: str) -> Part:
    """The cell is not missing."""
    return Part(f"{key} IS NOT NULL")


def absent(keys: Sequence[str]) -> Part:
    """All of the cells are missing."""
    return Part(f"coalesce({', '.join((*keys, 'NULL'))}) IS NULL")


def filled(keys: Sequence[str]) -> str:
    """SQL of the number of cells that are not missing."""
    return " + ".join(f"({key} IS NOT NULL)::INTEGER" for key in keys)


def number(key: str) -> str:
    """The column of a measured cell as a number; NULL for a text and for infinity, which is no number of people."""
    return f"n{key[1:]}"


def moment(key: str) -> str:
    """The column of a timed cell as a moment, by the clock of where it was written (a zone is left out)."""
    return f"m{key[1:]}"


def typed(measured: Iterable[str], timed: Iterable[str]) -> str:
    """SQL that adds numbers and moments to the texts, each worked out once for a scan."""
    numbers = [f"{as_number(key)} AS {number(key)}" for key in dict.fromkeys(measured)]
    moments = [f"TRY_CAST(left({key}, 19) AS TIMESTAMP) AS {moment(key)}" for key in dict.fromkeys(timed)]
    return ", ".join(("*", *numbers, *moments))


def is_no_number(key: str) -> Part:
    """The cell of any column is a text that is no number."""
    return Part(f"{key} IS NOT NULL AND {as_number(key)} IS NULL")


def is_not_measured(key: str) -> Part:
    """The cell of a measured column is a text that is no number."""
    return Part(f"{key} IS NOT NULL AND {number(key)} IS NULL")


def is_number(text: str) -> bool:
    """Whether a text is a number, as in SQL."""
    try:
        return "_" not in text and math.isfinite(float(text))
    except ValueError:
        return False


def _joined(word: str, parts: tuple[Part, ...]) -> Part:
    return Part(
        "(" + word.join(f"({part.sql})" for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
    )
