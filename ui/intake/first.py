"""Where everything begins: the place for a file, the templates, and what was begun before."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui import address, pick
from ui.intake import cases, drop, how_to
from ui.intake.deciding import told
from ui.view import View

SURVEY = "survey"


def draw(view: View, who: str) -> None:
    """Draw the place where a file is dropped, and the drafts of the person."""
    t = view.t
    if address.given("draft"):
        address.put(draft=None)
        address.notice(
            t("There is no such draft of yours. It was published or removed, or it is somebody else’s.")
        )
    kind = cases.TABLE if address.given("kind") == cases.TABLE else SURVEY
    with st.container(key="card-drop"):
        pick.show(_head(view, kind), key="drop-head")

        def received(identifier: str) -> None:
            with told(view):
                cases.look(identifier)
            address.put(draft=identifier, step=None)

        note = (
            t("CSV or Excel: a row for each aimag, a column for each year; or a row for each aimag and year")
            if kind == cases.TABLE
            else t("CSV, Excel, SPSS, Stata, KoboToolbox, ODK or Parquet, also in ZIP or GZ")
        )
        drop.show(view, f"drop-{kind}", t("Drop the file here, or choose it"), note, received, kind=kind)
        pick.show(_templates(view, kind), key="templates")
    how_to.draw(view)
    drafts = cases.mine(who)
    if drafts:
        with st.container(key="card-drafts"):
            pick.show(_drafts(view, drafts), key="drafts", on_pick=lambda name, value: _open(value))


def _head(view: View, kind: str) -> str:
    t = view.t
    kinds = {SURVEY: t("A survey file"), cases.TABLE: t("A table of figures by aimag")}
    titles = {
        SURVEY: t("Bring a survey file"),
        cases.TABLE: t("Bring a table of figures"),
    }
    leads = {
        SURVEY: t("As it came from the field: the columns are recognised, the file is checked, and nothing is published before you have seen it."),
        cases.TABLE: t("Any indicator by aimag and year, with its unit, its source and its licence; it is then shown as all others are."),
    }  # fmt: skip
    return f'<h1>{escape(titles[kind])}</h1><p class="lead">{escape(leads[kind])}</p>' + pick.segments(
        "kind", t("What you bring"), kinds, kind
    )


def _templates(view: View, kind: str) -> str:
    t = view.t
    query = f"?lang={view.language}"
    links = (
        (
            ("template/figures.xlsx", t("Empty table (XLSX)")),
            ("template/figures.csv", t("Empty table (CSV)")),
        )
        if kind == cases.TABLE
        else (
            ("template/template.xlsx", t("Empty table with codebook (XLSX)")),
            ("template/template.csv", t("Empty table (CSV)")),
            ("template/example.xlsx", t("Example file (XLSX)")),
            ("template/example.csv", t("Example file (CSV)")),
        )
    )
    shown = "".join(f'<a href="{path}{query}" download>{escape(said)}</a>' for path, said in links)
    return f'<div class="downloads">{shown}{how_to.link(view)}</div>'


def _drafts(view: View, drafts: list[cases.Draft]) -> str:
    t = view.t
    rows = "".join(
        f'<li><button type="button" class="link" data-set="draft={draft.id}">{escape(draft.file_name)}</button>'
        f' <span class="sub">{escape(" · ".join(filter(None, (draft.survey, draft.round, draft.changed[:16].replace("T", " ")))))}</span></li>'
        for draft in drafts
    )
    return (
        f'<h2>{escape(t("Your drafts"))}</h2><p class="sub">{escape(t("Only you see them, in this browser."))}</p>'
        f'<ul class="plain">{rows}</ul>'
    )


def _open(identifier: str) -> None:
    address.put(draft=identifier, step=None)
