"""A planning number on screen: said in its unit, with its kind, and open to what it rests on at a click."""

from __future__ import annotations

from html import escape

from planning.values import Value
from store import queries
from ui.ask import ask
from ui.view import View

KINDS = {
    "survey": "survey",
    "demonstration": "demonstration",
    "published": "published",
    "official": "official",
    "calculated": "calculated",
    "assumption": "assumption",
}
NAMES = {
    "base": "People who could be asked",
    "wish": "Wish to return",
    "return_wish_share": "Wish to return",
    "would_resettle": "Would resettle in a rural area",
    "plan": "Plan to move, of those who wish",
    "plan_to_move": "Of those who plan, move within the years of the study",
    "ceiling": "Everyone who wishes",
    "planning": "People who plan to move",
    "target": "Movers to reach",
    "base_if_all_go": "People to ask, if every one who wishes goes",
    "base_needed": "People to ask, with plans and the assumed rate",
    "of_wishing": "Share of those who wish that would have to move",
    "of_planning": "Share of those who plan that would have to move",
    "jobs_needed": "Jobs that as many people hold",
}
BASES = {
    "moved_to_capital": "of everyone who moved to Ulaanbaatar",
    "wish": "of those who wish",
    "would_resettle": "of those who would resettle in a rural area",
    "plan": "of those who plan",
}
UNITS = {"persons": "people", "jobs": "jobs", "mnt": "₮", "MNT": "₮"}
WORDS = (*KINDS.values(), *NAMES.values(), *BASES.values(), "people", "jobs")


def said(view: View, value: Value) -> str:
    """The number with its unit and, where it is known, its band."""
    if value.estimate is None:
        return view.t("not known")
    if value.unit == "share" and value.estimate > 1:
        return view.t("even all of them are too few")
    number = _number(view, value, value.estimate)
    if value.low is None or value.high is None or value.low == value.high:
        return number
    return f"{number} ({_bare(view, value, value.low)}–{_bare(view, value, value.high)})"


def name(view: View, value: Value) -> str:
    """What the value is of."""
    if value.code in NAMES:
        return view.t(NAMES[value.code])
    indicator = view.indicators.get(value.code.partition("/")[0])
    return view.words.name(indicator) if indicator else value.code


def opened(view: View, value: Value) -> str:
    """HTML of the number, which opens to where it comes from."""
    return (
        f'<details class="value {escape(value.kind)}"><summary><b>{escape(said(view, value))}</b> '
        f'<span class="badge {escape(value.kind)}">{escape(view.t(KINDS[value.kind]))}</span></summary>{roots(view, value)}</details>'
    )


def roots(view: View, value: Value) -> str:
    """HTML of what a value is, where it comes from, and what it rests on, to its roots."""
    facts = [view.t(BASES[value.base])] if value.base in BASES else []
    if value.year:
        facts.append(str(value.year))
    if value.by:
        facts.append(view.t("assumed by: {name}", name=value.by))
    if value.low is None and value.kind in ("published", "official"):
        facts.append(view.t("its uncertainty is not known"))
    sources = "".join(f"<li>{_source(view, code)}</li>" for code in value.sources)
    inputs = "".join(f"<li>{escape(name(view, one))}: {opened(view, one)}</li>" for one in value.inputs)
    head = f"{escape(name(view, value))}" + (f" · {escape(' · '.join(facts))}" if facts else "")
    return (
        f'<div class="roots"><p>{head}</p>{f"<ul>{sources}{inputs}</ul>" if sources or inputs else ""}</div>'
    )


def kind_badge(view: View, value: Value) -> str:
    """HTML of the kind of a value alone."""
    return f'<span class="badge {escape(value.kind)}">{escape(view.t(KINDS[value.kind]))}</span>'


def _source(view: View, code: str) -> str:
    known = {source.code: source for source in ask(queries.sources, view.build)}
    if code in known:
        source = known[code]
        return escape(f"{view.words.of(source, 'publisher')}: {view.words.of(source, 'title')}")
    survey, _, rest = code.partition("/")
    return (
        escape(view.t("survey {survey}, {rest}", survey=survey, rest=rest.replace("/", ", ")))
        if rest
        else escape(code)
    )


def _number(view: View, value: Value, number: float) -> str:
    bare = _bare(view, value, number)
    if value.unit == "share":
        return view.t("{n} in 100", n=bare)
    unit = UNITS.get(value.unit, value.unit)
    return f"{bare} {view.t(unit) if unit in WORDS else unit}"


def _bare(view: View, value: Value, number: float) -> str:
    if value.unit == "share":
        return view.words.number(
            100 * number, 0 if abs(100 * number) >= 10 and float(100 * number).is_integer() else 1
        )
    return view.words.number(number, -3 if number >= 100_000 else -2 if number >= 10_000 else 0)
