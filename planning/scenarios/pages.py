"""What each page of the plan has to offer a scenario: its headline numbers, and what to check before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from planning.scenarios import of_capacity, of_matching, of_readiness, of_target
from planning.scenarios.result import Result

Assumptions = Mapping[str, Any]
Bands = dict[float, tuple[float, float]]


class Page(NamedTuple):
    """How a page's assumptions become numbers; every function of a build and assumptions.

    `complete` says what a default could change later. `differences` are draw by draw, None where nothing is drawn.
    """

    complete: Callable[[Assumptions], dict[str, Any]]
    check: Callable[[str, Assumptions], None]
    results: Callable[[str, Assumptions], tuple[Result, ...]]
    differences: Callable[[str, Assumptions, str, Assumptions], dict[str, tuple[float, Bands]]] | None = None


PAGES: dict[str, Page] = {
    "target": Page(of_target.complete, of_target.check, of_target.results, of_target.differences),
    "capacity": Page(of_capacity.complete, of_capacity.check, of_capacity.results),
    "matching": Page(of_matching.complete, of_matching.check, of_matching.results),
    "readiness": Page(of_readiness.complete, of_readiness.check, of_readiness.results),
}
