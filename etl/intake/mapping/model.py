"""A mapping: what each column of a person's file is, and what is written in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from etl.intake.staged import Staged

RULES = ("number", "year", "thousandth")
FROM_FILE = "file"


@dataclass(frozen=True)
class Kept:
    """A question that the codebook does not have, kept from the file: `type` is one, many or number."""

    question: str
    type: str
    name_en: str | None = None
    name_mn: str | None = None
    section: str = "other"


@dataclass(frozen=True)
class Mapping:
    """Everything decided about a file; what is not decided here is matched exactly or asked.

    columns   question or role → columns of the file; none: it is not in the file. A many-question has one
              column per answer, or one with all answers written into a cell.
    answers   question → what is written → code of the answer, None: no answer. Of a many-question with one
              column per answer, the column's name → code.
    rules     question → how numbers become its answers: `number` (38 → 35_44), `year` (2012 → 10_19 years
              ago), `thousandth` (tugriks → thousand tugriks).
    places    what is written → code of the place, None: no answer; a soum under the code of its aimag:
              MN-073/Булган.
    keep      column, or the common beginning of several → a question of the person's own.
    drop      columns that are left out.
    private   column that says who somebody is → why it is kept; it is never published.
    weight    `file`, or what `etl.intake.weights` shall calibrate to.
    survey, round   texts of the catalogue, such as name_en or period_mn.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: dict[str, dict[str, str | None]] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    places: dict[str, str | None] = field(default_factory=dict)
    keep: dict[str, Kept] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    private: dict[str, str] = field(default_factory=dict)
    weight: str | dict[str, object] = FROM_FILE
    survey: dict[str, object] = field(default_factory=dict)
    round: dict[str, object] = field(default_factory=dict)

    def column(self, target: str) -> str | None:
        """The one column of a question or role; None when it has none or several."""
        names = self.columns.get(target, ())
        return names[0] if len(names) == 1 else None

    def without_round(self) -> Mapping:
        """The mapping as it is remembered for the next round."""
        return replace(self, round={})

    @property
    def used(self) -> frozenset[str]:
        """All columns that the mapping says something about."""
        mapped = (name for names in self.columns.values() for name in names)
        return frozenset((*mapped, *self.keep, *self.drop, *self.private))

    def with_columns(self, target: str, *names: str) -> Mapping:
        """The mapping with other columns for a question or role."""
        return replace(self, columns={**self.columns, target: names})


def layout(staged: Staged) -> str:
    """A digest of the names of a file's columns: files of one layout can share a mapping."""
    names = "\n".join(sorted(f"{column.name}\t{column.group or ''}" for column in staged.columns))
    return hashlib.sha256(names.encode()).hexdigest()
