"""A headline number of a scenario: a value with its bands, written so that reading it gives the same digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from planning.values import Value

_OWN = tuple(one.name for one in fields(Value) if one.name not in ("sources", "inputs"))


@dataclass(frozen=True)
class Result:
    """A value by what it is, such as `chance/50000`; `bands` are its ends by level, {} without draws."""

    code: str
    value: Value
    bands: Mapping[float, tuple[float, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The result for people and programs that read a file: what it rests on by codes alone."""
        own = self.value.as_json() | {"code": self.code}
        return own | ({"bands": _bands(self)} if self.bands else {})


def written(results: Sequence[Result]) -> dict[str, Any]:
    """Results in the types of JSON, with everything that they rest on.

    Many rest on the same figures: every value stands once in `values`, after those that it rests on, by its place.
    """
    places: dict[Value, int] = {}
    values: list[dict[str, Any]] = []
    rows = [{"code": r.code, "value": _place(r.value, places, values), "bands": _bands(r)} for r in results]
    return {"values": values, "results": rows}


def read(found: Mapping[str, Any], most: int | None = None, *, roots: bool = True) -> tuple[Result, ...]:
    """The results that were written, or the first of them; without `roots` only the numbers themselves."""
    known: dict[int, Value] = {}

    def value(place: int) -> Value:
        if place not in known:
            row = found["values"][place]
            own: dict[str, Any] = {"estimate": None} | {name: row[name] for name in _OWN if name in row}
            inputs = tuple(map(value, row.get("inputs", ()))) if roots else ()
            known[place] = Value(**own, sources=tuple(row.get("sources", ())), inputs=inputs)
        return known[place]

    return tuple(
        Result(row["code"], value(row["value"]), {float(level): (ends[0], ends[1]) for level, ends in row["bands"].items()})
        for row in found["results"][:most]
    )  # fmt: skip


def made_up(found: Mapping[str, Any]) -> bool:
    """Whether any of the values that were written is made up for demonstration."""
    return any(row["kind"] == "demonstration" for row in found["values"])


def _place(value: Value, places: dict[Value, int], values: list[dict[str, Any]]) -> int:
    if value in places:
        return places[value]
    row: dict[str, Any] = {name: getattr(value, name) for name in _OWN if getattr(value, name) is not None}
    if value.sources:
        row["sources"] = list(value.sources)
    if value.inputs:
        row["inputs"] = [_place(one, places, values) for one in value.inputs]
    values.append(row)
    places[value] = len(values) - 1
    return places[value]


def _bands(result: Result) -> dict[str, list[float]]:
    return {str(level): list(ends) for level, ends in result.bands.items()}
