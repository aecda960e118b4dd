"""The demonstration survey: made-up respondents, so that every page works before a real survey is loaded.

How they are made, and what is assumed, stands in docs/methods/demonstration-survey.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from etl.demo.chance import MISSING, Chance
from etl.demo.intentions import Scenario, intentions
from etl.demo.official import official
from etl.demo.people import YES, people
from etl.demo.published import HOMELAND_PCT, MILLION, OTHER_RURAL_PCT, WISH_PCT, reproducing
from etl.demo.sample import draw
from etl.raw import Staged

SURVEY = "demonstration"
PUBLISHED_ROUND = "2023"
_SEEDS = {"2023": 20230317, "2025": 20250310}
_SCENARIOS = {
    "2023": Scenario(
        wish=WISH_PCT / 100,
        plan=0.24,
        intends_12_months=0.34,
        moved=0.25,
        destination_type=(HOMELAND_PCT / 100, OTHER_RURAL_PCT / 100, 0.17, 0.12),
        drivers=(0.62, 0.51, 0.44, 0.33, 0.24, 0.22, 0.18, 0.25),
        conditions=(0.55, 0.38, 0.26, 0.24, 0.17, 0.22, 0.30, 0.21, 0.19),
        pay_thousand_mnt=1_900,
    ),
    "2025": Scenario(  # more wish, fewer plan under the narrower wording, housing and loans count more
        wish=0.155,
        plan=0.17,
        intends_12_months=0.40,
        moved=0.25,
        destination_type=(0.44, 0.27, 0.17, 0.12),
        drivers=(0.62, 0.51, 0.44, 0.41, 0.24, 0.22, 0.18, 0.25),
        conditions=(0.55, 0.38, 0.26, 0.24, 0.17, 0.32, 0.30, 0.21, 0.19),
        pay_thousand_mnt=2_300,
    ),
}
_WITHHELD = {  # share of those asked who do not answer
    **{"origin_soum": 0.30, "years_since_move": 0.02, "herder_background": 0.02, "age_group": 0.004},
    **{
        "education": 0.012,
        "occupation": 0.015,
        "sector": 0.04,
        "household_type": 0.01,
        "school_children": 0.01,
    },
    **{"reasons_moved": 0.03, "wish": 0.02, "plan": 0.02, "intends_12_months": 0.02, "moved": 0.02},
    **{"would_resettle": 0.025, "destination_type": 0.04, "destination_aimag": 0.06},
    **{"drivers": 0.03, "conditions": 0.04, "expected_pay": 0.14},
}


def rounds(staged: Sequence[Staged]) -> dict[str, pd.DataFrame]:
    """The respondents of each round: one row each, ordered by stratum and unit, columns as in the codebook."""
    return {round_: respondents(round_, staged) for round_ in _SEEDS}


def respondents(round_: str, staged: Sequence[Staged]) -> pd.DataFrame:
    """The respondents of one round; every draw follows from the seed and the raw files."""
    chance = Chance(_SEEDS[round_])
    figures = official(staged, before=int(round_))
    sample = draw(figures, chance)
    who = people(sample, figures, chance)
    wants = intentions(who, sample, figures, _SCENARIOS[round_], chance)
    given = {**vars(who), **vars(wants)}
    silent = _silent(given, chance)
    weight = np.rint(sample.weight * MILLION) / MILLION
    if round_ == PUBLISHED_ROUND:
        named = (np.where(silent[name], MISSING, given[name]) for name in ("wish", "destination_type"))
        weight = reproducing(sample.weight, *named)
    questions, answers = (_of_survey(staged, name) for name in ("survey/questions.csv", "survey/answers.csv"))
    asked = {row["question"] for row in _of_survey(staged, "survey/wordings.csv") if row["round"] == round_}
    columns: dict[str, object] = {
        "respondent": [f"{round_}-{number:05}" for number in range(1, len(weight) + 1)],
        "stratum": sample.stratum_codes,
        "psu": sample.psu_codes,
        "weight": weight,
    }
    places = {"district": figures.districts, "aimag": figures.aimags, "soum": figures.soums}
    for question in questions:
        name = question["question"]
        if name in columns or name not in asked:
            continue
        codes = places.get(question["places"]) or [
            row["answer"] for row in answers if row["question"] == name
        ]
        columns |= _columns(name, question["type"], codes, given[name], silent.get(name))
    return pd.DataFrame(columns)


def _silent(given: Mapping[str, np.ndarray], chance: Chance) -> dict[str, np.ndarray]:
    """Who gave no answer to a question: was not asked it, or did not say."""
    reluctant = chance.between(0.2, 1.8, len(given["sex"]))
    silent = {name: chance.yes(reluctant * share) for name, share in _WITHHELD.items()}
    for before, stage in pairwise(("wish", "plan", "intends_12_months", "moved")):
        silent[stage] = silent[before] | (silent[stage] & (given[before] == YES))
    silent["sector"] |= silent["occupation"]
    silent["destination_type"] |= silent["would_resettle"]
    silent["destination_aimag"] |= silent["destination_type"]
    for name in ("drivers", "conditions", "expected_pay"):
        silent[name] |= silent["would_resettle"] | (given["would_resettle"] != YES)
    return silent


def _columns(
    name: str, type_: str, codes: Sequence[str], values: np.ndarray, silent: np.ndarray | None
) -> dict[str, object]:
    """The columns of one question as pandas keeps them, empty where `silent`."""
    silent = np.zeros(len(values), bool) if silent is None else silent
    if type_ == "number":
        return {name: pd.arrays.FloatingArray(values.astype(float), silent)}
    if type_ == "many":
        options = enumerate(codes)
        return {f"{name}__{code}": pd.arrays.BooleanArray(values[:, i], silent) for i, code in options}
    return {name: pd.Categorical.from_codes(np.where(silent, MISSING, values), list(codes))}


def _of_survey(staged: Sequence[Staged], path: str) -> list[Mapping[str, str]]:
    rows = next(part.rows for part in staged if part.file.path == path)
    return [row for row in rows if row["survey"] == SURVEY]
