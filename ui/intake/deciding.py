"""Decisions of a person about a draft: kept at once, and whoever decided elsewhere meanwhile is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from store.workspace import Conflict
from store.writing import StoreError
from ui import address
from ui.intake import cases
from ui.intake.cases import Case
from ui.view import View


@contextmanager
def told(view: View) -> Iterator[None]:
    """Say on the page why a decision could not be kept."""
    try:
        yield
    except Conflict:
        address.notice(
            view.t("The draft was changed in another window meanwhile. This is how it stands now.")
        )
    except StoreError as error:
        address.notice(view.words.told(error))


def decide(view: View, case: Case, **values: Any) -> None:
    """Keep a decision, as `cases.decide` does."""
    with told(view):
        cases.decide(case, **values)


def look(view: View, case: Case, *, sheet: str | None = None) -> None:
    """Look at the file anew, with all that was decided."""
    with told(view):
        cases.look(case.draft.id, sheet=sheet)
