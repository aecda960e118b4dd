"""A scenario as it is kept: what was assumed, on which build, and what came of it; and what is wrong with a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planning.faults import Fault, Faults, PlanningError
from planning.scenarios import result
from planning.scenarios.pages import PAGES
from planning.scenarios.result import Result
from store.workspace import Document

LONGEST = {"name": 120, "description": 5_000, "author": 80, "reason": 2_000}
TEXTS = {
    "no_name": "A scenario needs a name: say in a few words what is assumed.",
    "no_author": "Write your name: the log says who did what.",
    "no_reason": "Write why: a decision without its reason cannot be understood later.",
    "long_name": "The name has {length} characters, and {most} fit: shorten it and put the rest into the description.",
    "long_description": "The description has {length} characters, and {most} fit: shorten it.",
    "long_author": "Your name has {length} characters, and {most} fit: shorten it.",
    "long_reason": "The reason has {length} characters, and {most} fit: shorten it.",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Saved:
    """A scenario in one of its versions; only name, description and `deleted` differ between versions.

    `author` is the name that was typed; `owner` tells the browser it was saved in, "" when that keeps no cookies.
    `address` are the parameters that open it on its page, `written` its results as they are kept. `deleted` says by whom, when and why, None while it stands.
    """

    id: str
    version: int
    name: str
    description: str
    author: str
    owner: str
    created: str
    changed_by: str
    changed: str
    page: str
    address: Mapping[str, str]
    assumptions: Mapping[str, Any]
    build: str
    written: Mapping[str, Any]
    copy_of: str | None = None
    deleted: Mapping[str, str] | None = None

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """What came of it when it was saved."""
        return result.read(self.written)

    @cached_property
    def first(self) -> Result | None:
        """The first of its results, which is its answer in a line, without what it rests on."""
        return next(iter(result.read(self.written, 1, roots=False)), None)

    @property
    def demonstration(self) -> bool:
        """Whether any of its numbers rests on made-up respondents."""
        return result.made_up(self.written)

    @property
    def seed(self) -> int | None:
        """The seed of its draws; None where nothing is drawn."""
        seed = self.assumptions.get("seed")
        return seed if isinstance(seed, int) else None


def new(
    page: str, build: str, assumptions: Mapping[str, Any], *, name: str, description: str, author: str,
    owner: str, address: Mapping[str, str], copy_of: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The content of a scenario that is to be kept, its results worked out now.

    Raises PlanningError with everything that is wrong with words and assumptions.
    """
    faults: list[Fault] = []
    results: tuple[Result, ...] = ()
    assumed = PAGES[page].complete({**assumptions, "by": assumptions.get("by") or author})
    try:
        words(name=name, description=description, author=author)
    except PlanningError as error:
        faults += error.faults
    try:
        results = PAGES[page].results(build, assumed)
    except PlanningError as error:
        faults += error.faults
    if faults:
        raise PlanningError(faults)
    return {
        "page": page,
        "build": build,
        "assumptions": assumed,
        **result.written(results),
        "address": dict(address),
        "description": clean(description, lines=True),
        "owner": owner,
        "copy_of": copy_of,
        "deleted": None,
    }


def words(**given: str) -> None:
    """Check what a person typed: name, description, author, reason. Raises PlanningError with all that is wrong."""
    faults = Faults(TEXTS)
    for field, text in given.items():
        length = len(clean(text, lines=True))
        if not length and field != "description":
            faults.add(f"no_{field}")
        if length > LONGEST[field]:
            faults.add(f"long_{field}", length=length, most=LONGEST[field])
    faults.stop()


def clean(text: str, *, lines: bool = False) -> str:
    """What was typed without control characters and spaces around; in one line unless `lines` stay."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if lines else _SPACE.sub(" ", text)


def of(document: Document) -> Saved:
    """The scenario that a document of the workspace holds."""
    held = document.content
    return Saved(
        id=document.id,
        version=document.version,
        name=document.title,
        author=document.author,
        created=document.created,
        changed_by=document.changed_by,
        changed=document.changed,
        description=held["description"],
        owner=held["owner"],
        page=held["page"],
        address=held["address"],
        assumptions=held["assumptions"],
        build=held["build"],
        written={name: held[name] for name in ("values", "results")},
        copy_of=held["copy_of"],
        deleted=held["deleted"],
    )
