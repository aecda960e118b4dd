"""What the reader assumes about the target, from a scenario file or a page, checked with all faults at once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.faults import NO_ROUND, Faults, round_of
from planning.funnel import conversion, levers, stages
from planning.funnel.conversion import Rate
from planning.funnel.forecast import DRAWS, TARGETS
from planning.funnel.levers import Lever
from planning.funnel.stages import Share, Track
from planning.values import Value

TEXTS = NO_ROUND | {
    "not_an_object": "{where} must be an object.",
    "unknown_key": "The scenario has {key}, which is not known: did you mean {meant}?",
    "not_a_number": "{where} must be a number from {low:g} to {high:g}, not {value}.",
    "not_whole": "{where} must be a whole number from {low:g} to {high:g}, not {value}.",
    "ends_crossed": "{where}: low, value and high must not decrease, and are {low:g}, {middle:g}, {high:g}.",
    "no_years": "{where} needs years, within which the moves take place, above 0.",
    "not_a_choice": "{where} must be one of {known}, not {value}.",
    "base_too_small": "{people:,} movers are asked of a base of {base:,.0f} people: ask more people, or fewer movers.",
    "groups_with_published": "groups and where need a survey: name one.",
}
KEYS = (
    "people", "base", "wish", "plan", "conversion", "survey", "track", "where", "groups", "horizon", "seed",
    "draws", "levers", "name", "description", "by",
)  # fmt: skip
MANY = 1e8
TRACKS = ("wish", "would_resettle")


@dataclass(frozen=True)
class Scenario:
    """The assumptions of a reader; None where nothing is assumed.

    `survey` is a survey and a round, None for what was published. `horizon` is in years.
    """

    people: tuple[int, ...] = TARGETS
    base: Value | None = None
    wish: Share | None = None
    plan: Share | None = None
    rate: Rate | None = None
    survey: tuple[str, str] | None = None
    track: Track = "wish"
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    groups: str | None = None
    horizon: int = 5
    seed: int = 1
    draws: int = DRAWS
    levers: tuple[Lever, ...] = ()


def read(build: str, found: Any) -> Scenario:
    """The scenario of a JSON object. Raises PlanningError with all its faults."""
    faults = Faults(TEXTS)
    if not isinstance(found, Mapping):
        faults.add("not_an_object", where="The scenario")
        faults.stop()
    for key in found:
        if key not in KEYS:
            meant = difflib.get_close_matches(str(key), KEYS, 1, 0.0)
            faults.add("unknown_key", key=key, meant=meant[0])
    look = _Reader(build, faults, str(found.get("by") or "scenario"))
    survey = None if found.get("survey") is None else round_of(found["survey"], faults)
    where, groups = look.where(found.get("where")), found.get("groups")
    if (where or groups) and survey is None:
        faults.add("groups_with_published")
    base = look.band(found.get("base"), "base", 1, MANY)
    made = Scenario(
        people=look.people(found.get("people")),
        base=None if base is None else look.value("base", base, found["base"], "persons"),
        wish=look.share(found.get("wish"), "wish", "moved_to_capital"),
        plan=look.share(found.get("plan"), "plan", "wish"),
        rate=look.rate(found.get("conversion")),
        survey=survey,
        track=look.choice(found.get("track", "wish"), "track", TRACKS),
        where=where,
        groups=str(groups) if groups else None,
        horizon=look.whole(found.get("horizon", 5), "horizon", 1, 30),
        seed=look.whole(found.get("seed", 1), "seed", 0, 2**31),
        draws=look.whole(found.get("draws", DRAWS), "draws", 100, 200_000),
        levers=look.levers(found.get("levers")),
    )
    if made.base is not None and not faults.found:
        most = made.base.high if made.base.high is not None else made.base.estimate or 0.0
        short = [people for people in made.people if people > most]
        if found.get("people") is not None or len(short) == len(made.people):
            for people in short:
                faults.add("base_too_small", people=people, base=most)
    faults.stop()
    return made


class _Reader:
    """Takes assumptions out of JSON and notes what is wrong."""

    def __init__(self, build: str, faults: Faults, by: str) -> None:
        self.build, self.faults, self.by = build, faults, by

    def number(self, value: Any, where: str, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            self.faults.add("not_a_number", where=where, low=low, high=high, value=value)
            return low
        return float(value)

    def whole(self, value: Any, where: str, low: int, high: int) -> int:
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float))
            or not low <= value <= high
            or value % 1
        ):
            self.faults.add("not_whole", where=where, low=low, high=high, value=value)
            return low
        return int(value)

    def people(self, found: Any) -> tuple[int, ...]:
        if found is None:
            return TARGETS
        several = found if isinstance(found, list) and found else [found]
        return tuple(self.whole(value, "people", 1, int(MANY)) for value in several)

    def band(self, found: Any, where: str, low: float, high: float) -> tuple[float, float, float] | None:
        """A number, or a value with its low and high ends."""
        if found is None:
            return None
        if not isinstance(found, Mapping):
            value = self.number(found, where, low, high)
            return value, value, value
        middle = self.number(found.get("value"), f"value of {where}", low, high)
        ends = [
            middle if found.get(end) is None else self.number(found[end], f"{end} of {where}", low, high)
            for end in ("low", "high")
        ]
        if not ends[0] <= middle <= ends[1]:
            self.faults.add("ends_crossed", where=where, low=ends[0], middle=middle, high=ends[1])
        return ends[0], middle, ends[1]

    def value(self, code: str, ends: tuple[float, float, float], found: Any, unit: str) -> Value:
        low, middle, high = ends
        some = low < high
        return Value(
            code, middle, "assumption", unit, low=low if some else None, high=high if some else None,
            base="moved_to_capital", by=self.who(found),
        )  # fmt: skip

    def who(self, found: Any) -> str:
        return str(found.get("by") or self.by) if isinstance(found, Mapping) else self.by

    def share(self, found: Any, code: str, base: str) -> Share | None:
        ends = self.band(found, code, 0.0, 1.0)
        return None if ends is None else stages.assumed(code, *ends, base, self.who(found))

    def rate(self, found: Any) -> Rate | None:
        """A published rate by name, or a typed share with the years in which the moves take place."""
        if found is None:
            return None
        if isinstance(found, str):
            if found not in conversion.CHOICES:
                known = ", ".join(conversion.CHOICES)
                self.faults.add("not_a_choice", where="conversion", known=known, value=found)
                return None
            return conversion.chosen(self.build, found, self.by)
        ends = self.band(found, "conversion", 0.0, 0.999)
        years = found.get("years") if isinstance(found, Mapping) else None
        if isinstance(years, bool) or not isinstance(years, (int, float)) or not 0 < years <= 50:
            self.faults.add("no_years", where="conversion")
            return None
        return conversion.typed(*ends, float(years), self.who(found)) if ends else None

    def where(self, found: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if found is None:
            return ()
        if not isinstance(found, Mapping):
            self.faults.add("not_an_object", where="where")
            return ()
        return tuple(
            (str(name), tuple(map(str, codes)) if isinstance(codes, list) else (str(codes),))
            for name, codes in found.items()
        )

    def choice(self, found: Any, where: str, known: tuple[str, ...]) -> Any:
        if found not in known:
            self.faults.add("not_a_choice", where=where, known=", ".join(known), value=found)
            return known[0]
        return found

    def levers(self, found: Any) -> tuple[Lever, ...]:
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            self.faults.add("not_an_object", where="each of levers")
            return ()
        out = []
        for i, row in enumerate(found):
            where = f"levers[{i}]"
            response = self.band(row.get("response"), f"response of {where}", 0.0, 1.0)
            if response is None:
                self.faults.add("not_a_number", where=f"response of {where}", low=0.0, high=1.0, value=None)
            cost = row.get("unit_cost_mnt")
            out.append(
                Lever(
                    self.choice(row.get("lever"), f"lever of {where}", tuple(levers.LEVERS)),
                    response or (0.0, 0.0, 0.0),
                    self.who(row),
                    self.band(row.get("reach"), f"reach of {where}", 0.0, 1.0),
                    None if cost is None else self.number(cost, f"unit_cost_mnt of {where}", 0.0, 1e12),
                )
            )
        return tuple(out)
