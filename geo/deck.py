"""A map ready to be shown: layers, where it looks at, and what its tooltip says."""

import json
import math
from collections.abc import Sequence

from pydeck import Deck, Layer, View, ViewState
from pydeck.bindings.json_tools import default_serialize

Bounds = tuple[float, float, float, float]
MONGOLIA: Bounds = (87.73, 41.58, 119.94, 52.15)
TILE_PX = 512

# A wheel or a finger that scrolls the page must not get stuck in the map.
CONTROLLER = {
    "scrollZoom": False,
    "doubleClickZoom": True,
    "touchZoom": True,
    "touchRotate": False,
    "dragRotate": False,
    "dragPan": True,
    "keyboard": True,
}


class ReadyDeck(Deck):
    """A deck that is written as JSON once, since the page asks for it at every rerun."""

    _text: str | None = None

    def to_json(self) -> str:
        """The deck as compact JSON."""
        if self._text is None:
            self._text = json.dumps(self, sort_keys=True, default=default_serialize, separators=(",", ":"))
        return self._text


def fit(width_px: float, height_px: float, bounds: Bounds = MONGOLIA, padding_px: float = 10) -> ViewState:
    """The view that shows `bounds` (west, south, east, north) whole in a picture of the given size.

    It can be moved by one picture each way and no further, so nobody loses the country.
    """
    west, south, east, north = bounds
    bottom, top = _mercator(south), _mercator(north)
    across = (width_px - 2 * padding_px) / (TILE_PX * (east - west) / 360)
    upright = (height_px - 2 * padding_px) / (TILE_PX * (top - bottom))
    zoom = math.floor(1000 * math.log2(max(min(across, upright), 1e-6))) / 1000
    x, y = (west + east) / 2, (bottom + top) / 2
    world_px = TILE_PX * 2**zoom
    reach_x, reach_y = 360 * width_px / world_px, height_px / world_px
    return ViewState(
        longitude=round(x, 4),
        latitude=round(_latitude(y), 4),
        zoom=zoom,
        min_zoom=round(zoom - 0.5, 3),
        max_zoom=round(zoom + 5, 3),
        max_bounds=[
            [round(x - reach_x, 2), round(_latitude(y - reach_y), 2)],
            [round(x + reach_x, 2), round(_latitude(y + reach_y), 2)],
        ],
    )


def draw(
    layers: Sequence[Layer],
    view: ViewState,
    *,
    tooltip: str | None = None,
    ink: str = "#16232b",
    paper: str = "#ffffff",
    rule: str = "#cfd6da",
) -> ReadyDeck:
    """A deck without base map, so that nothing is fetched.

    `tooltip` is HTML with {field} slots for the texts of a feature; colours are CSS.
    """
    style = {
        "color": ink,
        "backgroundColor": paper,
        "border": f"1px solid {rule}",
        "borderRadius": "6px",
        "boxShadow": "0 2px 8px rgba(0,0,0,.14)",
        "padding": "8px 10px",
        "fontSize": "13px",
        "lineHeight": "1.4",
        "maxWidth": "240px",
        "zIndex": "10",
    }
    return ReadyDeck(
        layers=list(layers),
        views=[View(type="MapView", controller=CONTROLLER)],
        initial_view_state=view,
        map_provider=None,
        tooltip={"html": tooltip, "style": style} if tooltip else False,
    )


def _mercator(latitude: float) -> float:
    """Height on the map as a share of its whole width, from the equator."""
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def _latitude(height: float) -> float:
    return math.degrees(math.atan(math.sinh(height * 2 * math.pi)))
