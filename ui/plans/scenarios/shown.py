"""What the pages of the plan have to offer scenarios: their addresses, and the assumptions that these tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from planning.scenarios.comparison import flattened
from planning.scenarios.pages import PAGES
from ui.plans import assumptions
from ui.plans.capacity import request as capacity
from ui.plans.matching import by_hand
from ui.plans.matching import choice as matching
from ui.plans.readiness import request as readiness
from ui.view import View

Given = Mapping[str, str]


class Shown(NamedTuple):
    """A page by its path: its name in the menu, the parameters it keeps, and what it takes them to assume.

    `tell` gives parameters for assumptions that came without any, as far as it can.
    """

    path: str
    name: str
    parameters: tuple[str, ...]
    read: Callable[[View, Given], dict[str, Any]]
    tell: Callable[[Mapping[str, Any]], dict[str, str]] | None = None


def _matching(view: View, given: Given) -> dict[str, Any]:
    """What the matching page assumes, decisions by hand with their reasons among it."""
    wanted = matching.choice(view, given)
    kept = {
        "max_population_share": wanted.cap,
        "min_placed_share": wanted.placed,
        "min_share_to_losing": wanted.losing,
    }
    said: dict[str, Any] = {
        **json.loads(wanted.standards),
        "survey": {"survey": wanted.survey, "round": wanted.round},
        "room": wanted.room,
        "objective": dict(wanted.weights),
        "second_choice": wanted.second / 100,
        "limits": {name: share / 100 for name, share in kept.items() if share is not None},
        "overrides": [one.override._asdict() for one in by_hand.decisions(wanted.hand)],
    }
    if wanted.from_target and matching.forecast_is_known(view, given):
        return {**said, "target": assumptions.scenario(view, given)}
    return {**said, "people": wanted.movers}


SHOWN: dict[str, Shown] = {
    "target": Shown("target", "Target", assumptions.ADDRESS, assumptions.scenario, assumptions.address_of),
    "capacity": Shown("capacity", "Capacity", capacity.ADDRESS, capacity.scenario),
    "matching": Shown("matching", "Matching", (*matching.ADDRESS, "survey", "round"), _matching),
    "readiness": Shown("readiness", "Readiness", readiness.ADDRESS, readiness.scenario),
}


def address(view: View, page: str, assumed: Mapping[str, Any], given: Given) -> dict[str, str]:
    """The parameters that open a page with exactly these assumptions; {} when its address cannot tell them."""
    shown = SHOWN[page]
    told = {name: value for name, value in given.items() if name in shown.parameters}
    if not told and shown.tell is not None:
        told = shown.tell(assumed)
    if not same(page, shown.read(view, told), assumed):
        return {}
    by = assumed.get("by")
    return told | ({"by": str(by)} if by and "by" in shown.parameters else {})


def same(page: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sets of assumptions of a page are the same, whoever made them."""
    complete = PAGES[page].complete
    return flattened(complete(one)) == flattened(complete(other))


def link(view: View, page: str, told: Given, **more: str) -> str:
    """The address of a page with parameters, in the language and the theme of who looks."""
    own = {"lang": view.language, "theme": view.theme_name}
    return f"{SHOWN[page].path}?{urlencode({**own, **told, **more})}"
