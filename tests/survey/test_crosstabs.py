"""Crosstabs hold every share to what the file says, and give no hidden cell away, whichever shares are read."""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import builds, survey_queries
from store.survey_queries import Question
from survey import questions
from survey.crosstabs import code, responses
from survey.crosstabs.protection import all_or_none, views
from survey.crosstabs.significance import significance
from survey.crosstabs.table import Wanted, complete, crosstab, turned
from survey.design import Design, SurveyError
from survey.disclosure.rule import Rule
from survey.engines import Embedded
from survey.pieces import of_answers
from survey.questions import Asked
from survey.results import Estimate
from survey.sums import tally

HERE = {"survey": "demonstration", "round": "2025"}
WOMEN = (("sex", ("female",)),)


@pytest.fixture(scope="module")
def people(built_store: Path) -> pd.DataFrame:
    """The respondents of round 2025."""
    return pd.read_parquet(survey_queries.microdata(round_of("2025")))


def round_of(year: str) -> survey_queries.Round:
    return next(r for r in survey_queries.rounds(builds.current(), "demonstration") if r.code == year)


def question(name: str) -> Question:
    return Question(name, None, "", "one", None, None, False, None, None, name, name, None, "", "", ())


def asked(table: pa.Table, by: tuple[str, ...], column: str, where: questions.Filters = ()) -> Asked:
    """A question put to a table in memory, as `questions.put` puts it to a round."""
    names = (*by, *(name for name, _ in where), column)
    sums = tally(Embedded(table), Design("weight"), names)
    return Asked(round_of("2025"), question(column), (), by, where, (sums,))


def test_row_shares_are_those_of_the_question_by_the_row(built_store: Path) -> None:
    table = crosstab(builds.current(), Wanted(**HERE, row="age_group", column="wish"))
    plain = questions.table(builds.current(), *HERE.values(), "wish", ("age_group",))
    assert [table.cell(None, str(row.by[0]), str(row.answer)) for row in plain.estimates] == list(
        plain.estimates
    )


@pytest.mark.parametrize("where", [(), WOMEN])
def test_shares_of_columns_and_total_are_those_of_the_file(
    people: pd.DataFrame, where: questions.Filters
) -> None:
    both = people[people.age_group.notna() & people.wish.notna() & (people.sex.eq("female") | (not where))]
    joint = both.groupby(["age_group", "wish"]).weight.sum()
    build = builds.current()
    column = crosstab(build, Wanted(**HERE, row="age_group", column="wish", measure="column", where=where))
    total = crosstab(build, Wanted(**HERE, row="age_group", column="wish", measure="total", where=where))
    for (row, answer), weight in joint.items():
        found = column.cell(None, row, answer)
        assert found.estimate == pytest.approx(weight / joint.xs(answer, level="wish").sum(), rel=1e-12)
        assert found.n == (both.wish == answer).sum()
        share = total.cell(None, row, answer)
        assert share.estimate == pytest.approx(weight / joint.sum(), rel=1e-12)
        assert (share.n, share.n_answer) == (
            len(both),
            ((both.wish == answer) & (both.age_group == row)).sum(),
        )
    margins = [total.cell(None, row.code, None).estimate for row in total.rows]
    assert sum(margins) == pytest.approx(1) and None not in margins  # type: ignore[arg-type]


def test_a_control_divides_and_all_of_it_stays(built_store: Path) -> None:
    build = builds.current()
    table = crosstab(build, Wanted(**HERE, row="age_group", column="wish", control="sex"))
    women = crosstab(build, Wanted(**HERE, row="age_group", column="wish", where=WOMEN))
    everyone = crosstab(build, Wanted(**HERE, row="age_group", column="wish"))
    assert table.layers() == ("female", "male", None)
    for row, answer in product(("18_24", "65_plus", None), ("yes", "no")):
        for layer, alone in (("female", women), (None, everyone)):
            one, other = table.cell(layer, row, answer), alone.cell(None, row, answer)
            assert one[2:3] + one[7:10] == other[2:3] + other[7:10]
            assert one[3:7] == pytest.approx(other[3:7], rel=1e-12)


def test_shares_of_responses_add_up_and_count_every_choice(people: pd.DataFrame) -> None:
    wanted = Wanted(**HERE, row="sex", column="reasons_moved", measure="responses")
    table = crosstab(builds.current(), wanted)
    names = [f"reasons_moved__{answer.code}" for answer in table.columns]
    chosen = people[names].astype("float").mul(people.weight, axis=0)[people.sex == "male"].sum()
    found = [table.cell(None, "male", answer.code) for answer in table.columns]
    assert [row.estimate for row in found] == pytest.approx(list(chosen / chosen.sum()), rel=1e-12)
    assert {row.n for row in found} == {people.loc[people.sex == "male", names[0]].notna().sum()}
    assert all(row.low < row.estimate < row.high and row.deff is None for row in found)  # type: ignore[operator]


def test_shares_of_responses_know_units_of_every_design() -> None:
    """Without sampling units the rows of the file are units; one respondent's choices belong together."""
    random = np.random.default_rng(1)
    chosen = random.random((200, 3)) < [0.2, 0.5, 0.7]
    table = pa.table(
        {f"q__{i}": chosen[:, i] for i in range(3)} | {"row": np.arange(200), "weight": np.ones(200)}
    )
    found = [
        responses.shares({c: of_answers(sums, c) for c in ("q__0", "q__1", "q__2")})
        for sums in (
            tally(Embedded(table), Design("weight"), ("q__0", "q__1", "q__2")),
            tally(Embedded(table), Design("weight", psu=("row",)), ("q__0", "q__1", "q__2")),
        )
    ]
    assert [row.se for row in found[0]] == pytest.approx([row.se for row in found[1]], rel=1e-12)
    y, x = chosen[:, 0].astype(float), chosen.sum(1)
    scores = (y - y.sum() / x.sum() * x) / x.sum()
    assert found[0][0].se == pytest.approx(np.sqrt(200 / 199 * (scores**2).sum()), rel=1e-12)


def test_a_row_that_the_question_does_not_concern_is_not_applicable(built_store: Path) -> None:
    table = crosstab(builds.current(), Wanted(**HERE, row="occupation", column="sector", measure="people"))
    assert table.cell(None, "student", "trade").mark == "z"
    assert table.cell(None, "student", "trade").estimate is None
    assert table.cell(None, "employee", "trade").mark == ""


def test_a_mean_is_given_for_a_number_and_for_nothing_else(built_store: Path) -> None:
    build = builds.current()
    table = crosstab(build, Wanted(**HERE, row="sex", column="expected_pay", measure="mean"))
    assert table.columns == () and (table.cell(None, None, None).estimate or 0) > 100
    with pytest.raises(SurveyError, match="choose row, column, total, people"):
        crosstab(build, Wanted(**HERE, row="sex", column="wish", measure="mean"))


@st.composite
def files(draw: st.DrawFn) -> pa.Table:
    """Draw respondents over a control, a row, a column and a filter, thin or rich, with empty cells."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (draw(st.integers(1, 2)), draw(st.integers(2, 4)), draw(st.integers(2, 4)), 2)
    n = random.poisson(draw(st.sampled_from([4, 9, 20, 60])) * random.gamma(1, 1, shape))
    n = n * (random.random(shape) > draw(st.sampled_from([0, 0.3])))
    places = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    names = dict(zip("krcf", places.T, strict=True))
    return pa.table({k: [f"{k}{i}" for i in v] for k, v in names.items()} | {"weight": np.ones(len(places))})


def determined(shape: tuple[int, ...], hidden: np.ndarray) -> list[int]:
    """Hidden cells and margins that follow from the shown ones by adding and subtracting."""
    rows = np.ones((1, 1))
    for size in shape:
        rows = np.kron(rows, np.vstack([np.eye(size - 1), np.ones((1, size - 1))]))
    secret = hidden.ravel()
    _, values, basis = np.linalg.svd(rows[~secret], full_matrices=False)
    basis = basis[values > 1e-9]
    left = rows - rows @ basis.T @ basis
    return [cell for cell in np.flatnonzero(secret).tolist() if np.abs(left[cell]).max() < 1e-9]


@settings(max_examples=40, deadline=None)
@given(files())
def test_no_hidden_cell_follows_from_all_shares_taken_together(built_store: Path, table: pa.Table) -> None:
    if not len(table):
        return
    here = asked(table, ("k", "r"), "c")
    seen = views(here, question("r"), Rule())
    assert seen.across is not None and seen.joint is not None
    assert determined(seen.along.hidden.shape, seen.along.hidden) == []
    few = (seen.along.n > 0) & (seen.along.n < 5)
    few[..., -1] = False
    assert seen.along.hidden[few].all()
    other = views(turned(here, question("r")), question("c"), Rule())
    assert (other.along.hidden == seen.along.hidden.swapaxes(1, 2)).all()


@settings(max_examples=40, deadline=None)
@given(files())
def test_filters_do_not_give_a_cell_away(built_store: Path, table: pa.Table) -> None:
    """The table without filters and both of its halves, read together."""
    if len(set(table["f"].to_pylist())) < 2:
        return
    whole = views(asked(table, ("r",), "c"), question("r"), Rule()).along
    halves = [views(asked(table, ("r",), "c", (("f", (f,)),)), question("r"), Rule()) for f in ("f0", "f1")]
    levels = [half.along.levels for half in halves]
    if any(half.in_the_way for half in halves) or levels[0] != levels[1] or whole.levels != levels[0]:
        return
    hidden = np.stack([half.along.hidden for half in halves] + [whole.hidden])
    rows, columns = (size - 1 for size in whole.hidden.shape)
    assert determined((3, rows + 1, columns + 1), hidden) == []


def test_a_refused_filter_says_which_levels_are_in_the_way_and_how_many_answered_stays_hidden(
    built_store: Path,
) -> None:
    thin = (("origin_aimag", tuple(f"MN-{n}" for n in ("064",))),)
    table = crosstab(builds.current(), Wanted(**HERE, row="sex", column="expected_pay", measure="mean", where=thin))  # fmt: skip
    if table.answered.in_the_way:
        assert table.cells == {} and table.answered.asked is None
        assert "MN-064" in table.answered.in_the_way[0][1]
    else:
        assert all(cell.mark == "c" for cell in table.cells.values())


def test_when_one_option_is_hidden_no_share_of_its_responses_is_shown() -> None:
    shown = Estimate(("a",), "x", "proportion", 0.4, 0.1, 0.3, 0.5, 9, 40, 16, None, None)
    hidden = Estimate(("a",), "y", "proportion", *(None,) * 5, 40, None, None, None, "c")
    other = shown._replace(by=("b",))
    assert [row.mark for row in all_or_none([shown, hidden, other])] == ["c", "c", ""]
    assert all_or_none([shown, hidden])[0].n_answer is None


MEASURES = [
    Wanted(**HERE, row="age_group", column="wish"),
    Wanted(**HERE, row="age_group", column="wish", control="sex", method="beta", level=0.9),
    Wanted(**HERE, row="age_group", column="wish", measure="column", where=WOMEN),
    Wanted(**HERE, row="age_group", column="wish", measure="total"),
    Wanted(**HERE, row="age_group", column="wish", measure="people"),
    Wanted(**HERE, row="age_group", column="reasons_moved", where=WOMEN, weighted=False),
    Wanted(**HERE, row="age_group", column="reasons_moved", measure="responses"),
    Wanted(**HERE, row="sex", column="expected_pay", measure="mean"),
]


@pytest.mark.parametrize("wanted", MEASURES, ids=lambda w: f"{w.measure}-{w.column}-{w.control}")
def test_the_python_program_makes_the_numbers_shown(built_store: Path, wanted: Wanted) -> None:
    table = crosstab(builds.current(), wanted)
    here = round_of("2025")
    program = code.python(table, questions.design_of(here, wanted.weighted))
    program = program.replace(code.file(table, "parquet"), str(survey_queries.microdata(here)))
    space: dict[str, list[Estimate]] = {}
    exec(program, space)
    made = sorted(round(row.estimate, 12) for row in space["found"] if row.estimate is not None)
    for key, cell in table.cells.items():
        inner = key.row and (key.column or wanted.measure == "mean") and bool(key.control) == bool(wanted.control)  # fmt: skip
        if inner and cell.estimate is not None:
            assert any(row.estimate == cell.estimate and row.low == cell.low for row in space["found"]), key
    assert made


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed (apt-get install r-cran-survey)")
@pytest.mark.parametrize("wanted", MEASURES, ids=lambda w: f"{w.measure}-{w.column}-{w.control}")
def test_the_r_program_makes_the_number_shown(people: pd.DataFrame, tmp_path: Path, wanted: Wanted) -> None:
    asked_r = subprocess.run(["Rscript", "-e", "library(survey)"], capture_output=True)
    if asked_r.returncode:
        pytest.skip("R has no package survey (apt-get install r-cran-survey)")
    table = crosstab(builds.current(), wanted)
    row, column = table.rows[1].code, table.columns[0].code if table.columns else None
    control = table.controls[0].code if table.controls else None
    program = code.r(table, questions.design_of(round_of("2025"), wanted.weighted), row, column)
    people.to_csv(tmp_path / code.file(table, "csv"), index=False)
    run = subprocess.run(["Rscript", "--vanilla", "-"], input=program, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "LC_ALL": "C"})  # fmt: skip
    assert run.returncode == 0, run.stderr
    printed = [float(word) for word in run.stdout.replace("(", " ").split() if word.replace(".", "", 1).replace("e-", "", 1).replace("e+", "", 1).isdigit()]  # fmt: skip
    cell = table.cell(control, row, column)
    wanted_numbers = [cell.estimate] if wanted.measure == "responses" else [cell.estimate, cell.low, cell.high]  # fmt: skip
    for number in wanted_numbers:
        assert number == pytest.approx(min(printed, key=lambda p: abs(p - number)), rel=1e-6), run.stdout  # type: ignore[operator]


def test_complete_cases_keep_the_design_whole(built_store: Path) -> None:
    table = pa.table({"r": ["a", None, "a", "b"], "c": ["x", "x", "y", "y"], "weight": [1.0] * 4})
    here = complete(asked(table, ("r",), "c"))
    assert sum(here.sums[0].frame.drawn[0]) == 4
    assert of_answers(here.sums[0], "c").n.tolist() == [3]


def test_a_row_is_held_against_all_other_respondents(people: pd.DataFrame) -> None:
    """The difference between a row and the rest, against the weighted shares of the file."""
    found = significance(builds.current(), Wanted(**HERE, row="age_group", column="wish"))
    both = people[people.age_group.notna() & people.wish.notna()]
    yes = both.wish.eq("yes") * both.weight
    for row in found.differences:
        here = both.age_group == row.a
        share, rest = (yes[part].sum() / both.weight[part].sum() for part in (here, ~here))
        assert row.difference == pytest.approx(share - rest, rel=1e-9)
        assert row.answer == "yes" and row.compared == 6
        rest = people.age_group.notna() & people.age_group.ne(row.a)
        units = [people[part].groupby("stratum").psu.nunique() for part in (people.age_group.eq(row.a), rest)]
        assert row.df == min(count.sum() - len(count) for count in units)
    assert found.association is not None and 0 < (found.association.p or 0) < 1


def test_no_difference_and_no_test_is_told_of_hidden_cells(built_store: Path) -> None:
    wanted = Wanted(**HERE, row="origin_aimag", column="destination_aimag")
    table, found = crosstab(builds.current(), wanted), significance(builds.current(), wanted)
    told = {(row.a, row.answer) for row in found.differences}
    hidden = {(key.row, key.column) for key, cell in table.cells.items() if cell.mark == "c"}
    assert hidden and not told & hidden
    assert found.association is None


@pytest.mark.parametrize(
    ("column", "told"), [("wish", 1), ("reasons_moved", 8), ("expected_pay", 1), ("destination_type", 4)]
)
def test_of_two_rows_and_of_two_answers_one_is_tested(built_store: Path, column: str, told: int) -> None:
    measure = "mean" if column == "expected_pay" else "row"
    found = significance(builds.current(), Wanted(**HERE, row="sex", column=column, measure=measure))
    assert len(found.differences) == told
