"""Estimates written for people, for spreadsheets and for programs; numbers at full precision in the last two."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from typing import Any

from survey.results import MARKS, Estimate

FIELDS = ("answer", "statistic", "estimate", "se", "low", "high", "df", "n", "n_answer", "deff", "mark")


def records(found: Sequence[tuple[str, Estimate]], by: Sequence[str]) -> list[dict[str, Any]]:
    """One dictionary per estimate; `of` names the column where several were asked for."""
    several = len({column for column, _ in found}) > 1
    names, out = heads(by, (*FIELDS, "of")), []
    for column, row in found:
        record: dict[str, Any] = dict(zip(names, row.by, strict=True))
        record |= {"of": column} if several else {}
        out.append(record | {name: getattr(row, name) for name in FIELDS})
    return out


def heads(by: Sequence[str], taken: Sequence[str]) -> tuple[str, ...]:
    """The names of the dividing columns in the output: `by_answer` where the file's `answer` would be taken for ours."""
    return tuple(f"by_{name}" if name in taken else name for name in by)


def write(rows: Sequence[dict[str, Any]], kind: str, notes: Sequence[str]) -> None:
    """Write records to standard output; notes follow a table, and go to standard error otherwise."""
    if kind == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False, default=str))
    elif kind == "csv":
        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else ["answer"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        print(table(rows))
    for note in notes:
        print(note, file=sys.stdout if kind == "table" else sys.stderr)


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Records as aligned text, marks explained."""
    if not rows:
        return "No estimates."
    heads = list(rows[0])
    cells = [heads, *([_said(row[name]) for name in heads] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    text = [[not _number(row[name]) for name in heads] for row in rows]
    left = [all(column) for column in zip(*text, strict=True)]
    lines = [
        "  ".join(
            c.ljust(w) if is_left else c.rjust(w) for c, w, is_left in zip(line, widths, left, strict=True)
        ).rstrip()
        for line in cells
    ]
    used = {row["mark"] for row in rows if row.get("mark")}
    legend = [f"[{mark}] {said}" for mark, said in MARKS.items() if mark in used]
    return "\n".join([*lines, *([", ".join(legend)] if legend else [])])


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) or value is None


def _said(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
