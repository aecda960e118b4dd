"""The sample: strata, primary sampling units drawn with probability proportional to size, households, weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo.chance import Chance
from etl.demo.official import Official

REMOTE = ("MN1101", "MN1104", "MN1113")  # Baganuur, Bagakhangai, Nalaikh: too small for strata of their own
MOVERS = 0.4  # assumed share of movers among adults; no official figure was read
PSUS, REMOTE_PSUS = 132, 8
PSU_ADULTS = 3_000  # assumed adults of a primary sampling unit
HOUSEHOLDS = 60  # selected in each primary sampling unit
_RESPONDING = (0.66, 0.88)
_ADULT_MOVERS = (0.55, 0.33, 0.12)  # assumed share of households with one, two, three adult movers


@dataclass(frozen=True)
class Sample:
    """Respondents in the order of stratum and primary sampling unit; `psu` counts units from 0."""

    district: np.ndarray
    psu: np.ndarray
    stratum_codes: np.ndarray
    psu_codes: np.ndarray
    weight: np.ndarray


def draw(official: Official, chance: Chance) -> Sample:
    """Draw the sample of a round."""
    movers = MOVERS * official.adults.sum(axis=1)
    own = [(code,) for code in official.districts if code not in REMOTE]
    strata: list[tuple[str, ...]] = sorted([*own, REMOTE])
    units: list[tuple[str, int, str]] = []
    totals = {}
    for members, count in zip(strata, _allocation(official, movers, strata), strict=True):
        name = "+".join(members)
        frame = [
            (district, f"{official.districts[district]}-{number:03}", size)
            for district in map(official.districts.index, members)
            for number, size in enumerate(_sizes(official, movers, district, chance), 1)
        ]
        totals[name] = sum(size for _, _, size in frame)
        edges = np.cumsum([size for _, _, size in frame])
        step = edges[-1] / count
        points = step * (np.arange(count) + chance.between(0, 1, 1))
        units += [(name, frame[i][0], frame[i][1]) for i in np.searchsorted(edges, points)]
    return _respondents(units, totals, chance)


def _allocation(official: Official, movers: np.ndarray, strata: list[tuple[str, ...]]) -> list[int]:
    """Units of each stratum: in proportion to movers, the remote districts more."""
    size = {members: sum(movers[official.districts.index(code)] for code in members) for members in strata}
    rest = sum(size.values()) - size[REMOTE]
    share = (PSUS - REMOTE_PSUS) / rest
    return [REMOTE_PSUS if members == REMOTE else round(size[members] * share) for members in strata]


def _sizes(official: Official, movers: np.ndarray, district: int, chance: Chance) -> np.ndarray:
    """Movers in each unit of a district, made up and adding up to those of the district."""
    count = max(1, round(official.adults[district].sum() / PSU_ADULTS))
    sizes = chance.between(0.6, 1.4, count)
    return movers[district] * sizes / sizes.sum()


def _respondents(units: list[tuple[str, int, str]], totals: dict[str, float], chance: Chance) -> Sample:
    responding = chance.between(*_RESPONDING, len(units))
    answered = (chance.between(0, 1, len(units), HOUSEHOLDS) < responding[:, None]).sum(axis=1)
    psu = np.repeat(np.arange(len(units)), answered)
    adults = 1 + chance.one(np.tile(_ADULT_MOVERS, (len(psu), 1)))
    # Drawing units by size and as many households in each makes a stratum self-weighting; one adult of each
    # household answers for all its adults, and those who answer for those of the unit who do not.
    weight = adults * (HOUSEHOLDS / answered)[psu]
    stratum = np.array([name for name, _, _ in units])[psu]
    for name, total in totals.items():
        weight[stratum == name] *= total / weight[stratum == name].sum()
    return Sample(
        np.array([district for _, district, _ in units])[psu],
        psu,
        stratum,
        np.array([code for _, _, code in units])[psu],
        weight,
    )
