"""What has been published about the place, as reported."""

from __future__ import annotations

from contextlib import suppress
from html import escape

from store import queries
from store.queries import Fact
from ui import captions
from ui.aimag.card import card
from ui.aimag.subject import Subject
from ui.ask import ask


def section(subject: Subject) -> str:
    """HTML of the card; empty when nothing was published about the place alone."""
    view, t = subject.view, subject.view.t
    found = facts(subject)
    if not found:
        return ""
    items = "".join(f"<li>{_said(subject, fact)}</li>" for fact in found)
    under = captions.caption(
        view, measure=t("Statements about {place}", place=view.words.place(subject.place, "genitive")), year=_years(subject, found),
        sources=[fact.source for fact in found], kinds=["published"], downloads=captions.downloads(view, "facts"),
    )  # fmt: skip
    return card(
        "reported",
        t("Published about this place"),
        t("As reported"),
        f'<ul class="reported">{items}</ul>{under}',
    )


def facts(subject: Subject) -> list[Fact]:
    """The published statements about exactly this place."""
    return [fact for fact in ask(queries.facts, subject.view.build) if fact.place_en == subject.place.name_en]


def _years(subject: Subject, found: list[Fact]) -> str:
    years = sorted({fact.year for fact in found if fact.year})
    if not years:
        return subject.view.words.year(0)
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _said(subject: Subject, fact: Fact) -> str:
    view, words = subject.view, subject.view.words
    sources = {source.code: source for source in ask(queries.sources, view.build)}
    source = sources[fact.source]
    value = (fact.value_mn if view.language == "mn" else fact.value) or ""
    with suppress(ValueError):  # a date, a span of years, or nothing but the statement
        value = words.number(float(fact.value or ""), len((fact.value or "").partition(".")[2]))
    unit = words.of(fact, "unit") if value else ""
    unit = "" if (fact.unit_en or "") in ("text", "date", "month", "year", "years") else unit
    amount = f": <b>{escape(value)}</b>\u00a0{escape(unit)}" if value else ""
    note = words.of(fact, "note")
    year = f", {fact.year}" if fact.year else ""
    return (
        f"{escape(words.of(fact, 'statement').rstrip('.'))}{amount}"
        f"<small>{escape(words.of(source, 'publisher'))}, {escape(words.of(source, 'title'))}{year} · "
        f"{escape(view.t('confidence'))}: {escape(words.of(fact, 'confidence'))}{f'. {escape(note)}' if note else ''}</small>"
    )
