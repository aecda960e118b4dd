"""Planning numbers as a table for files: each with its band, its unit, its kind and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from planning.values import Value, register
from store import queries
from ui.ask import ask
from ui.plans import numbers
from ui.table import Cell, Table
from ui.view import View

_DECIMALS = (None, 2, 2, 2, 0, *[None] * 8)


def table(view: View, name: str, title: str, values: Iterable[Value], notes: tuple[str, ...] = ()) -> Table:
    """The values and everything that they rest on, to their roots."""
    t = view.t
    columns = (
        t("What"), t("Estimate"), t("Band, from"), t("Band, to"), t("Level, %"), t("Unit"), t("Kind of number"), t("Year"), t("Base"),
        t("Assumed by"), t("Sources"), t("Rests on"), t("Code"),
    )  # fmt: skip
    rows = tuple(_row(view, value) for value in register(tuple(values)).values())
    return Table(name, title, columns, rows, _DECIMALS, (*notes, t("An empty cell of a band: not known.")))


def _row(view: View, value: Value) -> tuple[Cell, ...]:
    scale = 100 if value.unit == "share" else 1
    ends = (None if end is None else scale * end for end in (value.estimate, value.low, value.high))
    return (
        numbers.name(view, value), *ends, None if value.level is None else 100 * value.level, numbers.unit(view, value),
        view.t(numbers.KINDS[value.kind]), str(value.year or ""), numbers.base(view, value), value.by or "",
        "; ".join(numbers.source(view, code) for code in value.sources), "; ".join(one.code for one in value.inputs), value.code,
    )  # fmt: skip


def sources(values: Iterable[Value]) -> tuple[str, ...]:
    """The source ids at the roots of values, each once."""
    return tuple(dict.fromkeys(code for value in register(tuple(values)).values() for code in value.sources))


def publishers(view: View, values: Iterable[Value]) -> str:
    """Who published what the values rest on, each publisher once."""
    known = {source.code: source for source in ask(queries.sources, view.build)}
    return "; ".join(
        dict.fromkeys(view.words.of(known[code], "publisher") for code in sources(values) if code in known)
    )
