"""A table of figures by aimag and year: what they are and whose, what was read, and what is wrong."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui import pick
from ui.intake import about, file, findings, publish
from ui.intake.cases import Case
from ui.table import Table
from ui.table import html as table_html
from ui.view import View

FIRST = 40


def draw(view: View, case: Case) -> None:
    """Draw the file, the form of its indicator and source, and what would be published."""
    if not case.found:
        file.draw(view, case)
        return
    about.draw(view, case)
    file.draw(view, case)
    if about.is_told(case):
        findings.draw(view, case)
    if case.found["count"] and case.found["indicator"].get("name_en"):
        with st.container(key="card-figures"):
            pick.show(_figures(view, case), key="figures")
        publish.form(view, case)


def _figures(view: View, case: Case) -> str:
    """The first figures as a table: aimags by years."""
    t, found = view.t, case.found
    figures = {(place, year): value for place, year, value in found["figures"]}
    years = sorted({year for _, year in figures})
    places = list(dict.fromkeys(place for place, _ in figures))
    decimals = int(found["indicator"].get("decimals") or 0)
    rows = tuple(
        (view.words.name(view.places[place]), *(figures.get((place, year)) for year in years))
        for place in places[:FIRST]
    )
    heads = (t("Aimag"), *map(str, years))
    table = Table("figures", t("Figures"), heads, rows, (None, *[decimals] * len(years)))
    name = str(found["indicator"].get(f"name_{view.language}") or "")
    said = t("{n} figures of {places} aimags, {first}–{last}.", n=view.words.number(found["count"]),
             places=found["places"], first=found["years"][0], last=found["years"][-1])  # fmt: skip
    return (
        f"<h2>{escape(name)}</h2><p class='sentence'>{escape(said)}</p>{table_html(table, view.words.number)}"
    )
