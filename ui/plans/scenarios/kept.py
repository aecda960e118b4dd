"""The scenarios of the workspace for the person of this run, and the data they pin."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from planning.faults import PlanningError
from planning.scenarios import PAGES, Result, Saved, Scenarios
from store import builds
from store.workspace import Workspace
from store.writing import StoreError
from survey.design import SurveyError
from ui import person
from ui.ask import ask
from ui.view import View


@contextlib.contextmanager
def scenarios() -> Iterator[Scenarios]:
    """The scenarios, for as long as the block. Raises WorkspaceError."""
    with Workspace() as workspace:
        yield Scenarios(workspace)


def owner() -> str:
    """Whose browser this is, without its secret; empty when it keeps no cookies."""
    secret = person.here()
    return hashlib.sha256(f"scenario of {secret}".encode()).hexdigest()[:32] if secret else ""


def typed_name() -> str:
    """The name that the person typed last."""
    return str(st.session_state.get("name", ""))


def there(build: str) -> bool:
    """Whether a build is still kept."""
    try:
        return bool(build) and builds.chosen(build) == build
    except StoreError:
        return False


def newer(scenario: Saved) -> str | None:
    """The build in use when it holds other data than the one a scenario pins, or that one is gone."""
    return builds.superseded_by(scenario.build) if there(scenario.build) else builds.current()


def pinned(view: View, scenario: Saved) -> View:
    """The view of the data that a scenario pins; of those in use when they are gone."""
    return View(scenario.build if there(scenario.build) else builds.current(), view.language, view.theme_name)


def worked_out(build: str, scenario: Saved) -> tuple[Result, ...] | None:
    """The results of a scenario on a build; None when it lacks a round or figure that they rest on."""
    written = json.dumps(scenario.assumptions, sort_keys=True)
    return ask(_worked_out, build, scenario.page, written)


def _worked_out(build: str, page: str, written: str) -> tuple[Result, ...] | None:
    assumed: Mapping[str, Any] = json.loads(written)
    try:
        return PAGES[page].results(build, assumed)
    except (PlanningError, SurveyError, StoreError):
        return None
