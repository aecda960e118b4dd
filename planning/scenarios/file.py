"""A scenario as a file: what the command line and another Nutag read.

    {"nutag": "scenario", "page": "target", "name": …, "description": …, "by": …, "build": …, "seed": …,
     "assumptions": {…}, "results": […]}

`assumptions` have the form of the page's own file, which can be read alone as well. `results` tell what they came to
when it was saved, and are never read back: whoever reads the file works them out anew.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.faults import Faults, PlanningError
from planning.scenarios import saved
from planning.scenarios.pages import PAGES
from planning.scenarios.saved import Saved

MARK = "scenario"
KEYS = (
    "nutag", "page", "name", "description", "by", "created", "id", "version", "build", "seed", "assumptions", "address",
    "results",
)  # fmt: skip
LARGEST_BYTES = 2_000_000
TEXTS = {
    "not_json": "The file is not JSON: {said}.",
    "too_large": "The file has {length} bytes, and a scenario at most {most}: choose another.",
    "not_a_scenario": "The file holds no scenario: it needs the objects and names that an exported one has.",
    "file_key": "The file has {key}, which is not known: did you mean {meant}?",
    "no_page_named": 'The file does not say of which page it is: write "page" and one of {known}.',
    "wrong_page": "The file holds a scenario of {page}, not of {asked}.",
    "not_a_text": "{where} must be a text.",
    "no_assumptions": 'The file has no object "assumptions".',
}
ADDRESS_KEY, ADDRESS_VALUE, ADDRESS_MOST = 40, 400, 200


@dataclass(frozen=True)
class Read:
    """What a file says, checked for form: the page checks the assumptions."""

    page: str
    name: str
    description: str
    by: str
    build: str | None
    assumptions: Mapping[str, Any]
    address: Mapping[str, str]


def written(scenario: Saved) -> dict[str, Any]:
    """The content of the file of a scenario."""
    return {
        "nutag": MARK,
        "page": scenario.page,
        "id": scenario.id,
        "version": scenario.version,
        "name": scenario.name,
        "description": scenario.description,
        "by": scenario.author,
        "created": scenario.created,
        "build": scenario.build,
        "seed": scenario.seed,
        "assumptions": dict(scenario.assumptions),
        "address": dict(scenario.address),
        "results": [result.as_json() for result in scenario.results],
    }


def as_text(scenario: Saved) -> str:
    """The file."""
    return json.dumps(written(scenario), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read(text: str) -> Read:
    """A scenario from the text of a file, or from the assumptions of the target alone.

    Raises PlanningError with everything that is wrong with its form.
    """
    faults = Faults(TEXTS)
    length = len(text.encode(errors="replace"))
    if length > LARGEST_BYTES:
        faults.add("too_large", length=length, most=LARGEST_BYTES)
        faults.stop()
    try:
        found = json.loads(text)
        again = json.dumps(found, ensure_ascii=False, allow_nan=False)
        if "\\u0000" in again:
            raise ValueError("\\u0000")
        again.encode()
    except (ValueError, RecursionError) as error:
        faults.add("not_json", said=str(error)[:200])
        faults.stop()
    if not isinstance(found, Mapping):
        faults.add("not_a_scenario")
        faults.stop()
    if not is_file(found):
        return Read(
            "target", str(found.get("name") or ""), str(found.get("description") or ""), str(found.get("by") or ""), None,
            {key: value for key, value in found.items() if key not in ("name", "description")}, {},
        )  # fmt: skip
    return _of(found, faults)


def is_file(found: Mapping[str, Any]) -> bool:
    """Whether this is the file of a scenario, and not the assumptions of a page alone."""
    return "nutag" in found or "assumptions" in found


def opened(found: Any, page: str) -> tuple[Any, str | None]:
    """The assumptions for a page from the content of a file, whole or assumptions alone, and the build it pins.

    Raises PlanningError for the file of another page.
    """
    if not isinstance(found, Mapping) or not is_file(found):
        return found, None
    read = _of(found, Faults(TEXTS), named=False)
    if read.page != page:
        faults = Faults(TEXTS)
        faults.add("wrong_page", page=read.page, asked=page)
        faults.stop()
    return dict(read.assumptions), read.build


def _of(found: Mapping[str, Any], faults: Faults, *, named: bool = True) -> Read:
    known = ", ".join(PAGES)
    for key in found:
        if key not in KEYS:
            faults.add("file_key", key=key, meant=difflib.get_close_matches(str(key), KEYS, 1, 0.0)[0])
    page = found.get("page")
    if page not in PAGES:
        faults.add("no_page_named", known=known)
    for key in ("name", "description", "by", "build"):
        if found.get(key) is not None and not isinstance(found[key], str):
            faults.add("not_a_text", where=key)
    assumptions = found.get("assumptions")
    if not isinstance(assumptions, Mapping):
        faults.add("no_assumptions")
    texts = {key: str(found.get(key) or "") for key in ("name", "description", "by")}
    if named:
        try:
            saved.words(name=texts["name"], description=texts["description"])
        except PlanningError as error:
            faults.found += error.faults
    faults.stop()
    return Read(
        str(page), **texts, build=found.get("build"), assumptions=dict(assumptions or {}), address=_address(found)
    )  # fmt: skip


def _address(found: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as an address can have them; anything else is left out, and the page shows without it."""
    rows = found.get("address")
    if not isinstance(rows, Mapping):
        return {}
    return {
        key: value
        for key, value in list(rows.items())[:ADDRESS_MOST]
        if isinstance(key, str) and key.isidentifier() and len(key) <= ADDRESS_KEY
        and isinstance(value, str) and len(value) <= ADDRESS_VALUE
    }  # fmt: skip
