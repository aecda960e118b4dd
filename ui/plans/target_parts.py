"""The forecast in parts, where a survey allows: movers by group, and by the aimag they would go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from planning.funnel import Target
from planning.funnel.forecast import Part
from ui import captions, pick
from ui.drawings.banded import Row, banded, described
from ui.drawings.spans import Span, round_ticks, spans
from ui.plans import assumptions
from ui.surveys import codebook
from ui.surveys.card import hidden, svg
from ui.table import Cell, Table
from ui.table import html as table_html
from ui.view import View

_SHOWN = 0.8  # the band that is told in words


def groups(view: View, answer: Target, given: Mapping[str, str], wide: float) -> str:
    """HTML of the movers of each group; the question that makes the groups is chosen here."""
    t = view.t
    choice = assumptions.choice(view, given)
    assert answer.forecast is not None and choice is not None
    by = answer.scenario.groups or ""
    parts = answer.forecast.groups
    options = {"": t("not by group"), **codebook.presets(view, choice)}
    named = [(part, codebook.answer(view, choice, by, part.code)) for part in parts]
    rows = [Row(name, part.median, part.bands, _said(view, part)) for part, name in named]
    picture = ""
    if rows:
        inner, height = banded(view, rows, width=wide)
        title = t("Movers by group")
        picture = (
            svg(view, inner, wide, height, f"{title}. {described(rows)}")
            + _twin(
                view, "target-groups", title, view.words.name(codebook.questions(view, choice)[by]), named
            )
            + f'<p class="sub">{escape(t("A group without figures of its own takes those of everyone; groups need not add up to the total."))}</p>'
        )
    return (
        captions.head(t("Movers by group"), _key(view, answer))
        + pick.select("groups", t("Groups by"), options, by)
        + picture
    )


def wanted(view: View, answer: Target, wide: float) -> str:
    """HTML of the movers to each aimag; a row picks its aimag."""
    t = view.t
    assert answer.forecast is not None and answer.stages.destinations is not None
    parts = sorted(answer.forecast.to, key=lambda part: -part.median)
    named = [(part, _place(view, part.code)) for part in parts]
    rows = [Span(part.code, name, *_ends(part), _said(view, part)) for part, name in named]
    end, ticks = round_ticks(view, max(part.bands[_SHOWN][1] for part in parts), 4)
    inner, height = spans(view, rows, start=0, end=end, ticks=ticks, width=wide)
    title = t("Where they would go")
    label = "; ".join(f"{name}: {_said(view, part)}" for part, name in named)
    return (
        captions.head(
            title,
            t("those who wish, to the aimag they came from; bars hold 80 of 100 draws")
            if answer.stages.track == "wish"
            else t("those who would resettle, to the aimag they named; bars hold 80 of 100 draws"),
        )
        + svg(view, inner, wide, height, f"{title}. {label}")
        + _twin(view, "target-wanted", title, t("Aimag"), named)
        + hidden(view, [_place(view, code) for code in answer.stages.destinations.hidden])
    )


def _twin(view: View, id: str, title: str, head: str, named: Sequence[tuple[Part, str]]) -> str:
    t = view.t
    heads = (
        head,
        t("Median"),
        *(
            t("{level} in 100 draws, {end}", level=level, end=end)
            for level in (50, 80, 95)
            for end in (t("from"), t("to"))
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, part.median, *(end for level in (0.5, 0.8, 0.95) for end in part.bands[level]))
        for part, name in named
    )
    table = Table(id, title, heads, rows, (None, *[-1] * 7))
    return f'<details id="{id}"><summary>{escape(t("The same as a table"))}</summary>{table_html(table, view.words.number)}</details>'


def _key(view: View, answer: Target) -> str:
    return view.t(
        "people after {years} years; bands hold 50, 80 and 95 of 100 draws", years=answer.scenario.horizon
    )


def _said(view: View, part: Part) -> str:
    low, _, high = _ends(part)
    places = -2 if part.median >= 1000 else -1
    number = view.words.number
    return f"{number(part.median, places)} ({number(low, places)}–{number(high, places)})"


def _ends(part: Part) -> tuple[float, float, float]:
    low, high = part.bands[_SHOWN]
    return low, part.median, high


def _place(view: View, code: str) -> str:
    return view.words.name(view.places[code]) if code in view.places else code
