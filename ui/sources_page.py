"""Every source, raw file and published statement; and what is missing."""

from __future__ import annotations

from html import escape

import streamlit as st

from store import queries
from ui import address, captions, pick
from ui.ask import ask
from ui.table import Table
from ui.table import html as table_html
from ui.view import View


def draw(view: View) -> None:
    """Draw the page, filtered by what is sought."""
    t = view.t
    find, kind = (
        (address.given("find") or "")[:60],
        address.chosen("kind", ("all", "official", "published"), "all"),
    )
    with st.container(key="card-sources"):
        kinds = pick.segments(
            "kind", t("Kind"), {"all": t("All"), "official": t("Official"), "published": t("Published")}, kind
        )
        search = f'<label class="search"><span class="sr">{escape(t("Find a source"))}</span><input type="search" data-param="find" value="{escape(find)}" placeholder="{escape(t("Find a source"))}…"></label>'
        pick.show(
            f'<h1>{escape(t("Sources"))}</h1><p class="lead">{escape(t("Where every figure and statement was read, with licence, year and how far it can be trusted."))}</p><div class="controls">{kinds}{search}</div>',
            key="sources-head",
        )
        pick.show(ask(_sources, view, find, kind), key="sources-list")
    with st.container(key="card-lists"):
        pick.show(ask(_lists, view), key="lists")


def sources_table(view: View) -> Table:
    """Every source with what a reader must know of it, those with most figures first."""
    t, words = view.t, view.words
    kinds = {"official": t("Official"), "published": t("Published")}
    rows = tuple(
        (
            words.of(s, "publisher"),
            words.of(s, "title"),
            kinds[s.kind],
            words.of(s, "year"),
            words.of(s, "licence"),
            words.of(s, "read_from"),
            words.of(s, "confidence"),
            words.of(s, "note"),
            s.figures,
            s.address or "",
            s.code,
        )
        for s in ask(queries.sources, view.build)
    )
    heads = (
        t("Publisher"),
        t("Title"),
        t("Kind"),
        t("Year"),
        t("Licence"),
        t("How it was read"),
        t("Confidence"),
        t("Note"),
        t("Figures"),
        t("Address"),
        t("Code"),
    )
    return Table("sources", t("Sources"), heads, rows, (*[None] * 8, 0, None, None))


def facts_table(view: View) -> Table:
    """Published statements, as reported."""
    t, words = view.t, view.words
    publisher = {s.code: words.of(s, "publisher") for s in ask(queries.sources, view.build)}
    rows = tuple(
        (
            words.of(f, "topic"),
            words.of(f, "statement"),
            (f.value_mn if view.language == "mn" else f.value) or "",
            words.of(f, "unit"),
            str(f.year or ""),
            publisher[f.source],
            words.of(f, "confidence"),
            words.of(f, "note"),
        )
        for f in ask(queries.facts, view.build)
    )
    heads = (
        t("Topic"),
        t("Statement"),
        t("Value"),
        t("Unit"),
        t("Year"),
        t("Publisher"),
        t("Confidence"),
        t("Note"),
    )
    return Table("facts", t("Published statements, as reported"), heads, rows, (None,) * 8)


def raw_files_table(view: View) -> Table:
    """The raw files of the build with licence and credit."""
    t, mn = view.t, view.language == "mn"
    rows = tuple(
        (title_mn if mn else title, producer_mn if mn else producer, licence, credit, count, file)
        for file, count, title, title_mn, producer, producer_mn, licence, credit in ask(
            queries.raw_files, view.build
        )
    )
    return Table(
        "raw_files",
        t("Raw files"),
        (t("Title"), t("Producer"), t("Licence"), t("Credit"), t("Rows"), t("File")),
        rows,
        (None, None, None, None, 0, None),
    )


def nso_tables_table(view: View) -> Table:
    """Official tables by subject, and whether their values are here."""
    t, mn = view.t, view.language == "mn"
    rows = tuple(
        (theme_mn if mn else theme, title_mn if mn else title, here_mn if mn else here, code)
        for code, theme, theme_mn, title, title_mn, here, here_mn in ask(queries.nso_tables, view.build)
    )
    return Table(
        "nso_tables",
        t("Official tables, and what is missing here"),
        (t("Topic"), t("Title"), t("Values here"), t("Table id")),
        rows,
        (None,) * 4,
    )


def wages_table(view: View) -> Table:
    """National average monthly wage by section of economic activity and year, thousand MNT."""
    t, found = view.t, ask(queries.wages, view.build)
    years = sorted({row[3] for row in found})
    names = {row[0]: row[2] if view.language == "mn" else row[1] for row in found}
    values = {(row[0], row[3]): row[4] for row in found}
    rows = tuple((name, *(values.get((code, year)) for year in years)) for code, name in names.items())
    return Table(
        "wages",
        t("National average monthly wage by sector, thousand MNT"),
        (t("Sector"), *map(str, years)),
        rows,
        (None, *[1] * len(years)),
    )


def _sources(view: View, find: str, kind: str) -> str:
    t, words, sought = view.t, view.words, find.casefold().replace("ё", "е")
    items = []
    for s in ask(queries.sources, view.build):
        text = " ".join(str(value) for value in s if value).casefold().replace("ё", "е")
        if (kind != "all" and s.kind != kind) or sought not in text:
            continue
        lines = [
            (t("Licence"), words.of(s, "licence")),
            (t("How it was read"), words.of(s, "read_from")),
            (t("Confidence"), words.of(s, "confidence")),
            (t("Note"), words.of(s, "note")),
            (t("Title in the original"), s.title_en if view.language == "mn" else ""),
            (t("Address"), s.address or ""),
        ]
        facts = "".join(f"<p>{escape(label)}: {escape(said)}</p>" for label, said in lines if said)
        count = (
            f'<span class="badge">{escape(t("{n} figures", n=words.number(s.figures)))}</span>'
            if s.figures
            else ""
        )
        badge = f'<span class="badge">{escape(captions.kind(view, s.kind))}</span>'
        items.append(
            f'<details id="s-{escape(s.code)}"><summary><b>{escape(words.of(s, "publisher"))}</b>: {escape(words.of(s, "title"))} ({escape(words.of(s, "year"))}) {badge} {count}</summary><div class="caption">{facts}</div></details>'
        )
    shown = "".join(items) or f'<p class="empty">{escape(t("No source holds these words."))}</p>'
    return f'<p class="sub">{escape(t("{n} sources", n=len(items)))}</p><div class="items">{shown}</div>{captions.downloads(view, "sources")}'


def _lists(view: View) -> str:
    t = view.t
    warning = f'<p class="notice">{escape(t("No sample size, method or date was published for the survey behind the 13, 44 and 27 percent. The bases differ: do not multiply them."))}</p>'
    parts = []
    for name, table, note in (
        ("facts", facts_table(view), warning), ("nso_tables", nso_tables_table(view), ""), ("wages", wages_table(view), ""), ("raw_files", raw_files_table(view), ""),
    ):  # fmt: skip
        parts.append(
            f'<details id="list-{name}"><summary>{escape(table.title)} ({len(table.rows)})</summary>{note}{table_html(table, view.words.number)}{captions.downloads(view, name)}</details>'
        )
    return "".join(parts)
