"""Standards: the level at which a service is said to break, official by default, and editable with a name to it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

from planning import official
from planning.capacity.services import AT_LEAST, BY_CODE, BY_STANDARD, OFFERED_ONLY, SERVICES
from planning.faults import NO_ROUND, Faults, round_of
from planning.values import Value

Preset = Literal["national", "three_quarters", "weakest"]
PRESETS: tuple[Preset, ...] = get_args(Preset)
LOADED = ("vacancies", "housing")
KEYS = ("preset", "standards", "unit_costs_mnt", "loaded", "people", "survey", "by", "name")
MANY = 1e12
TEXTS = NO_ROUND | {
    "not_an_object": "{where} must be an object.",
    "unknown_key": "{where} has {key}, which is not known: did you mean {meant}?",
    "not_above_zero": "{where} must be a number above 0, not {value}.",
    "below_zero": "{where} must be a number of at least 0, not {value}.",
    "not_below_100": "{where} must be below 100 in 100, not {value}.",
    "not_a_choice": "preset must be one of {known}, not {value}.",
    "no_such_aimag": "{where} names {aimag}, which is not one of the 21 aimags.",
    "no_standard": "{service} was loaded, but {standard} is not set: say it among the standards.",
    "nothing_left": "No standard is left: nothing would hold anybody back.",
}


@dataclass(frozen=True)
class Standards:
    """Standards by their indicator, costs of one more unit by service, and what an analyst loaded by service and aimag.

    `people` are those who would come, for the stress view, None when nothing is asked; they are shared out by the
    origins of those who wish in `survey`, a survey and a round, else by registered departures.
    """

    limits: Mapping[str, Value]
    unit_costs_mnt: Mapping[str, Value] = field(default_factory=dict)
    loaded: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    people: Value | None = None
    survey: tuple[str, str] | None = None


def default(build: str, preset: Preset = "national") -> dict[str, Value]:
    """The official standards: the country's figure now, what three in four aimags keep now, or what all of them keep."""
    out = {}
    for service in SERVICES:
        if service.way == "loaded" or service.standard in OFFERED_ONLY:
            continue
        if preset == "national":
            found = official.value(build, service.standard, official.COUNTRY)
        else:
            found = _kept_by_most(build, service.standard, preset)
        if found is not None:
            out[service.standard] = found
    return out


def _kept_by_most(build: str, indicator: str, preset: Preset) -> Value | None:
    rows = [value for value in official.newest(build, indicator).values() if value.estimate is not None]
    if not rows:
        return None
    share = 25 if preset == "three_quarters" else 0
    share = share if indicator in AT_LEAST else 100 - share
    level = float(np.percentile([value.estimate for value in rows if value.estimate is not None], share))
    return Value(
        f"{indicator}/{preset}", level, "calculated", rows[0].unit, base="aimags", year=rows[0].year,
        inputs=tuple(rows),
    )  # fmt: skip


def read(build: str, found: Any) -> Standards:
    """The standards of a JSON object over the official ones. Raises PlanningError with all its faults."""
    faults = Faults(TEXTS)
    if not isinstance(found, Mapping):
        faults.add("not_an_object", where="The file of standards")
        faults.stop()
    look = _Reader(build, faults, str(found.get("by") or "standards file"))
    look.known(found, KEYS, "The file of standards")
    preset = found.get("preset", "national")
    if preset not in PRESETS:
        faults.add("not_a_choice", known=", ".join(PRESETS), value=preset)
        preset = "national"
    limits = default(build, preset) | look.limits(found.get("standards"))
    made = Standards(
        {name: value for name, value in limits.items() if value.estimate is not None},
        look.costs(found.get("unit_costs_mnt")),
        look.loaded(found.get("loaded")),
        None if found.get("people") is None else look.people(found["people"]),
        None if found.get("survey") is None else round_of(found["survey"], faults),
    )
    for service in made.loaded:
        if BY_CODE[service].standard not in made.limits and service == "housing":
            faults.add("no_standard", service=service, standard=BY_CODE[service].standard)
    counted = [s for s in SERVICES if s.way != "loaded" and s.standard in made.limits]
    if not counted and not any(made.loaded.values()):
        faults.add("nothing_left")
    faults.stop()
    return made


class _Reader:
    """Takes standards out of JSON and notes what is wrong."""

    def __init__(self, build: str, faults: Faults, by: str) -> None:
        self.build, self.faults, self.by = build, faults, by

    def known(self, found: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
        for key in found:
            if key not in names:
                meant = difflib.get_close_matches(str(key), names, 1, 0.0)
                self.faults.add("unknown_key", where=where, key=key, meant=meant[0])

    def part(self, found: Any, where: str) -> Mapping[str, Any]:
        if found is None:
            return {}
        if not isinstance(found, Mapping):
            self.faults.add("not_an_object", where=where)
            return {}
        return found

    def number(self, value: Any, where: str, code: str = "not_above_zero") -> float:
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not good or not (0 if code == "below_zero" else 1e-12) <= value <= MANY:
            self.faults.add(code, where=where, value=value)
            return 1.0
        return float(value)

    def limits(self, found: Any) -> dict[str, Value]:
        """Standards typed by the reader; null leaves a service out."""
        rows, names = self.part(found, "standards"), tuple(BY_STANDARD)
        self.known(rows, names, "standards")
        out = {}
        for name, given in rows.items():
            if name not in names:
                continue
            typed = given.get("value") if isinstance(given, Mapping) else given
            by = (
                str(given.get("by") or given.get("source") or self.by)
                if isinstance(given, Mapping)
                else self.by
            )
            level = None if given is None else self.number(typed, f"standards {name}")
            if name == "unemployment_rate" and level is not None and level >= 100:
                self.faults.add("not_below_100", where=f"standards {name}", value=typed)
            out[name] = Value(f"{name}/standard", level, "assumption", self.unit(name), by=by)
        return out

    def unit(self, standard: str) -> str:
        value = official.value(self.build, standard, official.COUNTRY)
        return value.unit if value else standard

    def costs(self, found: Any) -> dict[str, Value]:
        rows = self.part(found, "unit_costs_mnt")
        self.known(rows, tuple(BY_CODE), "unit_costs_mnt")
        return {
            name: Value(
                f"unit_cost/{name}",
                self.number(cost, f"unit_costs_mnt {name}"),
                "assumption",
                "MNT",
                by=self.by,
            )
            for name, cost in rows.items()
            if name in BY_CODE
        }

    def loaded(self, found: Any) -> dict[str, dict[str, Value]]:
        """Free places that an analyst counted, by service and aimag; an aimag that is not there has no data."""
        rows = self.part(found, "loaded")
        self.known(rows, LOADED, "loaded")
        places, out = official.aimags(self.build), {}
        for service in LOADED:
            if service not in rows:
                continue
            counted = self.part(rows[service], f"loaded {service}")
            for aimag in counted:
                if aimag not in places:
                    self.faults.add("no_such_aimag", where=f"loaded {service}", aimag=aimag)
            out[service] = {
                aimag: Value(
                    f"{service}/{aimag}/loaded",
                    self.number(count, f"loaded {service} at {aimag}", "below_zero"),
                    "assumption",
                    service,
                    base=aimag,
                    by=self.by,
                )
                for aimag, count in counted.items()
            }
        return out

    def people(self, found: Any) -> Value:
        return Value("newcomers", self.number(found, "people"), "assumption", "persons", by=self.by)
