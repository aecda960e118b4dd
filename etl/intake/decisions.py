"""What a person decided about a file, laid over what was remembered or proposed; all in the form of mapping files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etl.intake.staged import Staged

Plain = Mapping[str, Any]
_TEXTS = ("rules", "places", "survey", "round")
_NAMED = ("keep", "private")


def over(below: Plain, above: Plain) -> dict[str, Any]:
    """Return a mapping that says what `above` says, and what `below` says of everything else.

    A column has one use: what `below` made of a column that `above` names is forgotten.
    """
    named = _named(above)
    columns = {
        target: names
        for target, names in below.get("columns", {}).items()
        if not named.intersection(_list(names))
    }
    answers = {
        question: {**below.get("answers", {}).get(question, {}), **above.get("answers", {}).get(question, {})}
        for question in (*below.get("answers", {}), *above.get("answers", {}))
    }
    parts: dict[str, Any] = {
        "columns": {**columns, **above.get("columns", {})},
        "answers": answers,
        **{part: {**below.get(part, {}), **above.get(part, {})} for part in _TEXTS},
        **{part: {**_without(below.get(part, {}), named), **above.get(part, {})} for part in _NAMED},
        "drop": [*(name for name in below.get("drop", ()) if name not in named), *above.get("drop", ())],
        "weight": above.get("weight", below.get("weight")),
    }
    return {part: said for part, said in parts.items() if said}


def of_file(said: Plain, staged: Staged) -> dict[str, Any]:
    """What of a mapping is about this file: decisions on columns of another sheet are passed over."""
    there = {column.name for column in staged.columns} | {c.group for c in staged.columns if c.group}
    parts: dict[str, Any] = {
        **said,
        "columns": {
            t: names for t, names in said.get("columns", {}).items() if there.issuperset(_list(names))
        },
        **{part: {n: v for n, v in said.get(part, {}).items() if n in there} for part in _NAMED},
        "drop": [name for name in said.get("drop", ()) if name in there],
    }
    return {part: value for part, value in parts.items() if value}


def _named(said: Plain) -> set[str]:
    """All columns that a mapping says something about."""
    used = (name for names in said.get("columns", {}).values() for name in _list(names))
    return {*used, *said.get("keep", ()), *said.get("private", ()), *said.get("drop", ())}


def _without(said: Plain, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}


def _list(names: Any) -> list[str]:
    if names is None:
        return []
    return [str(name) for name in names] if isinstance(names, list | tuple) else [str(names)]
