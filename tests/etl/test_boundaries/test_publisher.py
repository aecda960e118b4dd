"""With no file the boundaries come from their publisher, or one sentence says why not."""

from __future__ import annotations

import json
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

Answers = dict[str, tuple[int, dict[str, str], bytes]]


@pytest.fixture
def publish() -> Iterator[Callable[[Answers], str]]:
    """Serve these answers by path on this machine and return the address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(answers: Answers) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, args=[0.02], daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def record(*resources: tuple[str, str]) -> tuple[int, dict[str, str], bytes]:
    """The CKAN record of a dataset with resources of (format, address)."""
    listed = [{"format": kind, "url": address} for kind, address in resources]
    return 200, {}, json.dumps({"success": True, "result": {"resources": listed}}).encode()


def zipped(folder: Path) -> bytes:
    """The light boundaries as the publisher packs them."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for level in (1, 2):
            archive.write(folder / f"mng_adm{level}_light.geojson", f"mng_admin{level}.geojson")
    return packed.getvalue()


def test_the_published_zip_is_downloaded_through_a_redirect_and_imported(import_files, publish, geo):
    archive = zipped(geo)
    files = publish(
        {"/x/mng_admin_boundaries.geojson.zip": (200, {"Content-Length": str(len(archive))}, archive)}
    )
    catalogue: Answers = {
        "/moved": (302, {"Location": f"{files}/x/mng_admin_boundaries.geojson.zip"}, b""),
    }
    address = publish(catalogue)
    catalogue["/dataset"] = record(
        ("XLSX", f"{address}/no.xlsx"), ("SHP", f"{address}/no.zip"), ("GeoJSON", f"{address}/moved")
    )
    run = import_files("--publisher", f"{address}/dataset")
    assert run.status == 0
    assert run.made.note["units"] == {"aimag": 22, "soum": 339}
    assert f"{len(archive) / 1e6:.1f} of {len(archive) / 1e6:.1f} MB" in "\n".join(run.problems)


def test_no_network_is_one_sentence(import_files):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    run = import_files("--publisher", f"http://127.0.0.1:{port}/dataset")
    assert (run.status, run.made) == (1, None)
    (sentence,) = run.problems
    assert f"127.0.0.1:{port} (no connection: " in sentence and "refused" in sentence
    assert "python -m etl boundaries FILE" in sentence


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((503, {}, b""), "it answered 503 Service Unavailable"),
        ((200, {}, b"<html>Sign in to the hotel network</html>"), "its answer is not that of a CKAN dataset"),
        ((200, {}, b'{"success": false}'), "its answer is not that of a CKAN dataset"),
        (record(("GeoJSON", "file:///etc/passwd")), "not an address of the web: file:///etc/passwd"),
        (
            record(("XLSX", "http://127.0.0.1/no.xlsx")),
            "offers none of GeoJSON, Shapefile, GeoPackage, FileGDB",
        ),
    ],
)
def test_a_publisher_that_answers_otherwise_is_one_sentence(import_files, publish, answer, reason):
    run = import_files("--publisher", publish({"/dataset": answer}) + "/dataset")
    assert (run.status, run.made) == (1, None)
    (sentence,) = run.problems
    assert reason in sentence


def test_a_download_that_breaks_off_is_said(import_files, publish, geo):
    archive = zipped(geo)
    catalogue: Answers = {"/a.zip": (200, {"Content-Length": str(len(archive))}, archive[:5000])}
    address = publish(catalogue)
    catalogue["/dataset"] = record(("GeoJSON", f"{address}/a.zip"))
    run = import_files("--publisher", f"{address}/dataset")
    assert (run.status, run.made) == (1, None)
    assert "a.zip broke off after 5000 of" in run.problems[-1]


def test_an_address_that_is_none(import_files):
    run = import_files("--publisher", "data.humdata.org")
    assert run.status == 1
    assert len(run.problems) == 1 and "not an address of the web" in run.problems[0]
