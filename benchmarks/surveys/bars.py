"""What is measured against what was promised."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.surveys.timing import Race, Times
from survey.results import Estimate

FIELDS = ("estimate", "se", "low", "high", "df", "deff", "n")
EQUAL = 1e-9  # relative: the same number


class Bar(NamedTuple):
    """One figure: at least `least`, or at most `most`, or only told where there is neither."""

    what: str
    measured: float
    unit: str
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure reaches its bar; a figure without one does."""
        return not (self.least is not None and self.measured < self.least) and not (
            self.most is not None and self.measured > self.most
        )

    def line(self) -> str:
        """What, measured, bar, met or not, and the times behind it."""
        bar = ""
        if self.least is not None:
            bar = f"≥ {self.least:g} {self.unit}"
        elif self.most is not None:
            bar = f"≤ {self.most:g} {self.unit}"
        verdict = ("met" if self.met else "NOT MET") if bar else ""
        return (
            f"{self.what:58} {self.measured:>10.4g} {self.unit:4} {bar:14} {verdict:8} {self.note}".rstrip()
        )


def quicker(what: str, race: Race, least: float | None) -> Bar:
    """How many times as quick as the other program."""
    note = f"{told(race.ours)} against {told(race.theirs)}; {race.cpu_ratio:.4g} × in processor time"
    return Bar(what, race.ratio, "×", least=least, note=note)


def told(times: Times) -> str:
    """Seconds by the clock, for people."""
    return f"{times.wall * 1000:.3g} ms" if times.wall < 1 else f"{times.wall:.3g} s"


def agreement(
    what: str, ours: Sequence[Estimate], theirs: Sequence[Estimate], fields: Sequence[str] = FIELDS
) -> Bar:
    """The largest relative difference of any number of two tables of the same rows.

    Numbers that the other program does not give (intervals at 0 and at 1) are left out.
    """
    mine = {(row.by, row.answer, row.statistic): row for row in ours}
    other = {(row.by, row.answer, row.statistic): row for row in theirs}
    shared = mine.keys() & other.keys()
    apart = max(
        difference(getattr(mine[key], name), getattr(other[key], name)) for key in shared for name in fields
    )
    note = f"{len(shared)} rows of {len(mine)} and {len(other)}"
    return Bar(f"{what}: largest relative difference", apart, "", most=EQUAL, note=note)


def difference(mine: float | None, other: float | None) -> float:
    """The relative difference of two numbers; none where the other is not there."""
    if other is None or not math.isfinite(other):
        return 0.0
    if mine is None:
        return math.inf
    return abs(mine - other) / max(abs(mine), abs(other), 1e-300)
