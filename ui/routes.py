"""What the server answers besides pages: downloads, and the theme an address asks for."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

ROUTES: list[BaseRoute] = []
_BROWSER_THEME = {"hall": "dark_theme", "light": "light_theme"}


class ThemeInAddress:
    """Turns `theme=` in an address into what Streamlit's browser code understands, before the page loads."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect a visit whose address names a theme; pass on everything else."""
        if scope["type"] == "http" and scope["method"] == "GET":
            request = Request(scope)
            drawn = _BROWSER_THEME.get(request.query_params.get("theme", ""))
            if drawn and request.query_params.get("embed_options") != drawn and _is_page(request):
                query = [(k, v) for k, v in request.query_params.multi_items() if k != "embed_options"]
                target = "?" + urlencode([*query, ("embed_options", drawn)])
                await RedirectResponse(target, status_code=302)(scope, receive, send)
                return
        await self.app(scope, receive, send)


MIDDLEWARE = [Middleware(ThemeInAddress)]


def warm_up() -> None:
    """Import what pages need, so that the first visitor does not wait for it."""
    import geo.deck
    import mapclassify  # noqa: F401
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401


def _is_page(request: Request) -> bool:
    path = request.url.path.rsplit("/", 1)[-1]
    return "text/html" in request.headers.get("accept", "") and "." not in path
