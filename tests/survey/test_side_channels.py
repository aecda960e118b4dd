"""Numbers that are no counts, and tell counts all the same: means and errors, quantiles, ratios, published totals."""

from __future__ import annotations

import json
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from survey.__main__ import main
from tests.survey.test_ways_out import follow

Rows = list[dict[str, Any]]


def asked(capsys: pytest.CaptureFixture[str], command: str, *arguments: object) -> Rows:
    assert main([command, *map(str, arguments), "--format", "json"]) == 0
    found: Rows = json.loads(capsys.readouterr().out)
    return found


def written(path: Path, columns: dict[str, np.ndarray]) -> Path:
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("values", [2, 3, 4, 6])
@pytest.mark.parametrize("seed", range(2))
def test_means_and_their_errors_beside_shares(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, values: int, seed: int
) -> None:
    """A group's size, its mean and the error of it are three sums over the respondents of each value."""
    random = np.random.default_rng(10 * values + seed)
    n = random.poisson(random.gamma(1, 25, (3, values)))
    n[0, values - 1] = 3
    place = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    file = written(tmp_path / "people.csv", {"g": place[:, 0], "x": place[:, 1]})
    cells = np.eye(n.size, dtype=np.int64).reshape(*n.shape, n.size)
    powers = np.arange(values)
    known, secret = [], {}
    for by in ([], ["--by", "g"]):
        for row in asked(capsys, "estimate", file, "--of", "x", *by):
            inner = cells[int(row["g"])] if by else cells.sum(0)
            if row["n"] is not None:
                known.append(inner.sum(0))
            if row["estimate"] is not None:
                known.append(inner[row["answer"]])
            elif inner[row["answer"]] @ n.ravel() < 5:
                secret[tuple(by), row.get("g"), row["answer"]] = inner[row["answer"]]
        for row in asked(capsys, "estimate", file, "--of", "x", "--statistic", "mean", *by):
            inner = cells[int(row["g"])] if by else cells.sum(0)
            if row["estimate"] is not None:
                known += [powers @ inner, powers**2 @ inner]
                squares = row["se"] ** 2 * row["n"] ** 2 * (n.sum() - 1) / n.sum()
                told = squares + row["n"] * row["estimate"] ** 2
                assert told == pytest.approx(powers**2 @ inner @ n.ravel(), rel=1e-9)
    assert secret and follow(known, secret) == []


def test_the_error_of_a_ratio_tells_how_many_have_both(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    both = np.array([[1, 1]] * 3 + [[1, 0]] * 40 + [[0, 1]] * 50 + [[0, 0]] * 60)
    file = written(tmp_path / "people.csv", {"a": both[:, 0], "b": both[:, 1]})
    assert {row["mark"] for row in asked(capsys, "estimate", file, "--of", "a", "--by", "b")} == {"c"}
    assert asked(capsys, "estimate", file, "--of", "a,b", "--statistic", "ratio")[0]["mark"] == "c"
    assert asked(capsys, "estimate", file, "--of", "a", "--statistic", "mean")[0]["mark"] == ""


def test_quantiles_do_not_count_the_respondents_of_a_value(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Asked at every share and level, they change only where the told parts of the distribution do."""
    children = np.repeat([0, 1, 2, 3, 4], [60, 57, 3, 50, 30])
    file = written(tmp_path / "people.csv", {"children": children})
    asking = ("estimate", file, "--of", "children", "--statistic", "quantile")
    shares = [k / 500 for k in range(1, 500)]
    rows = asked(capsys, *asking, "--probability", ",".join(map(str, shares)))
    told = {round(row["answer"] * 200, 6): row["estimate"] for row in rows if row["estimate"] is not None}
    assert len(told) == 19 and not any(place % 10 for place in told)
    known = sorted(told.values())
    for level in (0.5, 0.6, 0.77, 0.9, 0.95, 0.99):
        (row,) = asked(capsys, *asking, "--level", level)
        assert row["low"] in known and row["high"] in known
    free = asked(capsys, *asking, "--probability", ",".join(map(str, shares)), "--no-disclosure")
    assert all(row["estimate"] is not None for row in free)


@pytest.mark.parametrize("statistic", ["proportion", "total", "mean", "ratio", "quantile"])
def test_replicate_weights_hide_what_strata_and_units_hide(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, statistic: str
) -> None:
    random = np.random.default_rng(5)
    size = 400
    columns = {
        "g": random.choice(["a", "b", "c"], size, p=[0.06, 0.3, 0.64]),
        "x": random.choice([0, 1], size, p=[0.05, 0.95]),
        "y": random.integers(0, 40, size),
        "w": np.ones(size, int),
    }
    unit = np.arange(size) % 20
    columns |= {f"r{k}": np.where(unit == k, 0, 20 / 19) for k in range(20)}
    file = written(tmp_path / "people.csv", columns | {"unit": unit})
    of = "x,y" if statistic == "ratio" else "y" if statistic == "quantile" else "x"
    asking = ("estimate", file, "--of", of, "--statistic", statistic, "--by", "g", "--weight", "w")
    plain = asked(capsys, *asking, "--psu", "unit")
    replicated = asked(capsys, *asking, "--replicates", "r*", "--replicate-method", "jk1")
    assert [row["mark"] for row in plain] == [row["mark"] for row in replicated]
    assert "c" in {row["mark"] for row in replicated}
    for row in replicated:
        if row["mark"] == "c":
            assert {row[k] for k in ("estimate", "se", "low", "high", "df", "n_answer", "deff")} == {None}


@pytest.mark.parametrize("seed", [99, 127])  # files that gave a total away when groups were no answers
def test_published_totals_give_no_calibrated_total_away(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, seed: int
) -> None:
    """Population totals of a and of b by c are public; totals of x by all of them are read beside them."""
    random = np.random.default_rng(seed)
    shape = (3, 2, 2, 2)
    n = random.poisson(random.gamma(1, [9, 20, 40][seed % 3], shape))
    place = np.repeat(np.argwhere(n >= 0), n.ravel(), axis=0)
    columns = {name: np.array([f"{name}{i}" for i in place[:, axis]]) for axis, name in enumerate("abcx")}
    file = written(tmp_path / "people.csv", columns | {"w": np.ones(len(place), int)})
    lines = [f"a,a{i},{1000 * k:g}" for i, k in enumerate(n.sum((1, 2, 3)))]
    lines += [f"b:c,b{i}:c{j},{1000 * n.sum((0, 3))[i, j]:g}" for i in range(2) for j in range(2)]
    margins = tmp_path / "margins.csv"
    margins.write_text("\n".join(("variable,level,total", *lines)), "utf-8")
    cells = np.eye(n.size, dtype=np.int64).reshape(*n.shape, n.size)

    def inner(codes: dict[str, int]) -> np.ndarray:
        found = cells
        for axis, name in reversed([*enumerate("abcx")]):
            found = found.take(codes[name], axis) if name in codes else found.sum(axis)
        return found

    known = [inner({"a": i}) for i in range(3)] + [
        inner({"b": i, "c": j}) for i in range(2) for j in range(2)
    ]
    secret = {}
    for of in "abcx":
        others = [name for name in "abcx" if name != of]
        for by in chain.from_iterable(combinations(others, k) for k in range(4)):
            group = ["--by", ",".join(by)] if by else []
            for row in asked(capsys, "estimate", file, "--of", of, "--statistic", "total", "--weight", "w", "--margins", margins, *group):  # fmt: skip
                codes = {name: int(row[name][1]) for name in by} | {of: int(row["answer"][1])}
                if row["estimate"] is not None:
                    known.append(inner(codes))
                elif inner(codes) @ n.ravel() < 5 and not set(codes) <= {"b", "c"} and set(codes) != {"a"}:
                    secret[tuple(sorted(codes.items()))] = inner(codes)
    assert secret and follow(known, secret) == []


def test_calibration_tells_nothing_of_small_groups_and_single_weights(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = written(
        tmp_path / "people.csv",
        {
            "sex": np.repeat(["f", "m", "f", "m"], [60, 50, 3, 7]),
            "age": np.repeat(["young", "old"], [110, 10]),
            "w": np.repeat([1, 2, 57], [60, 57, 3]),
        },
    )
    margins = tmp_path / "margins.csv"
    crossed = "sex:age,f:young,600\nsex:age,m:young,500\nsex:age,f:old,50\nsex:age,m:old,60\n"
    margins.write_text("variable,level,total\nsex,f,650\nsex,m,560\nage,young,1100\nage,old,110\n", "utf-8")
    asking = ("calibrate", file, "--weight", "w", "--margins", margins)
    rows = {row["level"]: row for row in asked(capsys, *asking)}
    assert [rows[level]["mark"] for level in ("f", "m", "young", "old")] == ["", "", "", ""]
    margins.write_text("variable,level,total\n" + crossed, "utf-8")
    closed = {row["level"]: row for row in asked(capsys, *asking)}
    assert all(row["before"] is None and row["mark"] == "c" for row in closed.values())
    assert [row["target"] for row in closed.values()] == pytest.approx(
        [row["after"] for row in closed.values()]
    )
    assert main([*map(str, asking)]) == 0
    said = capsys.readouterr().out
    assert "Largest" not in said and "least" not in said and "57" not in said
    free = asked(capsys, *asking, "--no-disclosure")
    assert sum(row["before"] for row in free) == pytest.approx(1)
    assert main([*map(str, asking), "--no-disclosure"]) == 0
    assert "Largest weights" in capsys.readouterr().out
