"""Typed columns of Parquet as the texts that a staged file holds."""

from __future__ import annotations

_WHOLE = (
    "CASE WHEN {x} = floor({x}) AND abs({x}) < 1e15 THEN CAST(CAST({x} AS BIGINT) AS VARCHAR) "
    "ELSE CAST({x} AS VARCHAR) END"
)
_MOMENT = (
    "CASE WHEN {x} = date_trunc('day', {x}) THEN strftime({x}, '%Y-%m-%d') "
    "ELSE strftime({x}, '%Y-%m-%dT%H:%M:%S') END"
)
_SECONDS = "CAST(to_seconds(CAST(round({x}) AS BIGINT)) AS VARCHAR)"

# Numbers that count time, in seconds since 1970: SPSS from 1582-10-14, Stata in days or milliseconds from 1960.
MOMENTS = {
    "spss": "{x} - 12219379200.0",
    "stata day": "{x} * 86400.0 - 315619200.0",
    "stata millisecond": "{x} / 1000.0 - 315619200.0",
}


def text(name: str, kind: str) -> str:
    """Return the expression that writes a column as text; `kind` is a type of DuckDB, or of MOMENTS, or `seconds`."""
    if kind in MOMENTS:
        moment = f"make_timestamp(CAST(round({MOMENTS[kind].replace('{x}', name)}) AS BIGINT) * 1000000)"
        return f"coalesce(TRY({_MOMENT.replace('{x}', moment)}), {_WHOLE.replace('{x}', name)})"
    if kind == "seconds":
        return f"coalesce(TRY({_SECONDS.replace('{x}', name)}), {_WHOLE.replace('{x}', name)})"
    if kind in ("DOUBLE", "FLOAT"):
        return _WHOLE.replace("{x}", name)
    if kind.startswith("TIMESTAMP"):
        return _MOMENT.replace("{x}", f"CAST({name} AS TIMESTAMP)")
    if kind == "VARCHAR":
        return f"nullif({name}, '')"
    return f"CAST({name} AS VARCHAR)"


def is_nested(kind: str) -> bool:
    """Return whether cells of a type hold several values, or bytes."""
    return kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "BLOB", "VARIANT", "BIT"))
