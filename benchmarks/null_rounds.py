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
CONVENTIONS = ("design", "domain")


def sample(random: np.random.Generator) -> dict[str, list[Estimate]]:
    """One round: the share of each answer in each district, by convention for degrees of freedom."""
    district = np.repeat(np.arange(DISTRICTS), UNITS * RESPONDENTS)
    unit = np.repeat(np.arange(DISTRICTS * UNITS), RESPONDENTS)
    opinions = random.dirichlet(ALIKE * SHARES, DISTRICTS * UNITS)
    answer = (random.random(len(unit))[:, None] > opinions.cumsum(axis=1)[unit]).sum(axis=1).clip(0, 3)
    weight = random.lognormal(4, 0.5, len(unit))
    people = pa.table({"district": district, "unit": unit, "answer": answer, "weight": weight})
    engine, found = Embedded(people), {}
    for convention in CONVENTIONS:
        design = Design("weight", "district", ("unit",), df=convention)
        pieces = estimates.of_answers(tally(engine, design, ("district", "answer")), "answer", ("district",))
        found[convention] = estimates.proportions(pieces)
    return found


def main(pairs: int) -> None:
    """Print the share of false alarms among single comparisons, and of pairs of rounds with any."""
    random = np.random.default_rng(SEED)
    counts = {convention: np.zeros(3) for convention in CONVENTIONS}
    compared = 0
    for _ in range(pairs):
        first, second = sample(random), sample(random)
        for convention, count in counts.items():
            rows = between_rounds(first[convention], second[convention])
            compared = rows[0].compared
            alarms = sum(row.p is not None and row.p < 0.05 for row in rows)
            count += alarms / compared, alarms > 0, any(row.significant for row in rows)
    print(f"{pairs} pairs of rounds in which nothing changed, {compared} comparisons in each, level 0.05")
    print("degrees of freedom   single comparison   any of a pair   any of a pair, Holm")
    for convention, count in counts.items():
        single, some, corrected = count / pairs
        print(f"{convention:18}   {single:17.3f}   {some:13.3f}   {corrected:19.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
