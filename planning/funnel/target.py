"""The whole answer about the target: stages, ceiling, forecast, its inverse, the reality check, levers."""

from __future__ import annotations

from dataclasses import dataclass

from planning.funnel import conversion, departures, forecast, levers, needed, stages
from planning.funnel.departures import Reality
from planning.funnel.forecast import Forecast
from planning.funnel.levers import Bar, Effect
from planning.funnel.needed import Needed
from planning.funnel.scenario import Scenario
from planning.funnel.stages import Stages
from planning.values import Value, register
from store.queries import Conversion


@dataclass(frozen=True)
class Target:
    """What can be said of the target under a scenario.

    `forecast` is None where no base is assumed, and holds no years where a stage is not known or no conversion
    was chosen. `cautions` are codes of what must stand beside it. `studies` are all published rates.
    """

    scenario: Scenario
    stages: Stages
    forecast: Forecast | None
    needed: tuple[Needed, ...]
    reality: Reality
    effects: tuple[Effect, ...]
    tornado: tuple[Bar, ...]
    studies: tuple[Conversion, ...]
    cautions: tuple[str, ...]

    @property
    def values(self) -> dict[str, Value]:
        """Every value of the answer and what it rests on, by code."""
        scenario, found = self.scenario, [self.stages.wish.value]
        found += [share.value for share in (self.stages.plan,) if share]
        found += [value for value in (scenario.base, scenario.rate.value if scenario.rate else None) if value]
        if self.forecast:
            found += [value for value in (self.forecast.ceiling, self.forecast.planning) if value]
        found += [value for need in self.needed for value in need[1:] if isinstance(value, Value)]
        found += list(self.reality.yearly)
        found += [value for effect in self.effects for value in effect[1:5] if isinstance(value, Value)]
        return register(tuple(found))


def target(build: str, scenario: Scenario) -> Target:
    """Answer a scenario. Raises SurveyError for a survey, round or question that is not there."""
    known = (
        stages.published(build)
        if scenario.survey is None
        else stages.of_survey(build, *scenario.survey, scenario.track, scenario.where, scenario.groups)
    )
    known = stages.with_assumed(known, scenario.wish, scenario.plan)
    rate, base = scenario.rate, scenario.base
    moved = None
    if rate is not None:
        low, middle, high = (conversion.after(yearly, scenario.horizon) for yearly in rate.yearly)
        moved = (low, middle, high)
    found = None
    if base is not None:
        found = forecast.forecast(
            known, base, rate, scenario.horizon, scenario.seed, scenario.people, scenario.draws
        )
    effects = tuple(
        levers.effect(build, lever, known, base, moved[1] if moved else None) for lever in scenario.levers
    )
    reality = departures.departures(build, scenario.people)
    return Target(
        scenario,
        known,
        found,
        tuple(
            needed.needed(build, people, known, base, moved[1] if moved else None)
            for people in scenario.people
        ),
        reality,
        effects,
        levers.tornado(known, base, moved, effects) if base is not None and moved is not None else (),
        conversion.studies(build),
        _cautions(known, rate is not None, found, reality),
    )


def _cautions(known: Stages, converted: bool, found: Forecast | None, reality: Reality) -> tuple[str, ...]:
    out = [*known.cautions, "no_wish_to_move_rate", "no_mongolian_study"]
    if converted:
        out.append("conversion_is_an_assumption")
    if found is None:
        out.append("no_base")
    elif found.stopped:
        out.append(found.stopped)
    elif reality.most and reality.most.estimate and found.years:
        first = found.years[0].median
        if first > reality.most.estimate:
            out.append("more_than_ever_departed")
    return tuple(dict.fromkeys(out))
