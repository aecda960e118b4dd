"""One command takes a file as it came from the field to a published round, or says why not; it never asks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from etl.__main__ import main
from store import builds, published, survey_queries
from store.workspace import Workspace
from tests.etl.intake import clean

ABOUT = {
    **{"name_en": "Ger district survey", "name_mn": "Гэр хорооллын судалгаа"},
    **{
        "population_en": "Adults who moved to the capital",
        "population_mn": "Нийслэлд шилжин ирсэн насанд хүрэгчид",
    },
    **{"publisher_en": "Institute", "publisher_mn": "Хүрээлэн"},
}


def written(tmp_path: Path, table: pd.DataFrame) -> str:
    file = tmp_path / "Судалгаа.csv"
    table.to_csv(file, index=False)
    return str(file)


def test_a_file_is_published_once_and_its_layout_remembered(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, clean.respondents().rename(columns={"wish": "q17"}))
    mapping = tmp_path / "m.yml"
    mapping.write_text(yaml.safe_dump({"columns": {"wish": "q17"}, "survey": ABOUT}), encoding="utf-8")
    command = ["publish", file, "--survey", "ger", "--round", "2025", "--who", "Болд", "--note", "Эхний"]
    with_mapping = [*command, "--mapping", str(mapping)]

    assert main(with_mapping) == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.endswith("Nothing was published.\n")
    assert "as it should be: --acknowledge privacy_unique\n" in told.err
    assert len(builds.listed(store)) == 1 and not list((store / "staging").iterdir())

    acknowledged = ["--acknowledge", "privacy_unique, of_no_rule"]
    assert main([*with_mapping, *acknowledged]) == 0
    assert capsys.readouterr().out.startswith("Survey ger, round 2025 was added. Build 20")
    in_use = builds.current(store)
    [survey] = survey_queries.surveys(in_use)
    assert (survey.code, survey.name_mn) == ("ger", "Гэр хорооллын судалгаа")
    [round_] = survey_queries.rounds(in_use, "ger")
    assert (round_.code, round_.respondents) == ("2025", clean.RESPONDENTS)
    [manifest] = [published.read(name, store) for name in builds.note(in_use, store)["manifests"]]
    assert manifest["acknowledged"] == ["privacy_unique"] and manifest["file"]["name"] == "Судалгаа.csv"
    with Workspace(store) as workspace:
        [remembered] = workspace.mappings.of_survey("ger")
    assert remembered.mapping["columns"]["wish"] == "q17"

    assert main([*command, *acknowledged]) == 0, "the layout is known: no mapping is needed"
    assert "already; nothing changed" in capsys.readouterr().out
    assert builds.current(store) == in_use
    assert main([*command[:5], "2027", *acknowledged]) == 1
    assert "[published_before]" in capsys.readouterr().err, "the same file is no other round"


def test_what_would_be_asked_blocks(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = clean.respondents()
    table["origin_aimag"] = ["Архангайй", *table["origin_aimag"][1:]]
    codes = "privacy_unique,survey_untold"
    command = [
        "publish",
        written(tmp_path, table),
        "--survey",
        "ger",
        "--round",
        "2025",
        "--acknowledge",
        codes,
    ]
    assert main(command) == 1
    told = capsys.readouterr().err
    assert "BLOCKS" in told and "Архангайй" in told and "--acknowledge" not in told
    mapping = tmp_path / "m.yml"
    mapping.write_text(yaml.safe_dump({"places": {"Архангайй": "MN-073"}}), encoding="utf-8")
    assert main([*command, "--mapping", str(mapping)]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["publish"],
        ["publish", "f.csv", "--survey", "ger"],
        ["publish", "f.csv", "--survey", "Гэр", "--round", "2025"],
        ["publish", "f.csv", "--survey", "ger", "--round", "25"],
        ["publish", "f.csv", "--survey", "../x", "--round", "2025"],
        ["rollback", "somewhere"],
        ["backup"],
        ["restore"],
    ],
)
def test_wrong_use_ends_with_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m etl" in capsys.readouterr().err


def test_a_file_or_mapping_that_cannot_be_read_is_told(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["publish", str(tmp_path / "none.csv"), "--survey", "ger", "--round", "2025"]
    assert main(command) == 1
    assert "none.csv cannot be opened" in capsys.readouterr().err
    command[1] = written(tmp_path, clean.respondents())
    assert main([*command, "--mapping", str(tmp_path / "none.yml")]) == 1
    assert "none.yml cannot be read" in capsys.readouterr().err
