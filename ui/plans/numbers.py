"""A planning number on screen: said in its unit, with its kind, and open to what it rests on at a click."""

from __future__ import annotations

from html import escape

from planning.capacity.services import BY_CODE
from planning.values import Value
from store import queries
from store.queries import Indicator
from ui.ask import ask
from ui.painted import with_unit
from ui.plans import services
from ui.plans.assumptions import LEVER_NAMES
from ui.plans.pillars import PILLARS
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
    "everyone_who_wishes": "Everyone who wishes: a ceiling, not a forecast",
    "everyone_who_plans": "People who plan to move",
    "moved": "Movers at the end of the years assumed",
    "chance": "Chance of reaching the target",
    "room_of_all": "Room of all aimags together",
    "may_be_first": "Aimags that may be first in readiness",
    "places": "Places in readiness it can have",
    "target": "Movers to reach",
    "base_if_all_go": "People to ask, if every one who wishes goes",
    "base_needed": "People to ask, with plans and the assumed rate",
    "of_wishing": "Share of those who wish that would have to move",
    "of_planning": "Share of those who plan that would have to move",
    "jobs_needed": "Jobs that as many people hold",
    "expected": "People who would have moved, years from now",
    "destination": "Share of those who wish, by aimag",
    "capacity": "People it can still take",
    "newcomers": "Newcomers",
    "people": "People who leave",
    "persons_per_household": "People in a household of those who would resettle",
    "second_choice": "Worth of the homeland as second choice",
    "placed": "People who find room",
    "unplaced": "People who fit nowhere",
    "waiting": "People who would rather be here",
    "first_choice": "In their first choice, of all",
    "homeland_share": "In their homeland, of those placed",
    "expected_employed": "Expected employed",
    "employed_per_person": "Employed, of all people",
    "readiness": "Readiness index",
}
# Of a service or a measure, which stands behind the slash of the code.
OF_NAMES = {
    "room": "Room by: {of}",
    "unit_cost": "Cost of one more: {of}",
    "added": "To add: {of}",
    "cost": "Cost: {of}",
    "movers": "More movers: {of}",
    "reach": "Reached: {of}",
    "response": "Would plan because of it, of those reached: {of}",
    "cost_per_move": "Cost of one realised move: {of}",
    "weight": "Weight: {of}",
}
BASES = {
    "moved_to_capital": "of everyone who moved to Ulaanbaatar",
    "wish": "of those who wish",
    "would_resettle": "of those who would resettle in a rural area",
    "plan": "of those who plan",
    "aimags": "of the 21 aimags",
    "reached_without_plan": "of those reached who have no plan",
    "wish_and_would_resettle": "of those who wish and would resettle",
}
PLACE = "place"  # of a ranking, which has only the places it can be
UNITS = {"persons": "people", "points": "points", "jobs": "jobs", "mnt": "₮", "MNT": "₮"}
WORDS = (*KINDS.values(), *NAMES.values(), *OF_NAMES.values(), *BASES.values(), "people", "jobs", "points")


def said(view: View, value: Value) -> str:
    """The number with its unit and, where it is known, its band."""
    if value.estimate is None:
        return view.t("not known")
    if value.unit == PLACE and value.low is not None and value.high is not None:
        ends = [view.words.number(end) for end in dict.fromkeys((value.low, value.high))]
        return "–".join(ends)
    if value.unit == "chance":
        return view.t("{n} in 100", n=chance(view, value.estimate))
    if value.unit == "share" and value.estimate > 1:
        return view.t("even all of them are too few")
    number = _number(view, value, value.estimate)
    if value.low is None or value.high is None or value.low == value.high:
        return number
    return f"{number} ({_bare(view, value, value.low)}–{_bare(view, value, value.high)})"


def name(view: View, value: Value) -> str:
    """What the value is of, and of which place."""
    head, _, rest = value.code.partition("/")
    if head in NAMES:
        said = view.t(NAMES[head])
    elif head in OF_NAMES:
        said = view.t(OF_NAMES[head], of=_of(view, rest.partition("/")[0]))
    elif head in services.OWN_STANDARDS:
        said = services.standard(view, head)
    elif head in services.OWN_NAMES:
        said = services.name(view, head)
    else:
        indicator = view.indicators.get(head)
        said = view.words.name(indicator) if indicator else value.code
    place = view.places.get(value.base or "")
    return f"{said}, {view.words.name(place)}" if place else said


def _of(view: View, code: str) -> str:
    return services.name(view, code) if code in BY_CODE else view.t((LEVER_NAMES | PILLARS)[code])


def opened(view: View, value: Value, *, badge: bool = True) -> str:
    """HTML of the number, which opens to where it comes from; its kind beside it unless there is no room for it."""
    kind = f" {kind_badge(view, value)}" if badge else ""
    return (
        f'<details class="value {escape(value.kind)}"><summary><b>{escape(said(view, value))}</b>{kind}</summary>'
        f"{roots(view, value)}</details>"
    )


def roots(view: View, value: Value) -> str:
    """HTML of what a value is, where it comes from, and what it rests on, to its roots."""
    facts = [base(view, value)] if base(view, value) else []
    if value.year:
        facts.append(str(value.year))
    if value.by:
        facts.append(view.t("assumed by: {name}", name=value.by))
    if value.low is None and value.kind in ("published", "official"):
        facts.append(view.t("its uncertainty is not known"))
    sources = "".join(f"<li>{escape(source(view, code))}</li>" for code in value.sources)
    inputs = "".join(f"<li>{escape(name(view, one))}: {opened(view, one)}</li>" for one in value.inputs)
    head = f"{escape(name(view, value))}" + (f" · {escape(' · '.join(facts))}" if facts else "")
    return (
        f'<div class="roots"><p>{head}</p>{f"<ul>{sources}{inputs}</ul>" if sources or inputs else ""}</div>'
    )


def chance(view: View, share: float) -> str:
    """A chance in 100 draws; never none and never all, which no number of draws can show."""
    percent = 100 * share
    if percent < 1:
        return view.t("below 1")
    if percent > 99:
        return view.t("above 99")
    return view.words.number(percent)


def bare(view: View, value: Value, number: float) -> str:
    """A number in the unit of a value, without saying the unit."""
    return _bare(view, value, number)


def kind_badge(view: View, value: Value) -> str:
    """HTML of the kind of a value alone."""
    return f'<span class="badge {escape(value.kind)}">{escape(view.t(KINDS[value.kind]))}</span>'


def base(view: View, value: Value) -> str:
    """Of whom a share is, or of which places a level; empty where there is nothing to say."""
    return view.t(BASES[value.base]) if value.base in BASES else ""


def unit(view: View, value: Value) -> str:
    """The unit in words; empty for a bare number."""
    if value.unit in ("share", "chance"):
        return view.t("in 100")
    if value.unit == PLACE:
        return ""
    indicator = _indicator(view, value)
    if indicator:
        return view.words.of(indicator, "unit")
    known = UNITS.get(value.unit, value.unit)
    return view.t(known) if known in WORDS else known


def source(view: View, code: str) -> str:
    """A source by its publisher and title, or a question of a survey."""
    known = {one.code: one for one in ask(queries.sources, view.build)}
    if code in known:
        return f"{view.words.of(known[code], 'publisher')}: {view.words.of(known[code], 'title')}"
    survey, _, rest = code.partition("/")
    return view.t("survey {survey}, {rest}", survey=survey, rest=rest.replace("/", ", ")) if rest else code


def _indicator(view: View, value: Value) -> Indicator | None:
    """The indicator that a value has its unit and decimals from: its own, or that of a standard."""
    return view.indicators.get(value.code.partition("/")[0])


def _number(view: View, value: Value, number: float) -> str:
    bare = _bare(view, value, number)
    if value.unit == "share":
        return view.t("{n} in 100", n=bare)
    indicator = _indicator(view, value)
    if indicator:
        return with_unit(view, bare, indicator.unit, view.words.of(indicator, "unit"))
    return f"{bare} {unit(view, value)}".strip()


def _bare(view: View, value: Value, number: float) -> str:
    if value.unit == "share":
        return view.words.number(
            100 * number, 0 if abs(100 * number) >= 10 and float(100 * number).is_integer() else 1
        )
    indicator = _indicator(view, value)
    if indicator:
        return view.value(number, indicator, signed=False)
    if abs(number) < 20 and not float(number).is_integer():
        return view.words.number(number, 2)
    return view.words.number(number, -3 if number >= 100_000 else -2 if number >= 10_000 else 0)
