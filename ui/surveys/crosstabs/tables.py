"""A crosstab as a table: on screen, as a file that looks like it, and as a file of all its estimates."""

from __future__ import annotations

from html import escape

from survey.crosstabs.table import Crosstab
from survey.results import Estimate
from ui.request import Parameters
from ui.surveys import beside, codebook, say, tables
from ui.surveys.crosstabs.request import Request, from_download
from ui.surveys.marks import meaning
from ui.table import Cell, Table
from ui.theme import on, ramp
from ui.view import View

PER_CENT = ("row", "column", "total", "responses")


def value(view: View, request: Request, estimate: Estimate) -> str:
    """What a cell says: percent, respondents, people or a mean; its mark instead when there is no number."""
    number = view.words.number
    if request.percent == "count":
        shown = estimate.mark in ("", "u") and estimate.n_answer is not None
        return number(estimate.n_answer or 0) if shown else f"[{estimate.mark or 'x'}]"
    if estimate.estimate is None:
        return f"[{estimate.mark or 'x'}]"
    return number(scaled(request, estimate.estimate), _decimals(request, estimate.estimate))


def between(view: View, request: Request, estimate: Estimate) -> str:
    """The interval of a cell, such as "11.2–15.0"; empty where there is none or none is asked for."""
    if not request.intervals or request.percent == "count":
        return ""
    if estimate.estimate is None or estimate.low is None or estimate.high is None:
        return ""
    places = _decimals(request, estimate.estimate)
    return "–".join(view.words.number(scaled(request, end), places) for end in (estimate.low, estimate.high))


def scaled(request: Request, number: float) -> float:
    """A share in percent; other statistics as they are."""
    return 100 * number if request.percent in PER_CENT else number


def measure(view: View, request: Request) -> str:
    """What the numbers are."""
    t = view.t
    return {
        "row": t("percent of the row"),
        "column": t("percent of the column"),
        "total": t("percent of the total"),
        "responses": t("percent of all answers given"),
        "people": t("people, weighted"),
        "mean": t("mean"),
        "count": t("respondents, unweighted"),
    }[request.percent]


def shown(view: View, request: Request, table: Crosstab) -> str:
    """What the numbers are, and of whom where filters are in use."""
    kept = codebook.filters(view, request.choice, table.wanted.where)
    return f"{measure(view, request)} · {kept}" if kept else measure(view, request)


def title(view: View, table: Crosstab) -> str:
    """The questions of the table in one line."""
    column, row = view.words.name(table.column), say.inside(view.words.name(table.row))
    if table.control:
        control = say.inside(view.words.name(table.control))
        return view.t("{column} by {row}, within {control}", column=column, row=row, control=control)
    return view.t("{column} by {row}", column=column, row=row)


def notes(view: View, request: Request, table: Crosstab) -> tuple[str, ...]:
    """What this table needs said besides what every survey number needs."""
    t = view.t
    wording = codebook.wording(view, request.choice, table.row.code)
    text = view.words.of(wording, "text") if wording else view.words.name(table.row)
    said = [
        t("Rows: “{text}” Those who did not answer it are left out.", text=text),
        t("Shown: {measure}.", measure=measure(view, request)),
    ]
    if table.column.type == "many":
        said.append(
            t("Several answers were possible: shares add up to 100 over all answers given.")
            if request.percent == "responses"
            else t("Several answers were possible: shares of respondents add up to more than 100.")
        )
    return tuple(said)


def columns(table: Crosstab) -> tuple[str | None, ...]:
    """The codes of the columns; a mean has one, without a code; shares of the total end in the margin."""
    codes: tuple[str | None, ...] = tuple(answer.code for answer in table.columns) or (None,)
    return (*codes, None) if table.wanted.measure in ("column", "total") else codes


def rows(table: Crosstab) -> tuple[tuple[str | None, str | None], ...]:
    """Control and row codes of the lines; None stands for all."""
    layers = table.layers() if table.control else (None,)
    last = () if table.wanted.measure == "column" else (None,)
    return tuple((layer, row) for layer in layers for row in (*(r.code for r in table.rows), *last))


def html(view: View, request: Request, table: Crosstab, *, heat: bool = False) -> str:
    """HTML of the table; with `heat` each cell is the darker the larger its share."""
    choice, t = request.choice, view.t
    across = columns(table)
    fills = _fills(view, table) if heat else {}
    heads = "".join(
        f'<th scope="col" class="n">{escape(column(view, request, table, c))}</th>' for c in across
    )
    base = '<th scope="col" class="n base">n</th>' if table.wanted.measure != "column" else ""
    lines, before = [], ""
    for control, row in rows(table):
        here = layer(view, request, table, control)
        if table.control and here != before:
            before = here
            lines.append(
                f'<tr><th scope="rowgroup" colspan="{len(across) + 2}" class="layer">{escape(here)}</th></tr>'
            )
        cells = "".join(_cell(view, request, table.cell(control, row, c), fills) for c in across)
        count = _base(view, table.cell(control, row, across[0])) if base else ""
        name = t("All") if row is None else codebook.answer(view, choice, table.row.code, row)
        lines.append(
            f'<tr{" class=all" if row is None else ""}><th scope="row">{escape(name)}</th>{cells}{count}</tr>'
        )
        if not base and row == table.rows[-1].code:
            counts = "".join(_base(view, table.cell(control, row, c)) for c in across)
            lines.append(f'<tr class="all"><th scope="row">n</th>{counts}</tr>')
    return (
        f'<div class="scroll"><table class="crosstab"><caption class="sr">{escape(title(view, table))}</caption>'
        f"<thead><tr><th></th>{heads}{base}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def as_shown(view: View, given: Parameters) -> Table:
    """The table as it stands on the screen: a line per row; share, interval and mark per column."""
    request, table = from_download(view, given)
    t, choice = view.t, request.choice
    across = columns(table)
    heads: list[str] = [view.words.name(table.control)] if table.control else []
    heads.append(view.words.name(table.row))
    ends = request.intervals and request.percent != "count"
    level = view.words.number(100 * table.wanted.level)
    for code in across:
        name = column(view, request, table, code)
        heads += [f"{name}: {measure(view, request)}"]
        heads += [f"{name}: {part}" for part in (t("{level} % interval, from", level=level), t("{level} % interval, to", level=level))] if ends else []  # fmt: skip
        heads += [f"{name}: {t('n, base')}", f"{name}: {t('Mark')}"]
    lines = []
    for control, row in rows(table):
        line: list[Cell] = [layer(view, request, table, control)] if table.control else []
        line.append(t("All") if row is None else codebook.answer(view, choice, table.row.code, row))
        for code in across:
            line += _numbers(view, request, table.cell(control, row, code), ends)
        lines.append(tuple(line))
    texts = 2 if table.control else 1
    each = (1, *((1, 1) if ends else ()), 0, None)
    return Table(
        f"crosstab-{table.column.code}-by-{table.row.code}", title(view, table), tuple(heads), tuple(lines),
        (*(None,) * texts, *each * len(across)), _file_notes(view, request, table), facts=_facts(view, request, table),
    )  # fmt: skip


def full(view: View, given: Parameters) -> Table:
    """Every estimate of the table in a line of its own, with all that is known of its precision, as codes."""
    request, table = from_download(view, given)
    heads = (
        "control", "row", "column", "control_text", "row_text", "column_text", "measure", "estimate", "se", "low", "high",
        "df", "n", "n_answer", "deff", "mark",
    )  # fmt: skip
    lines = []
    for control, row in rows(table):
        for code in columns(table):
            cell = table.cell(control, row, code)
            texts = (
                layer(view, request, table, control) if table.control else "",
                view.t("All") if row is None else codebook.answer(view, request.choice, table.row.code, row),
                column(view, request, table, code),
            )
            numbers = (cell.estimate, cell.se, cell.low, cell.high, cell.df, cell.n, cell.n_answer, cell.deff)
            lines.append(
                (control or "", row or "", code or "", *texts, table.wanted.measure, *numbers, cell.mark)
            )
    decimals = (*(None,) * 7, 6, 6, 6, 6, 0, 0, 0, 3, None)
    return Table(
        f"crosstab-{table.column.code}-by-{table.row.code}-full", title(view, table), heads, tuple(lines), decimals,
        _file_notes(view, request, table), facts=_facts(view, request, table),
    )  # fmt: skip


def _cell(view: View, request: Request, estimate: Estimate, fills: dict[Estimate, str]) -> str:
    interval = between(view, request, estimate)
    small = f"<small>{escape(interval)}</small>" if interval else ""
    mark = f" [{estimate.mark}]" if estimate.mark == "u" else ""
    kind = {"c": " hidden", "x": " hidden", "z": " hidden", "u": " unsure"}.get(estimate.mark, "")
    fill = fills.get(estimate)
    style = f' style="background-color:{fill};color:{on(fill)}"' if fill else ""
    said = f' title="{escape(meaning(view, estimate.mark))}"' if estimate.mark else ""
    return f'<td class="n{kind}"{style}{said}>{escape(value(view, request, estimate))}{mark}{small}</td>'


def _base(view: View, estimate: Estimate) -> str:
    said = "[c]" if estimate.n is None else view.words.number(estimate.n)
    return f'<td class="n base">{escape(said)}</td>'


def _fills(view: View, table: Crosstab) -> dict[Estimate, str]:
    shown = {e: e.estimate for e in table.cells.values() if e.estimate is not None and e.mark != "x"}
    colours = ramp(view.theme.sequential, 12)
    most = max(shown.values(), default=0) or 1
    return {e: colours[min(int(12 * max(v, 0) / most), 11)] for e, v in shown.items()}


def column(view: View, request: Request, table: Crosstab, code: str | None) -> str:
    """The name of a column."""
    if code is not None:
        return codebook.answer(view, request.choice, table.column.code, code)
    return view.words.name(table.column) if table.wanted.measure == "mean" else view.t("All")


def layer(view: View, request: Request, table: Crosstab, control: str | None) -> str:
    """The name of a control group."""
    if control is None or table.control is None:
        return view.t("All")
    return codebook.answer(view, request.choice, table.control.code, control)


def _numbers(view: View, request: Request, cell: Estimate, ends: bool) -> list[Cell]:
    """Value, interval where asked for, base and mark of one cell of the file."""
    gone = f"[{cell.mark or 'x'}]"

    def number(raw: float | None) -> Cell:
        return gone if raw is None else scaled(request, raw)

    first: Cell = number(cell.estimate)
    if request.percent == "count":
        first = gone if cell.n_answer is None or cell.mark in ("c", "x", "z") else cell.n_answer
    between_: list[Cell] = [number(cell.low), number(cell.high)] if ends else []
    mark = meaning(view, cell.mark) if cell.mark else ""
    return [first, *between_, gone if cell.n is None else cell.n, mark]


def _decimals(request: Request, estimate: float) -> int:
    if request.percent in PER_CENT:
        return 1
    return 0 if request.percent == "people" or abs(estimate) >= 100 else 1


def _file_notes(view: View, request: Request, table: Crosstab) -> tuple[str, ...]:
    how = {"method": table.wanted.method, "level": table.wanted.level, "weighted": table.wanted.weighted}
    said = beside.notes(view, request.choice, table.answered, marks="cuxz", **how)  # type: ignore[arg-type]
    return (*notes(view, request, table), *said)


def _facts(view: View, request: Request, table: Crosstab) -> tuple[tuple[str, str], ...]:
    how = {"method": table.wanted.method, "level": table.wanted.level, "weighted": table.wanted.weighted}
    return tables.facts(view, request.choice, table.answered, **how)  # type: ignore[arg-type]
