"""Where those who would leave the capital came from, and where they want to: maps, flows, matrix."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from survey.flows import MODES
from ui import address, captions, maps, pick
from ui.ask import ask
from ui.drawings import arrows, share_map
from ui.map_page import selected
from ui.screen import screen
from ui.surveys import beside, flow_tables, marks, share_tables
from ui.surveys.choice import Choice, choose, controls, empty
from ui.surveys.destination_words import about, counted, finding, flow_title, sentence
from ui.surveys.flow_view import CAPS, STARTS, Wish, drawn, matrix
from ui.surveys.shares import CAPITAL, LAYERS, SHOWS, Layer, Shares, Show, shares
from ui.table import html as table_html
from ui.view import View


def draw(view: View) -> None:
    """Draw the page for the survey, round, layer, flows and aimag in the address."""
    choice = choose(view)
    if choice is None:
        pick.show(empty(view), key="empty")
        return
    place = selected(view, "aimag")
    layer: Layer = address.chosen("layer", LAYERS, "origin")  # type: ignore[assignment]
    show: Show = address.chosen("show", SHOWS, "share")  # type: ignore[assignment]
    with st.container(key="card-controls"):
        pick.show(controls(view, choice, *_layers(view, layer, show)), key="controls")
    large = screen() == "phone"
    if ask(shares, view, choice, layer, show) is None:
        pick.show(_not_asked(view), key="no-map")
    else:
        left, right = st.columns([2, 1], gap="small")
        with left, st.container(key="card-map"):
            pick.show(ask(_map, view, choice, layer, show, place, screen() != "desk"), key="map")
        with right, st.container(key="card-table"):
            pick.show(ask(_map_table, view, choice, layer, show, place), key="map-table")
    wish = _wish(view, place)
    with st.container(key="card-flows"):
        if ask(drawn, view, choice, wish) is None:
            pick.show(_not_asked(view), key="no-flows")
            return
        pick.show(ask(_flows, view, choice, wish, place, large), key="flows")
    if ask(matrix, view, choice) is not None:
        with st.container(key="card-matrix"):
            pick.show(ask(_matrix, view, choice, place), key="matrix")


def _map(view: View, choice: Choice, layer: Layer, show: Show, place: str | None, large: bool) -> str:
    picture = ask(shares, view, choice, layer, show)
    assert picture is not None
    width, height = share_map.size(view)
    svg = share_map.country(picture, place, large=large)
    label = escape(f"{share_tables.title(picture)}. {sentence(picture, None)}")
    parts = [
        captions.head(share_tables.title(picture), about(picture), heading="h1"),
        f'<p class="sentence">{escape(sentence(picture, place))}</p>',
        f'<svg class="dots country" viewBox="0 0 {width} {height}" role="group" aria-label="{label}">{svg}</svg>',
        share_map.legend(picture, place),
        share_map.tiles(picture, place),
        beside.caption(
            view, picture.choice, picture.answered, downloads=_files(picture, place),
            notes=(captions.boundary_credit(view, ask(maps.origin, view.build)),),
        ),
    ]  # fmt: skip
    return "".join(parts)


def _map_table(view: View, choice: Choice, layer: Layer, show: Show, place: str | None) -> str:
    picture = ask(shares, view, choice, layer, show)
    assert picture is not None
    twin = table_html(share_tables.screen(picture), view.words.number, here=f"aimag={place}")
    return f"<h3>{escape(view.t('The same as a table'))}</h3>{twin}{marks.legend(view, picture.estimates.values())}"


def _files(picture: Shares, place: str | None) -> str:
    view, t = picture.view, picture.view.t
    chosen: dict[str, Any] = {
        **picture.choice.address,
        "layer": picture.layer,
        "show": picture.show,
        "place": place,
    }
    tiles = captions.downloads(view, None, "destination_tiles", **chosen)
    return (
        captions.downloads(view, "destinations", "destinations", **chosen)
        + f'<details id="tile-files"><summary>{escape(t("The tile map as a picture"))}</summary>{tiles}</details>'
    )


def _layers(view: View, layer: str, show: str) -> tuple[str, ...]:
    t = view.t
    return (
        pick.segments("layer", t("Map"), {"origin": t("By aimag of origin"), "wanted": t("By wanted aimag")}, layer),
        pick.segments("show", t("What is drawn"), {"share": t("Share"), "width": t("Uncertainty")}, show),
    )  # fmt: skip


def _wish(view: View, place: str | None) -> Wish:
    """What of the flows is wanted; modes that name places take the selected aimag, else the first there is."""
    start = address.chosen("flows", STARTS, "capital")
    mode = address.chosen("mode", MODES, "all") if start == "origin" else "all"
    most = int(address.chosen("most", [str(cap) for cap in CAPS], "40"))
    aimags = [p.code for p in view.level("aimag") if p.code != CAPITAL]
    first = place if place in aimags else aimags[0]
    second = ""
    if mode == "between":
        others = [code for code in aimags if code != first]
        second = address.chosen("other", others, others[0])
    named = mode != "all"
    return Wish(start, mode, first if named else "", second, most)  # type: ignore[arg-type]


def _flow_controls(view: View, wish: Wish) -> str:
    t = view.t
    named = {p.code: view.words.name(p) for p in view.level("aimag") if p.code != CAPITAL}
    parts = [
        pick.segments(
            "flows", t("Where flows begin"),
            {"capital": t("From Ulaanbaatar"), "origin": t("From the aimag of origin")}, wish.start,
        )
    ]  # fmt: skip
    if wish.start == "origin":
        modes = {"all": t("All"), "out": t("Out"), "in": t("In"), "between": t("Between two")}
        parts.append(pick.segments("mode", t("Which flows"), modes, wish.mode))
        if wish.mode != "all":
            parts.append(pick.select("aimag", t("Aimag"), named, wish.first))
        if wish.mode == "between":
            others = {code: said for code, said in named.items() if code != wish.first}
            parts.append(pick.select("other", t("and"), others, wish.second))
    caps = {str(cap): str(cap) if cap < CAPS[-1] else t("All") for cap in CAPS}
    parts.append(pick.select("most", t("At most"), caps, str(wish.most)))
    return f'<div class="controls">{"".join(parts)}</div>'


def _flows(view: View, choice: Choice, wish: Wish, place: str | None, large: bool) -> str:
    found = ask(drawn, view, choice, wish)
    assert found is not None
    here = place if place != CAPITAL else None
    svg = arrows.country(view, found.arrows, found.scale, here, within=found.within, large=large)
    width, height = share_map.size(view)
    title = f"{flow_title(view, found)}, {choice.round.code}"
    said = f"{finding(view, found)} {counted(view, found)}"
    notes = (captions.boundary_credit(view, ask(maps.origin, view.build)),)
    files = captions.downloads(
        view, "flows", "flows", **choice.address, flows=found.wish.start, mode=found.wish.mode,
        aimag=found.wish.first or None, other=found.wish.second or None, most=found.wish.most,
    )  # fmt: skip
    return (
        captions.head(
            title, view.t("A wish is not a forecast; width shows the share of those who named an aimag")
        )
        + _flow_controls(view, found.wish)
        + f'<p class="sentence">{escape(finding(view, found))}</p>'
        + f'<svg class="dots country" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}. {escape(said)}">{svg}</svg>'
        + arrows.legend_html(view, found.scale, rings=bool(found.within))
        + f'<p class="sub">{escape(counted(view, found))}</p>'
        + beside.caption(view, choice, found.about, notes=notes, downloads=files)
    )


def _matrix(view: View, choice: Choice, place: str | None) -> str:
    whole = ask(matrix, view, choice)
    assert whole is not None
    t = view.t
    sub = t(
        "Per cent of all who named an aimag, with 95 % intervals; those who want their own aimag are neither in nor out"
    )
    totals = table_html(flow_tables.totals(view, whole), view.words.number, here=f"aimag={place}")
    parts = (
        ("flow-totals", t("Own aimag, out and in, by aimag"), f'<div class="tall" data-scroll>{totals}</div>', "flow_totals", ""),
        ("flow-matrix", t("Matrix: aimag of origin by wanted aimag"), flow_tables.matrix(view, whole, place), "flows", " open"),
    )  # fmt: skip
    folded = "".join(
        f'<details id="{name}"{is_open}><summary>{escape(said)}</summary>{shown}{captions.downloads(view, file, **choice.address)}</details>'
        for name, said, shown, file, is_open in parts
    )
    return (
        captions.head(t("The same flows as tables"), sub)
        + folded
        + marks.legend(view, whole.cells.values())
        + beside.caption(view, choice, whole.about)
    )


def _not_asked(view: View) -> str:
    return (
        f'<div class="empty">{escape(view.t("This round did not ask for it. Choose another round."))}</div>'
    )
