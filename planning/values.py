"""A number that says where it comes from, so that every figure on a page resolves to its roots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["survey", "demonstration", "published", "official", "calculated", "assumption"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Value:
    """An estimate with its band and its provenance.

    `low` and `high` hold it at `level` (0.95); None where its uncertainty is not known, which is not the same as
    none. `sources` are source ids of the store, or `survey/round/question`; `base` says of whom a share is, by
    a code. An assumption says in `by` who made it. A calculated value rests on `inputs`.
    """

    code: str
    estimate: float | None
    kind: Kind
    unit: str = "share"
    low: float | None = None
    high: float | None = None
    level: float | None = None
    base: str | None = None
    year: int | None = None
    sources: tuple[str, ...] = ()
    by: str | None = None
    inputs: tuple[Value, ...] = ()

    def roots(self) -> Iterator[Value]:
        """What it rests on in the end: values of the survey, of publications, of statistics, assumptions."""
        if not self.inputs:
            yield self
        for value in self.inputs:
            yield from value.roots()

    @property
    def demonstration(self) -> bool:
        """Whether any of its roots is made up for demonstration."""
        return any(root.kind == "demonstration" for root in self.roots())

    def as_json(self) -> dict[str, Any]:
        """The value without what is empty, its inputs by their codes."""
        own: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("code", "estimate", "low", "high", "level", "unit", "base", "kind", "year", "by")
            if getattr(self, name) is not None or name == "estimate"
        }
        if self.sources:
            own["sources"] = list(self.sources)
        if self.inputs:
            own["rests_on"] = [value.code for value in self.inputs]
        return own


def register(values: Mapping[str, Value] | Iterator[Value] | tuple[Value, ...]) -> dict[str, Value]:
    """Values and everything they rest on, by code."""
    out: dict[str, Value] = {}
    for value in values.values() if isinstance(values, Mapping) else values:
        out |= register(value.inputs)
        out[value.code] = value
    return out
