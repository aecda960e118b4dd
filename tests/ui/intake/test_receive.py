"""Files that come from the browser: kept whole for their author, or refused with one sentence."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn
from starlette.applications import Starlette

from store.workspace import Workspace
from tests.ui.intake.conftest import PERSON, Drafted, again
from ui.intake import how_to, receive
from ui.intake.routes import ROUTES


@dataclass
class Client:
    """A browser with the cookie of a person, as far as these tests need one."""

    port: int
    person: str = PERSON

    def ask(self, path: str, content: bytes | None = None, origin: str = "") -> tuple[int, bytes]:
        """Status and body of what the server answers; with content it is a POST from a page of ours."""
        host = f"localhost:{self.port}"
        headers = {"Origin": origin or f"http://{host}", "Cookie": f"nutag_person={self.person}"}
        channel = http.client.HTTPConnection(host)
        channel.request("GET" if content is None else "POST", path, content, headers)
        answer = channel.getresponse()
        return answer.status, answer.read()

    def send(self, path: str, content: bytes) -> str:
        """The id of the draft that became of it."""
        _, said = self.ask(path, content)
        return str(json.loads(said)["received"])


@pytest.fixture
def client(store: Path) -> Iterator[Client]:
    """Serve the routes on a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), log_level="error", lifespan="off"))
        serving = threading.Thread(target=server.run, args=([listening],))
        serving.start()
        yield Client(listening.getsockname()[1])
        server.should_exit = True
        serving.join()


def test_a_file_is_kept_as_it_came_for_its_author(client: Client, store: Path) -> None:
    case = again(client.send(f"/receive?name={quote('../../Судалгаа 2026.csv')}", b"a,b\n1,2\n"))
    assert case.draft.file_name == "Судалгаа 2026.csv" and case.folder.parent == store / "staging"
    assert (case.folder / "original" / "Судалгаа 2026.csv").read_bytes() == b"a,b\n1,2\n"


def test_a_page_elsewhere_and_a_browser_without_cookies_are_refused(client: Client) -> None:
    assert client.ask("/receive?name=a.csv", b"a", "http://elsewhere.mn")[0] == 403
    assert Client(client.port, "").ask("/receive?name=a.csv", b"a")[0] == 403
    with Workspace() as workspace:
        assert workspace.drafts.listed() == []


def test_a_file_that_is_too_large_is_refused_and_nothing_is_kept(
    client: Client, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "limit", lambda: 10)
    status, said = client.ask("/receive?lang=en&name=a.csv", b"0123456789x")
    assert status == 413 and "larger" in json.loads(said)["refused"]
    assert [*(store / "staging").glob("*")] == []


def test_a_form_belongs_to_a_draft_of_ones_own(client: Client, drafted: Drafted) -> None:
    case = drafted()
    for name in ("old.xlsx", "form.xlsx"):
        assert client.send(f"/receive?form={case.draft.id}&name={name}", b"form") == case.draft.id
    assert [file.name for file in (case.folder / "form").iterdir()] == ["form.xlsx"]
    stranger = Client(client.port, "1" * 32)
    assert stranger.ask(f"/receive?form={case.draft.id}&name=x", b"x")[0] == 404


def test_a_table_becomes_a_draft_of_a_table(client: Client) -> None:
    assert again(client.send("/receive?kind=table&name=a.csv", b"a")).of_table


@pytest.mark.parametrize("language", ["mn", "en"])
def test_the_instructions_have_all_their_pictures(client: Client, language: str) -> None:
    text = (how_to.FOLDER / f"upload.{language}.md").read_text("utf-8")
    named = re.findall(r"\(pictures/([^)]+)\)", text)
    assert sorted(named) == sorted(name for name in how_to.PICTURES if f".{language}." in name)
    assert client.ask(f"/how-to/{named[0]}")[1].startswith(b"\x89PNG")
    assert client.ask("/how-to/..%2F..%2FREADME.md")[0] == 404
