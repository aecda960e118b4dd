"""What the target page says in sentences: always what it rests on, never a wish as a forecast."""

from __future__ import annotations

from html import escape

from planning.command import target
from planning.funnel import Target
from planning.funnel.needed import Needed
from ui.drawings import tornado as drawing
from ui.drawings.tornado import Row
from ui.plans import numbers
from ui.plans.assumptions import LEVER_NAMES
from ui.plans.numbers import NAMES
from ui.surveys.card import svg
from ui.view import View

# As the command line says them, but for what a page has to choose by.
CAUTIONS = target.CAUTIONS | {
    "no_base": "No forecast: say how many people could be asked.",
    "no_plan": "No forecast, only the ceiling: how many of those who wish have a plan is not known. Choose a survey, or assume it.",
    "no_conversion": "No forecast, only the ceiling: choose how many plans become moves.",
}
STOPPED = {
    "no_base": "say how many people could be asked",
    "no_plan": "how many plan is not known",
    "no_conversion": "choose how many plans become moves",
    "no_reach": "say how many it reaches: the survey did not ask",
}
COUNTRIES = (
    "Netherlands", "Romania (Transylvania)", "Switzerland", "World (146 countries)", "Sub-Saharan Africa", "Americas",
    "Middle East and North Africa", "World",
)  # fmt: skip
STAGES = (
    "stated intention to emigrate", "emigrated", "intention to move", "moved", "migration plan of any kind", "migrated",
    "wants to leave the country", "left", "wants to stay", "stayed",
    "would like to move permanently to another country (about 630 million)", "would like to move permanently to another country",
    "plans to move within 12 months (about 48 million)", "plans to move within 12 months",
    "is preparing (visa, tickets; about 19 million)", "is preparing",
)  # fmt: skip
REMARKS = ("earlier follow-up of the same research", "panel 2006-2009", "as quoted by a blog")
WORDS = (*CAUTIONS.values(), *STOPPED.values(), *COUNTRIES, *STAGES, *REMARKS)


def cited(view: View, study: str) -> str:
    """The name of a study as it is cited, with the remark beside it in words."""
    name, _, remark = study.rstrip(")").partition(" (")
    return f"{name} ({view.t(remark)})" if remark else name


def headline(view: View, answer: Target) -> str:
    """The answer in a sentence: what the target needs, or what the reader's assumptions come to."""
    t, number = view.t, view.words.number
    found = answer.forecast
    if found and found.years:
        last = found.years[-1]
        low, high = last.bands[0.8]
        return t(
            "Under these assumptions about {median} people would have moved after {years} years (80 of 100 draws: {low} to {high}).",
            median=number(last.median, -2),
            years=last.year,
            low=number(low, -2),
            high=number(high, -2),
        )
    first = answer.needed[0]
    return t(
        "At {wish} in 100 who wish, {people} movers need {base} thousand people to ask, if every one of them goes.",
        wish=number(100 * (answer.stages.wish.value.estimate or 0), 0 if answer.stages.survey is None else 1),
        people=number(first.people),
        base=number((first.base_if_all_go.estimate or 0) / 1000),
    )


def lead(view: View, answer: Target) -> str:
    """What must be said under the answer."""
    found = answer.forecast
    if found and found.years:
        return " ".join(
            (chances(view, answer), view.t("These are your assumptions, not a forecast of the survey."))
        )
    stopped = next((code for code in ("no_base", "no_plan", "no_conversion") if code in answer.cautions), "")
    return " ".join(
        filter(
            None,
            (
                view.t("A wish is not a plan, and a plan is not a move."),
                view.t(CAUTIONS[stopped]) if stopped else "",
            ),
        )
    )


def fan_key(view: View) -> str:
    """How the drawing of the forecast is to be read."""
    return view.t(
        "people who would have moved; bands hold 50, 80 and 95 of 100 draws; the dotted line adds up the largest number of registered departures in a year"
    )


def assumed(view: View, answer: Target) -> str:
    """Who assumed, and what it comes from, in a line under a picture."""
    values = (answer.scenario.base, answer.stages.wish.value, answer.stages.plan and answer.stages.plan.value)
    named = "; ".join(f"{numbers.name(view, v)}: {numbers.said(view, v)}" for v in values if v)
    return view.t(
        "{what}. Assumptions made by: {name}",
        name=(answer.scenario.base and answer.scenario.base.by) or "–",
        what=named,
    )


def chances(view: View, answer: Target) -> str:
    """The chance of each target at the end of the horizon, in words."""
    found = answer.forecast
    if not found or not found.years:
        return ""
    last = found.years[-1]
    said = [
        view.t(
            "The chance of reaching {people} is {chance} in 100.",
            people=view.words.number(people),
            chance=numbers.chance(view, share),
        )
        for people, share in last.chance.items()
    ]
    return " ".join(said)


def needed(view: View, answer: Target, need: Needed) -> str:
    """What a target needs, in words."""
    t, number = view.t, view.words.number
    if need.of_wishing and need.of_wishing.estimate is not None:
        share = need.of_wishing.estimate
        if share > 1:
            return t(
                "Even if every one who wishes went, {people} would not be reached from this base.",
                people=number(need.people),
            )
        return t("{share} in 100 of those who wish would have to move.", share=number(100 * share))
    return t(
        "{base} people would have to be asked, if every one who wishes goes.",
        base=number(need.base_if_all_go.estimate or 0, -3),
    )


def cautions(view: View, answer: Target) -> list[str]:
    """Everything that must stand beside the numbers."""
    return [view.t(CAUTIONS[code]) for code in answer.cautions]


def stopped(view: View, code: str | None) -> str:
    """Why a measure has no figure."""
    return view.t(STOPPED[code]) if code else ""


def tornado(view: View, answer: Target, wide: float) -> str:
    """HTML of the tornado: what each input does to the movers, the widest first; empty without a forecast."""
    if not answer.tornado or not answer.forecast or not answer.forecast.years:
        return ""
    t, number = view.t, view.words.number
    rows = [
        Row(
            bar_name(view, bar.code), bar.low, bar.high, f"{number(bar.low, -2)}–{number(bar.high, -2)}",
            bar.kind == "assumption",
        )
        for bar in answer.tornado
    ]  # fmt: skip
    inner, height = drawing.tornado(view, rows, width=wide)
    title = t("What moves the result most")
    key = t(
        "people who would have moved at the low and the high end of each input, all others in the middle; assumptions in the accent colour"
    )
    return f"<h3>{escape(title)}</h3><p class='sub'>{escape(key)}</p>" + svg(
        view, inner, wide, height, f"{title}. {drawing.described(rows)}"
    )


def bar_name(view: View, code: str) -> str:
    """What an input of the tornado is called."""
    kind, _, lever = code.partition("/")
    if lever:
        return view.t(LEVER_NAMES[lever])
    return view.t("Move, of those who plan") if kind == "plan_to_move" else view.t(NAMES[kind])
