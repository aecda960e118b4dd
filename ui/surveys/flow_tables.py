"""Flows as tables: the matrix to look through, and the same numbers for files."""

from __future__ import annotations

from html import escape

from survey.flows import Flows
from survey.results import Estimate
from ui.surveys import beside, say, tables
from ui.surveys.choice import Choice
from ui.table import Cell, Table
from ui.view import View

MARKS = "cux"


def matrix(view: View, found: Flows, selected: str | None) -> str:
    """HTML of the matrix: a row per origin, a column per wanted aimag, its margins, heads that stay in sight."""
    t, name = view.t, _names(view, found)
    columns = "".join(
        f'<th scope="col"{_here(place == selected)}><span>{escape(name[place])}</span></th>'
        for place in name
        if place in found.wanted
    )
    lines = []
    for origin in (place for place in name if place in found.origins):
        cells = "".join(
            _cell(view, found.cells[origin, wanted], own=origin == wanted, here=selected in (origin, wanted))
            for wanted in name
            if wanted in found.wanted
        )
        head = f'<th scope="row"{_here(origin == selected)}>{escape(name[origin])}</th>'
        lines.append(f"<tr>{head}{cells}{_cell(view, found.origins[origin], total=True)}</tr>")
    last = "".join(
        _cell(view, margin, total=True)
        for margin in (found.wanted[place] for place in name if place in found.wanted)
    )
    corner = escape(t("From ↓ · wants →"))
    title = escape(t("Share of all who named an aimag, %: aimag of origin by wanted aimag"))
    return (
        f'<div class="flow-matrix" data-scroll tabindex="0" role="region" aria-label="{title}"><table>'
        f'<caption class="sr">{title}</caption><thead><tr><th scope="col">{corner}</th>{columns}<th scope="col"><span>{escape(t("Total"))}</span></th></tr></thead>'
        f'<tbody>{"".join(lines)}<tr><th scope="row">{escape(t("Total"))}</th>{last}<td class="n total">100</td></tr></tbody></table></div>'
    )


def cells_table(view: View, choice: Choice, found: Flows) -> Table:
    """Every flow with its interval, those who stay in their own aimag among them."""
    name = _names(view, found)
    rows = tuple(
        (origin, name[origin], wanted, name[wanted], *tables.numbers(view, cell))
        for (origin, wanted), cell in found.cells.items()
    )
    t = view.t
    heads = (t("Origin, code"), t("Aimag of origin"), t("Wanted, code"), t("Wanted aimag"))
    title = t("Share of all who named an aimag, %: aimag of origin by wanted aimag")
    return _table(view, choice, found, "flows", title, heads, rows)


def totals_table(view: View, choice: Choice, found: Flows) -> Table:
    """What adds up for each aimag: from it, of these within it and out of it; wanting it, of these into it."""
    t, name = view.t, _names(view, found)
    parts = (
        (t("from here"), found.origins), (t("want their own aimag"), found.within), (t("out: want another aimag"), found.out),
        (t("want this aimag"), found.wanted), (t("in: from another aimag"), found.into),
    )  # fmt: skip
    rows = tuple(
        (place, name[place], said, *tables.numbers(view, of[place]))
        for place in name
        for said, of in parts
        if place in of
    )
    heads = (t("Code"), t("Aimag"), t("Part"))
    return _table(
        view, choice, found, "flow-totals", t("Flows of each aimag: within, out and in"), heads, rows
    )


def totals(view: View, found: Flows) -> Table:
    """The same, one line per aimag, for the screen: the aimags wanted most come first."""
    t, name = view.t, _names(view, found)
    order = sorted(
        name, key=lambda place: -(found.wanted[place].estimate or 0.0) if place in found.wanted else 0.0
    )
    parts = (found.within, found.out, found.into)
    rows = tuple(
        (name[place], *(say.cell(view, of[place]) if place in of else "[x]" for of in parts))
        for place in order
    )
    heads = (t("Aimag"), t("own aimag"), t("out"), t("in"))
    picks = tuple(f"aimag={place}" for place in order)
    return Table(
        "totals", t("Flows of each aimag: within, out and in"), heads, rows, (None, 0, 0, 0), picks=picks
    )


def _table(
    view: View,
    choice: Choice,
    found: Flows,
    name: str,
    title: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
) -> Table:
    stem = f"{name}-{choice.survey.code}-{choice.round.code}"
    note = view.t(
        "Shares are of all who named an aimag and told their origin; staying in the own aimag is neither in nor out."
    )
    return Table(
        stem, title, (*heads, *tables.heads(view)), rows, (*(None,) * len(heads), *tables.DECIMALS),
        (note, *beside.notes(view, choice, found.about, marks=MARKS)), facts=tables.facts(view, choice, found.about),
    )  # fmt: skip


def _names(view: View, found: Flows) -> dict[str, str]:
    """The names of all places of the matrix, in the alphabetical order of the language."""
    places = {*found.origins, *found.wanted}
    known = {place.code: view.words.name(place) for place in view.level("aimag") if place.code in places}
    return {**known, **{place: place for place in sorted(places - known.keys())}}


def _cell(
    view: View, estimate: Estimate, *, own: bool = False, here: bool = False, total: bool = False
) -> str:
    kinds = [
        kind
        for kind, is_so in (
            ("own", own),
            ("here", here),
            ("total", total),
            ("none", estimate.estimate is None),
        )
        if is_so
    ]
    if estimate.estimate is None:
        said = f"[{estimate.mark or 'x'}]"
    else:
        mark = f" [{estimate.mark}]" if estimate.mark else ""
        said = (view.words.number(100 * estimate.estimate, 1) if estimate.estimate else "0") + mark
    hint = f' title="{escape(say.between(view, estimate))}"' if estimate.estimate else ""
    return f'<td class="n {" ".join(kinds)}"{hint}>{escape(said)}</td>'


def _here(is_so: bool) -> str:
    return ' class="here"' if is_so else ""
