"""How often the comparison of rounds sees a change where there is none: python -m benchmarks.null_rounds [PAIRS]

Pairs of independent two-stage samples are drawn from one population whose answers did not change: 9 districts
(strata), 28 primary sampling units in each, 25 respondents in each unit, opinions alike within units, unequal
weights. Every answer in every district is compared between the two rounds.
"""

from __future__ import annotations

import sys

import numpy as np
import pyarrow as pa

from survey import estimates
from survey.comparison import between_rounds
from survey.design import Design
from survey.engines import Embedded
from survey.results import Estimate
from survey.sums import tally

DISTRICTS, UNITS, RESPONDENTS = 9, 28, 25
SHARES = np.array([0.13, 0.44, 0.27, 0.16])  # of the four answers
ALIKE = 20.0  # Dirichlet concentration of a unit's shares: intraclass correlation 1 / (1 + ALIKE)
SEED = 20250701


def sample(random: np.random.Generator) -> list[Estimate]:
    """One round: the share of each answer in each district."""
    district = np.repeat(np.arange(DISTRICTS), UNITS * RESPONDENTS)
    unit = np.repeat(np.arange(DISTRICTS * UNITS), RESPONDENTS)
    opinions = random.dirichlet(ALIKE * SHARES, DISTRICTS * UNITS)
    answer = (random.random(len(unit))[:, None] > opinions.cumsum(axis=1)[unit]).sum(axis=1).clip(0, 3)
    weight = random.lognormal(4, 0.5, len(unit))
    people = pa.table({"district": district, "unit": unit, "answer": answer, "weight": weight})
    sums = tally(Embedded(people), Design("weight", "district", ("unit",)), ("district", "answer"))
    return estimates.proportions(estimates.of_answers(sums, "answer", ("district",)))


def main(pairs: int) -> None:
    """Print the share of false alarms among single comparisons, and of pairs of rounds with any."""
    random = np.random.default_rng(SEED)
    single, compared, any_single, any_corrected = 0, 0, 0, 0
    for _ in range(pairs):
        rows = between_rounds(sample(random), sample(random))
        alarms = sum(row.p is not None and row.p < 0.05 for row in rows)
        single += alarms
        compared += rows[0].compared
        any_single += alarms > 0
        any_corrected += any(row.significant for row in rows)
    print(
        f"{pairs} pairs of rounds in which nothing changed, {compared // pairs} comparisons in each, level 0.05"
    )
    print(f"false alarms among single comparisons:             {single / compared:.3f}")
    print(f"pairs with a false alarm, without correction:      {any_single / pairs:.3f}")
    print(f"pairs with a false alarm, with Holm's correction:  {any_corrected / pairs:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
