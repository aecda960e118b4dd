"""Every indicator: definition, unit, formula, warnings, and where and when it is known."""

from __future__ import annotations

import re
from functools import cache
from html import escape

import streamlit as st

from explore.ranking import ranking, warnings_for
from store import queries
from store.builds import PROJECT
from store.queries import Indicator
from ui import address, captions, pick, places
from ui.ask import ask
from ui.table import Cell, Table
from ui.table import html as table_html
from ui.view import View

_NAME = re.compile(r"(?:(?:capital|country)\.)?([a-z]\w+)")


def draw(view: View) -> None:
    """Draw the page: the list, the matrix of all indicators, the matrix of one, the glossary."""
    t = view.t
    find = (address.given("find") or "")[:60]
    with_years = [code for code, i in view.indicators.items() if i.aimag_years]
    code = address.chosen(
        "indicator",
        with_years,
        "net_migration_rate",
        wrong=t("There is no indicator {value}.", value="{value}"),
    )
    with st.container(key="card-dictionary"):
        search = f'<label class="search"><span class="sr">{escape(t("Find an indicator"))}</span><input type="search" data-param="find" value="{escape(find)}" placeholder="{escape(t("Find an indicator"))}…"></label>'
        pick.show(
            f'<h1>{escape(t("Dictionary"))}</h1><p class="lead">{escape(t("What each figure means, how it is made, and for which years and units it is known."))}</p>{search}',
            key="dictionary-head",
        )
        pick.show(ask(_items, view, find), key="dictionary-list")
    with st.container(key="card-coverage"):
        pick.show(ask(_matrix, view), key="coverage")
    with st.container(key="card-one"):
        names = {c: view.words.name(view.indicators[c]) for c in with_years}
        pick.show(pick.select("indicator", t("Indicator"), names, code) + ask(_one, view, code), key="one")
    with st.container(key="card-glossary"):
        pick.show(ask(_glossary, view), key="glossary")


def formula_said(view: View, indicator: Indicator) -> str:
    """The formula with the names of the indicators in it."""
    return (
        _NAME.sub(
            lambda m: (
                m[0]
                if m[1] not in view.indicators
                else m[0].replace(m[1], f"«{view.words.name(view.indicators[m[1]])}»")
            ),
            indicator.formula or "",
        )
        .replace("capital.", view.t("capital: "))
        .replace("country.", view.t("country: "))
    )


def dictionary_table(view: View) -> Table:
    """Every indicator with its definition."""
    t, words = view.t, view.words
    rows = tuple(
        (
            words.name(i),
            words.of(i, "definition"),
            words.of(i, "unit"),
            formula_said(view, i),
            _years(view, i),
            i.code,
        )
        for i in view.indicators.values()
    )
    return Table(
        "dictionary",
        t("Dictionary"),
        (t("Indicator"), t("Definition"), t("Unit"), t("Formula"), t("Years"), t("Code")),
        rows,
        (None,) * 6,
    )


def coverage_table(view: View) -> Table:
    """For each indicator and year, how many of the 22 units have a figure."""
    found = {(code, year or 0): n for code, year, n in ask(queries.coverage, view.build)}
    years = sorted({year for _, year in found})
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.words.name(i), *(found.get((code, year), 0) for year in years))
        for code, i in view.indicators.items()
    )
    return Table(
        "coverage",
        view.t("How many of the 22 units have a figure"),
        (view.t("Indicator"), *(view.words.year(y) for y in years)),
        rows,
        (None, *[0] * len(years)),
    )


def _years(view: View, indicator: Indicator) -> str:
    known = [y for y in indicator.aimag_years if y]
    if not known:
        return view.t("undated")
    return f"{known[0]}–{known[-1]}" if len(known) > 1 else str(known[0])


def _items(view: View, find: str) -> str:
    t, words, sought, items = view.t, view.words, find.casefold(), []
    for i in view.indicators.values():
        if sought not in f"{i.name_en} {i.name_mn} {i.definition_en} {i.definition_mn} {i.code}".casefold():
            continue
        lines = [
            (t("Unit"), words.of(i, "unit")),
            (t("Years"), _years(view, i)),
            (t("Formula"), formula_said(view, i)),
            (t("Code"), i.code),
        ]
        facts = "".join(f"<p>{escape(label)}: {escape(said)}</p>" for label, said in lines if said)
        notes = "".join(
            f'<p class="{w.severity}">{escape(words.of(w, "text"))}</p>'
            for w in {w.text_en: w for w in warnings_for(view.build, i.code)}.values()
        )
        link = places.link(view, "map", t("On the map"), indicator=i.code) if i.aimag_years else ""
        items.append(
            f'<details id="i-{i.code}"><summary><b>{escape(words.name(i))}</b></summary><p>{escape(words.of(i, "definition"))}</p><div class="caption">{facts}{notes}</div><div class="chips">{link}</div></details>'
        )
    shown = "".join(items) or f'<p class="empty">{escape(t("No indicator holds these words."))}</p>'
    return f'<p class="sub">{escape(t("{n} indicators", n=len(items)))}</p><div class="items" style="max-height:34rem;overflow-y:auto" data-scroll>{shown}</div>{captions.downloads(view, "dictionary")}'


def _matrix(view: View) -> str:
    table = coverage_table(view)
    head = "".join(
        f"<th{' class=n' if i else ''}>{escape(column)}</th>" for i, column in enumerate(table.columns)
    )
    body = []
    for row in table.rows:
        cells = "".join(
            f'<td class="n {"full" if n == 22 else "part" if n else "none"}">{n or "·"}</td>' for n in row[1:]
        )
        body.append(f"<tr><td>{escape(str(row[0]))}</td>{cells}</tr>")
    legend = view.t("22: every unit. Fewer, hatched: some units. A dot: no data.")
    grid = f'<div class="scroll" style="max-height:36rem;overflow:auto" data-scroll><table class="matrix"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
    return captions.head(table.title, legend) + grid + captions.downloads(view, "coverage")


def _one(view: View, code: str) -> str:
    t, indicator = view.t, view.indicators[code]
    found = {year: ask(ranking, view.build, code, "aimag", year) for year in indicator.aimag_years}
    head = "".join(
        f'<th class="n">{places.link(view, "map", view.words.year(y), indicator=code, year=str(y))}</th>'
        for y in found
    )
    rows = []
    for place in view.level("aimag"):
        marks = (
            "●" if place.code in r.values else "–" if place.code in r.not_applicable else "·"
            for r in found.values()
        )
        cells = "".join(f'<td class="n {"full" if m == "●" else "none"}">{m}</td>' for m in marks)
        rows.append(f"<tr><td>{escape(view.words.name(place))}</td>{cells}</tr>")
    table = f'<div class="scroll"><table class="matrix"><thead><tr><th>{escape(t("Aimag"))}</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    return (
        captions.head(view.words.name(indicator), t("●: a figure. –: not applicable. A dot: no data."))
        + table
        + captions.downloads(view, "observations", indicator=code)
    )


@cache
def terms() -> tuple[tuple[str, str], ...]:
    """Terms of the glossary, English and Mongolian."""
    lines = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [
        tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        for line in lines
        if line.startswith("|")
    ]
    return tuple(
        (row[0], row[1])
        for row in rows
        if len(row) == 2 and not set(row[0]) <= set("-: ") and row[0] != "English"
    )


def _glossary(view: View) -> str:
    first = 1 if view.language == "mn" else 0
    table = Table(
        "glossary",
        view.t("Glossary"),
        (view.t("Term"), view.t("In the other language")),
        tuple(sorted((row[first], row[1 - first]) for row in terms())),
        (None, None),
    )
    return f'<details id="glossary"><summary>{escape(table.title)} ({len(table.rows)})</summary>{table_html(table, view.words.number)}</details>'
