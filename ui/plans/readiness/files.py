"""What leaves the readiness page: tables and pictures by the parameters of its address."""

from __future__ import annotations

from ui.drawings.sheet import sheet
from ui.plans import country, provenance
from ui.plans.readiness import said, tables
from ui.plans.readiness.shown import Shown, ranking, shown
from ui.plans.readiness.shown import country as painted
from ui.request import Parameters
from ui.surveys.card import HALF
from ui.table import Table
from ui.view import View


def standings_table(view: View, given: Parameters) -> Table:
    """Index, pillars and places by aimag."""
    return tables.whole(shown(view, given))


def left_out_table(view: View, given: Parameters) -> Table:
    """What leaving each indicator out does."""
    return tables.left_out(shown(view, given))


def values_table(view: View, given: Parameters) -> Table:
    """Every number of the page with what it rests on."""
    return tables.values(shown(view, given))


def map_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The map."""
    found = shown(view, given)
    drawing, width, height = country.picture(painted(found))
    return "readiness-map", _sheet(found, drawing, (width, height), (country.credit(view),))


def ranking_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The places that every aimag can have."""
    found = shown(view, given)
    wide = HALF + 120
    drawing, height = ranking(found, wide, given.get("aimag"))
    return "readiness", _sheet(found, drawing, (wide, height))


def _sheet(found: Shown, drawing: str, size: tuple[float, float], more: tuple[str, ...] = ()) -> str:
    view = found.view
    named = provenance.publishers(view, found.found.table.values.values())
    certainty = view.t(
        "places are uncertain by: {what}", what=view.t(said.CERTAINTIES[found.asked.certainty])
    )
    return sheet(
        view, drawing, size, title=tables.title(found), sub=certainty, sentence=f"{said.headline(found)} {said.lead(found)}",
        foot=(*tables.notes(found)[2:], f"{view.t('Source')}: {named}", *more),
    )  # fmt: skip
