"""Files as people have them: what cannot be used is refused in a sentence with its remedy, the rest gives numbers."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from survey.__main__ import main


def parquet(folder: Path, columns: dict[str, object], name: str = "file.parquet") -> str:
    pq.write_table(pa.table(columns), folder / name)
    return str(folder / name)


def text(folder: Path, content: str, name: str = "file.csv", encoding: str = "utf-8") -> str:
    (folder / name).write_bytes(content.encode(encoding))
    return str(folder / name)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main([*arguments, "--format", "json"]) == 0, capsys.readouterr().err
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a person reads when nothing is done."""
    assert main([*arguments]) == 2
    out = capsys.readouterr()
    assert not out.out and out.err.count("\n") == 1
    return out.err


def estimates(rows: list[dict[str, Any]]) -> dict[object, float]:
    return {row["answer"]: row["estimate"] for row in rows}


def test_mongolian_names_spaces_and_a_byte_order_mark(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = text(tmp_path, "\ufeffбуцах хүсэл,жин,нэгж\n" + "тийм,1.5,1\nүгүй,0.5,2\nүгүй,1,3\nNA,1,4\n" * 20)
    rows = asked(capsys, "estimate", file, "--of", "буцах хүсэл", "--weight", "жин", "--psu", "нэгж")
    assert estimates(rows) == {"тийм": pytest.approx(0.5, abs=0.02), "үгүй": pytest.approx(0.5, abs=0.02)}


def test_yes_and_no_stay_the_words_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = text(tmp_path, "wish,since,sex\n" + "yes,2020-01-31,f\nno,2021-02-28,t\n" * 40)
    for column, words in {
        "wish": ["no", "yes"],
        "since": ["2020-01-31", "2021-02-28"],
        "sex": ["f", "t"],
    }.items():
        assert [*estimates(asked(capsys, "estimate", file, "--of", column))] == words


def test_calibrated_weights_leave_the_rest_of_the_file_as_it_was(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = text(tmp_path, 'aimag,said,since,w\n01,"a, ""b""",2020-01-31,1.50\n02,NA,,2\n')
    margins = text(tmp_path, "variable,level,total\naimag,01,3\naimag,02,2\n", "margins.csv")
    out = tmp_path / "out.csv"
    assert main(["calibrate", file, "--weight", "w", "--margins", margins, "--out", str(out)]) == 0
    assert out.read_text("utf-8").splitlines() == [
        "aimag,said,since,w,w_calibrated",
        '01,"a, ""b""",2020-01-31,1.50,3.0',
        "02,NA,,2,2.0",
    ]


def test_a_name_with_a_comma_stands_in_quotes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = text(tmp_path, '"wish, now",sex\n' + "yes,f\nno,m\n" * 30)
    assert estimates(asked(capsys, "estimate", file, "--of", '"wish, now"')) == {"no": 0.5, "yes": 0.5}


def test_a_file_name_with_brackets_is_no_pattern(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = text(tmp_path, "a\n" + "mine\n" * 40, "[x].csv")
    text(tmp_path, "a\n" + "of another file\n" * 40, "x.csv")
    assert estimates(asked(capsys, "estimate", file, "--of", "a")) == {"mine": 1.0}


def test_decimals_with_gaps_categories_and_truth(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = parquet(
        tmp_path,
        {
            "pay": pa.array([Decimal("1.5"), Decimal("2.5"), None] * 40),
            "place": pa.array(["home", "other", None] * 40).dictionary_encode(),
            "wish": pa.array([True, False, False] * 40),
            "weight": pa.array([Decimal("0.25")] * 120),
        },
    )
    weight = ["--weight", "weight"]
    mean = asked(capsys, "estimate", file, "--of", "pay", "--statistic", "mean", *weight)
    assert mean[0]["estimate"] == 2
    assert estimates(asked(capsys, "estimate", file, "--of", "pay", *weight)) == {1.5: 0.5, 2.5: 0.5}
    assert estimates(asked(capsys, "estimate", file, "--of", "place", *weight)) == {"home": 0.5, "other": 0.5}
    assert asked(capsys, "estimate", file, "--of", "wish", *weight)[1]["answer"] is True


def test_an_option_that_nobody_chose_is_nought(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = text(tmp_path, "jobs,land\n" + "тийм,үгүй\nүгүй,үгүй\n" * 40)
    jobs, land = asked(capsys, "estimate", file, "--of", "jobs,land", "--multiple")
    assert (jobs["estimate"], land["estimate"], land["n"]) == (0.5, 0, 80)
    assert 0 == land["low"] < land["high"]


def test_a_group_called_answer_does_not_take_the_place_of_the_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = text(tmp_path, "answer,n\n" + "x,1\ny,2\n" * 40)
    rows = asked(capsys, "estimate", file, "--of", "n", "--by", "answer")
    assert [(row["by_answer"], row["answer"], row["estimate"]) for row in rows] == [
        ("x", 1, 1), ("x", 2, 0), ("y", 1, 0), ("y", 2, 1),
    ]  # fmt: skip


def test_levels_of_margins_are_written_as_people_write_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    columns = {"herder": [True, False] * 30, "size": [1.0, 2.0] * 30, "w": [1] * 60}
    file = parquet(tmp_path, columns)
    margins = text(
        tmp_path, "variable,level,total\nherder,true,20\nherder,false,60\nsize,1,20\nsize,2,60\n", "m.csv"
    )
    rows = asked(capsys, "calibrate", file, "--weight", "w", "--margins", margins)
    assert [row["after"] for row in rows] == pytest.approx([0.25, 0.75, 0.25, 0.75])


def test_an_answer_of_one_file_alone_is_not_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first = text(tmp_path, "a\n" + "x\ny\n" * 40, "first.csv")
    second = text(tmp_path, "a\n" + "x\nz\n" * 40, "second.csv")
    rows = asked(capsys, "compare", first, second, "--of", "a")
    said = {
        row["answer"]: (row["first"], row["second"], row["difference"], row["second_mark"]) for row in rows
    }
    assert said == {"x": (0.5, 0.5, 0.0, ""), "y": (0.5, None, None, "x"), "z": (None, 0.5, None, "")}


CSV = "a,y,w\n" + "x,1,1\ny,2,2\n" * 40


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("", "--of a", "the file is empty.* Save it again"),
        ("a,w\n", "--of a", "no rows"),
        ("a,p\n" + ",1\n,2\n" * 40, "--of a --psu p", "Nobody gave an answer in column 'a'"),
        ("a,g\n" + "x,\ny,\n" * 40, "--of a --by g", "'g' is empty in every row: leave it out"),
        (
            CSV,
            "--of nope --by nada --weight none",
            "no column 'nope', 'nada', 'none'.* The file has: a, y, w",
        ),
        (CSV, "--of a,y --multiple", "'a' is no option .* 'x': name columns of 1 and 0"),
        (CSV, "--of a --weight a", "'a' holds text, not numbers .such as 'x'.: give"),
        (CSV.replace("1,1", "1,NA"), "--of a --weight w", "40 of 80 weights .* missing: mend or remove"),
        (CSV.replace("2,2", "2,-2"), "--of a --weight w", "40 of 80 weights .* negative: mend or remove"),
        (CSV.replace("2,2", "2,0").replace("1,1", "1,0"), "--of a --weight w", "zero: name another column"),
        (CSV + "x,1,1e30\n", "--of a --weight w", "range from 1 to 1e.30, .* mend those"),
        (CSV + "x,inf,1\n", "--of y --statistic mean", "1 value.s. in column 'y' are not finite"),
        (CSV + "x,many,1\n", "--of y --statistic mean", "'y' holds text, not numbers .such as 'many'.: give"),
        (
            CSV.replace(",", ";").replace("2;2", "2;2,5"),
            "--of a --weight w",
            "such as '2,5'.*point for decimals",
        ),
        (CSV, "--of a --rho 0.5", "--rho goes with --replicates"),
        (CSV, "--of a --psu w --stratum y", "Stratum 1 has one|2 strata 1, 2 have one sampling unit only"),
        ("a\n" + "x\ny\n" * 40, "--of a --psu a --single-psu fail --by b", "no column 'b'"),
        (
            "p,a\n" + "1,x\n1,y\n" * 40,
            "--of a --psu p",
            "The sample has one sampling unit only: .* choose a rule",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, arguments: str, said: str
) -> None:
    file = text(tmp_path, content)
    assert re.search(said, refused(capsys, "estimate", file, *arguments.split()))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251"])
def test_another_encoding_is_told_what_to_save_as(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, encoding: str
) -> None:
    file = text(tmp_path, "хот,w\n" + "бор,1\n" * 40, encoding=encoding)
    assert "save it as CSV in UTF-8" in refused(capsys, "estimate", file, "--of", "w")


def test_lists_and_numbers_that_are_none_are_no_answers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = parquet(tmp_path, {"many": [["a"], ["b"]] * 40, "half": [1.5, float("nan")] * 40})
    assert "one value in each row" in refused(capsys, "estimate", file, "--of", "many")
    assert "one value in each row" in refused(capsys, "estimate", file, "--of", "half", "--by", "many")
    assert "40 value(s) in column 'half'" in refused(capsys, "estimate", file, "--of", "half")


def test_a_second_file_without_the_column_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first, second = (text(tmp_path, f"{name}\n" + "x\ny\n" * 40, f"{name}.csv") for name in "ab")
    assert refused(capsys, "compare", first, second, "--of", "a").startswith(f"{second}: There is no column")


def test_margins_that_cannot_be_read_are_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = text(tmp_path, CSV)
    given = ["calibrate", file, "--weight", "w", "--margins"]
    assert "there is no such file. Name a CSV" in refused(capsys, *given, str(tmp_path / "none.csv"))
    odd = text(tmp_path, "variable,level,total\nхот,эр,4\n", "odd.csv", "cp1251")
    assert "Save it as CSV in UTF-8" in refused(capsys, *given, odd)
    margins = text(tmp_path, "variable,level,total\na,x,50\na,y,60\n", "margins.csv")
    lost = str(tmp_path / "no folder" / "out.csv")
    assert "a folder that exists" in refused(capsys, *given, margins, "--out", lost)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--of", ""], "empty name"),
        (["--of", "a,,y"], "empty name"),
        (["--of", "a", "--level", "95"], "write 0.95"),
        (["--of", "a", "--level", "high"], "write 0.95"),
    ],
)
def test_options_that_make_no_sense_are_wrong_use(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["estimate", "file.csv", *arguments])
    assert said in capsys.readouterr().err
