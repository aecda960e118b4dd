"""The index of readiness to receive people, with the ranks it allows and what it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planning import official
from planning.chance import stream
from planning.faults import Faults
from planning.readiness import ranking, scoring
from planning.readiness.ranking import Places
from planning.readiness.selection import KNOWN, PILLARS, Table, table
from planning.readiness.settings import TEXTS, Settings
from planning.values import Value

Floats = NDArray[np.float64]
MIGRATION = "net_migration_rate"


class Standing(NamedTuple):
    """An aimag in the index. `pillars` are its scores, None without data; `rank` by the scores as they are.

    The places it can have are given from sampling error alone, from plausible weights alone, and from both; `first`
    is the share of draws of both in which it is first.
    """

    aimag: str
    score: float | None
    pillars: Mapping[str, float | None]
    rank: int | None
    sampling: Places
    weights: Places
    both: Places
    first: float


class LeftOut(NamedTuple):
    """What leaving one indicator out does to the ranks: the mean and the largest shift, and the aimag of the latter."""

    indicator: str
    mean_shift: float
    largest_shift: int
    aimag: str | None


@dataclass(frozen=True)
class Readiness:
    """The index. `empty` are pillars without data, which take no part. `migration` is Spearman's correlation of the
    index with the net migration rate of the newest three years: what people do."""

    settings: Settings
    table: Table
    standings: tuple[Standing, ...]
    left_out: tuple[LeftOut, ...]
    migration: float | None
    migration_values: tuple[Value, ...]
    empty: tuple[str, ...]
    weights: Mapping[str, float]


def readiness(build: str, settings: Settings) -> Readiness:
    """The index under some settings. Raises PlanningError when no weighted pillar has data."""
    known = table(build, tuple(KNOWN[code] for code in settings.indicators))
    weights = _weights(known, settings)
    return of_table(build, known, settings, weights)


def of_table(build: str, known: Table, settings: Settings, weights: Floats) -> Readiness:
    """The index of a table of figures."""
    pillars, score = _scored(known.figures, known, settings, weights)
    figures, plausible = _draws(known, settings, weights)
    fixed = np.broadcast_to(weights, plausible.shape)
    drawn = {
        "sampling": _scored(figures, known, settings, fixed)[1],
        "weights": _scored(known.figures[None], known, settings, plausible)[1],
        "both": _scored(figures, known, settings, plausible)[1],
    }
    intervals = {name: ranking.places(scores) for name, scores in drawn.items()}
    first, rank = ranking.firsts(drawn["both"]), ranking.ranks(score)
    standings = tuple(
        Standing(
            aimag,
            _number(score[i]),
            {pillar: _number(pillars[i, p]) for p, pillar in enumerate(PILLARS)},
            int(rank[i]) or None,
            intervals["sampling"][i],
            intervals["weights"][i],
            intervals["both"][i],
            float(first[i]),
        )
        for i, aimag in enumerate(known.aimags)
    )
    moves, values = _migration(build, known.aimags)
    return Readiness(
        settings,
        known,
        standings,
        _left_out(known, settings, weights, rank),
        ranking.correlation(score, moves),
        values,
        known.empty,
        {pillar: float(weights[p]) for p, pillar in enumerate(PILLARS)},
    )


def _weights(known: Table, settings: Settings) -> Floats:
    """Weights by pillar that add up to 1 over pillars with data."""
    asked = np.array([settings.weights.get(pillar, 0.0) for pillar in PILLARS])
    weights = np.where([pillar in known.empty for pillar in PILLARS], 0.0, asked)
    if not weights.sum():
        faults = Faults(TEXTS)
        named = ", ".join(pillar for pillar, weight in zip(PILLARS, asked, strict=True) if weight)
        faults.add("no_data_weighted", pillars=named)
        faults.stop()
    return np.asarray(weights / weights.sum())


def _draws(known: Table, settings: Settings, weights: Floats) -> tuple[Floats, Floats]:
    """Figures with sampling error, draws × aimags × indicators, and plausible weights, draws × pillars."""
    size = settings.draws
    noise = stream(settings.seed, "readiness figures").standard_normal((size, *known.figures.shape))
    figures = known.figures + known.se * noise
    used = weights > 0
    plausible = np.tile(weights, (size, 1))
    if settings.weight_spread > 0 and used.sum() > 1:
        concentration = (
            used.sum() - 1
        ) / settings.weight_spread**2  # cv² of a mean weight = (k − 1) / (c + 1)
        gamma = stream(settings.seed, "readiness weights").standard_gamma(
            weights[used] * concentration, (size, int(used.sum()))
        )
        plausible[:, used] = gamma / gamma.sum(axis=1, keepdims=True)
    return figures, plausible


def _scored(figures: Floats, known: Table, settings: Settings, weights: Floats) -> tuple[Floats, Floats]:
    scaled = scoring.normalised(figures, known.indicators, settings.normalisation)
    by_pillar = scoring.pillars(scaled, known.indicators, settings.missing)
    return by_pillar, scoring.index(by_pillar, weights, settings.aggregation, settings.missing)


def _left_out(
    known: Table, settings: Settings, weights: Floats, rank: NDArray[np.int64]
) -> tuple[LeftOut, ...]:
    out = []
    for i, indicator in enumerate(known.indicators):
        kept = [j for j in range(len(known.indicators)) if j != i]
        chosen = tuple(known.indicators[j] for j in kept)
        if not kept:
            continue
        scaled = scoring.normalised(known.figures[:, kept], chosen, settings.normalisation)
        by_pillar = scoring.pillars(scaled, chosen, settings.missing)
        score = scoring.index(by_pillar, weights, settings.aggregation, settings.missing)
        other = ranking.ranks(score)
        shift = np.where((rank > 0) & (other > 0), np.abs(rank - other), 0)
        worst = int(shift.argmax())
        out.append(
            LeftOut(
                indicator.code,
                float(shift.mean()),
                int(shift[worst]),
                known.aimags[worst] if shift[worst] else None,
            )
        )
    return tuple(sorted(out, key=lambda row: -row.mean_shift))


def _migration(build: str, aimags: tuple[str, ...]) -> tuple[Floats, tuple[Value, ...]]:
    """The mean net migration rate of the newest three years, by aimag, and the figures behind it."""
    rows = [official.series(build, MIGRATION, aimag)[-3:] for aimag in aimags]
    means = [np.mean([value.estimate for value in some]) if some else np.nan for some in rows]
    return np.array(means, dtype=float), tuple(value for some in rows for value in some)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
