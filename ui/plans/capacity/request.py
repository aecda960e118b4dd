"""What an address asks of capacity: standards, costs, places an analyst counted, and how many come from where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from planning import capacity, official
from planning.capacity import Capacity, Standards, Stress
from planning.capacity.services import BY_CODE, BY_STANDARD, SERVICES
from planning.capacity.standards import LOADED, MANY, PRESETS
from planning.values import Value
from survey.design import SurveyError
from ui.ask import ask
from ui.plans import assumptions, services
from ui.view import View

STANDARDS = tuple(BY_STANDARD)
ADDED = tuple(
    s.code for s in SERVICES if s.way in ("per_people", "pupils", "children") and s.code != "product"
)
OFF = "off"
LEAST = 1e-9
TARGETS = (50_000, 100_000)
# All that the page keeps in the address, which a scenario can pin: the preset of standards, each standard typed or
# left out and who set it, free places by aimag, how many come and by what they are shared out, unit costs, the map.
ADDRESS = (
    "preset", *(f"standard_{code}" for code in STANDARDS), *(f"norm_{code}" for code in STANDARDS), *LOADED,
    "people", "share_out", *(f"cost_{code}" for code in ADDED), "by", "room_of", "room_map",
)  # fmt: skip
MAPS = ("share", "people")


class Asked(NamedTuple):
    """A file of standards as JSON, how newcomers are shared out, and what was wrong in the address, in sentences."""

    preset: str
    content: str
    people: float
    survey: tuple[str, str] | None
    wrong: tuple[str, ...]

    @property
    def by(self) -> str:
        """Who assumes what is typed, where no other name stands."""
        return str(json.loads(self.content)["by"])

    @property
    def edited(self) -> bool:
        """Whether any standard is not that of the preset."""
        return bool(json.loads(self.content)["standards"])


def asked(view: View, given: Mapping[str, str]) -> Asked:
    """What is asked; whatever cannot be is said and left out, so that there always is an answer."""
    reader = _Reader(view, given)
    preset = reader.one_of("preset", PRESETS)
    by = given.get("by", "").strip()[:80] or view.t("the reader")
    limits = reader.limits(by)
    loaded = {service: found for service in LOADED if (found := reader.places(service))}
    if "housing" in loaded and not limits.get("persons_per_dwelling"):
        del loaded["housing"]
        reader.wrong.append(
            view.t(
                "Free dwellings are typed, but not how many people live in one: type it among the standards. Until then they are not counted."
            )
        )
    official_ones = capacity.default(view.build)
    if (
        not loaded
        and not limits.get("gdp_per_capita")
        and all(limits.get(c, 0) is None for c in official_ones)
    ):
        limits = {code: limit for code, limit in limits.items() if limit is not None}
        reader.wrong.append(
            view.t(
                "Every standard is left out, so nothing would hold anybody back. Those of the choice above are shown."
            )
        )
    costs = {
        code: cost
        for code in ADDED
        if (
            cost := reader.number(
                f"cost_{code}", view.t("the cost of one more: {of}", of=services.name(view, code))
            )
        )
    }
    people = reader.number("people", view.t("the people who would come"))
    content = {"preset": preset, "by": by, "standards": limits, "loaded": loaded, "unit_costs_mnt": costs}
    return Asked(
        preset,
        json.dumps(content, sort_keys=True),
        people or float(TARGETS[0]),
        reader.survey(),
        tuple(reader.wrong),
    )


def scenario(view: View, given: Mapping[str, str]) -> dict[str, Any]:
    """What an address assumes, in the form of a file of standards: all that the answers of the page depend on."""
    found = asked(view, given)
    survey = {"survey": found.survey[0], "round": found.survey[1]} if found.survey else None
    return {**json.loads(found.content), "people": found.people, **({"survey": survey} if survey else {})}


def answered(build: str, content: str) -> tuple[Standards, tuple[Capacity, ...]]:
    """Standards and the capacity of every aimag under them."""
    standards = capacity.read(build, json.loads(content))
    return standards, capacity.capacities(build, standards)


def rooms(view: View, found: Asked) -> tuple[Standards, tuple[Capacity, ...]]:
    """Standards and the capacity of every aimag under them."""
    return ask(answered, view.build, found.content)


def stressed(
    build: str, content: str, people: float, by: str, survey: tuple[str, str] | None
) -> tuple[Stress, ...]:
    """What every aimag would have to add if so many people came. Raises SurveyError for a round without origins."""
    standards, found = ask(answered, build, content)
    coming = capacity.arrivals(build, Value("newcomers", people, "assumption", "persons", by=by), survey)
    return capacity.stress(build, standards, found, coming)


def stress(view: View, found: Asked) -> tuple[Stress, ...]:
    """What every aimag would have to add; empty where a round cannot share people out."""
    try:
        return ask(stressed, view.build, found.content, found.people, found.by, found.survey)
    except SurveyError:
        return ()


def typed(given: Mapping[str, str], service: str) -> dict[str, str]:
    """Free places by aimag as they stand in the address: MN-046:120;MN-043:50."""
    parts = (part.partition(":") for part in given.get(service, "").split(";"))
    return {aimag.strip(): number.strip() for aimag, _, number in parts if number.strip()}


def number(text: str) -> float | None:
    """A number as people type it, with spaces and a decimal comma; None for anything else."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace("₮", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if 0 <= value <= MANY else None


class _Reader:
    """Takes choices out of an address and keeps a sentence for each that cannot be."""

    def __init__(self, view: View, given: Mapping[str, str]) -> None:
        self.view, self.given = view, given
        self.wrong: list[str] = []

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        value = self.given.get(name, known[0])
        if value not in known:
            self.wrong.append(
                self.view.t("There is no choice {value} for {name}.", value=value[:60], name=name)
            )
            return known[0]
        return value

    def number(self, name: str, said: str) -> float | None:
        """A number above zero; None when nothing is typed, or when it is wrong, which is said."""
        text = self.given.get(name, "").strip()
        if not text:
            return None
        value = number(text)
        if not value or value < LEAST:
            self.wrong.append(
                self.view.t(
                    "“{value}” for {of} is not a number above 0, so it is not used.", value=text[:40], of=said
                )
            )
            return None
        return value

    def limits(self, by: str) -> dict[str, Any]:
        """Standards typed or left out, by their indicator."""
        out: dict[str, Any] = {}
        for code in STANDARDS:
            name, said = f"standard_{code}", services.standard(self.view, code)
            if self.given.get(name) == OFF:
                out[code] = None
                continue
            value = self.number(name, said)
            if value and code == "unemployment_rate" and value >= 100:
                self.wrong.append(
                    self.view.t(
                        "“{value}” for {of} must be below 100, so it is not used.",
                        value=f"{value:g}",
                        of=said,
                    )
                )
            elif value:
                out[code] = {"value": value, "by": self.given.get(f"norm_{code}", "").strip()[:80] or by}
        return out

    def places(self, service: str) -> dict[str, float]:
        """Free places by aimag that an analyst counted."""
        known, out = official.aimags(self.view.build), {}
        for aimag, text in typed(self.given, service).items():
            value = number(text)
            if aimag not in known:
                self.wrong.append(self.view.t("There is no place {value}.", value=aimag[:60]))
            elif value is None:
                of = f"{services.name(self.view, service)}, {self.view.words.name(self.view.places[aimag])}"
                self.wrong.append(
                    self.view.t(
                        "“{value}” for {of} is not a number of at least 0, so it is not used.",
                        value=text[:40],
                        of=of,
                    )
                )
            else:
                out[aimag] = value
        return out

    def survey(self) -> tuple[str, str] | None:
        value = self.given.get("share_out", "departures")
        if value == "departures":
            return None
        if value not in assumptions.rounds(self.view):
            self.wrong.append(self.view.t("There is no survey {value}; another is shown.", value=value[:60]))
            return None
        survey, _, round_ = value.partition("/")
        return survey, round_


__all__ = [
    "ADDED",
    "ADDRESS",
    "BY_CODE",
    "MAPS",
    "OFF",
    "STANDARDS",
    "Asked",
    "asked",
    "number",
    "rooms",
    "scenario",
    "stress",
    "typed",
]
