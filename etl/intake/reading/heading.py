"""Where the names of columns stand: below title lines, on one row or two, and what is called what."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.intake.findings import Finding
from etl.intake.reading import rules
from etl.intake.reading.contents import COLUMNS, Cell
from etl.intake.reading.words import INVISIBLE

LOOKED_AT = 200  # rows from the top
FILLED_SHARE = 0.5  # of the widest row: what a row of names fills more than
_NUMBER = re.compile(r"[-+−]?\d[\d\s\u00a0\u202f,.]*%?")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?")
_SHOWN = 80  # characters of a title line that a finding repeats

Row = tuple[int, Sequence[Cell]]


@dataclass
class Heading:
    """The row of the names (`row`), the last row that belongs to it, and one name per column, None for none."""

    row: int
    last: int
    names: list[str | None]
    findings: list[Finding] = field(default_factory=list)

    def over(self, width: int) -> list[str | None]:
        """Return one name, or None, for each of `width` columns."""
        return [*self.names, *[None] * (width - len(self.names))]


def heading(rows: Sequence[Row], merged: Sequence[tuple[int, int, int]] = ()) -> Heading:
    """Find the names over a table from its first rows, blank ones left out.

    `merged` are the joined cells of a spreadsheet, as row (as in `rows`), first and last column from 0.
    Raises Refused when no row can hold names.
    """
    width = max(_filled(cells) for _, cells in rows)
    if (columns := max(len(cells) for _, cells in rows)) > COLUMNS:
        raise rules.refusal(rules.COLUMNS, count=columns, most=COLUMNS)
    place = next(
        i for i, (_, cells) in enumerate(rows) if _filled(cells) > FILLED_SHARE * width or width == 1
    )
    number, cells = rows[place]
    below = rows[place + 1 : place + 2]
    over = _spread(number, cells, merged)
    levels = 1
    if below and _is_second_level(cells, over, below[0][1]):
        levels, names = 2, _joined(over, below[0][1])
    else:
        names = [_clean(cell) for cell in cells]
    last = rows[place + levels - 1][0]
    _refuse_values(number, names)
    found = Heading(number, last, names)
    if place:
        said = " / ".join(" ".join(filter(None, line)) for _, line in rows[:place])
        found.findings.append(
            rules.finding(
                rules.TITLE_LINES,
                count=place,
                value=said[:_SHOWN],
                rows=tuple(row for row, _ in rows[:place]),
            )
        )
    return found


def named(names: Sequence[str | None], used: Sequence[bool]) -> tuple[list[str | None], list[Finding]]:
    """Return a name of its own for every column that has one or is used, and the findings on names made up.

    `used` tells of every column whether it has a value; one without name and value keeps no name.
    """
    taken = Counter(name for name in names if name)
    seen: Counter[str] = Counter()
    others: dict[str, list[str]] = {}
    made, unnamed = [*names], []
    for place, name in enumerate(names):
        if name is None and used[place]:
            made[place] = _free("column", place + 1, taken)
            unnamed.append(str(made[place]))
        elif name is not None:
            seen[name] += 1
            if seen[name] > 1:
                made[place] = _free(name, seen[name], taken)
                others.setdefault(name, []).append(str(made[place]))
    findings = []
    if unnamed:
        findings.append(rules.finding(rules.UNNAMED, count=len(unnamed), value=", ".join(unnamed[:20])))
    for name, called in others.items():
        said = ", ".join(called[:20])
        findings.append(
            rules.finding(rules.DUPLICATE_NAMES, column=name, count=seen[name], value=name, others=said)
        )
    return made, findings


def _free(name: str, number: int, taken: Counter[str]) -> str:
    while f"{name} {number}" in taken:
        number += 1
    taken[f"{name} {number}"] += 1
    return f"{name} {number}"


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell is not None and bool(cell.strip()) for cell in cells)


def _clean(cell: Cell) -> str | None:
    return " ".join(INVISIBLE.sub("", cell).split()) or None if cell is not None else None


def _spread(row: int, cells: Sequence[Cell], merged: Sequence[tuple[int, int, int]]) -> list[str | None]:
    """Return the names of the upper row, each repeated over the columns that it stands over."""
    names = [_clean(cell) for cell in cells]
    wide = [(first, last) for at, first, last in merged if at == row and last > first]
    if merged:
        for first, last in wide:
            for place in range(first + 1, min(last + 1, len(names))):
                names[place] = names[first]
        return names
    for place in range(1, len(names)):
        names[place] = names[place] or names[place - 1]
    return names


def _is_second_level(cells: Sequence[Cell], over: Sequence[str | None], below: Sequence[Cell]) -> bool:
    """Return whether the row below gives names under joined names, and nothing under single ones."""
    lower = [_clean(cell) for cell in below] + [None] * (len(over) - len(below))
    if len(below) < 2 or any(name and _is_value(name) and not name.isdigit() for name in lower):
        return False
    groups: list[list[int]] = []
    for place, name in enumerate(over):
        starts = _clean(cells[place]) is not None or not groups or over[groups[-1][0]] != name
        if starts:
            groups.append([])
        groups[-1].append(place)
    joined = [group for group in groups if len(group) > 1]
    single = [group[0] for group in groups if len(group) == 1]
    return (
        bool(joined)
        and all(lower[place] for group in joined for place in group)
        and not any(lower[place] for place in single)
    )


def _joined(over: Sequence[str | None], below: Sequence[Cell]) -> list[str | None]:
    lower = [_clean(cell) for cell in below] + [None] * (len(over) - len(below))
    return [" / ".join(filter(None, pair)) or None for pair in zip(over, lower, strict=False)]


def _is_value(name: str) -> bool:
    return bool(_NUMBER.fullmatch(name) or _DATE.fullmatch(name))


def _refuse_values(row: int, names: Sequence[str | None]) -> None:
    """Refuse a row of answers in the place of names; years and numbered options may be names."""
    values = [name for name in names if name and _is_value(name)]
    whole = [int(name) for name in values if name.isdecimal()]
    rising = len(whole) == len(values) and all(a < b for a, b in itertools.pairwise(whole))
    years = all(1900 <= number <= 2100 for number in whole)
    steps = all(b - a == 1 for a, b in itertools.pairwise(whole)) and len(whole) > 1
    if values and not (rising and (years or steps) and len(values) < len(names)):
        raise rules.refusal(rules.NO_HEADER, row=row, value=values[0])
