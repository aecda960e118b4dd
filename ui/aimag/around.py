"""Neighbours, and the aimags most like this one with the reason."""

from __future__ import annotations

from html import escape

from explore import regions
from explore.similar import Reason, Similar, similar, years_used
from ui.aimag import saying
from ui.aimag.card import card
from ui.aimag.subject import Subject
from ui.ask import ask


def section(subject: Subject) -> str:
    """HTML of the card."""
    view, t = subject.view, subject.view.t
    level = "region" if subject.is_region else "aimag"
    km = "км" if view.language == "mn" else "km"
    chips = "".join(
        f'<button type="button" data-set="{level}={code}">{escape(subject.name(code))} · {view.words.number(length_km)}\u00a0{km}</button>'
        for code, length_km in ask(regions.neighbours, view.build, subject.code)
    )
    title = t("Neighbouring regions") if subject.is_region else t("Neighbours")
    near = card("near", title, t("with the length of the shared border"), f'<div class="chips">{chips}</div>')
    return near if subject.is_region else near + _likeness(subject)


def _likeness(subject: Subject) -> str:
    view, t = subject.view, subject.view.t
    title = t("Similar aimags, and why")
    if subject.is_capital:
        why = t("The capital is so unlike the 21 aimags that naming a similar one would mislead.")
        return card("alike", title, "", f'<div class="empty"><p>{escape(why)}</p></div>')
    items = "".join(_item(subject, one) for one in ask(similar, view.build, subject.code))
    known = ask(years_used, view.build)
    names = ", ".join(
        f"{view.words.name(subject.indicator(code))} ({view.words.year(year)})"
        for code, year in known.items()
    )
    how = t(
        "Nearest by the mean difference in {n} indicators, each in its latest complete year, measured in standard deviations of the 21 aimags:",
        n=len(known),
    )  # fmt: skip
    notes = (
        f'<details class="notes" id="similar-notes"><summary>{escape(t("How this is measured"))}</summary>'
        f"<p>{escape(how)} {escape(names)}.</p></details>"
    )
    return card(
        "alike",
        title,
        t("the figures in which they are closest: there, and here"),
        f'<ul class="alike">{items}</ul>{notes}',
    )


def _item(subject: Subject, one: Similar) -> str:
    view = subject.view
    apart = view.t(
        "{distance} standard deviations apart on average", distance=view.words.number(one.distance, 2)
    )
    reasons = "".join(f"<li>{escape(_reason(subject, reason))}</li>" for reason in one.reasons)
    return (
        f'<li><button type="button" class="link" data-set="aimag={one.aimag}"><b>{escape(subject.name(one.aimag))}</b></button>'
        f' <span class="sub">{escape(apart)}</span><ul>{reasons}</ul></li>'
    )


def _reason(subject: Subject, reason: Reason) -> str:
    """The name of the variable with the value there and the value here."""
    view, indicator = subject.view, subject.indicator(reason.indicator)
    return view.t(
        "{name}: {there}, here {here}", name=view.words.name(indicator), there=saying.amount_of(view, indicator, reason.there),
        here=view.value(reason.here, indicator),
    )  # fmt: skip
