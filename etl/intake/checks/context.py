"""What is known besides the file: the survey's codebook, its previous round, what was published before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from etl.intake.mapping.codebook import Codebook
from survey.calibration import Margin

REQUIRED = frozenset({"origin_aimag", "wish"})


@dataclass(frozen=True)
class Previous:
    """The round before: its file of respondents and its columns of the design."""

    round: str
    respondents: int
    parquet: Path
    weight: str

    @property
    def source(self) -> str:
        """The file in SQL."""
        return "read_parquet('" + str(self.parquet).replace("'", "''") + "')"

    @property
    def total(self) -> str:
        """A query for the sum of its weights."""
        return f"SELECT sum({quoted(self.weight)}) FROM {self.source}"


@dataclass(frozen=True)
class Context:
    """What a file is held against; what is not known is not checked.

    `book` is the survey's codebook, `year` the round's. `population` is stated by whoever brings the file,
    `previous` is the round before and `asked_before` what it asked; `published` names the round that a file's
    checksum was published as; `margins` are official totals. `required` are concepts without which a round
    cannot be shown.
    """

    book: Codebook
    year: int | None = None
    today: date = field(default_factory=date.today)
    min_base: int = 30
    population: float | None = None
    previous: Previous | None = None
    published: Mapping[str, str] = field(default_factory=dict)
    margins: tuple[Margin, ...] = ()
    asked_before: frozenset[str] = frozenset()
    required: frozenset[str] = REQUIRED


def quoted(name: str) -> str:
    """A column of a published round, as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
