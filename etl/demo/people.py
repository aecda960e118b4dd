"""Who the respondents are. Every coefficient is an assumption, made so that answers hang together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo.chance import MISSING, Chance, logistic
from etl.demo.official import Official
from etl.demo.sample import Sample

YES, NO = 0, 1
YOUNG, OLD = 0, 5  # the first and the last age group


@dataclass(frozen=True)
class People:
    """The index of each respondent's answer, in the order of the codebook; household_size in people."""

    district: np.ndarray
    origin_aimag: np.ndarray
    origin_soum: np.ndarray
    years_since_move: np.ndarray
    herder_background: np.ndarray
    sex: np.ndarray
    age_group: np.ndarray
    education: np.ndarray
    occupation: np.ndarray
    sector: np.ndarray
    household_size: np.ndarray
    household_type: np.ndarray
    school_children: np.ndarray


def people(sample: Sample, official: Official, chance: Chance) -> People:
    """Make the respondents of a sample."""
    n = len(sample.psu)
    age = chance.one(official.adults[sample.district])
    sex = 1 - chance.yes(np.full(n, 0.53))
    # People of one aimag live near one another.
    near = np.exp(0.5 * chance.bell(sample.psu.max() + 1, len(official.aimags)))
    origin = chance.one((official.departures * near)[sample.psu])
    soum = chance.one(official.residents * (official.soum_aimag == origin[:, None]))
    years = chance.one(np.exp(np.outer(age, [-0.45, -0.2, 0.15, 0.5])) * [0.28, 0.26, 0.30, 0.16])
    herder = NO - chance.yes(
        logistic(-0.9 + 0.12 * age + 0.25 * (years == 0) + 0.3 * near[sample.psu, origin])
    )
    education = chance.one(_education(age, herder == YES))
    occupation = chance.one(_occupation(age, sex, education))
    sector = np.where(occupation < 2, chance.one(_sector(education, herder == YES, sex)), MISSING)
    household = chance.one(_household(age))
    size, children = _children(household, age, chance)
    return People(
        *(sample.district, origin, soum, years, herder, sex, age, education, occupation, sector),
        *(size, household, children),
    )


def _education(age: np.ndarray, herder: np.ndarray) -> np.ndarray:
    odds = np.array(
        [
            [0.12, 0.55, 0.08, 0.25],
            [0.13, 0.32, 0.12, 0.43],
            [0.18, 0.33, 0.14, 0.35],
            [0.20, 0.35, 0.18, 0.27],
            [0.24, 0.32, 0.20, 0.24],
            [0.45, 0.22, 0.15, 0.18],
        ]
    )[age]
    return odds * np.where(herder[:, None], [2.0, 1.2, 1.0, 0.5], 1.0)


def _occupation(age: np.ndarray, sex: np.ndarray, education: np.ndarray) -> np.ndarray:
    odds = np.array(
        [
            [0.28, 0.08, 0.10, 0.44, 0.08, 0.00, 0.02],
            [0.52, 0.18, 0.10, 0.03, 0.15, 0.00, 0.02],
            [0.56, 0.24, 0.08, 0.00, 0.09, 0.00, 0.03],
            [0.54, 0.25, 0.08, 0.00, 0.07, 0.02, 0.04],
            [0.34, 0.16, 0.04, 0.00, 0.03, 0.39, 0.04],
            [0.05, 0.05, 0.00, 0.00, 0.01, 0.87, 0.02],
        ]
    )[age]
    odds = odds * np.where((sex == 1)[:, None], [1.1, 1.2, 1.2, 0.9, 0.15, 0.9, 1.2], 1.0)
    return odds * np.where((education == 3)[:, None], [1.5, 0.8, 0.6, 1.0, 0.8, 1.0, 0.6], 1.0)


def _sector(education: np.ndarray, herder: np.ndarray, sex: np.ndarray) -> np.ndarray:
    odds = np.array([0.04, 0.05, 0.11, 0.12, 0.22, 0.11, 0.07, 0.08, 0.08, 0.06, 0.06])
    higher = np.array([0.5, 1.2, 0.7, 0.6, 0.7, 0.6, 0.5, 2.5, 2.8, 2.2, 1.2])
    women = np.array([0.8, 0.4, 1.0, 0.3, 1.4, 0.3, 1.8, 1.1, 2.0, 2.0, 1.1])
    odds = odds * np.where((education == 3)[:, None], higher, 1.0) * np.where((sex == 0)[:, None], women, 1.0)
    odds[herder, 0] *= 2.0
    return odds


def _household(age: np.ndarray) -> np.ndarray:
    return np.array(
        [
            [0.22, 0.13, 0.20, 0.05, 0.40],
            [0.09, 0.12, 0.58, 0.08, 0.13],
            [0.05, 0.06, 0.66, 0.12, 0.11],
            [0.07, 0.13, 0.50, 0.12, 0.18],
            [0.11, 0.33, 0.18, 0.05, 0.33],
            [0.22, 0.30, 0.05, 0.02, 0.41],
        ]
    )[age]


def _children(household: np.ndarray, age: np.ndarray, chance: Chance) -> tuple[np.ndarray, np.ndarray]:
    """People in the household, and the answer to how many children are of school age."""
    n = len(household)
    younger = chance.one(np.tile([0.5, 0.35, 0.15], (n, 1)))
    of_age = np.array([0.25, 0.85, 1.5, 0.9, 0.4, 0.3])[age]
    school = chance.yes(of_age / 3) * 1 + chance.yes(of_age / 3) + chance.yes(of_age / 3)
    with_children = household >= 2
    school = np.where(with_children, school, 0)
    younger = np.where(with_children, younger, 0)
    younger[(np.isin(household, (2, 3))) & (school + younger == 0)] = 1
    adults = np.array([1, 2, 2, 1, 3])[household]
    return adults + school + younger, np.minimum(school, 2)
