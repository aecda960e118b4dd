"""What a person chooses for a crosstab: questions, found by their words; filters; what is shown of them."""

from __future__ import annotations

from html import escape

from survey.intervals import METHODS
from survey.questions import Filters
from ui import pick
from ui.surveys import beside, codebook
from ui.surveys.choice import Choice, controls
from ui.surveys.crosstabs.request import LEVELS, MOST_FILTERS, Request, offered, written
from ui.surveys.search import search
from ui.view import View


def questions(view: View, request: Request) -> str:
    """HTML of the choice of row, column, control and of what is shown."""
    t, wanted = view.t, request.wanted
    rows = _grouped(view, request.choice, {wanted.column}, single=True)
    columns = _grouped(view, request.choice, {wanted.row})
    none = {"": {"none": t("no control")}}
    within = none | _grouped(view, request.choice, {wanted.row, wanted.column}, single=True)
    names = {
        "row": t("% of row"),
        "column": t("% of column"),
        "total": t("% of total"),
        "responses": t("% of answers given"),
        "people": t("People"),
        "mean": t("Mean"),
        "count": t("Respondents"),
    }
    known = codebook.questions(view, request.choice)[wanted.column]
    shown = {code: names[code] for code in offered(known, request.choice.demonstration)}
    return controls(
        view,
        request.choice,
        pick.select("row", t("Rows"), rows, wanted.row),
        pick.select("column", t("Columns"), columns, wanted.column),
        pick.select("control", t("Control"), within, wanted.control or "none"),
        pick.segments("percent", t("What is shown"), shown, request.percent),
    )


def looks(view: View, look: str) -> str:
    """HTML of the choice among table, heat table and bars."""
    t = view.t
    names = {"table": t("Table"), "heat": t("Heat table"), "bars": t("Bars")}
    return pick.segments("look", t("How it is shown"), names, look)


def details(view: View, request: Request) -> str:
    """HTML of filters, weights and intervals, folded away until wanted; open when there are filters."""
    t, wanted = view.t, request.wanted
    methods = {method: beside.method_name(view, method) for method in METHODS}
    levels = {code: f"{code} %" for code in LEVELS}
    level = request.address["confidence"]
    onoff = {"on": t("on"), "off": t("off")}
    parts = (
        _titled(t("Weights"), pick.segments("weights", t("Weights"), onoff, request.address["weights"])),
        _titled(t("Intervals"), pick.segments("intervals", t("Intervals"), onoff, request.address["intervals"])),
        pick.select("interval", t("Method of the interval"), methods, wanted.method),
        _titled(t("Confidence"), pick.segments("confidence", t("Confidence"), levels, level)),
    )  # fmt: skip
    said = t("Filters, weights, intervals")
    opened = " open" if request.filters else ""
    return f'<details id="crosstab-more"{opened}><summary>{escape(said)}</summary>{_filters(view, request)}<div class="controls">{"".join(parts)}</div></details>'


def finder(view: View, request: Request, text: str) -> str:
    """HTML of the search among questions, and of what it found."""
    t, choice = view.t, request.choice
    field = (
        f'<div class="controls"><label class="control finder"><span>{escape(t("Find a question, in Mongolian or English"))}</span>'
        f'<input type="text" data-param="find" value="{escape(text)}" autocomplete="off"></label></div>'
    )
    if not text.strip():
        return field
    found = search(view, choice, text)
    if not found:
        return f"{field}<p>{escape(t('No question of this round has these words.'))}</p>"
    items = []
    for question in found[:12]:
        wording = codebook.wording(view, choice, question.code)
        said = view.words.of(wording, "text") if wording else ""
        buttons = f'<button type="button" data-set="column={question.code}">{escape(t("into the columns"))}</button>'
        if question.type == "one":
            buttons = f'<button type="button" data-set="row={question.code}">{escape(t("into the rows"))}</button>{buttons}'
        name = escape(view.words.name(question))
        items.append(
            f'<li><b>{name}</b> <span class="sub">{escape(said)}</span> <span class="chips">{buttons}</span></li>'
        )
    more = f'<p class="sub">{escape(t("and {n} more", n=len(found) - 12))}</p>' if len(found) > 12 else ""
    return f'{field}<ul class="found">{"".join(items)}</ul>{more}'


def _filters(view: View, request: Request) -> str:
    """HTML of the filters in use, each with the answers it keeps, and of the choice of another."""
    t, wanted, choice = view.t, request.wanted, request.choice
    known = codebook.questions(view, choice)
    parts = []
    for name, codes in request.filters:
        answers = codebook.answers(view, choice, name)
        every = tuple(answers)
        chips = []
        for code in every:
            inside = not codes or code in codes
            after = tuple(c for c in every if (c == code) != (c in (codes or every)))
            if not codes:
                after = (code,)
            chips.append(
                f'<button type="button" data-set="where={escape(_with(request.filters, name, after))}" aria-pressed="{str(inside).lower()}">{escape(view.words.of(answers[code], "text"))}</button>'
            )
        rest = tuple(part for part in request.filters if part[0] != name)
        away = f'<button type="button" class="link" data-set="where={escape(written(rest))}">{escape(t("remove this filter"))}</button>'
        parts.append(
            f"<h3>{escape(view.words.name(known[name]))} {away}</h3><div class='chips'>{''.join(chips)}</div>"
        )
    if len(request.filters) < MOST_FILTERS:
        taken = {wanted.row, wanted.column, wanted.control or "", *(name for name, _ in request.filters)}
        before = written(request.filters)
        free = _grouped(view, choice, taken, single=True, written=f"{before};" if before else "")
        options = {"": {before: t("no further filter") if before else t("no filter")}} | free
        parts.append(pick.select("where", t("Filter"), options, before))
    return "".join(parts)


def _with(filters: Filters, name: str, codes: tuple[str, ...]) -> str:
    return written(tuple((known, codes if known == name else kept) for known, kept in filters))


def _grouped(
    view: View, choice: Choice, taken: set[str], *, single: bool = False, written: str | None = None
) -> dict[str, dict[str, str]]:
    """Questions by section, presets first; with `written` as filters added to those written already."""
    t, name = view.t, view.words.name
    sections = {
        "origin": t("Origin"), "person": t("Person"), "work": t("Work"), "household": t("Household"),
        "reasons": t("Reasons for having moved"), "intention": t("Return intention"),
        "destination": t("Where to"), "return": t("Conditions of return"),
    }  # fmt: skip
    groups: dict[str, dict[str, str]] = {}
    for code, question in codebook.questions(view, choice).items():
        if code in taken or (single and question.type != "one"):
            continue
        section = t("Groups") if question.preset else sections.get(question.section, t("Further questions"))
        value = code if written is None else f"{written}{code}:"
        groups.setdefault(section, {})[value] = name(question)
    first = t("Groups")
    return {s: groups[s] for s in sorted(groups, key=lambda s: s != first)}


def _titled(said: str, control: str) -> str:
    return f'<div class="control"><span aria-hidden="true">{escape(said)}</span>{control}</div>'
