"""What every test may ask for: a built store; and the lines that say what did not run."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql

BROWSER_TESTS = Path(__file__).parent / "browser"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what can be made again in a folder of the session, not in that of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Build the store once for the session and make NUTAG_STORE point to its folder."""
    from etl.build import build

    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NUTAG_STORE", str(folder))
        build(folder)
        yield folder


@pytest.fixture
def store(built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test's own, which NUTAG_STORE names: the session's build in use, and nothing published."""
    root = Path(shutil.copytree(built_store, tmp_path / "store"))
    monkeypatch.setenv("NUTAG_STORE", str(root))
    monkeypatch.delenv("NUTAG_WORKSPACE_URL", raising=False)
    return root


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start PostgreSQL once for the session and give its address."""
    with postgresql.server() as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and run them last: they are slow, and Playwright keeps an event loop."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, above the closing line, which tests did not run and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if not reasons:
        return
    terminalreporter.section("NOT EVERYTHING WAS TESTED", sep="!", red=True, bold=True)
    for reason, tests in reasons.most_common():
        terminalreporter.line(f"{tests} skipped: {reason}", red=True)
