"""What leaves the capacity page: tables and pictures by the parameters of its address."""

from __future__ import annotations

from ui.drawings.sheet import sheet
from ui.plans import country, provenance
from ui.plans.capacity import said, tables
from ui.plans.capacity.request import stress
from ui.plans.capacity.shown import Shown, ranking, shown
from ui.plans.capacity.shown import country as painted
from ui.plans.capacity.stress_picture import matrix
from ui.plans.capacity.stress_view import demonstration
from ui.request import BadRequest, Parameters
from ui.surveys.card import HALF
from ui.table import Table
from ui.view import View


def rooms_table(view: View, given: Parameters) -> Table:
    """Room by aimag and service."""
    return tables.whole(shown(view, given))


def stress_table(view: View, given: Parameters) -> Table:
    """What newcomers would need, by aimag and service."""
    return tables.stress_table(shown(view, given))


def values_table(view: View, given: Parameters) -> Table:
    """Every number of the page with what it rests on."""
    return tables.values(shown(view, given))


def map_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The map of room."""
    found = shown(view, given)
    drawing, width, height = country.picture(painted(found))
    return "capacity-map", _sheet(found, drawing, (width, height), (country.credit(view),))


def ranking_picture(view: View, given: Parameters) -> tuple[str, str]:
    """All aimags with their bands."""
    found = shown(view, given)
    wide = HALF + 160
    drawing, height = ranking(found, wide, given.get("aimag"))
    return "capacity", _sheet(found, drawing, (wide, height))


def stress_picture(view: View, given: Parameters) -> tuple[str, str]:
    """What newcomers would need. Raises BadRequest for a round that cannot share people out."""
    found = shown(view, given)
    rows = stress(view, found.asked)
    if not rows:
        raise BadRequest(
            view.t(
                "This round does not say where people come from: choose another one, or the registered departures."
            )
        )
    drawing, size = matrix(found, rows)
    named = provenance.publishers(
        view, (*(row.people for row in rows), *(row.people for row in found.capacities))
    )
    return "stress", sheet(
        view, drawing, size, title=view.t("Stress: if so many people came"), sub=view.t("standard: {standard}", standard=said.standard(found)),
        sentence=said.stress_headline(view, found.asked.people, rows),
        foot=(view.t(said.COUNTED), f"{view.t('Source')}: {named}"), badge=demonstration(view, rows),
    )  # fmt: skip


def _sheet(found: Shown, drawing: str, size: tuple[float, float], more: tuple[str, ...] = ()) -> str:
    view = found.view
    foot = (*tables.cautions(view), said.unknown(found), sources(found), *more)
    return sheet(
        view, drawing, size, title=tables.title(found), sub=view.t("more people until a standard breaks; {standard}", standard=said.standard(found)),
        sentence=f"{said.headline(found)} {said.lead(found)}", foot=tuple(line for line in foot if line),
    )  # fmt: skip


def sources(found: Shown) -> str:
    """The publishers behind the figures, in a line."""
    named = provenance.publishers(found.view, (row.people for row in found.capacities))
    return f"{found.view.t('Source')}: {named}"
