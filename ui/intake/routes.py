"""What the server answers about drafts besides pages: a file that comes, the report of its findings, templates."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from etl.intake import report, templates
from etl.intake.mapping import TEMPLATE, template
from etl.publishing.figures import empty
from store import builds
from store.writing import StoreError
from ui import person
from ui.exports import TYPES
from ui.intake import cases, how_to
from ui.intake.findings import telling
from ui.intake.receive import upload
from ui.view import View
from ui.words import LANGUAGES


async def of_report(request: Request) -> Response:
    """The findings of a person's own draft as a workbook or a table."""
    return await run_in_threadpool(_report, request)


async def of_template(request: Request) -> Response:
    """An empty table or an example, as a workbook or a table."""
    return await run_in_threadpool(_template, request)


async def of_picture(request: Request) -> Response:
    """A picture of the instructions."""
    file = how_to.PICTURES.get(request.path_params["file"])
    if file is None:
        return PlainTextResponse("", status_code=404)
    return FileResponse(file, headers={"Cache-Control": "public, max-age=3600"})


def _report(request: Request) -> Response:
    view = _view(request)
    identifier, _, kind = request.path_params["file"].rpartition(".")
    who = person.known(request.cookies.get(person.COOKIE))
    case = cases.opened(who, identifier) if who else None
    if case is None or kind not in ("csv", "xlsx"):
        return PlainTextResponse(view.t("There is nothing to download under this name."), status_code=404)
    make = report.to_csv if kind == "csv" else report.to_xlsx
    return _file(make(case.findings, case.staged, telling(view, case)), f"nutag-report-{case.round}", kind)


def _template(request: Request) -> Response:
    view = _view(request)
    name, _, kind = request.path_params["file"].rpartition(".")
    if name not in ("template", "example", "figures") or kind not in ("csv", "xlsx"):
        return PlainTextResponse(view.t("There is nothing to download under this name."), status_code=404)
    if name == "figures":
        heads, rows = empty.table(view.t(empty.HEADING), view.language)
        made = (
            templates.to_csv(heads, rows) if kind == "csv" else empty.to_xlsx(view.t("Figures"), heads, rows)
        )
        return _file(made, "nutag-figures", kind)
    book = template(TEMPLATE)
    heads = templates.columns(book)
    rows = templates.example(book, view.build) if name == "example" else []
    if kind == "csv":
        return _file(templates.to_csv(heads, rows), f"nutag-{name}", kind)
    return _file(templates.to_xlsx(book, heads, rows, view.t, view.language), f"nutag-{name}", kind)


def _view(request: Request) -> View:
    language = request.query_params.get("lang", "")
    try:
        build = builds.current()
    except StoreError:
        build = ""
    return View(build, language if language in LANGUAGES else LANGUAGES[0], "light")


def _file(content: bytes, stem: str, kind: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{stem}.{kind}"',
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=TYPES[kind], headers=headers)


ROUTES: list[BaseRoute] = [
    Route("/receive", upload, methods=["POST"]),
    Route("/report/{file}", of_report, methods=["GET"]),
    Route("/template/{file}", of_template, methods=["GET"]),
    Route("/how-to/{file}", of_picture, methods=["GET"]),
]
