"""Downloads: the same values as the store, safe to open, and a sentence for what cannot be had."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from PIL import Image
from starlette.applications import Starlette

from explore.ranking import ranking
from store import builds
from store.sheets import safe
from ui.exports.files import to_csv, to_xlsx
from ui.exports.tables import TABLES
from ui.routes import MIDDLEWARE, ROUTES
from ui.table import Table
from ui.view import View

GOOD = {
    "indicator": "net_migration_rate",
    "level": "aimag",
    "year": "2025",
    "place": "MN-046",
    "with": "MN-046,MN-1",
}


def get(path: str, accept: str = "*/*", **query: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the app's own routes: status, headers, body."""
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
    sent: list[dict] = []  # type: ignore[type-arg]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:  # type: ignore[type-arg]
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": urlencode(query).encode(),
        "headers": [(b"accept", accept.encode()), (b"host", b"localhost")], "http_version": "1.1", "scheme": "http",
        "server": ("localhost", 80), "client": ("localhost", 1), "root_path": "",
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    start = next(m for m in sent if m["type"] == "http.response.start")
    body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body


OF_SCENARIOS = (
    "scenario",
    "scenarios",
    "decisions",
)  # in tests/pages/test_scenarios.py, where some are saved


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("all", *OF_SCENARIOS)])
def test_every_table_downloads(built_store: Path, name: str, kind: str, language: str) -> None:
    status, headers, body = get(f"/download/{name}.{kind}", lang=language, **GOOD)
    assert status == 200, body[:200]
    assert re.fullmatch(rf'attachment; filename="nutag-[\w.-]+\.{kind}"', headers["content-disposition"])
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        assert body.startswith(b"\xef\xbb\xbf")
        assert len(rows) > 1 and {len(row) for row in rows} == {len(rows[0])}
    else:
        book = load_workbook(io.BytesIO(body))
        assert len(book.sheetnames) == 3
        assert book.worksheets[2].freeze_panes == "A2"
        assert not any(sheet.merged_cells.ranges for sheet in book.worksheets)


def test_the_whole_build_downloads(built_store: Path) -> None:
    status, _, body = get("/download/all.csv", lang="mn")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert status == 200 and len(rows) > 15_000


def test_values_are_those_of_the_store(built_store: Path) -> None:
    found = ranking(builds.current(), "net_migration_rate", "aimag", 2025)
    _, _, body = get("/download/ranking.csv", lang="mn", **GOOD)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]
    assert {row[3]: float(row[2]) for row in rows} == found.values
    _, _, body = get("/download/ranking.xlsx", lang="mn", **GOOD)
    sheet = load_workbook(io.BytesIO(body)).worksheets[2]
    assert {row[3]: row[2] for row in sheet.iter_rows(min_row=2, values_only=True)} == pytest.approx(
        found.values
    )


def test_absent_values_carry_their_mark(built_store: Path) -> None:
    _, _, body = get(
        "/download/ranking.csv", lang="en", indicator="local_services_on_e_mongolia", year="2023"
    )
    text = body.decode("utf-8-sig")
    assert "[x] no data" in text and "[z] not applicable" in text


@given(some.text())
def test_no_text_cell_is_a_formula(text: str) -> None:
    made = safe(text)
    assert isinstance(made, str) and not made.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_formulas_in_cells_stay_texts(built_store: Path) -> None:
    view = View(builds.current(), "en", "light")
    table = Table("t", "=1+1", ("=A", "n"), (("=HYPERLINK(1)", -5.5), ("@x", 2.0)), (None, 1))
    sheet = load_workbook(io.BytesIO(to_xlsx(view, table))).worksheets[2]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row] == ["s", "s", "s", "n", "s", "n"]
    rows = list(csv.reader(io.StringIO(to_csv(table, "b").decode("utf-8-sig"))))
    assert rows[1] == ["'=HYPERLINK(1)", "-5.5", "b"]


@pytest.mark.parametrize(
    ("file", "query", "status"),
    [
        ("nothing.csv", {}, 404), ("ranking.exe", GOOD, 404), ("ranking", GOOD, 404), ("../../etc/passwd.csv", {}, 404),
        ("ranking.csv", {}, 400), ("ranking.csv", {"indicator": "x" * 9999}, 400), ("ranking.csv", GOOD | {"year": "1066"}, 400),
        ("ranking.csv", GOOD | {"level": "bag"}, 400), ("ranking.csv", GOOD | {"year": "²"}, 400), ("profile.csv", {"place": "MN-999"}, 400),
        ("map.png", {}, 400), ("map.svg", GOOD | {"classes": "manual:3,1"}, 400), ("map.svg", GOOD | {"place": "<script>"}, 200),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["mn", "en", "xx"])
def test_what_cannot_be_had_is_said_in_a_sentence(
    built_store: Path, file: str, query: dict[str, str], status: int, language: str
) -> None:
    answer, _, body = get(f"/download/{file}", lang=language, **query)
    assert answer == status
    assert b"Traceback" not in body and b"<script>" not in body


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("theme", ["light", "hall"])
@pytest.mark.parametrize("name", ["map", "tiles"])
@pytest.mark.parametrize("indicator", ["net_migration_rate", "hospital_beds", "local_services_on_e_mongolia"])
def test_pictures_explain_themselves(
    built_store: Path, name: str, theme: str, language: str, indicator: str
) -> None:
    view = View(builds.current(), language, theme)
    status, _, body = get(f"/download/{name}.svg", lang=language, theme=theme, indicator=indicator)
    assert status == 200
    ElementTree.fromstring(body)
    text = body.decode()
    for said in (
        view.words.name(view.indicators[indicator]),
        view.t("Source"),
        view.build,
        "Өмнөговь" if language == "mn" else "Umnugovi",
    ):
        assert said in text


def test_a_png_is_not_blank(built_store: Path) -> None:
    status, _, body = get("/download/map.png", lang="mn", **GOOD)
    assert status == 200
    picture = Image.open(io.BytesIO(body)).convert("RGB")
    assert picture.size == (2400, 1680)
    assert len(set(picture.resize((200, 140)).get_flattened_data())) > 100


def test_an_address_with_a_theme_is_led_to_the_browsers_theme(built_store: Path) -> None:
    status, headers, _ = get("/map", accept="text/html", theme="hall", lang="mn")
    assert status == 302 and headers["location"] == "?theme=hall&lang=mn&embed_options=dark_theme"
    assert get("/map", accept="text/html", theme="hall", embed_options="dark_theme")[0] == 404  # passed on
