"""A store of one's own, and drafts of small survey files in it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.intake.jobs.__main__ import main
from store.workspace import Workspace
from tests.etl.intake import clean
from ui import work
from ui.intake import cases
from ui.intake.cases import Case

PERSON = "0" * 32
TEXTS = {
    f"{part}_{tongue}": "Жишээ" for part in ("name", "population", "publisher") for tongue in ("en", "mn")
}
Drafted = Callable[..., Case]


@pytest.fixture
def drafted(store: Path) -> Iterator[Drafted]:
    """Give a maker of drafts: of a table of respondents, or of a file; jobs end with the test."""
    folders = []

    def draft(
        table: pd.DataFrame | None = None,
        file: Path | None = None,
        round_: str = "2025",
        said: dict[str, Any] | None = None,
    ) -> Case:
        folder = store / "staging" / f"{len(folders):032}"
        (folder / "original").mkdir(parents=True)
        folders.append(folder)
        if file is None:
            people = clean.respondents() if table is None else table
            people.to_csv(folder / "original" / "Судалгаа.csv", index=False)
        else:
            shutil.copy(file, folder / "original" / file.name)
        about = {"file_name": "Судалгаа.csv", "file_sha256": "0" * 64, "mapping": said or {"survey": TEXTS}}
        with Workspace() as workspace:
            here = str(folder.relative_to(store))
            made = workspace.drafts.start(cases.author(PERSON), "", round_, folder=here, **about)
        return again(made.id)

    yield draft
    for folder in folders:
        work.stop(folder)


def again(case: Case | str) -> Case:
    """The draft as it stands now."""
    found = cases.opened(PERSON, case if isinstance(case, str) else case.draft.id)
    assert found is not None
    return found


def looked(case: Case, *, sheet: str | None = None) -> Case:
    """The draft after a look at its file, in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(work, "_launch", lambda folder, program: main(folder))
        cases.look(case.draft.id, sheet=sheet)
    return again(case)


def published(case: Case) -> dict[str, Any]:
    """What comes of publishing a draft, in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(work, "_launch", lambda folder, program: main(folder))
        cases.publish(case, "Болд", "анхны")
    return again(case).published


def ended(case: Case, seconds: float = 60) -> Case:
    """The draft when its job in a process of its own has ended."""
    until = time.monotonic() + seconds
    while again(case).under_way:
        assert time.monotonic() < until
        time.sleep(0.05)
    return again(case)
