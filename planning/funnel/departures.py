"""The reality check: registered departures from the capital, year by year, beside what is forecast."""

from __future__ import annotations

from typing import NamedTuple

from planning import official
from planning.values import Value


class Reality(NamedTuple):
    """Registered departures from the capital to all aimags, and how a target compares.

    `yearly` are official figures, oldest first; `most` is the largest. `fewest_years` is how many years a target
    would take if everyone who leaves in the largest year counted towards it, those who would leave anyway among them.
    """

    yearly: tuple[Value, ...]
    most: Value | None
    fewest_years: dict[int, float]


def departures(build: str, targets: tuple[int, ...]) -> Reality:
    """Registered departures from the capital. Not every move is registered, and not every one is a return."""
    yearly = official.series(build, "migration_departures", official.CAPITAL)
    if not yearly:
        return Reality((), None, {})
    most = max(yearly, key=lambda value: value.estimate or 0.0)
    return Reality(yearly, most, {t: t / most.estimate for t in targets if most.estimate})
