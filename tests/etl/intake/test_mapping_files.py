"""Mapping files: what is written is read back, and everything wrong in one is told at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.intake.findings import Refused
from etl.intake.mapping import Kept, Mapping, as_written, faults, from_written, read, template, write
from etl.intake.staged import Staged

Stage = Callable[..., Staged]
BOOK = template("new")
TEXTS: dict[str, object] = {
    f"{part}_{language}": "x" for part in ("name", "population", "publisher") for language in ("en", "mn")
}
WHOLE = Mapping(
    columns={"sex": ("Хүйс",), "drivers": ("jobs", "pay"), "plan": ()},
    answers={"sex": {"1": "male", "да": None}, "wish": {"yes": "yes", "no": "no"}},
    rules={"age_group": "year"},
    places={"Архнагай": "MN-073", "MN-073/Булгн": "MN6504"},
    keep={"Интернэт": Kept("internet", "one", None, "Интернэт")},
    drop=("note",),
    private={"phone": "to call back"},
    weight={"calibrate": {"sex": {"female": 0.5}}},
    survey=TEXTS,
    round={"period_en": "2025"},
)


@pytest.mark.parametrize("mapping", [WHOLE, Mapping()], ids=["whole", "empty"])
def test_what_is_written_is_read_back(tmp_path: Path, mapping: Mapping) -> None:
    write(mapping, tmp_path / "M.yml")
    assert read(tmp_path / "M.yml") == mapping
    assert from_written(as_written(mapping)) == mapping


def test_a_file_as_a_person_writes_it(tmp_path: Path) -> None:
    """YAML takes a bare yes for a truth value and a bare 1 for a number; both are what was written."""
    (tmp_path / "M.yml").write_text(
        "columns:\n  wish: буцах\n  drivers: [a, b]\n  plan:\n"
        "answers:\n  wish: {1: yes, 2: no, мэдэхгүй: null}\n"
        "keep:\n  own: {question: own, type: one}\n",
        encoding="utf-8-sig",
    )
    mapping = read(tmp_path / "M.yml")
    assert mapping.columns == {"wish": ("буцах",), "drivers": ("a", "b"), "plan": ()}
    assert mapping.answers == {"wish": {"1": "yes", "2": "no", "мэдэхгүй": None}}
    assert mapping.keep == {"own": Kept("own", "one")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns: [a]", ["columns"]),
        ("- a", ["mapping"]),
        ("column: {}\nanswers: {wish: yes}\nplaces: {a: [b]}", ["column", "answers · wish", "places · a"]),
        ("keep: {a: {question: q, typ: one}, b: c}", ["keep · a", "keep · b"]),
    ],
)
def test_every_misshapen_part_is_told(tmp_path: Path, text: str, told: list[str]) -> None:
    (tmp_path / "M.yml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read(tmp_path / "M.yml")
    assert [finding.value for finding in refused.value.findings] == told


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe\x00", b"!!python/object:os.system x"])
def test_what_is_no_yaml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "M.yml").write_bytes(content)
    with pytest.raises(Refused) as refused:
        read(tmp_path / "M.yml")
    assert [finding.rule.code for finding in refused.value.findings] == ["mapping_unreadable"]


def test_all_faults_are_told_at_once_with_what_may_be_meant(stage: Stage) -> None:
    staged = stage({"sex": ["f"], "aimag": ["Увс"], "district": ["БГД"], "phone": ["1"], "own": ["x"]})
    mapping = Mapping(
        columns={"sex": ("sexx",), "origin_aimak": ("aimag",), "district": ("district", "own")},
        answers={"sex": {"f": "femal"}},
        rules={"age_group": "years"},
        places={"Увс": "MN-999"},
        keep={"own": Kept("wish", "text", section="nowhere"), "aimag": Kept("Two Words", "one")},
        private={"phone": " "},
        survey=TEXTS,
    )
    told = {finding.rule.code: finding for finding in faults(mapping, staged, BOOK)}
    assert {*told} == {
        *("mapping_no_column", "mapping_no_question", "mapping_several_columns", "mapping_no_answer"),
        *("mapping_no_rule", "mapping_no_place", "kept_name", "kept_type", "kept_section"),
        "private_no_reason",
    }
    for code, meant in {
        **{"mapping_no_column": "sex", "mapping_no_question": "origin_aimag"},
        **{"mapping_no_answer": "female", "mapping_no_rule": "year"},
    }.items():
        assert f"Perhaps meant: {meant}." in told[code].remedy


def test_a_new_survey_must_say_what_it_is(stage: Stage) -> None:
    staged = stage({"sex": ["f"]})
    [told] = faults(Mapping(columns={"sex": ("sex",)}, survey={"name_en": "A survey"}), staged, BOOK)
    assert told.rule.code == "survey_untold"
    assert "name_mn, population_en" in told.message and "name_en" not in told.message
    assert faults(Mapping(columns={"sex": ("sex",)}, survey=TEXTS), staged, BOOK) == []
