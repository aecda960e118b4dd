"""Weights calibrated while a file is taken in: margins met, the file's own kept, and refusals that say why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.intake.examining import examine
from etl.intake.findings import Refused
from etl.intake.harmonise import Harmonised, harmonise
from etl.intake.mapping import Mapping, codebook, template
from etl.intake.margins import official
from etl.intake.weights import Weighed, weigh
from store import builds
from tests.etl.intake import clean

SEX = {"female": 170_000, "male": 150_000}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Harmonised:
    staged = clean.stage(clean.respondents(), tmp_path_factory.mktemp("weights"))
    return harmonise(staged, clean.mapping(staged), "new", "2025")


def weighed(made: Harmonised, **calibrate: object) -> Weighed:
    return weigh(replace(made, mapping=Mapping(weight={"calibrate": calibrate})), template("new"))


def ask(file: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(sql.replace("file", f"read_parquet('{file}')")).fetchall()


def test_the_files_own_weights_stay_as_they_are(made: Harmonised) -> None:
    assert weigh(made, template("new")) == Weighed(made)


def test_margins_are_met_and_the_own_weights_kept(made: Harmonised) -> None:
    done = weighed(made, margins={"sex": SEX, "district": dict.fromkeys(clean.DISTRICTS, 80_000)})
    file = done.made.respondents
    sums = dict(ask(file, "SELECT sex, sum(weight) FROM file GROUP BY 1"))
    assert sums == pytest.approx(SEX)
    districts = ask(file, "SELECT sum(weight) FROM file GROUP BY district")
    assert [total for (total,) in districts] == pytest.approx([80_000] * 4)
    own = ask(file, "SELECT respondent, weight_own FROM file")
    assert own == ask(made.respondents, "SELECT respondent, weight FROM file")
    columns = ask(file, "SELECT column_name FROM (DESCRIBE FROM file)")
    before = ask(made.respondents, "SELECT column_name FROM (DESCRIBE FROM file)")
    assert columns == [*before, ("weight_own",)]


def test_the_catalogue_knows_the_own_weights(made: Harmonised) -> None:
    tables = weighed(made, margins={"sex": SEX}).made.tables
    [question] = [row for row in tables["question"] if row["question"] == "weight_own"]
    assert question["type"] == "design"
    assert question["name_mn"]
    assert len({row["position"] for row in tables["question"]}) == len(tables["question"])
    assert [row["question"] for row in tables["wording"]].count("weight_own") == 1


def test_what_calibration_did_is_told(made: Harmonised) -> None:
    done = weighed(made, margins={"sex": SEX})
    [told] = done.findings()
    assert told.rule.code == "weights_calibrated"
    assert "sex" in told.message
    assert done.diagnostics
    assert done.diagnostics.n == clean.RESPONDENTS
    assert done.diagnostics.factor_min < 1 < done.diagnostics.factor_max


def test_uneven_weights_must_be_acknowledged(made: Harmonised) -> None:
    uneven = weighed(made, margins={"sex:age_group": _skewed()})
    assert "weights_calibrated_uneven" in {finding.rule.code for finding in uneven.findings()}


def _skewed() -> dict[str, float]:
    groups = [f"{sex}:{age}" for sex in SEX for age in ("18_24", "25_34", "35_44", "45_54")]
    return {group: 300_000 if group == groups[0] else 1_000 for group in groups}


def test_weights_stay_within_their_limits(made: Harmonised) -> None:
    done = weighed(made, margins={"sex": SEX}, trim=[420, 640])
    [(least, most)] = ask(done.made.respondents, "SELECT min(weight), max(weight) FROM file")
    assert float(str(least)) >= 420 * (1 - 1e-9)
    assert float(str(most)) <= 640 * (1 + 1e-9)


def test_margins_can_be_scaled_to_one_population(made: Harmonised) -> None:
    done = weighed(made, margins={"sex": {"female": 51, "male": 49}}, population=100_000)
    assert dict(ask(done.made.respondents, "SELECT sex, sum(weight) FROM file GROUP BY 1")) == pytest.approx(
        {"female": 51_000, "male": 49_000}
    )


@pytest.mark.parametrize(
    ("calibrate", "reasons"),
    [
        ({}, ["no margin"]),
        ({"margins": {"sex": {}, "district": {"MN1101": "many"}}}, ["no margin", "Give a number above zero"]),
        ({"margins": {"colour": {"red": 5}}}, ["which the data do not have"]),
        ({"margins": {"sex": {"female": 10}}}, ["for which there is no total"]),
        ({"margins": {"sex": {**SEX, "third": 5}}}, ["Nobody with a weight above zero"]),
        ({"margins": {"sex": SEX, "district": dict.fromkeys(clean.DISTRICTS, 5)}}, ["add up to"]),
        ({"margins": {"sex": SEX}, "bounds": "narrow"}, ["bounds"]),
        ({"margins": {"sex": SEX}, "method": "guess"}, ["no method guess"]),
        ({"margins": {"origin_aimag": "official"}}, ["which the data do not have"]),
        ({"margins": {"sex:district": {"female": 5}}}, ["one part for each variable"]),
    ],
)
def test_everything_in_the_way_is_told_at_once(
    made: Harmonised, calibrate: dict[str, object], reasons: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        weighed(made, **calibrate)
    told = [f"{finding.message} {finding.remedy}" for finding in refused.value.findings]
    assert len(told) >= len(reasons)
    for reason in reasons:
        assert any(reason in message for message in told), told


def test_official_margins_are_residents_of_the_capital_aged_18_and_over(built_store: Path) -> None:
    book, build = codebook("new"), builds.current()
    by_district = official(("district",), book, build)
    by_age = official(("age_group",), book, build)
    crossed = official(("age_group", "district"), book, build)
    assert by_district and by_age and crossed
    assert len(by_district.targets) == 9
    assert by_district.population == pytest.approx(by_age.population) == pytest.approx(crossed.population)
    assert (
        850_000 < by_district.population < 1_050_000
    )  # 1.5 million people lived there in 2019, a third below 18
    # Baganuur in 2019: 2/5 of 1 961 aged 15-19, and 2 047 aged 20-24
    assert crossed.targets["18_24", "MN1101"] == pytest.approx(0.4 * 1961 + 2047)
    assert official(("sex",), book, build) is None


def test_the_files_own_weights_can_be_held_against_totals(tmp_path: Path) -> None:
    staged = clean.stage(clean.respondents(), tmp_path / "staged")
    given = replace(clean.mapping(staged), weight={"compare": {"margins": {"sex": {"female": 9, "male": 1}}}})
    found = {f.value: f for f in examine(staged, given=given, root=tmp_path).findings}
    assert found["female"].rule.code == "weights_off_margin"
    assert found["female"].slots["official"] == 90
    with pytest.raises(Refused, match="no margin"):
        examine(staged, given=replace(given, weight={"compare": {}}), root=tmp_path)
