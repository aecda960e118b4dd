"""What leaves the screen: tables as CSV and XLSX, pictures as SVG and PNG, by name and parameters."""

from __future__ import annotations

from collections.abc import Callable

from ui import classes
from ui.classes import Classes
from ui.drawings.poster import map_poster, tile_poster
from ui.exports.files import to_csv, to_xlsx
from ui.exports.tables import TABLES, BadRequest, Parameters, ranked
from ui.painted import painted
from ui.plans import downloads as plans
from ui.surveys import downloads as survey
from ui.view import View

IMAGES: dict[str, Callable[..., str]] = {"map": map_poster, "tiles": tile_poster}
_WHOLE = survey.IMAGES | plans.IMAGES
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def make(view: View, name: str, kind: str, given: Parameters) -> tuple[str, bytes]:
    """The file name (ASCII, without ending) and the content of a download.

    Raises KeyError for a name or kind that is not offered, and BadRequest for parameters that fit nothing.
    """
    if kind in ("csv", "xlsx"):
        table = TABLES[name](view, given)
        return table.name, to_csv(table, view.build) if kind == "csv" else to_xlsx(view, table)
    if kind == "json":
        return plans.FILES[name](view, given)
    if kind not in ("svg", "png"):
        raise KeyError(kind)
    if name in _WHOLE:
        stem, svg = _WHOLE[name](view, given)
        return stem, svg.encode() if kind == "svg" else png(svg)
    draw = IMAGES[name]
    code, level, year = ranked(view, given)
    picture = painted(view, code, level, year, _classes(view, given))
    place = given.get("place") if given.get("place") in view.places else None
    svg = draw(picture, place)
    return f"{name}-{code}-{level}-{year or 'undated'}", svg.encode() if kind == "svg" else png(svg)


def png(svg: str) -> bytes:
    """The picture as PNG, drawn without a browser."""
    import vl_convert  # 0.3 s and 60 MB that only those who ask for a picture need

    return bytes(vl_convert.svg_to_png(svg, scale=1.5))


def _classes(view: View, given: Parameters) -> Classes:
    code = given.get("classes", classes.DEFAULT)
    try:
        return classes.parse(code)
    except ValueError as error:
        raise BadRequest(view.t("There are no classes {value}.", value=code[:60])) from error


__all__ = ["IMAGES", "TABLES", "TYPES", "BadRequest", "make", "png"]
