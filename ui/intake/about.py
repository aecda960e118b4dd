"""What the figures of a table are, in which unit, and whose they are under which licence."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import streamlit as st

from store import queries
from ui import pick
from ui.ask import ask
from ui.intake.cases import TABLE, Case
from ui.intake.deciding import decide, look
from ui.view import View

NEW = "-"
TOPICS = {
    "people": "People",
    "migration": "Migration",
    "jobs": "Jobs",
    "services": "Services",
    "digital": "Digital",
}
WORDS = tuple(TOPICS.values())
_INDICATOR = {
    "topic": "jobs",
    "kind": "count",
    "decimals": 0,
    "middle": "none",
    "aggregate": "sum",
    "listed": True,
}
_TEXTS = {"indicator": ("name", "definition"), "source": ("publisher", "title", "licence")}


def is_told(case: Case) -> bool:
    """Whether it was said what the figures are and whose."""
    said = case.mapping[TABLE]
    return bool(said.get("indicator", {}).get("indicator") and said.get("source", {}).get("source"))


def draw(view: View, case: Case) -> None:
    """Draw the choice of indicator and source, and the form for what is new."""
    t = view.t
    with st.container(key="card-about"):
        pick.show(
            f"<h2>{escape(t('What the figures are'))}</h2><div class='controls'>{_choices(view, case)}</div>{_columns(view, case)}",
            key="about",
            on_pick=lambda name, value: _set(view, case, name, value),
        )
        new = {part for part in _TEXTS if _chosen(case, part) == NEW}
        if new:
            _form(view, case, new)


def _chosen(case: Case, part: str) -> str:
    """The code of the indicator or source: known, NEW, or empty before anything was said."""
    said = case.mapping[TABLE].get(part, {})
    return NEW if said.get("new") or "name_en" in said or "title_en" in said else str(said.get(part, ""))


def _choices(view: View, case: Case) -> str:
    t, words = view.t, view.words
    shown = [i for i in view.indicators.values() if i.formula is None and i.listed]
    known = {
        t(topic): {i.code: words.name(i) for i in shown if i.topic == code} for code, topic in TOPICS.items()
    }
    first = {"": t("choose"), NEW: t("A new indicator")}
    indicators: dict[str, Any] = {t("New"): first, **{topic: of for topic, of in known.items() if of}}
    sources = {
        source.code: f"{words.of(source, 'publisher')}: {words.of(source, 'title')}"[:90]
        for source in ask(queries.sources, view.build)
        if source.figures
    }
    parts = [
        pick.select("indicator", t("Indicator"), indicators, _chosen(case, "indicator")),
        pick.select("source", t("Source"), {"": t("choose"), NEW: t("A new source"), **sources}, _chosen(case, "source")),
    ]  # fmt: skip
    if _chosen(case, "indicator") == NEW:
        parts += _new(view, case)
    return "".join(parts)


def _new(view: View, case: Case) -> list[str]:
    """Choices that a new indicator needs."""
    t, said = view.t, {**_INDICATOR, **case.mapping[TABLE].get("indicator", {})}
    units = {i.unit: view.words.of(i, "unit") for i in view.indicators.values()}
    decimals = {str(n): str(n) for n in range(4)}
    return [
        pick.select("of:unit", t("Unit"), {"": t("choose"), **units}, str(said.get("unit", ""))),
        pick.select("of:topic", t("Topic"), {code: t(name) for code, name in TOPICS.items()}, said["topic"]),
        pick.select("of:kind", t("Kind"), {"count": t("Count"), "rate": t("Rate")}, said["kind"]),
        pick.select("of:decimals", t("Decimals"), decimals, str(said["decimals"])),
    ]


def _columns(view: View, case: Case) -> str:
    """Where columns cannot be told, or are told wrong, they are chosen."""
    t = view.t
    chosen = case.mapping[TABLE].get("columns", {})
    labels = {"place": t("Column of the aimags"), "year": t("Column of the years"), "value": t("Column of the figures")}  # fmt: skip
    names = {"": t("as recognised"), **{name: name for name in case.found["columns"]}}
    controls = "".join(
        pick.select(f"columns:{part}", said, names, chosen.get(part, "")) for part, said in labels.items()
    )
    return f'<details id="table-columns"><summary>{escape(t("Columns"))}</summary><div class="controls">{controls}</div></details>'


def _form(view: View, case: Case, new: set[str]) -> None:
    t, table = view.t, case.mapping[TABLE]
    labels = {
        "name_mn": t("Name of the indicator in Mongolian"), "name_en": t("Name of the indicator in English"),
        "definition_mn": t("What it counts, in Mongolian"), "definition_en": t("What it counts, in English"),
        "publisher_mn": t("Who publishes it, in Mongolian"), "publisher_en": t("Who publishes it, in English"),
        "title_mn": t("Title of the source in Mongolian"), "title_en": t("Title of the source in English"),
        "licence_mn": t("Licence, in Mongolian"), "licence_en": t("Licence, in English"),
    }  # fmt: skip
    with st.form("about-texts", border=False):
        left, right = st.columns(2)
        written: dict[str, dict[str, str]] = {}
        for part, names in _TEXTS.items():
            if part in new:
                said = table.get(part, {})
                written[part] = {
                    f"{name}_{tongue}": side.text_input(
                        labels[f"{name}_{tongue}"], said.get(f"{name}_{tongue}", "")
                    ).strip()
                    for name in names
                    for tongue, side in (("mn", left), ("en", right))
                }
        year = left.text_input(t("Year of the source"), table.get("source", {}).get("year_en", "")) if "source" in new else ""  # fmt: skip
        address = right.text_input(t("Address of the source, if it has one"), table.get("source", {}).get("address", "")) if "source" in new else ""  # fmt: skip
        if not st.form_submit_button(t("Keep this")):
            return
        if not all(text for texts in written.values() for text in texts.values()):
            st.error(
                t("Fill in everything: figures without a name, a source and a licence are not published.")
            )
            return
        decide(view, case, table=lambda said: {**said, **_told(said, written, year.strip(), address.strip())})
        look(view, case)
        st.rerun()


def _told(
    table: dict[str, Any], written: dict[str, dict[str, str]], year: str, address: str
) -> dict[str, dict[str, Any]]:
    """Rows of the dictionary from what was written; their codes are made of their English names."""
    said: dict[str, dict[str, Any]] = {}
    if texts := written.get("indicator"):
        before = {name: value for name, value in table.get("indicator", {}).items() if name != "new"}
        code = before.get("indicator") or _code(texts["name_en"])
        said["indicator"] = {**_INDICATOR, **before, **texts, "indicator": code}
    if texts := written.get("source"):
        code = table.get("source", {}).get("source") or _code(f"{texts['title_en']} {year}")
        more = {"address": address} if address else {}
        dated = {"year_en": year, "year_mn": year} if year else {}
        said["source"] = {"source": code, "kind": "official", **texts, **dated, **more}
    return said


def _code(name: str) -> str:
    """Small Latin letters, digits and underscores, beginning with a letter."""
    letters = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:50]
    return letters if re.match(r"[a-z]", letters) else f"x_{letters}"


def _set(view: View, case: Case, name: str, value: str) -> None:
    part, _, of = name.partition(":")

    def said(table: dict[str, Any]) -> dict[str, Any]:
        before = table.get("indicator", {})
        if part == "columns":
            return {**table, part: _with(table.get(part, {}), of, value)}
        if part == "of":
            more = {"aggregate": "sum" if value == "count" else "none"} if of == "kind" else {}
            return {**table, "indicator": {**before, of: int(value) if of == "decimals" else value, **more}}
        if value in ("", NEW):
            return {**table, part: {"new": True} if value else {}}
        if part == "indicator":
            return {**table, part: {part: value, "unit": view.indicators[value].unit}}
        return {**table, part: {part: value}}

    decide(view, case, table=said)


def _with(columns: dict[str, str], part: str, column: str) -> dict[str, str]:
    others = {name: chosen for name, chosen in columns.items() if name != part}
    return {**others, part: column} if column else others
