"""Destinations and flows as files: tables and pictures by the parameters of a page's address."""

from __future__ import annotations

from collections.abc import Sequence

from survey.flows import MODES, Flows
from ui import captions, maps
from ui.ask import ask
from ui.drawings import arrows, share_map
from ui.request import BadRequest, Parameters
from ui.surveys import flow_tables, share_tables
from ui.surveys.choice import requested
from ui.surveys.destination_words import about, counted, finding, flow_title, sentence
from ui.surveys.flow_view import CAPS, STARTS, Wish, drawn, matrix
from ui.surveys.poster import poster
from ui.surveys.shares import CAPITAL, LAYERS, SHOWS, Shares, shares
from ui.table import Table
from ui.view import View


def share_table(view: View, given: Parameters) -> Table:
    """The shares of a layer."""
    return share_tables.whole(_shares(view, given))


def flow_table(view: View, given: Parameters) -> Table:
    """Every flow of a round."""
    return flow_tables.cells_table(view, requested(view, given), _matrix(view, given))


def flow_totals_table(view: View, given: Parameters) -> Table:
    """Within, out and in, by aimag."""
    return flow_tables.totals_table(view, requested(view, given), _matrix(view, given))


def share_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The map of a layer with its legend."""
    picture, place = _shares(view, given), given.get("place")
    width, height = share_map.size(view)
    legend, more = share_map.legend_picture(picture, height + 14)
    credit = captions.boundary_credit(view, ask(maps.origin, view.build))
    drawing = share_map.country(picture, place) + legend
    svg = _poster(picture, drawing, (width, height + 14 + more), place, (credit,))
    return f"destinations-{picture.layer}-{picture.show}-{picture.choice.round.code}", svg


def tile_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The tile grid of a layer with its legend."""
    picture, place = _shares(view, given), given.get("place")
    width, height = share_map.TILE_SIZE
    legend, more = share_map.legend_picture(picture, height + 14, name="tile")
    drawing = share_map.tile_picture(picture, place) + legend
    svg = _poster(picture, drawing, (width, height + 14 + more), place)
    return f"tiles-{picture.layer}-{picture.show}-{picture.choice.round.code}", svg


def flow_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The arrows of a mode with their legend and what is left out."""
    choice, wish = requested(view, given), _wish(view, given)
    found = ask(drawn, view, choice, wish)
    if found is None:
        raise BadRequest(view.t("This round did not ask for it. Choose another round."))
    width, height = share_map.size(view)
    drawing = arrows.country(view, found.arrows, found.scale, wish.first or None, within=found.within)
    drawing += arrows.legend_picture(view, found.scale, height + 10, rings=bool(found.within))
    svg = poster(
        view, choice, drawing, (width, height + 60), found.about, title=f"{flow_title(view, found)}, {choice.round.code}",
        sub=view.t("A wish is not a forecast; width shows the share of those who named an aimag"),
        sentence=finding(view, found), notes=(counted(view, found), captions.boundary_credit(view, ask(maps.origin, view.build))),
    )  # fmt: skip
    return f"flows-{wish.start}-{wish.mode}-{choice.round.code}", svg


def _poster(
    picture: Shares, drawing: str, size: tuple[float, float], place: str | None, notes: tuple[str, ...] = ()
) -> str:
    return poster(
        picture.view, picture.choice, drawing, size, picture.answered, title=share_tables.title(picture),
        sub=about(picture), sentence=sentence(picture, place), notes=notes,
    )  # fmt: skip


def _shares(view: View, given: Parameters) -> Shares:
    layer, show = _one_of(view, given, "layer", LAYERS), _one_of(view, given, "show", SHOWS)
    found = ask(shares, view, requested(view, given), layer, show)  # type: ignore[arg-type]
    if found is None:
        raise BadRequest(view.t("This round did not ask for it. Choose another round."))
    return found


def _matrix(view: View, given: Parameters) -> Flows:
    found = ask(matrix, view, requested(view, given))
    if found is None:
        raise BadRequest(view.t("This round did not ask for it. Choose another round."))
    return found


def _wish(view: View, given: Parameters) -> Wish:
    aimags = [place.code for place in view.level("aimag") if place.code != CAPITAL]
    start, mode = _one_of(view, given, "flows", STARTS), _one_of(view, given, "mode", MODES)
    first = _one_of(view, given, "aimag", aimags) if mode != "all" else ""
    second = (
        _one_of(view, given, "other", [code for code in aimags if code != first]) if mode == "between" else ""
    )
    most = int(_one_of(view, given, "most", [str(cap) for cap in CAPS[-2::-1] + CAPS[-1:]]))
    return Wish(start, mode if start == "origin" else "all", first, second, most)  # type: ignore[arg-type]


def _one_of(view: View, given: Parameters, name: str, allowed: Sequence[str]) -> str:
    """What the address says of a parameter; the first allowed one when it says nothing."""
    value = given.get(name, allowed[0])
    if value not in allowed:
        raise BadRequest(view.t("There is no choice {value} for {name}.", value=value[:60], name=name))
    return value
