"""The table twin of every picture: the same values for screen, CSV and XLSX."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

Cell = str | float | int | None
_LONG = 60  # letters from which a cell keeps a width of its own, however narrow the screen


@dataclass(frozen=True)
class Table:
    """A table with all that must travel with it. `rows` hold numbers as numbers; absent values as a mark.

    `decimals` are those of each number column; `picks` the address of each row, such as "aimag=MN-046";
    `facts` are columns with one value each, which only files repeat in every row.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    decimals: tuple[int | None, ...]
    notes: tuple[str, ...] = ()
    picks: tuple[str, ...] = field(default=())
    facts: tuple[tuple[str, str], ...] = ()


def html(table: Table, number: object, *, here: str = "") -> str:
    """HTML of a table; `number(value, decimals)` writes numbers; the row whose pick is `here` is marked."""
    heads = "".join(
        f'<th scope="col"{_class(places)}>{escape(column)}</th>'
        for column, places in zip(table.columns, table.decimals, strict=True)
    )
    lines = []
    for index, row in enumerate(table.rows):
        pick = table.picks[index] if table.picks else ""
        cells = []
        for position, (cell, places) in enumerate(zip(row, table.decimals, strict=True)):
            said = "" if cell is None else cell if isinstance(cell, str) else number(cell, places or 0)  # type: ignore[operator]
            text = escape(str(said))
            if pick and position == 0:
                text = f'<button type="button" data-set="{escape(pick)}">{text}</button>'
            kind = ' class="long"' if places is None and len(str(said)) > _LONG else _class(places)
            cells.append(f"<td{kind}>{text}</td>")
        lines.append(f"<tr{' class=here' if here and pick == here else ''}>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table><caption class="sr">{escape(table.title)}</caption><thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _class(places: int | None) -> str:
    return "" if places is None else ' class="n"'
