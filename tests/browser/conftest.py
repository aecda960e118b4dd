"""The real app in a real Chromium: server, browser, and visits that note every address asked for."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No name but localhost leads anywhere, so a page that needs the network fails here too.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

SYSTEM_BROWSERS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
]

# Connected, no run under way, and so for some milliseconds: a click starts its run a moment later.
IDLE = """quiet => {
  const app = document.querySelector('[data-testid="stApp"]');
  const idle = app?.dataset.testConnectionState === "CONNECTED"
    && app.dataset.testScriptState === "notRunning"
    && !app.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"]');
  if (!idle) { window.idleSince = undefined; return false; }
  window.idleSince ??= performance.now();
  return performance.now() - window.idleSince >= quiet;
}"""


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Run Playwright for the session."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium_path(playwright: Playwright) -> str:
    """Find a Chromium that starts: the system's, else Playwright's own, else one installed now."""
    tried = []
    for path in chromium_candidates(playwright):
        try:
            start_chromium(playwright, path).close()
        except Error as fault:
            tried.append(f"{path}: {fault.message.strip().splitlines()[0]}")
        else:
            return path
    reason = (
        "no Chromium for the browser tests. Install chromium or google-chrome, "
        "or fetch one with `python -m playwright install chromium`. "
        f"Tried: {'; '.join(tried) or 'nothing was there'}"
    )
    if os.environ.get("NUTAG_REQUIRE_BROWSER") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def chromium_candidates(playwright: Playwright) -> Iterator[str]:
    """Yield the executables to try, the cheapest first, installing one only when those before it failed."""
    yield from filter(None, map(shutil.which, SYSTEM_BROWSERS))
    own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own
    if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-q", *command], env=environment, check=False)
        yield from filter(None, [shutil.which("chromium")])
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        if Path(own).exists():
            yield own


def start_chromium(playwright: Playwright, path: str) -> Browser:
    """Start the executable as every browser test needs it: offline, maps drawn without a graphics card."""
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS, timeout=60_000)


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """Keep one browser for the session; each visit has a context of its own."""
    with start_chromium(playwright, chromium_path) as running:
        yield running


@pytest.fixture(scope="session")
def server(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the real app on a free port over the session's store and give its address."""
    with serving(built_store, tmp_path_factory.mktemp("server")) as address:
        yield address


@contextlib.contextmanager
def serving(store: Path, folder: Path) -> Iterator[str]:
    """Serve the real app on a free port over a store, its log in a folder; gives its address."""
    log = folder / "streamlit.log"
    port = free_port()
    address = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {"NUTAG_STORE": str(store), "PYTHONUTF8": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=output)
        try:
            wait_until_ready(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    """Wait until the server answers and has run the app once; fail with its log when it does not."""
    deadline = time.monotonic() + seconds
    waiting = ["/_stcore/health", "/_stcore/script-health-check"]
    answer = "no answer"
    while waiting and process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address + waiting[0], timeout=seconds):
                waiting.pop(0)
        except (urllib.error.URLError, ConnectionError, TimeoutError) as fault:
            answer = str(fault)
            time.sleep(0.1)
    if waiting:
        pytest.fail(f"The app is not ready: {waiting[0]}: {answer}\n{log.read_text('utf-8')[-5000:]}")


@dataclass
class Visit:
    """One person's page on the running app, with every address that it asked for and every script fault."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", lambda channel: self.requests.append(channel.url))
        self.page.on("pageerror", lambda fault: self.faults.append(fault.message))

    def open(self, path: str = "/") -> Page:
        """Go to a path of the app, wait until it is drawn, and give the page."""
        self.page.goto(self.address + path)
        return self.settle()

    def settle(self, quiet_ms: int = 400, timeout_ms: int = 30_000) -> Page:
        """Wait until Streamlit has been idle for `quiet_ms` milliseconds, and give the page."""
        self.page.evaluate("window.idleSince = undefined")
        self.page.wait_for_function(IDLE, arg=quiet_ms, timeout=timeout_ms)
        return self.page

    @property
    def off_host(self) -> list[str]:
        """The addresses asked for that are not the app's own."""
        own = urlsplit(self.address).netloc
        asked = [urlsplit(url) for url in self.requests]
        return [url.geturl() for url in asked if url.scheme not in ("data", "blob") and url.netloc != own]


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """Begin visits: `visit()` at desk size, `visit(width=360)`, any option of a browser context."""
    contexts = []

    def begin(width: int = 1440, height: int = 900, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return Visit(context.new_page(), server)

    yield begin
    for context in contexts:
        context.close()
