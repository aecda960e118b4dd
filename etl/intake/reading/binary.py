"""SPSS, Stata and Parquet files, each parsed in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.intake import limits
from etl.intake.confined import typed
from etl.intake.reading import rules
from etl.intake.reading.contents import COLUMNS, Contents
from etl.intake.reading.engine import PARQUET, Progress, engine, literally, run
from etl.intake.reading.words import INVISIBLE

MEMORY = 600 * limits.MEGABYTE  # of which libraries take 300 before they read a byte
SECONDS_PER_MEGABYTE = 1.0
_COPY = f"COPY (SELECT {{made}} FROM read_parquet($file)) TO $into {PARQUET}"


def parsed(
    module: str,
    kind: str,
    file: Path,
    arguments: list[str],
    *,
    memory: int = MEMORY,
    seconds: float = limits.SECONDS,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run a parser of `etl.intake.confined` on a file. Raises Refused with what stopped it."""
    tell: Callable[[int, int], None] | None = (
        (lambda done, of: progress("reading", done, of)) if progress else None
    )
    try:
        found = limits.run(
            module, [str(file.resolve()), *arguments], memory=memory, seconds=int(seconds), progress=tell
        )
    except limits.Exceeded as error:
        raise rules.refusal(rules.MEMORY if error.resource == "memory" else rules.TIME) from error
    except limits.Failed as error:
        said = str(error)
        if "No space left" in said:
            raise rules.refusal(rules.NO_SPACE) from error
        locked = "password" in said.lower() or "encrypted" in said.lower()
        rule = rules.LOCKED if locked else rules.DAMAGED
        raise rules.refusal(rule, kind=kind.upper(), value=said[:200]) from error
    if found.get("count", 0) > COLUMNS:
        raise rules.refusal(rules.COLUMNS, count=found["count"], most=COLUMNS)
    return found


def take(file: Path, kind: str, folder: Path, progress: Progress | None = None) -> Contents:
    """Read a file of kind sav, dta or parquet into `folder`. Raises Refused."""
    seconds = limits.SECONDS + SECONDS_PER_MEGABYTE * file.stat().st_size / limits.MEGABYTE
    return (_parquet if kind == "parquet" else _statistical)(file, kind, folder, seconds, progress)


def _parquet(file: Path, kind: str, folder: Path, seconds: float, progress: Progress | None) -> Contents:
    into = folder / "cells.parquet"
    found = parsed("parquet", kind, file, [str(into)], seconds=seconds, progress=progress)
    if "bomb" in found:
        raise rules.refusal(rules.ARCHIVE_BOMB, value=found["bomb"])
    names = _names(found)
    contents = Contents(into, [*names], {"format": kind}, first_row=1)
    for place in found["nested"]:
        contents.findings.append(rules.finding(rules.NESTED, column=names[place - 1]))
    return contents


def _statistical(file: Path, kind: str, folder: Path, seconds: float, progress: Progress | None) -> Contents:
    between, into = folder / "typed.parquet", folder / "cells.parquet"
    found = parsed("statistical", kind, file, [str(between), kind], seconds=seconds, progress=progress)
    names = _names(found)
    places = range(1, len(names) + 1)
    kinds = [moment or type_ for moment, type_ in zip(found["moments"], found["types"], strict=True)]
    made = ", ".join(f"{typed.text(f'c{place}', kinds[place - 1])} AS c{place}" for place in places)
    with engine(folder) as connection:
        values = {"file": literally(between), "into": str(into)}
        run(connection, _COPY.replace("{made}", made), values, "reading", progress)
    between.unlink()
    contents = Contents(into, [*names], {"format": kind, "encoding": found["encoding"]}, first_row=1)
    contents.labels = {place: label for place, label in enumerate(found["labels"], 1) if label}
    contents.values = {place: values for place, values in enumerate(found["values"], 1) if values}
    for place, counts in enumerate(found["missing"], 1):
        if counts:
            labels = contents.values.get(place, {})
            said = ", ".join(_declared(code, labels) for code in sorted(counts))
            total = sum(counts.values())
            contents.findings.append(
                rules.finding(rules.USER_MISSING, column=names[place - 1], count=total, value=said[:200])
            )
    return contents


def _declared(code: str, labels: dict[str, str]) -> str:
    label = labels.get(code) or labels.get(code.removeprefix("."))
    return f"{code} ({label})" if label else code


def _names(found: dict[str, Any]) -> list[str]:
    if not found["names"]:
        raise rules.refusal(rules.EMPTY)
    return [" ".join(INVISIBLE.sub("", str(name)).split()) or None for name in found["names"]]  # type: ignore[misc]
