"""Every listed indicator of the place: latest year, value, national value, rank; absent ones marked."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from store import queries
from store.queries import Indicator, Observation
from ui import captions
from ui.aimag import saying
from ui.aimag.card import caption, card
from ui.aimag.subject import Subject
from ui.ask import ask


def title(subject: Subject) -> str:
    """What the card holds."""
    return subject.view.t("All indicators")


def section(subject: Subject) -> str:
    """HTML of the card: one table per topic."""
    t = subject.view.t
    topics = {
        "people": t("People"), "migration": t("Migration"), "jobs": t("Jobs"), "services": t("Services"), "digital": t("Digital"),
    }  # fmt: skip
    used: list[Observation] = []
    tables = "".join(_table(subject, topic, said, used) for topic, said in topics.items())
    key = (
        f'<p class="sub">{escape(t("[x] no data; [z] not applicable; c: calculated from official figures; p: published figure; unmarked: official figure."))} '
        f"{escape(t('The rank counts from the highest value; = where others share it.'))}</p>"
    )
    body = f'<div class="topics">{tables}</div>{key}' + caption(
        subject, t("All indicators, the latest year of each"), used
    )
    return card("topics", title(subject), t("Latest year of each; a name opens the map"), body)


def _table(subject: Subject, topic: str, said: str, used: list[Observation]) -> str:
    t = subject.view.t
    heads = "".join(
        f'<th scope="col"{mark}>{escape(head)}</th>'
        for head, mark in (
            (said, ' class="topic"'), (t("Year"), ' class="n"'), (t("Value"), ' class="n"'), (t("Country"), ' class="n"'), (t("Rank"), ' class="n"'),
        )
    )  # fmt: skip
    rows = []
    for indicator in subject.view.indicators.values():
        if indicator.topic == topic and indicator.listed:
            figure = subject.figures.latest(indicator.code, subject.code)
            used += [figure] if figure else []
            rows.append(_row(subject, indicator, figure))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(subject: Subject, indicator: Indicator, figure: Observation | None) -> str:
    view, t = subject.view, subject.view.t
    name, unit = view.words.name(indicator), saying.unit_of(view, indicator)
    query = {"indicator": indicator.code, "lang": view.language, "theme": view.theme_name}
    if not subject.is_region:
        query["aimag"] = subject.code
    small = f" <small>{escape(unit)}</small>" if unit else ""
    first = f'<td><a href="map?{urlencode(query)}" target="_self">{escape(name)}</a>{small}</td>'
    if figure is None:
        reason = _reason(subject, indicator.code)
        mark = f'<span class="absent" title="{escape(reason or t("no data"))}">{"[z]" if reason else "[x]"}</span>'
        return f'<tr>{first}<td class="n"></td><td class="n">{mark}</td><td class="n"></td><td class="n"></td></tr>'
    found = subject.standing(indicator.code, figure.year or 0)
    national = "–" if found.national is None else view.value(found.national, indicator)
    year = str(figure.year) if figure.year else "–"
    kinds = {"calculated": t("c"), "published": t("p")}
    kind = (
        f'<sup title="{escape(captions.kind(view, figure.kind))}">{escape(kinds[figure.kind])}</sup>' if figure.kind in kinds else ""
    )  # fmt: skip
    rank = f"{'=' if found.tied else ''}{found.from_highest}/{found.of}"
    return (
        f'<tr>{first}<td class="n">{year}</td><td class="n"><b>{view.value(figure.value, indicator)}</b>{kind}</td>'
        f'<td class="n">{national}</td><td class="n">{rank}</td></tr>'
    )


def _reason(subject: Subject, indicator: str) -> str:
    """Why an indicator has no meaning here; empty where it has."""
    for code, place, english, mongolian in ask(queries.not_applicable, subject.view.build):
        if (code, place) == (indicator, subject.code):
            return mongolian if subject.view.language == "mn" else english
    return ""
