"""What the server answers besides pages: downloads, and the theme an address asks for."""

from __future__ import annotations

from threading import BoundedSemaphore
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from store import builds
from ui import exports
from ui.intake import routes as intake
from ui.person import Person
from ui.theme import THEMES
from ui.view import View
from ui.words import LANGUAGES, Words

_BROWSER_THEME = {"hall": "dark_theme", "light": "light_theme"}


# Twenty people who ask for pictures must not hold up those who read pages.
_at_once = BoundedSemaphore(2)


async def download(request: Request) -> Response:
    """A table or picture by name; what cannot be had is answered with one sentence."""
    return await run_in_threadpool(_download, request)


def _download(request: Request) -> Response:
    given = dict(request.query_params)
    language = given.get("lang") if given.get("lang") in LANGUAGES else LANGUAGES[0]
    theme = given.get("theme") if given.get("theme") in THEMES else "light"
    name, _, kind = request.path_params["file"].rpartition(".")
    try:
        view = View(builds.chosen(given.get("build")), str(language), str(theme))
    except builds.StoreError as error:
        return PlainTextResponse(Words(str(language)).told(error), status_code=503)
    try:
        with _at_once:
            stem, content = exports.make(view, name, kind, given)
    except KeyError:
        return PlainTextResponse(view.t("There is nothing to download under this name."), status_code=404)
    except exports.BadRequest as error:
        return PlainTextResponse(str(error), status_code=400)
    headers = {
        "Content-Disposition": f'attachment; filename="nutag-{stem}.{kind}"',
        "Cache-Control": "private, max-age=60",
    }
    return Response(content, media_type=exports.TYPES[kind], headers=headers)


ROUTES: list[BaseRoute] = [Route("/download/{file}", download, methods=["GET"]), *intake.ROUTES]


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


MIDDLEWARE = [Middleware(ThemeInAddress), Middleware(Person)]


def warm_up() -> None:
    """Import what pages need, so that the first visitor does not wait for it."""
    import mapclassify  # noqa: F401
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401

    import survey.questions  # noqa: F401


def _is_page(request: Request) -> bool:
    path = request.url.path.rsplit("/", 1)[-1]
    return "text/html" in request.headers.get("accept", "") and "." not in path
