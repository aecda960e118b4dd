"""What a person wrote for an answer or a place, and how it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["mapping", "code", "text", "label", "synonym", "rule", "place", "missing"]


@dataclass(frozen=True)
class Read:
    """How one written value of a question is understood; `rows` counts the rows that have it.

    `how` is None when it is not: then `suggestions` are codes to ask about, best first. `codes` is empty for
    "no answer", and has several only in a cell with several answers. `within` is the aimag of a soum.
    """

    column: str
    written: str
    rows: int
    codes: tuple[str, ...] = ()
    how: How | None = None
    suggestions: tuple[str, ...] = ()
    within: str | None = None

    @property
    def code(self) -> str | None:
        """The one answer; None for no answer and for what is not understood."""
        return self.codes[0] if self.codes else None
