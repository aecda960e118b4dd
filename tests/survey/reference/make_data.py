"""Write the small survey files whose reference numbers `reference.R` computes: `python make_data.py`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
AIMAGS = np.array(["AR", "BU", "DO", "ZA"])
ANSWERS = np.array(["home", "other", "stay", "unsure"])
AGES = np.array(["15-29", "30-44", "45+"])


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV; floats at full precision, missing values empty."""
    with (FOLDER / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([["" if value is None else value for value in row] for row in rows])


def optional(values: np.ndarray, missing: np.ndarray) -> list[object]:
    """The values with None where `missing`."""
    return [None if gone else value.item() for value, gone in zip(values, missing, strict=True)]


PEOPLE = [
    "stratum",
    "psu",
    "psu_id",
    "ssu",
    "fpc1",
    "fpc2",
    "weight",
    "weight0",
    "aimag",
    "sex",
    "age",
    "answer",
    "yes",
    "rare",
    "income",
    "spend",
    "big",
]


def people(random: np.random.Generator) -> list[tuple[object, ...]]:
    """About 1,500 people: 7 strata, 5-9 primary units each, 5-8 households in each, 2-6 people a household."""
    places = []
    for stratum in range(7):
        units = int(random.integers(5, 10))
        population = int(random.integers(3 * units, 12 * units))
        for psu in range(1, units + 1):
            homes = int(random.integers(5, 9))
            home_population = int(random.integers(3 * homes, 20 * homes))
            for ssu in range(1, homes + 1):
                for _ in range(int(random.integers(2, 7))):
                    places.append((stratum, psu, ssu, population, home_population, units, homes))
    stratum, psu, ssu, population, home_population, units, homes = np.array(places).T
    n = len(stratum)
    base = population / units * home_population / homes
    weight = base * random.lognormal(0.0, 0.35, n)
    weight[random.random(n) < 0.02] = 0.0
    aimag = random.choice(AIMAGS, n, p=[0.4, 0.3, 0.2, 0.1])
    aimag[(stratum == 2) & (psu == 3) & (random.random(n) < 0.8)] = "HO"
    aimag[random.choice(np.flatnonzero(aimag == "AR"), 6, replace=False)] = "GA"
    sex = random.choice(np.array(["female", "male"]), n, p=[0.54, 0.46])
    age = random.choice(AGES, n, p=[0.35, 0.35, 0.3])
    shift = random.normal(0.0, 0.6, (7, 10, 4))[stratum, psu]
    utility = shift + np.array([0.2, -0.5, 1.0, -0.2]) + random.gumbel(size=(n, 4))
    answer = ANSWERS[utility.argmax(axis=1)]
    yes = (random.random(n) < 0.13 + 0.05 * (sex == "male") + 0.04 * shift[:, 0].clip(-1, 1)).astype(int)
    rare = (random.random(n) < 0.05).astype(int)
    rare[aimag == "ZA"] = 0
    rare[aimag == "BU"] = 1
    income = np.round(random.lognormal(13.6 + 0.3 * shift[:, 1], 0.7), 2)
    spend = np.round(random.gamma(3.0, 120_000.0, n) + 50_000, 1)
    big = 1e9 + np.round(random.uniform(-1, 1, n), 3)
    columns = [
        [f"S{value + 1}" for value in stratum],
        psu.tolist(),
        [f"S{s + 1}-{p:02d}" for s, p in zip(stratum, psu, strict=True)],
        ssu.tolist(),
        population.tolist(),
        home_population.tolist(),
        weight.tolist(),
        np.where(stratum == 4, 0.0, weight).tolist(),
        aimag.tolist(),
        sex.tolist(),
        age.tolist(),
        optional(answer, random.random(n) < 0.04),
        optional(yes, random.random(n) < 0.03),
        rare.tolist(),
        optional(income, random.random(n) < 0.05),
        spend.tolist(),
        big.tolist(),
    ]
    return list(zip(*columns, strict=True))


def lonely(random: np.random.Generator) -> list[tuple[object, ...]]:
    """300 people; strata L1 and L2 have one primary unit, and `fpc` makes the one of L2 a certainty."""
    rows: list[tuple[object, ...]] = []
    for stratum, (units, population) in enumerate(
        [(1, 20), (1, 1), (4, 30), (5, 40), (3, 9), (6, 60)], start=1
    ):
        for psu in range(1, units + 1):
            centre = float(random.normal())
            for _ in range(15):
                missing = random.random() < 0.05
                answer = None if missing else str(random.choice(ANSWERS, p=[0.3, 0.2, 0.4, 0.1]))
                spend = round(float(300 + 60 * centre + random.gamma(2.0, 40.0)), 2)
                aimag = str(random.choice(["AR", "BU"], p=[0.6, 0.4]))
                weight = float(random.lognormal(3.0, 0.4))
                rows.append((f"L{stratum}", psu, population, weight, aimag, answer, spend))
    return rows


def element(random: np.random.Generator) -> list[tuple[object, ...]]:
    """A stratified element sample: population sizes and sampling fractions of the strata."""
    rows: list[tuple[object, ...]] = []
    for stratum, (n, population) in enumerate([(40, 400), (60, 300), (50, 2000), (80, 160)], start=1):
        for _ in range(n):
            spend = round(float(random.gamma(2.0 + stratum, 50.0)), 2)
            aimag = str(random.choice(["AR", "BU", "DO"], p=[0.5, 0.3, 0.2]))
            answer = None if random.random() < 0.04 else str(random.choice(ANSWERS, p=[0.3, 0.2, 0.4, 0.1]))
            rows.append((f"E{stratum}", population, n / population, population / n, aimag, answer, spend))
    return rows


def pairs(random: np.random.Generator) -> list[tuple[object, ...]]:
    """200 people in 8 strata of two primary units: the design that `reference.R` turns into replicate weights."""
    rows: list[tuple[object, ...]] = []
    for stratum in range(1, 9):
        for psu in (1, 2):
            centre = float(random.normal())
            for _ in range(int(random.integers(10, 16))):
                answer = (
                    None if random.random() < 0.04 else str(random.choice(ANSWERS, p=[0.3, 0.2, 0.4, 0.1]))
                )
                spend = round(float(300 + 60 * centre + random.gamma(2.0, 40.0)), 2)
                income = round(float(random.lognormal(6.0, 0.5)), 2)
                aimag = str(random.choice(["AR", "BU", "DO"], p=[0.5, 0.3, 0.2]))
                weight = int(random.integers(640, 6400)) / 64
                rows.append((f"P{stratum}", f"P{stratum}-{psu}", weight, aimag, answer, income, spend))
    return rows


def margins(rows: list[tuple[object, ...]]) -> None:
    """Write known totals: the weighted ones of `people.csv` times fixed factors, each margin to one sum."""
    table = {name: np.array(column) for name, column in zip(PEOPLE, zip(*rows, strict=True), strict=True)}
    weight = table["weight"].astype(float)
    whole = float(np.round(weight.sum()))
    factors = {
        "sex": {"female": 0.94, "male": 1.07},
        "age": {"15-29": 1.12, "30-44": 0.93, "45+": 0.97},
        "stratum": dict(
            zip([f"S{i}" for i in range(1, 8)], [0.9, 1.1, 1.05, 0.95, 1.0, 1.08, 0.97], strict=True)
        ),
    }
    lines = []
    for variable, levels in factors.items():
        raw = {level: weight[table[variable] == level].sum() * factor for level, factor in levels.items()}
        for level, value in raw.items():
            lines.append((variable, level, float(value) * whole / float(sum(raw.values()))))
    write("margins.csv", ("variable", "level", "total"), lines)
    spend = float((weight * table["spend"].astype(float)).sum())
    write("margins_spend.csv", ("variable", "level", "total"), [*lines[:5], ("spend", "", spend * 1.02)])
    cells = []
    for sex, by_sex in factors["sex"].items():
        for age, by_age in factors["age"].items():
            chosen = (table["sex"] == sex) & (table["age"] == age)
            cells.append((sex, age, float(weight[chosen].sum() * by_sex * by_age)))
    write("cells.csv", ("sex", "age", "total"), cells)


def main() -> None:
    """Write every data file beside this script."""
    random = np.random.default_rng(20250701)
    rows = people(random)
    write("people.csv", PEOPLE, rows)
    write("lonely.csv", ["stratum", "psu", "fpc", "weight", "aimag", "answer", "spend"], lonely(random))
    write(
        "element.csv", ["stratum", "fpc", "fraction", "weight", "aimag", "answer", "spend"], element(random)
    )
    write("pairs.csv", ["stratum", "psu", "weight", "aimag", "answer", "income", "spend"], pairs(random))
    margins(rows)


if __name__ == "__main__":
    main()
