"""The command line: the same numbers as the pages, clear refusals, nothing written when it refuses."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from survey.__main__ import main

HERE = Path(__file__).parent / "reference"
PEOPLE = str(HERE / "people.csv")
DESIGN = ["--weight", "weight", "--stratum", "stratum", "--psu", "psu", "--nested"]
FIELDS = ["answer", "statistic", "estimate", "se", "low", "high", "df", "n", "n_answer", "deff", "mark"]


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main([*arguments, "--format", "json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def wanted(design: str, statistic: str, of: str, quantity: str, level: str = "", answer: str = "") -> float:
    with (HERE / "expected" / f"{design}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["statistic"], row["of"], row["level"], row["answer"], row["quantity"]) == (
                statistic,
                of,
                level,
                answer,
                quantity,
            ):
                return float(row["value"])
    raise KeyError(quantity)


def test_json_has_the_columns_promised_at_full_precision(capsys: pytest.CaptureFixture[str]) -> None:
    rows = asked(capsys, "estimate", PEOPLE, "--of", "answer", "--by", "aimag", *DESIGN, "--no-disclosure")
    assert list(rows[0]) == ["aimag", *FIELDS]
    home = next(row for row in rows if (row["aimag"], row["answer"]) == ("AR", "home"))
    for quantity in ("estimate", "se", "n", "n_answer"):
        assert home[quantity] == pytest.approx(
            wanted("stratified_cluster", "proportion", "answer", quantity, "AR", "home"), rel=1e-12
        )
    assert home["df"] == 41


@pytest.mark.parametrize(
    ("statistic", "of", "answer"),
    [
        ("mean", "income", None),
        ("total", "spend", None),
        ("ratio", "spend/income", None),
        ("total", "answer", "home"),
    ],
)
def test_each_statistic(
    capsys: pytest.CaptureFixture[str], statistic: str, of: str, answer: str | None
) -> None:
    rows = asked(capsys, "estimate", PEOPLE, "--of", of.replace("/", ","), "--statistic", statistic, *DESIGN)
    row = next(row for row in rows if row["answer"] == answer)
    for quantity in ("estimate", "se"):
        assert row[quantity] == pytest.approx(
            wanted("stratified_cluster", statistic, of, quantity, "", answer or ""), rel=1e-9
        )


def test_quantiles_carry_their_probability(capsys: pytest.CaptureFixture[str]) -> None:
    rows = asked(
        capsys,
        "estimate",
        PEOPLE,
        "--of",
        "income",
        "--statistic",
        "quantile",
        "--probability",
        "0.25,0.5",
        *DESIGN,
    )
    assert [row["answer"] for row in rows] == [0.25, 0.5]
    assert rows[1]["estimate"] == wanted("stratified_cluster", "quantile", "income", "estimate", "", "0.5")


def test_two_stages_with_finite_populations(capsys: pytest.CaptureFixture[str]) -> None:
    rows = asked(
        capsys, "estimate", PEOPLE, "--of", "income", "--statistic", "mean", "--weight", "weight", "--stratum", "stratum",
        "--psu", "psu,ssu", "--fpc", "fpc1,fpc2", "--nested",
    )  # fmt: skip
    assert rows[0]["se"] == pytest.approx(wanted("two_stage_fpc", "mean", "income", "se"), rel=1e-9)


@pytest.mark.parametrize(
    ("design", "options"),
    [
        ("brr", ["brr_*", "brr"]),
        ("fay", ["fay_*", "fay", "--rho", "0.3"]),
        ("jk1", ["^jk1_[0-9]+$", "jk1"]),
        ("jkn", ["jkn_*", "jkn"]),
    ],
)
def test_replicate_weights(capsys: pytest.CaptureFixture[str], design: str, options: list[str]) -> None:
    given = ["--weight", "weight", "--replicates", options[0], "--replicate-method", *options[1:]]
    rows = asked(
        capsys, "estimate", str(HERE / "replicates.csv"), "--of", "answer", *given, "--no-disclosure"
    )
    for row in rows:
        assert row["se"] == pytest.approx(
            wanted(design, "proportion", "answer", "se", "", row["answer"]), rel=1e-9
        )
        assert row["df"] == wanted(design, "proportion", "answer", "df_whole", "", row["answer"])


def test_quantiles_know_replicate_weights(capsys: pytest.CaptureFixture[str]) -> None:
    with (HERE / "comparison" / "columns.csv").open(encoding="utf-8") as file:
        known = [
            row for row in csv.DictReader(file) if (row["design"], row["statistic"]) == ("brr", "quantile")
        ]
    given = ["--weight", "weight", "--replicates", "brr_*", "--replicate-method", "brr", "--no-disclosure"]
    asking = ["--of", "spend", "--statistic", "quantile", "--probability", "0.25,0.5,0.9"]
    rows = {
        row["answer"]: row for row in asked(capsys, "estimate", str(HERE / "replicates.csv"), *asking, *given)
    }
    assert len(known) == 12
    for line in known:
        found = rows[float(line["answer"])][line["quantity"]]
        assert found == pytest.approx(float(line["value"]), rel=1e-9), line


def test_options_of_a_select_multiple_question(capsys: pytest.CaptureFixture[str]) -> None:
    rows = asked(capsys, "estimate", PEOPLE, "--of", "yes,rare", "--multiple", *DESIGN)
    assert [row["answer"] for row in rows] == ["yes", "rare"]
    assert rows[0]["estimate"] == pytest.approx(
        wanted("stratified_cluster", "proportion", "yes", "estimate", "", "1"), rel=1e-12
    )


def test_the_same_numbers_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["estimate", PEOPLE, "--of", "answer", "--by", "sex,age", *DESIGN]
    rows = asked(capsys, *arguments)
    assert main([*arguments, "--format", "csv"]) == 0
    out = capsys.readouterr()
    lines = list(csv.DictReader(io.StringIO(out.out)))
    assert [line["mark"] for line in lines] == [row["mark"] for row in rows]
    assert [float(line["se"] or "nan") for line in lines] == pytest.approx(
        [row["se"] if row["se"] is not None else float("nan") for row in rows], rel=0, nan_ok=True
    )
    assert "Degrees of freedom" in out.err
    assert main(arguments) == 0
    table = capsys.readouterr().out
    assert len(table.splitlines()) > len(rows) and "whole design" in table


def test_small_bases_are_hidden_unless_the_microdata_are_held(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["estimate", PEOPLE, "--of", "answer", "--by", "aimag", *DESIGN]
    rows = asked(capsys, *arguments)
    hidden = [row for row in rows if row["aimag"] == "GA"]
    assert hidden and all(row["mark"] == "c" for row in hidden)
    assert all(
        row[name] is None
        for row in hidden
        for name in ("estimate", "se", "low", "high", "n", "n_answer", "deff")
    )
    shown = asked(capsys, *arguments, "--no-disclosure")
    assert all(row["n"] == 6 or row["n"] < 30 for row in shown if row["aimag"] == "GA")


def test_a_file_in_any_order_gives_the_same_bits(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    header, *lines = Path(PEOPLE).read_text("utf-8").splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([header, *sorted(lines, key=lambda line: line[::-1])]), "utf-8")
    arguments = ["--of", "answer", "--by", "aimag", *DESIGN, "--no-disclosure"]
    assert asked(capsys, "estimate", PEOPLE, *arguments) == asked(capsys, "estimate", str(turned), *arguments)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--of", "nothing", *DESIGN], "no column 'nothing'"),
        (["--of", "answer", "--weight", "sex"], "holds text, not numbers (such as"),
        (["--of", "answer", "--weight", "weight", "--stratum", "stratum", "--psu", "psu"], "--nested"),
        (["--of", "sex", "--statistic", "mean", *DESIGN], "not numbers (such as 'male')"),
        (["--of", "income", "--statistic", "ratio", *DESIGN], "NUMERATOR,DENOMINATOR"),
        (["--of", "answer", "--by", "aimag,sex,age,yes"], "At most three"),
        (
            ["--of", "answer", "--weight", "weight", "--replicates", "zz*", "--replicate-method", "brr"],
            "No column fits",
        ),
        (["--of", "answer", *DESIGN, "--fpc", "fpc1,fpc2"], "one per stage"),
        (["--of", "answer", "--psu", "nobody"], "no column 'nobody'"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["estimate", PEOPLE, *arguments]) == 2
    out = capsys.readouterr()
    assert said in out.err and not out.out and "Traceback" not in out.err


def test_one_sampling_unit_gives_no_interval(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("psu,answer\n" + "a,yes\n" * 20 + "a,no\n" * 20, "utf-8")
    assert main(["estimate", str(file), "--of", "answer", "--psu", "psu"]) == 2
    assert "one sampling unit only" in capsys.readouterr().err
    rows = asked(capsys, "estimate", str(file), "--of", "answer", "--psu", "psu", "--single-psu", "certainty")
    assert all(row["low"] is None and row["high"] is None for row in rows)


@pytest.mark.parametrize("content", [b"", b"answer\n", b"\xff\xfe\x00nonsense", b"a,b\n1,2,3\n4\n"])
def test_broken_files_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.csv"
    file.write_bytes(content)
    assert main(["estimate", str(file), "--of", "answer"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_calibrated_weights_are_written_beside_the_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    margins = tmp_path / "margins.csv"
    margins.write_text("variable,level,total\nsex,f,6000\nsex,m,4000\n", "utf-8")
    file = tmp_path / "small.csv"
    file.write_text("sex,w\n" + "f,1.5\n" * 10 + "m,2\n" * 7, "utf-8")
    for ending in ("csv", "parquet"):
        out = tmp_path / f"out.{ending}"
        assert (
            main(["calibrate", str(file), "--weight", "w", "--margins", str(margins), "--out", str(out)]) == 0
        )
        assert "w_calibrated" in capsys.readouterr().out
        rows = asked(
            capsys,
            "estimate",
            str(out),
            "--of",
            "sex",
            "--statistic",
            "total",
            "--weight",
            "w_calibrated",
            "--no-disclosure",
        )
        assert [row["estimate"] for row in rows] == pytest.approx([6000, 4000], rel=1e-12)


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ("variable,level,total\nsex,f,6000\nsex,x,4000\n", "x"),
        ("variable,level,total\nsex,f,6000\nsex,m,4000\nage,a,1\n", "age"),
        ("variable,level,total\nsex,f,sixty\nsex,m,4000\n", "sixty"),
    ],
)
def test_margins_that_do_not_fit_write_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, margins: str, said: str
) -> None:
    given, file, out = tmp_path / "margins.csv", tmp_path / "small.csv", tmp_path / "out.csv"
    given.write_text(margins, "utf-8")
    file.write_text("sex,w\nf,1\nm,2\n", "utf-8")
    assert main(["calibrate", str(file), "--weight", "w", "--margins", str(given), "--out", str(out)]) == 2
    assert said in capsys.readouterr().err and not out.exists() and len(list(tmp_path.iterdir())) == 2


def test_two_files_are_compared_as_independent_samples(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    later = tmp_path / "later.csv"
    later.write_text(Path(PEOPLE).read_text("utf-8").replace(",home,", ",stay,", 100), "utf-8")
    rows = asked(capsys, "compare", PEOPLE, str(later), "--of", "answer", *DESIGN)
    home = next(row for row in rows if row["answer"] == "home")
    assert home["difference"] == pytest.approx(home["second"] - home["first"]) and home["difference"] < 0
    assert home["low"] < home["difference"] < home["high"] and home["p"] <= home["p_adjusted"]
    assert main(["compare", PEOPLE, PEOPLE, "--of", "answer"]) == 2
    assert "itself" in capsys.readouterr().err


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "survey", "estimate", PEOPLE, "--of", "answer", *DESIGN],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "proportion" in done.stdout and not done.stderr
