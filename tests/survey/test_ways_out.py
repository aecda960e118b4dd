"""An attacker who reads every answer of a way out, and does sums with all of them, computes no hidden number."""

from __future__ import annotations

import json
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import builds, survey_queries
from store.survey_queries import Question
from survey import questions
from survey.__main__ import main
from survey.asked import Asked
from survey.bases import conditions, rests_on
from survey.design import Design
from survey.disclosure.rule import Rule
from survey.engines import Embedded
from survey.protection import pattern_of
from survey.sums import tally
from tests.survey.test_disclosure import PRIME, echelon

ANSWERS = ("a", "b", "c")


def follow(known: list[np.ndarray], secret: dict[Any, np.ndarray]) -> list[Any]:
    """The secret sums that are combinations of known ones; each is a row over the inner cells."""
    rows = echelon(np.array(known, dtype=np.int64))
    found = []
    for name, row in secret.items():
        left = row.astype(np.int64) % PRIME
        for basis in rows:
            pivot = np.flatnonzero(basis)[0]
            left = (left - left[pivot] * basis) % PRIME
        if not left.any():
            found.append(name)
    return found


def question(code: str, base: str | None = None) -> Question:
    return Question(code, None, "", "one", None, None, False, None, None, code, code, base, "", "", ())


@st.composite
def peoples(draw: st.DrawFn) -> np.ndarray:
    """Counts by two groups, and by no to the first question or yes and one of three answers to the second."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (draw(st.integers(2, 4)), draw(st.integers(1, 3)), 4)
    n = random.poisson(draw(st.sampled_from([6, 15, 40])) * random.gamma(1, 1, shape))
    return np.asarray(n * (random.random(shape) > draw(st.sampled_from([0, 0.2]))), np.int64)


@settings(max_examples=40, deadline=None)
@given(peoples())
def test_the_base_of_one_question_tells_no_hidden_answer_to_another(n: np.ndarray) -> None:
    """`wanted` is asked of those who say yes to `wish`, and everybody answers: its base is the number of yes."""
    if not n.sum() or not n[..., 1:].sum():
        return
    place = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    said = np.array([None, *ANSWERS], dtype=object)[place[:, 2]]
    people = pa.table(
        {
            "g": [f"g{i}" for i in place[:, 0]],
            "h": [f"h{i}" for i in place[:, 1]],
            "wish": np.where(place[:, 2] > 0, "yes", "no"),
            "wanted": said,
        }
    )
    wish, wanted = question("wish"), question("wanted", "wish=yes")
    engine = Embedded(people)
    cells = np.eye(n.size, dtype=np.int64).reshape(*n.shape, n.size)
    known, secret = [], {}
    for subject in (wish, wanted):
        for by in ((), ("g",), ("h",), ("g", "h")):
            sums = tally(engine, Design(), tuple(dict.fromkeys((*by, "wish", subject.code))))
            asked = Asked(None, subject, (), by, (), (sums,), {"wish": wish})  # type: ignore[arg-type]
            pattern = pattern_of(asked, Rule())
            answers: list[tuple[str | None, list[int]]]
            if subject is wish:
                answers = [("no", [0]), ("yes", [1, 2, 3]), (None, [0, 1, 2, 3])]
            else:
                answers = [*((a, [1 + ANSWERS.index(a)]) for a in ANSWERS), (None, [1, 2, 3])]
            for codes in product(*(pattern.levels)):
                inner = cells
                for axis, name in reversed([*enumerate("gh")]):
                    index = int(codes[by.index(name)][1]) if name in by else None
                    inner = inner.sum(axis) if index is None else inner.take(index, axis)
                for answer, parts in answers:
                    if answer is not None and answer not in pattern.answers:
                        continue
                    row = inner[parts].sum(0)
                    if not pattern.hides(by, codes, answer)[0]:
                        known.append(row)
                    elif (
                        subject is wish or answer is not None
                    ):  # the base of the second may be told by the first
                        secret[subject.code, by, codes, answer] = row
    if known:
        assert follow(known, secret) == []


def test_bases_follow_bases(built_store: Path) -> None:
    """Those who named an aimag named a type of place, and those would resettle."""
    build = builds.current()
    known = {q.code: q for q in survey_queries.questions(build, "demonstration")}
    assert set(rests_on(known["destination_aimag"], known)) == {"destination_type", "would_resettle"}
    shown_at_all = 0
    for by in (("moved",), ("district", "moved"), ("years_since_move", "age_group")):
        yes = {
            row.by: row
            for row in questions.table(build, "demonstration", "2023", "would_resettle", by).estimates
            if row.answer == "yes"
        }
        for code in ("destination_type", "drivers", "conditions"):
            assert conditions(known[code].base) == (("would_resettle", ("yes",)),)
            shown = questions.table(build, "demonstration", "2023", code, by).estimates
            shown_at_all += sum(bool(row.n) for row in shown)
            assert [row.by for row in shown if row.n and yes[row.by].mark == "c"] == []
    assert shown_at_all > 20


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["estimate", *arguments, "--format", "json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("of", ["x", "first"])
@pytest.mark.parametrize("seed", range(3))
def test_no_hidden_number_follows_from_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, seed: int, of: str
) -> None:
    """Shares, totals and means, by all combinations of groups; all weights are one, so all of them are counts.

    `x` has three answers, `first` is 1 for two of them and 0 for the other.
    """
    random = np.random.default_rng(seed)
    shape = (3, 2, 2, 3)
    n = random.poisson([5, 12, 30][seed % 3] * random.gamma(1, 1, shape))
    place = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    columns = {name: [f"{name}{i}" for i in place[:, axis]] for axis, name in enumerate("abcx")}
    file = tmp_path / "people.csv"
    pyarrow.csv.write_csv(pa.table(columns | {"first": (place[:, 3] > 0).astype(int)}), file)
    cells = np.eye(n.size, dtype=np.int64).reshape(*n.shape, n.size)
    known, secret = [], {}

    def tell(name: Any, row: np.ndarray, told: float | None) -> None:
        if told is None:
            secret[name] = row
            return
        assert told == pytest.approx(row @ n.ravel(), rel=1e-9)
        known.append(row)

    for size in range(4):
        for by in combinations("abc", size):
            group = ["--by", ",".join(by)] if by else []
            for statistic in ("proportion", "total", "mean")[: 2 if of == "x" else 3]:
                for row in asked(capsys, str(file), "--of", of, "--statistic", statistic, *group):
                    inner = cells
                    for axis, name in reversed([*enumerate("abc")]):
                        inner = inner.take(int(row[name][1]), axis) if name in by else inner.sum(axis)
                    codes = tuple(row[name] for name in by)
                    given = row["answer"]
                    parts = [int(given[1])] if of == "x" else [0] if given == 0 else [1, 2]
                    everyone, some = inner.sum(0), inner[parts].sum(0)
                    if row["mark"] == "c":
                        assert all(
                            row[k] is None
                            for k in ("estimate", "se", "low", "high", "df", "n_answer", "deff")
                        )
                    tell((by, codes, None), everyone, row["n"])
                    value, base = row["estimate"], row["n"]
                    scaled = value * base if value is not None and statistic != "total" else value
                    tell((by, codes, statistic, given), some, scaled)
    few = {name: row for name, row in secret.items() if 0 < row @ n.ravel() < 5}
    assert secret and known
    assert follow(known, secret) == [], few


def test_a_mean_of_yes_and_no_hides_what_the_share_hides(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("sick,pay\n" + "".join(f"{int(i < 3)},{500 + i}\n" for i in range(100)), "utf-8")
    assert asked(capsys, str(file), "--of", "sick", "--statistic", "mean")[0]["mark"] == "c"
    assert asked(capsys, str(file), "--of", "sick,pay", "--statistic", "ratio")[0]["mark"] == "c"
    assert asked(capsys, str(file), "--of", "pay", "--statistic", "mean")[0]["mark"] == ""
    assert main(["estimate", str(file), "--of", "sick", "--statistic", "mean", "--no-disclosure"]) == 0


def test_the_quantile_of_a_few_is_the_value_of_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The 99th of a hundred respondents earns what the richest but one earns."""
    file = tmp_path / "people.csv"
    file.write_text("pay\n" + "".join(f"{100 + i}\n" for i in range(100)), "utf-8")
    quantiles = ["--of", "pay", "--statistic", "quantile", "--probability"]
    middle, high, most = asked(capsys, str(file), *quantiles, "0.5,0.95,0.99")
    assert middle["low"] < middle["estimate"] < middle["high"]
    assert (high["estimate"], high["se"], high["high"]) == (194, None, None)
    assert (most["mark"], most["estimate"], most["low"], most["high"]) == ("c", None, None, None)
    shown = asked(capsys, str(file), *quantiles, "0.99", "--no-disclosure")
    assert shown[0]["estimate"] == 198


def test_the_missing_do_not_tell_a_hidden_base(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("a,b\n" + "x,1\n" * 12 + "y,1\n" * 8 + ",1\n" * 40, "utf-8")
    assert main(["estimate", str(file), "--of", "a"]) == 0
    said = capsys.readouterr().out
    assert "Some respondents gave no answer" in said and "60" not in said and "40" not in said


def test_a_difference_from_a_hidden_share_is_hidden(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, few in (("first", 3), ("second", 30)):
        (tmp_path / f"{name}.csv").write_text("a\n" + "x\n" * few + "y\n" * 60 + "z\n" * 60, "utf-8")
    files = [str(tmp_path / f"{name}.csv") for name in ("first", "second")]
    assert main(["compare", *files, "--of", "a", "--format", "json"]) == 0
    for row in json.loads(capsys.readouterr().out):
        if row["first_mark"] == "c":
            assert row["first"] is row["difference"] is row["se"] is row["low"] is row["p"] is None
        else:
            assert row["difference"] is not None
