"""Typed columns of Parquet as the texts that a staged file holds."""

from __future__ import annotations

# A Parquet file's own statistics leave NaN out, and DuckDB believes them of a comparison, but not of isfinite.
_WHOLE = (
    "CASE WHEN isfinite({x}) AND {x} = floor({x}) AND abs({x}) <= 9007199254740992 "
    "THEN CAST(CAST({x} AS BIGINT) AS VARCHAR) "
    "ELSE CAST({x} AS VARCHAR) END"
)
_MOMENT = (
    "CASE WHEN {x} = date_trunc('day', {x}) THEN strftime({x}, '%Y-%m-%d') "
    "ELSE strftime({x}, '%Y-%m-%dT%H:%M:%S') END"
)
# An instant without a zone of its own, by the clock of Ulaanbaatar.
_INSTANT = (
    "strftime(make_timestamp(epoch_us({x}::TIMESTAMPTZ) + 28800000000), '%Y-%m-%dT%H:%M:%S') || '+08:00'"
)
_MOST_SECONDS = "100000000000.0"  # on both sides of 1970: three thousand years
_WITHIN = f"CAST(round(greatest(least({{x}}, {_MOST_SECONDS}), -{_MOST_SECONDS})) AS BIGINT)"

# Numbers that count time, in seconds since 1970: SPSS from 1582-10-14, Stata in days or milliseconds from 1960.
MOMENTS = {
    "spss": "({x} - 12219379200.0)",
    "stata day": "({x} * 86400.0 - 315619200.0)",
    "stata millisecond": "({x} / 1000.0 - 315619200.0)",
}


def text(name: str, kind: str) -> str:
    """Return the expression that writes a column as text; `kind` is a type of DuckDB, or of MOMENTS, or `seconds`."""
    if kind in MOMENTS:
        seconds = MOMENTS[kind].replace("{x}", name)
        return _as_time(
            name, seconds, _MOMENT.replace("{x}", f"make_timestamp({_within(seconds)} * 1000000)")
        )
    if kind == "seconds":
        return _as_time(name, name, f"CAST(to_seconds({_within(name)}) AS VARCHAR)")
    if kind in ("DOUBLE", "FLOAT"):
        return _WHOLE.replace("{x}", name)
    if kind.startswith("TIMESTAMP"):
        zoned = "TIME ZONE" in kind or "TZ" in kind
        return (_INSTANT if zoned else _MOMENT).replace(
            "{x}", name if zoned else f"CAST({name} AS TIMESTAMP)"
        )
    if kind == "VARCHAR":
        return f"nullif(replace({name}, chr(0), ''), '')"
    return f"CAST({name} AS VARCHAR)"


def _as_time(number: str, seconds: str, written: str) -> str:
    """Return the expression of a time; what lies beyond all calendars stays the number that it is."""
    whole = _WHOLE.replace("{x}", number)
    return (
        f"CASE WHEN isfinite({number}) AND abs({seconds}) < {_MOST_SECONDS} THEN {written} ELSE {whole} END"
    )


def _within(seconds: str) -> str:
    return _WITHIN.replace("{x}", seconds)


def is_nested(kind: str) -> bool:
    """Return whether cells of a type hold several values, or bytes."""
    return kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "BLOB", "VARIANT", "BIT"))
