"""What is wrong with what was asked, all of it at once: codes with named slots, and English for the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """One thing that does not fit. `text` is English with the names of `slots` in braces."""

    code: str
    text: str
    slots: Mapping[str, object]

    def __str__(self) -> str:
        return self.text.format(**self.slots)


class PlanningError(ValueError):
    """A question that cannot be answered as it was put; `faults` holds every reason."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class Faults:
    """Collects faults, so that a person hears of all of them together."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.found: list[Fault] = []

    def add(self, code: str, **slots: object) -> None:
        """Note a fault by its code."""
        self.found.append(Fault(code, self._texts[code], slots))

    def stop(self) -> None:
        """Raise PlanningError when there is any fault."""
        if self.found:
            raise PlanningError(self.found)


NO_ROUND = {"no_round": "{where} needs a survey and a round, two texts."}


def round_of(found: Any, faults: Faults) -> tuple[str, str] | None:
    """The survey and the round that a file names; what names none is noted as a fault, whose text is NO_ROUND."""
    parts = (found.get("survey"), found.get("round")) if isinstance(found, Mapping) else (None, None)
    if not all(isinstance(part, str) and part for part in parts):
        faults.add("no_round", where="survey")
        return None
    return str(parts[0]), str(parts[1])


NOT_JSON = "{file} is not JSON: {said}"


def content(file: Path) -> Any:
    """What a JSON file holds. Raises PlanningError when it is not JSON."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:  # also of numbers and nesting without end
        raise PlanningError([Fault("not_json", NOT_JSON, {"file": file, "said": error})]) from error
