"""Readiness: how ready each aimag is to receive people, by an index whose steps can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from ui import address, captions, pick
from ui.map_page import selected
from ui.plans import country
from ui.plans.pillars import PILLARS as NAMES
from ui.plans.readiness import aimag, controls, said, tables
from ui.plans.readiness.request import ADDRESS
from ui.plans.readiness.shown import Shown, against_migration, ranking, shown
from ui.plans.readiness.shown import country as painted
from ui.plans.scenarios import save
from ui.surveys.card import HALF, svg, width
from ui.table import html as table_html
from ui.view import View

_WIDE = HALF - 60


def draw(view: View) -> None:
    """Draw the page for the settings and the aimag in the address."""
    given = address.kept(ADDRESS)
    found = shown(view, given)
    for sentence in found.asked.wrong:
        address.notice(sentence)
    place = selected(view, "aimag")
    row = next((row for row in found.ordered if row.aimag == place), found.ordered[0])
    if place and place != row.aimag:
        address.notice(country.elsewhere(view, row.aimag))
    pick.show(
        f'<h1>{escape(said.headline(found))}</h1><p class="lead">{escape(said.lead(found))}</p>', key="answer"
    )
    with st.container(key="card-steps"):
        pick.show(controls.steps(found, given), key="steps")
    save.control(view, "readiness", given)
    left, right = st.columns([3, 2], gap="small")
    with left:
        with st.container(key="card-map"):
            _map(found, given, row.aimag)
        with st.container(key="card-migration"):
            pick.show(_migration(found, row.aimag, width(view, HALF)), key="migration")
    with right, st.container(key="card-ranking"):
        pick.show(_ranking(found, given, row.aimag, width(view, _WIDE)), key="ranking")
    # In a hall the ranking alone is as long as what stands beside it.
    with st.container() if view.theme.large else right, st.container(key="card-without"):
        pick.show(_without(found, given), key="without")
    with st.container(key="card-aimag"):
        pick.show(aimag.breakdown(found, row), key="aimag")


def _map(found: Shown, given: Mapping[str, str], here: str) -> None:
    t = found.view.t
    pillars = {pillar: t(name) for pillar, name in NAMES.items() if pillar not in found.found.empty}
    choices = {"certain": t("what is certain of a place"), "index": t("the index"), **pillars}
    pick.show(
        captions.head(
            t("Readiness to receive people, by aimag"),
            t("places from figures and weights that may be otherwise; never one order alone"),
        )
        + f'<div class="controls">{pick.select("ready_map", t("The map shows"), choices, found.of)}</div>',
        key="map-head",
    )
    country.show(
        painted(found), here, name="readiness", said=f"{said.headline(found)} {said.lead(found)}",
        measure=t("readiness index, calculated from the indicators below"),
        values=found.found.table.values.values(), address=given,
    )  # fmt: skip


def _ranking(found: Shown, given: Mapping[str, str], here: str, wide: float) -> str:
    view, t = found.view, found.view.t
    inner, height = ranking(found, wide, here)
    table = table_html(tables.screen(found), view.words.number, here=f"aimag={here}")
    links = captions.downloads(view, "readiness", "readiness", aimag=here, **given)
    more = captions.downloads(view, "readiness_values", said=t("All numbers and what they rest on"), **given)
    return (
        captions.head(
            t("The places each aimag can have"),
            t(
                "bar: places that cannot be ruled out; dot: place by the figures as they are; bars that overlap cannot be told apart"
            ),
        )
        + svg(view, inner, wide, height, tables.title(found))
        + f'<details id="readiness-table"><summary>{escape(t("The same as a table"))}</summary>{table}</details>'
        + f'<div class="caption"><p>{escape(t("A place is ruled out only when others are better, or worse, in at least 97.5 of 100 draws."))}</p><p>{escape(said.drawn(found))}</p>{links}{more}</div>'
    )


def _migration(found: Shown, here: str, wide: float) -> str:
    view, t = found.view, found.view.t
    inner, height = against_migration(found, wide, here)
    return (
        captions.head(
            t("Do people go where the index points?"),
            t("each dot an aimag; net migration is the mean of three years; a click opens it"),
        )
        + f'<p class="sentence">{escape(said.correlation(found))}</p>'
        + svg(view, inner, wide, height, said.correlation(found))
        + f'<div class="caption"><p>{escape(t("People need not go where the index points, and a correlation proves no cause."))}</p></div>'
    )


def _without(found: Shown, given: Mapping[str, str]) -> str:
    view, t, number = found.view, found.view.t, found.view.words.number
    rows = found.found.left_out
    most = max((row.mean_shift for row in rows), default=0.0) or 1.0
    lines = "".join(
        f'<tr><td class="bar">{escape(view.words.name(view.indicators[row.indicator]))}<i style="width:{100 * row.mean_shift / most:.0f}%"></i></td><td class="n">{number(row.mean_shift, 1)}</td>'
        f'<td class="n">{row.largest_shift}</td><td>{escape(view.words.name(view.places[row.aimag]) if row.aimag else "")}</td></tr>'
        for row in rows
    )
    heads = "".join(f"<th{kind}>{escape(head)}</th>" for head, kind in (
        (t("Left out"), ""), (t("Mean shift, places"), ' class="n"'), (t("Largest shift, places"), ' class="n"'), (t("Aimag"), ""),
    ))  # fmt: skip
    return (
        captions.head(t("What the order hangs on"), t("what leaving one indicator out does to the places"))
        + f'<p class="sentence">{escape(said.swing(found))}</p>'
        + f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'
        + captions.downloads(view, "readiness_without", **given)
    )
