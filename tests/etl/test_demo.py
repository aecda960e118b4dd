"""The demonstration survey reproduces what was published, hangs together, and is the same on every run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import fsum
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from etl import demo, respondents
from etl.build import read_all
from etl.codebook import base
from etl.demo.chance import Chance, meeting, sharing
from etl.demo.official import official
from etl.demo.published import adding_up
from etl.raw import Staged
from store import microdata


@pytest.fixture(scope="module")
def staged() -> Sequence[Staged]:
    return read_all()[0]


@pytest.fixture(scope="module")
def rounds(staged: Sequence[Staged]) -> dict[str, pd.DataFrame]:
    return demo.rounds(staged)


def shares(table: pd.DataFrame, question: str) -> dict[str, float]:
    """Weighted shares of the answers among those who answered."""
    answered = table[table[question].notna()]
    total = fsum(answered["weight"])
    return {
        code: fsum(answered["weight"][answered[question] == code]) / total
        for code in answered[question].cat.categories
    }


def test_what_was_published_is_reproduced(rounds: dict[str, pd.DataFrame]) -> None:
    wish = shares(rounds["2023"], "wish")
    assert wish["yes"] == pytest.approx(0.13, rel=1e-9, abs=0)
    where = shares(rounds["2023"], "destination_type")
    assert where["homeland"] == pytest.approx(0.44, rel=1e-9, abs=0)
    assert where["other_rural"] == pytest.approx(0.27, rel=1e-9, abs=0)
    assert where["other_town"] + where["undecided"] == pytest.approx(0.29, rel=1e-9, abs=0)
    assert min(where.values()) > 0.1


@pytest.mark.parametrize("name", ["2023", "2025"])
def test_the_sample_is_stratified_and_two_stage(rounds: dict[str, pd.DataFrame], name: str) -> None:
    table = rounds[name]
    assert 5_800 < len(table) < 6_300
    units = table.groupby("stratum")["psu"].nunique()
    assert len(units) == 7 and units.min() >= 8 and 120 <= units.sum() <= 150
    assert table.groupby("psu")["stratum"].nunique().max() == 1
    assert table["respondent"].is_unique
    assert table["weight"].min() > 0
    assert table[["stratum", "psu"]].apply(tuple, axis=1).is_monotonic_increasing
    assert (
        set(table["district"]) == set(table["district"].cat.categories) and table["district"].nunique() == 9
    )
    assert (table["psu"].str[:6] == table["district"].astype(str)).all()


@pytest.mark.parametrize("name", ["2023", "2025"])
def test_stages_are_nested_and_rarer(rounds: dict[str, pd.DataFrame], name: str) -> None:
    table = rounds[name]
    stages = ["wish", "plan", "intends_12_months", "moved"]
    for before, stage in pairwise(stages):
        assert (table[before][table[stage] == "yes"] == "yes").all()
        assert (table[stage][table[before] == "no"] == "no").all()
        assert 0 < shares(table, stage)["yes"] < 0.5 * shares(table, before)["yes"]


@pytest.mark.parametrize("name", ["2023", "2025"])
def test_only_those_in_the_base_of_a_question_answer_it(
    rounds: dict[str, pd.DataFrame], staged: Sequence[Staged], name: str
) -> None:
    table = rounds[name]
    questions = next(part.rows for part in staged if part.file.path == "survey/questions.csv")
    columns = {
        row["question"]: [c for c in table if c.split("__")[0] == row["question"]] for row in questions
    }
    narrowed = [row for row in questions if row["base"] and columns[row["question"]]]
    assert len(narrowed) >= 5
    for row in narrowed:
        inside = pd.Series(True, table.index)
        for question, codes in base(row["base"]).items():
            inside &= table[question].isin(codes)
        answered = table[columns[row["question"]]].notna()
        assert (answered.all(axis=1) == answered.any(axis=1)).all()
        assert not answered[~inside].any(axis=None)
        assert 0.8 < answered[inside].all(axis=1).mean() < 1


def test_the_wanted_aimag_of_those_who_would_go_home_is_that_of_origin(
    rounds: dict[str, pd.DataFrame],
) -> None:
    table = rounds["2023"].dropna(subset=["destination_aimag"])
    home = table["destination_type"] == "homeland"
    same = table["destination_aimag"].astype(str) == table["origin_aimag"].astype(str)
    assert (same == home).all() and 0 < home.sum() < len(table)


def test_origins_follow_registered_departures(
    rounds: dict[str, pd.DataFrame], staged: Sequence[Staged]
) -> None:
    for name, table in rounds.items():
        figures = official(staged, before=int(name))
        expected = figures.departures / figures.departures.sum()
        here = np.array([shares(table, "origin_aimag")[code] for code in figures.aimags])
        assert abs(here - expected).max() < 0.02
        assert np.corrcoef(here, expected)[0, 1] > 0.95


def test_answers_hang_together(rounds: dict[str, pd.DataFrame]) -> None:
    table = rounds["2023"]
    herder = table["herder_background"] == "yes"
    assert shares(table[herder], "wish")["yes"] > 1.3 * shares(table[~herder], "wish")["yes"]
    lost = table["reasons_moved__livestock_lost"].astype(float)
    assert lost[herder].mean() > 4 * lost[~herder].mean()
    assert (table["age_group"][table["occupation"] == "student"].isin(["18_24", "25_34"])).all()


def test_some_of_2025_differs_and_most_does_not(rounds: dict[str, pd.DataFrame]) -> None:
    then, now = rounds["2023"], rounds["2025"]

    def change(column: str) -> float:
        return float(now[column].astype(float).mean() - then[column].astype(float).mean())

    assert change("drivers__housing") > 0.04 and change("conditions__loan") > 0.06
    same = [c for c in then if c.startswith(("drivers__", "conditions__", "reasons_moved__"))]
    same = [column for column in same if column not in ("drivers__housing", "conditions__loan")]
    assert max(abs(change(column)) for column in same) < 0.05
    assert "expected_pay" in now and "expected_pay" not in then


def test_the_same_respondents_every_time(rounds: dict[str, pd.DataFrame], staged: Sequence[Staged]) -> None:
    again = demo.rounds(staged)
    for name, table in rounds.items():
        pd.testing.assert_frame_equal(table, again[name])


def test_the_same_table_is_the_same_file(rounds: dict[str, pd.DataFrame], tmp_path: Path) -> None:

    root = tmp_path
    first, second = (respondents.keep(rounds["2023"], root) for _ in range(2))
    assert first == second and microdata.is_intact(first, root)
    assert [file.name for file in (root / "microdata").iterdir()] == [f"{first}.parquet"]
    content = microdata.path(first, root).read_bytes()
    microdata.path(first, root).write_bytes(content[:-1])
    assert not microdata.is_intact(first, root)
    assert respondents.keep(rounds["2023"], root) == first and microdata.is_intact(first, root)


def test_parts_add_up() -> None:
    parts = Chance(1).between(0.1, 9, 1000)
    whole = adding_up(parts, 123_457)
    assert whole.sum() == 123_457
    assert abs(whole - parts * (123_457 / parts.sum())).max() < 1


def test_propensities_meet_their_shares() -> None:
    chance = Chance(2)
    weight, score = chance.between(1, 5, 500), chance.bell(500, 4)
    assert np.average(meeting(score[:, 0], weight, 0.13), weights=weight) == pytest.approx(0.13, rel=1e-9)
    wanted = np.array([0.44, 0.27, 0.17, 0.12])
    probability = sharing(score, weight, wanted)
    assert np.average(probability, axis=0, weights=weight) == pytest.approx(wanted, rel=1e-9)
    assert probability.sum(axis=1) == pytest.approx(np.ones(500))
