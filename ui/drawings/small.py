"""One small map per year, on one scale."""

from __future__ import annotations

from html import escape

from explore.ranking import years
from ui.ask import ask
from ui.classes import Classes
from ui.drawings.country import areas, hatching, svg_map
from ui.drawings.legend import legend
from ui.painted import painted
from ui.view import View


def small_maps(view: View, indicator: str, classes: Classes) -> str:
    """HTML of the small maps of all years; each picks its year. The edges are the same in all of them."""
    shared = Classes(classes.method, classes.count, False, classes.edges)
    country = ask(svg_map, view.build, "aimag")
    left, top, width, height = country.view_box
    cells = []
    for year in years(view.indicators[indicator], "aimag"):
        picture = ask(painted, view, indicator, "aimag", year, shared)
        name = f"none-{year}"
        cells.append(
            f'<button type="button" data-set="year={year}" class="small-map" aria-label="{escape(view.words.year(year))}">'
            f"<b>{escape(view.words.year(year))}</b>"
            f'<svg viewBox="{left} {top} {width} {height}" role="img" aria-hidden="true"><defs>{hatching(picture, name)}</defs>'
            f"{areas(picture, stroke=2, pattern=name)}</svg></button>"
        )
    last = ask(painted, view, indicator, "aimag", years(view.indicators[indicator], "aimag")[-1], shared)
    return f'<div class="small-maps">{"".join(cells)}</div>{legend(last, None)}'
