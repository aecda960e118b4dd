"""Capacity and stress: how many more people each aimag can take, and what newcomers would need."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from ui import address, captions, pick
from ui.map_page import selected
from ui.plans import country, services
from ui.plans.capacity import aimag, controls, said, stress_view, tables
from ui.plans.capacity.request import ADDRESS
from ui.plans.capacity.shown import Shown, opened, ranking, shown
from ui.plans.capacity.shown import country as painted
from ui.plans.scenarios import save
from ui.surveys.card import HALF, svg, width
from ui.table import html as table_html
from ui.view import View

_WIDE = HALF - 60


def draw(view: View) -> None:
    """Draw the page for the standards, people and aimag in the address."""
    given = address.kept(ADDRESS)
    found = shown(view, given)
    for sentence in found.asked.wrong:
        address.notice(sentence)
    place = selected(view, "aimag")
    known = [row.aimag for row in found.ordered]
    here = place if place in known else known[0]
    if place and place != here:
        address.notice(country.elsewhere(view, here))
    row = next(row for row in found.capacities if row.aimag == here)
    pick.show(
        f'<h1>{escape(said.headline(found))}</h1><p class="lead">{escape(said.lead(found))}</p>', key="answer"
    )
    with st.container(key="card-standards"):
        pick.show(controls.standards(found, given), key="standards-head")
    save.control(view, "capacity", given)
    left, right = st.columns([3, 2], gap="small")
    with left, st.container(key="card-map"):
        _map(found, given, here)
    with right, st.container(key="card-ranking"):
        pick.show(_ranking(found, given, here, width(view, _WIDE)), key="ranking")
    # In a hall the ranking is as long as map and aimag together.
    with left if view.theme.large else st.container(), st.container(key="card-aimag"):
        pick.show(aimag.breakdown(found, row, given, stress_view.missing(found, here)), key="aimag")
    with st.container(key="card-stress"):
        pick.show(
            stress_view.view_of(found, given, here)
            + captions.downloads(view, "capacity_stress", "capacity_stress", **given)
            + captions.downloads(
                view, "capacity_values", said=view.t("All numbers and what they rest on"), **given
            ),
            key="stress",
        )


def _map(found: Shown, given: Mapping[str, str], here: str) -> None:
    view, t = found.view, found.view.t
    known = found.capacities[0].rooms
    choices = {"": t("all services: the least room"), **{code: services.name(view, code) for code in known}}
    ways = {"share": t("Per 100 inhabitants"), "people": t("People, with the band")}
    pick.show(
        captions.head(tables.title(found), t("more people until a standard breaks"))
        + f'<div class="controls">{pick.select("room_of", t("Room by"), choices, found.of)}{pick.segments("room_map", t("The map shows"), ways, found.how)}</div>',
        key="map-head",
    )
    country.show(
        painted(found), here, name="capacity", said=f"{said.headline(found)} {said.lead(found)}",
        measure=t("room: people who can come before a standard breaks"),
        values=(row.people for row in found.capacities), address=given,
        lines=(line for line in (said.unknown(found),) if line),
    )  # fmt: skip


def _ranking(found: Shown, given: Mapping[str, str], here: str, wide: float) -> str:
    view, t = found.view, found.view.t
    inner, height = ranking(found, wide, here)
    table = tables.screen(found)
    lines = "".join(f"<p>{escape(line)}</p>" for line in tables.cautions(view))
    return (
        captions.head(
            t("Every aimag with its band"), t("dot: room in people; bar: its band; a click opens an aimag")
        )
        + f'<table class="values"><tbody><tr><td>{escape(t("All aimags together"))}</td><td>{opened(view, tables.in_all(found))}</td></tr></tbody></table>'
        + svg(view, inner, wide, height, tables.title(found))
        + f'<details id="capacity-table"><summary>{escape(t("The same as a table"))}</summary>{table_html(table, view.words.number, here=f"aimag={here}")}</details>'
        + f'<div class="caption">{lines}{captions.downloads(view, "capacity", "capacity", aimag=here, **given)}</div>'
    )
