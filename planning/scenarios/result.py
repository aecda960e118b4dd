"""A headline number of a scenario: a value with its bands, written so that reading it gives the same digits."""

from __future__ import annotations

from collections.abc import Mapping
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
        """The result in the types of JSON, with everything that it rests on."""
        return {
            "code": self.code,
            "value": _written(self.value),
            "bands": {str(level): list(ends) for level, ends in self.bands.items()},
        }


def from_json(found: Mapping[str, Any]) -> Result:
    """The result that was written."""
    bands = {float(level): (ends[0], ends[1]) for level, ends in found["bands"].items()}
    return Result(found["code"], _read(found["value"]), bands)


def _written(value: Value) -> dict[str, Any]:
    own: dict[str, Any] = {name: getattr(value, name) for name in _OWN if getattr(value, name) is not None}
    if value.sources:
        own["sources"] = list(value.sources)
    if value.inputs:
        own["inputs"] = [_written(one) for one in value.inputs]
    return own


def _read(found: Mapping[str, Any]) -> Value:
    own: dict[str, Any] = {"estimate": None} | {name: found[name] for name in _OWN if name in found}
    return Value(
        **own, sources=tuple(found.get("sources", ())), inputs=tuple(map(_read, found.get("inputs", ())))
    )
