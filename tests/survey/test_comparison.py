"""Differences, corrections, ranks and tests of tables against what R `survey` writes, and what must always hold."""

from __future__ import annotations

import csv
import json
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey import calibrated, calibration, estimates, replicates
from survey.association import rao_scott
from survey.comparison import between_answers, between_domains, between_rounds, corrected, holm, ranks
from survey.design import Design, Replicates, SurveyError
from survey.engines import Embedded
from survey.sums import Sums, tally

HERE = Path(__file__).parent / "reference"
DESIGNS = json.loads((HERE / "designs.json").read_text("utf-8"))
SCALES = json.loads((HERE / "replicates.json").read_text("utf-8"))
PLAIN = [
    name
    for name, design in DESIGNS.items()
    if not ({"replicates", "calibration"} & design.keys() or name.startswith("lonely"))
]
SKEWED = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 9), st.integers(1, 6)),
    min_size=2,
    max_size=40,
).filter(lambda people: any(weight for _, _, weight, _ in people))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


@cache
def sums(name: str) -> Sums | replicates.ReplicateSums:
    d = DESIGNS[name]
    engine = Embedded(HERE / d["file"])
    keys = tuple(key for key in ("aimag", "sex", "age", "answer") if key in engine.table.columns)
    if "replicates" in d:
        columns = tuple(c for c in engine.table.columns if c.startswith(f"{name}_"))
        scales = SCALES[name]
        held = Replicates(
            columns,
            d["replicates"]["method"],
            d["replicates"]["rho"] or 0.0,
            scales["scale"],
            tuple(scales["rscales"]),
        )
        return replicates.tally(engine, Design("weight", replicates=held), keys, ("spend",))
    design = Design(d["weight"], d["stratum"], tuple(d["psu"]), tuple(d["fpc"]), d["nested"], d["single_psu"])
    return tally(engine, design, keys, ("spend",))


def answers(name: str, by: tuple[str, ...] = ()) -> estimates.Measured:
    held = sums(name)
    of = estimates.of_answers if isinstance(held, Sums) else replicates.of_answers
    return of(held, "answer", by)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*PLAIN, *SCALES])
def test_differences_between_two_domains_are_those_of_r(name: str) -> None:
    pieces = answers(name, ("aimag",))
    pair = pieces.names.index(("AR",)), pieces.names.index(("BU",))
    ours = {row.answer: row for row in between_domains(pieces, [pair])}
    expected = [row for row in read(HERE / "expected" / f"{name}.csv") if row["statistic"] == "difference"]
    assert len(expected) == 8
    for row in expected:
        found = ours[row["answer"]]._asdict()["difference" if row["quantity"] == "estimate" else "se"]
        assert found == pytest.approx(float(row["value"]), rel=1e-9), row


@pytest.mark.parametrize(("name", "method"), [("raked_weighted", "rake"), ("linear", "linear")])
def test_differences_of_calibrated_weights_know_the_calibration(
    name: str, method: str, tmp_path: Path
) -> None:
    d, kept = DESIGNS[name], tmp_path / "kept.csv"
    with (HERE / d["file"]).open(encoding="utf-8") as file:
        header, *lines = csv.reader(file)
    weight = header.index("weight")
    with kept.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *(line for line in lines if float(line[weight]) > 0)])
    margins = calibration.read_margins(HERE / d["calibration"]["margins"])
    keys = tuple(dict.fromkeys(("aimag", "answer", *calibrated.variables(margins))))
    design = Design(d["weight"], d["stratum"], tuple(d["psu"]), nested=d["nested"])
    held = calibrated.calibrate(tally(Embedded(kept), design, keys), margins, method)
    pieces = estimates.of_answers(held, "answer", ("aimag",))
    pair = pieces.names.index(("AR",)), pieces.names.index(("BU",))
    ours = {row.answer: row for row in between_domains(pieces, [pair])}
    expected = [row for row in read(HERE / "expected" / f"{name}.csv") if row["statistic"] == "difference"]
    assert len(expected) == 8
    for row in expected:
        found = ours[row["answer"]]._asdict()["difference" if row["quantity"] == "estimate" else "se"]
        assert found == pytest.approx(float(row["value"]), rel=1e-9), row
    with pytest.raises(SurveyError, match="calibrated anew"):
        replicates.jackknife(pieces)


def test_all_pairs_with_intervals_and_tests_are_those_of_r() -> None:
    pieces = answers("stratified_cluster", ("aimag",))
    ours = {(f"{row.a[0]}|{row.b[0]}", row.answer): row for row in between_domains(pieces)}
    halves = {row.a + row.b: row for row in between_answers(answers("stratified_cluster"))}  # type: ignore[operator]
    held = sums("stratified_cluster")
    assert isinstance(held, Sums)
    means = between_domains(estimates.of_values(held, "spend", ("aimag",)))
    spent = {f"{row.a[0]}|{row.b[0]}": row for row in means}
    shares = estimates.proportions(pieces)
    sure = {
        answer: {str(row.by[0]) for row in shares if row.answer == answer and not row.se}
        for answer in pieces.answers
    }
    checked = 0
    for row in read(HERE / "comparison" / "differences.csv"):
        found = {
            "domains": lambda of, answer: ours[of, answer],
            "answers": lambda of, answer: halves["homestay"],
            "means": lambda of, answer: spent[of],
        }[row["statistic"]](row["of"], row["answer"])
        if found.p is None and row["quantity"] in ("low", "high", "p"):
            assert {*row["of"].split("|")} & sure[row["answer"]]
            continue
        assert getattr(found, row["quantity"]) == pytest.approx(float(row["value"]), rel=1e-9), row
        checked += 1
    assert checked > 200


@pytest.mark.parametrize("name", [*PLAIN, *SCALES])
def test_tests_of_a_table_are_those_of_svychisq(name: str) -> None:
    quantities = {"F": "value", "F_ndf": "df", "F_ddf": "df_error", "F_p": "p"}
    quantities |= {"Chisq": "value", "Chisq_df": "df", "Chisq_p": "p"}
    expected = [row for row in read(HERE / "expected" / f"{name}.csv") if row["statistic"] == "chi-square"]
    assert len(expected) == (14 if "sex" in sums(name).levels else 0)
    for row in expected:
        first, second = row["of"].split("+")
        found = rao_scott(sums(name), first, second, row["quantity"].split("_")[0])
        assert getattr(found, quantities[row["quantity"]]) == pytest.approx(float(row["value"]), rel=1e-9), (
            row
        )


def test_holm_is_that_of_r() -> None:
    rows = read(HERE / "comparison" / "holm.csv")
    ours = holm([float(row["p"]) for row in rows])
    assert ours == pytest.approx([float(row["holm"]) for row in rows], rel=1e-12)


def test_what_could_not_be_tested_is_not_counted() -> None:
    assert holm([0.03, None, 0.01]) == [0.03, None, 0.02]
    pieces = answers("stratified_cluster", ("aimag",))
    rows = between_domains(pieces)
    assert {row.compared for row in rows} == {sum(row.p is not None for row in rows)}
    assert 0 < rows[0].compared < len(rows)


def test_two_rounds_of_independent_samples() -> None:
    pieces = answers("stratified_cluster", ("sex",))
    rows = estimates.proportions(pieces)
    same = between_rounds(rows, rows, ("2023", "2025"))
    assert len(same) == len(rows)
    for row, estimate in zip(same, rows, strict=True):
        assert (row.a, row.b, row.difference, row.p, row.significant) == ("2025", "2023", 0.0, 1.0, False)
        assert row.se == pytest.approx(2**0.5 * (estimate.se or 0))
        assert row.df == pytest.approx(2 * estimate.df)  # Satterthwaite, equal variances
        assert row.low == pytest.approx(-(row.high or 0))
    (one,) = between_rounds(
        [rows[0]._replace(estimate=0.1, se=0.01, df=10.0)], [rows[0]._replace(estimate=0.2, se=0.02, df=40.0)]
    )
    assert one.df == pytest.approx(5e-4**2 / (1e-4**2 / 10 + 4e-4**2 / 40))
    assert (
        one.p == pytest.approx(4.46919198741696e-05, rel=1e-9) and one.significant
    )  # 2 pt(-0.1 / sqrt(5e-4), 50)


def test_hidden_estimates_are_not_compared() -> None:
    rows = estimates.proportions(answers("stratified_cluster"))
    hidden = [row._replace(estimate=None, se=None, low=None, high=None, df=None, mark="c") for row in rows]  # type: ignore[arg-type]
    for row in between_rounds(rows, hidden):
        assert (row.difference, row.se, row.low, row.p, row.significant) == (None, None, None, None, False)
    assert between_rounds(rows, []) == []


def table(people: list[tuple[str, str, int, int]], **design: object) -> Sums:
    domain, answer, weight, psu = map(list, zip(*people, strict=True))
    engine = Embedded(pa.table({"d": domain, "q": answer, "w": weight, "psu": psu}))
    return tally(engine, Design("w", psu=("psu",), single_psu="certainty", **design), ("d", "q"))  # type: ignore[arg-type]


def test_one_domain_and_one_unit_compare_nothing() -> None:
    alone = estimates.of_answers(table([("a", "x", 1, 1), ("a", "y", 1, 2)]), "q", ("d",))
    assert between_domains(alone) == []
    assert [(row.rank, row.low, row.high) for row in ranks(alone)] == [(1, 1, 1)] * 2
    unit = estimates.of_answers(table([("a", "x", 1, 1), ("b", "y", 1, 1), ("b", "x", 1, 1)]), "q", ("d",))
    assert {(row.p, row.low, row.significant) for row in between_domains(unit)} == {(None, None, False)}
    assert rao_scott(table([("a", "x", 1, 1), ("b", "y", 1, 1)]), "d", "q").p is None
    assert rao_scott(table([("a", "x", 1, 1), ("b", "x", 1, 2)]), "d", "q").value is None
    with pytest.raises(SurveyError, match="Unknown statistic"):
        rao_scott(table([("a", "x", 1, 1)]), "d", "q", "G")


@settings(max_examples=60, deadline=None)
@given(SKEWED)
def test_comparisons_of_any_answers_leak_no_nan_and_agree_with_themselves(
    people: list[tuple[str, str, int, int]],
) -> None:
    pieces = estimates.of_answers(table(people), "q", ("d",))
    rows = [*between_domains(pieces), *between_answers(pieces)]
    backwards = between_domains(pieces, [(b, a) for a, b in combinations(range(len(pieces.names)), 2)])
    for row, other in zip(rows, backwards, strict=False):
        assert (other.p is None) == (row.p is None)
        assert other.p is None or other.p == pytest.approx(row.p, rel=1e-9)
        assert other.difference is None or other.difference == -row.difference  # type: ignore[operator]
    for row in corrected(rows):
        numbers = [row.difference, row.se, row.low, row.high, row.p, row.p_adjusted]
        assert all(number is None or np.isfinite(number) for number in numbers)
        assert row.p is None or 0 <= row.p <= row.p_adjusted <= 1  # type: ignore[operator]
        assert not row.significant or not row.low <= 0 <= row.high  # type: ignore[operator]
    for place in ranks(pieces):
        assert 1 <= place.low <= place.rank <= place.high <= len(pieces.names)
    for statistic in ("F", "Chisq"):
        tested = rao_scott(table(people), "d", "q", statistic)
        assert tested.p is None or 0 <= tested.p <= 1


def test_clear_differences_part_the_ranks() -> None:
    people = [
        (domain, "x" if i < share + psu % cycle else "y", 1, psu)
        for domain, share, cycle in (("a", 16, 2), ("b", 9, 3), ("c", 2, 5))
        for psu in range(30)
        for i in range(20)
    ] + [("d", "x" if psu % 2 else "y", 1, psu) for psu in range(30)]
    found = {
        row.by[0]: row for row in ranks(estimates.of_answers(table(people), "q", ("d",))) if row.answer == "x"
    }
    assert {name: (row.low, row.high) for name, row in found.items()} == {
        "a": (1, 1),
        "b": (2, 3),
        "c": (4, 4),
        "d": (2, 3),
    }
