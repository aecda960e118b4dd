"""Who wants to go where, what each household needs, and what each place can give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

Term = Literal["preference", "employment", "homeland", "placed"]
TERMS: tuple[Term, ...] = get_args(Term)


class ShareTo(NamedTuple):
    """At least `share` of the households placed go to `places`, such as those that lose most people."""

    places: tuple[str, ...]
    share: float


class Override(NamedTuple):
    """A decision taken by hand: exactly so many households of a group go to a place, for a stated reason.

    With 0 households the place is closed to the group; a `group` of None closes it to everyone.
    """

    group: str | None
    place: str
    households: int
    reason: str


@dataclass(frozen=True)
class Limits:
    """What a plan must keep to besides capacities; shares lie between 0 and 1, None means no limit.

    `max_population_share` is of people newly come in the population of a place; `min_placed_share` of all
    households; `min_homeland_share` and `min_share_to` of the households placed.
    """

    max_population_share: float | None = None
    min_share_to: ShareTo | None = None
    min_placed_share: float | None = None
    min_homeland_share: float | None = None
    max_households: Mapping[str, int] = field(default_factory=dict)
    min_households: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """Groups × places × services; `reading.problem` makes one from JSON and checks it.

    `households` and `persons` (in a household) are by group, `origins` a place or None; `preferences` and
    `employment` (expected employed persons of a household) by group and place, NaN where a group did not name
    the place: nobody is sent where nobody asked to go. `needs` is by group and service for one household;
    `capacity` by place and service, infinite where a place does not limit it; `population` by place, NaN where
    it is not given.
    """

    groups: tuple[str, ...]
    places: tuple[str, ...]
    services: tuple[str, ...]
    households: Ints
    persons: Floats
    origins: tuple[str | None, ...]
    preferences: Floats
    employment: Floats
    needs: Floats
    capacity: Floats
    population: Floats
    weights: Mapping[Term, float]
    limits: Limits = Limits()
    overrides: tuple[Override, ...] = ()

    @property
    def named(self) -> Flags:
        """Whether a group named a place, by group and place."""
        return ~np.isnan(self.preferences)

    @property
    def homeland(self) -> Flags:
        """Whether a place is where a group comes from, by group and place."""
        origins = np.array([origin or "" for origin in self.origins])
        return origins[:, None] == np.array(self.places)[None, :]

    @property
    def first_choices(self) -> Flags:
        """Whether a place is among those that a group prefers most, by group and place."""
        known = np.where(self.named, self.preferences, -np.inf)
        return self.named & (known == known.max(axis=1, initial=-np.inf)[:, None])

    def term(self, term: Term) -> Floats:
        """What one household adds to a term of the objective, by group and place; 0 where not named."""
        if term == "preference":
            return np.nan_to_num(self.preferences)
        if term == "employment":
            return np.nan_to_num(self.employment)
        return self.homeland.astype(float) if term == "homeland" else np.ones(self.preferences.shape)

    @property
    def worth(self) -> Floats:
        """What one household adds to the objective, by group and place."""
        out = np.zeros(self.preferences.shape)
        for term, weight in self.weights.items():
            if weight:
                out += weight * self.term(term)
        return out
