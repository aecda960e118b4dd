"""Staged texts become typed answers, and the catalogue says what they are."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from etl.intake.harmonise import Harmonised, harmonise
from etl.intake.mapping import Kept, Mapping, propose, template
from etl.intake.staged import Staged
from store.writing import checksum

Stage = Callable[..., Staged]
Answers = list[object]


def harmonised(staged: Staged, mapping: Mapping) -> Harmonised:
    return harmonise(staged, mapping, "new", "2025")


def column(round_: Harmonised, name: str) -> Answers:
    with duckdb.connect() as con:
        return [
            row[0]
            for row in con.execute(f"SELECT \"{name}\" FROM read_parquet('{round_.respondents}')").fetchall()
        ]


def described(round_: Harmonised) -> dict[str, str]:
    with duckdb.connect() as con:
        rows = con.execute(f"DESCRIBE FROM read_parquet('{round_.respondents}')").fetchall()
    return {name: kind for name, kind, *_ in rows}


@pytest.mark.parametrize("text", ["x", "3_4", "inf", "1e999", "nan"])
def test_columns_have_the_types_of_the_store(stage: Stage, text: str) -> None:
    staged = stage(
        {
            "id": [7, 8],
            "w": ["1.5", "2"],
            "s": ["А", "А"],
            "u": ["1", "2"],
            "sex": ["эм", "эр"],
            "n": [3, text],
        }
    )
    roles = {"respondent": ("id",), "weight": ("w",), "stratum": ("s",), "psu": ("u",)}
    round_ = harmonised(staged, Mapping(columns={**roles, "sex": ("sex",), "household_size": ("n",)}))
    assert described(round_) == {
        **{"respondent": "VARCHAR", "stratum": "VARCHAR", "psu": "VARCHAR", "weight": "DOUBLE"},
        **{"sex": "VARCHAR", "household_size": "DOUBLE"},
    }
    assert column(round_, "weight") == [1.5, 2.0]
    assert column(round_, "sex") == ["female", "male"]
    assert column(round_, "household_size") == [3.0, None]


def test_a_file_without_a_design_is_numbered_and_weighs_the_same(stage: Stage) -> None:
    round_ = harmonised(
        stage({"sex": ["эм", None, "эр"], "b": ["x", None, "y"]}), Mapping(columns={"sex": ("sex",)})
    )
    assert column(round_, "respondent") == ["2", "4"]  # rows of the file; the empty one is nobody
    assert column(round_, "weight") == [1.0, 1.0]
    [row] = round_.tables["round"]
    assert (row["respondents"], row["weight"], row["stratum"], row["psu"]) == (2, "weight", None, None)


@pytest.mark.parametrize(
    ("strata", "units", "nested", "single"),
    [
        (["a", "a", "b", "b"], ["1", "2", "3", "4"], False, "fail"),
        (["a", "a", "b", "b"], ["1", "2", "1", "2"], True, "fail"),
        (["a", "a", "a", "b"], ["1", "2", "2", "4"], False, "adjust"),
    ],
)
def test_the_round_says_how_units_lie_in_strata(
    stage: Stage, strata: list[str], units: list[str], nested: bool, single: str
) -> None:
    staged = stage({"s": strata, "u": units})
    [row] = harmonised(staged, Mapping(columns={"stratum": ("s",), "psu": ("u",)})).tables["round"]
    assert (row["nested"], row["single_psu"]) == (nested, single)


def test_ticks_without_a_no_are_a_no_of_those_who_ticked(stage: Stage) -> None:
    mapping = Mapping(columns={"drivers": ("drivers/jobs", "drivers/pay")})
    ticked = stage({"id": "abc", "drivers/jobs": ["x", None, None], "drivers/pay": ["x", "x", None]})
    round_ = harmonised(ticked, mapping)
    assert column(round_, "drivers__jobs") == [True, False, None]
    assert column(round_, "drivers__land") == [None, None, None]  # was not offered
    told = stage({"id": "abc", "drivers/jobs": ["1", "0", None], "drivers/pay": ["0", None, "0"]})
    assert column(harmonised(told, mapping), "drivers__pay") == [False, None, False]


def test_an_earlier_no_answers_the_later_stages(stage: Stage) -> None:
    staged = stage(
        {"id": "abcd", "w": ["no", "yes", "yes", None], "p": [None, "no", None, None], "m": [None] * 4}
    )
    round_ = harmonised(staged, Mapping(columns={"wish": ("w",), "plan": ("p",), "moved": ("m",)}))
    assert column(round_, "plan") == ["no", "no", None, None]
    assert column(round_, "moved") == ["no", "no", None, None]
    assert round_.carried == {"plan": 1, "moved": 2}
    assert [finding.slots["question"] for finding in round_.findings()] == ["plan", "moved"]


def test_numbers_that_stand_for_no_answer_are_none(stage: Stage) -> None:
    staged = stage({"n": ["4", "99", "2"], "pay": ["1500000", "99", "900000"]})
    mapping = Mapping(
        columns={"household_size": ("n",), "expected_pay": ("pay",)},
        answers={"household_size": {"99": None}, "expected_pay": {"99": None}},
        rules={"expected_pay": "thousandth"},
    )
    round_ = harmonised(staged, mapping)
    assert column(round_, "household_size") == [4.0, None, 2.0]
    assert column(round_, "expected_pay") == [1500.0, None, 900.0]


def test_own_questions_are_kept_with_their_texts(stage: Stage) -> None:
    staged = stage(
        {
            "q1": [1, 2, 9, 1],
            "q2": ["gas; coal", "coal", None, "gas"],
            "apps/maps": [1, 0, 1, None],
            "apps/bank": [0, 0, 1, None],
            "km": ["3.5", "4", None, "x"],
        },
        labels={"q1": "Интернэтийн хурд хангалттай юу?", "apps/maps": "Maps"},
        values={"q1": {"1": "Хангалттай", "2": "Хангалтгүй", "9": "Мэдэхгүй"}},
        groups={"apps/maps": "apps", "apps/bank": "apps"},
    )
    keep = {
        "q1": Kept("internet", "one"),
        "q2": Kept("fuel", "many", "Fuel", "Түлш"),
        "apps": Kept("apps", "many", "Apps"),
        "km": Kept("km", "number", name_mn="Зай", section="origin"),
    }
    round_ = harmonised(staged, Mapping(keep=keep))
    assert column(round_, "internet") == ["1", "2", None, "1"]
    assert column(round_, "fuel__coal") == [True, True, None, False]
    assert column(round_, "apps__bank") == [False, False, True, None]
    assert column(round_, "km") == [3.5, 4.0, None, None]
    questions = {row["question"]: row for row in round_.tables["question"]}
    assert questions["internet"]["name_en"] == "Интернэтийн хурд хангалттай юу?"  # the only language there is
    assert (questions["km"]["name_mn"], questions["km"]["section"], questions["km"]["type"]) == (
        *("Зай", "origin", "number"),
    )
    answers = [(row["question"], row["answer"], row["text_en"]) for row in round_.tables["answer"]]
    assert answers == [
        ("internet", "1", "Хангалттай"),
        ("internet", "2", "Хангалтгүй"),
        ("fuel", "coal", "coal"),
        ("fuel", "gas", "gas"),
        ("apps", "maps", "Maps"),
        ("apps", "bank", "bank"),
    ]


def test_a_question_is_worded_as_the_file_words_it(stage: Stage) -> None:
    staged = stage(
        {"a": ["yes"], "b": ["yes"]}, labels={"a": "Та ойрын үед нутагтаа буцах уу?", "b": "Төлөвлөгөө"}
    )
    round_ = harmonised(staged, Mapping(columns={"wish": ("a",), "plan": ("b",)}))
    said = {row["question"]: row for row in round_.tables["wording"]}
    usual = template("new").wordings
    assert said["wish"]["text_mn"] == "Та ойрын үед нутагтаа буцах уу?"
    assert said["wish"]["text_en"] == usual["wish"].text_en
    assert said["plan"]["text_mn"] == usual["plan"].text_mn  # a name is no wording


def test_points_become_soums_and_are_gone(stage: Stage) -> None:
    """Near the centre of Khan-Uul, in the middle of nowhere, and outside the country."""
    table = {
        "lat": ["47.885", "43.0001", "10.1234"],
        "lon": ["106.9012", "105.1234", "10.1234"],
        "sex": ["эм"] * 3,
    }
    proposal = propose(stage(table), template("new"))
    assert proposal.mapping.columns["coordinates"] == ("lat", "lon")
    round_ = harmonised(stage(table), proposal.mapping)
    assert {*described(round_)} == {"respondent", "weight", "interview_soum", "sex"}
    places = column(round_, "interview_soum")
    assert places[2] is None and {row["answer"] for row in round_.tables["answer"]} >= {*places[:2]}
    both = stage({"gps": ["47.885 106.9012 0 0", "43.0001,105.1234", None], "sex": ["эм"] * 3})
    assert column(harmonised(both, Mapping(columns={"coordinates": ("gps",)})), "interview_soum") == places


def test_a_private_column_is_kept_apart_and_never_published(stage: Stage) -> None:
    staged = stage({"sex": ["эм", "эр"], "phone": ["99112233", None]})
    mapping = Mapping(columns={"sex": ("sex",)}, private={"phone": "to call back"})
    round_ = harmonised(staged, mapping)
    assert "phone" not in described(round_)
    assert "phone" not in str(round_.tables)
    assert round_.private is not None
    with duckdb.connect() as con:
        assert con.execute(f"FROM read_parquet('{round_.private}')").fetchall() == [
            (2, "2", "99112233"),
            (3, "3", None),
        ]
    assert harmonised(staged, Mapping(columns={"sex": ("sex",)})).private is None


def test_the_same_file_and_mapping_give_the_same_bytes(stage: Stage) -> None:
    staged = stage({"sex": ["эм", "эр"] * 400, "a": ["Увс", "Ховд", None, "Төв"] * 200})
    mapping = Mapping(columns={"sex": ("sex",), "origin_aimag": ("a",)})
    assert checksum(harmonised(staged, mapping).respondents) == checksum(
        harmonised(staged, mapping).respondents
    )


def test_names_and_values_of_a_hostile_file_are_only_text(stage: Stage) -> None:
    staged = stage(
        {
            "'; DROP TABLE rows; --": ["эм", "'); DROP"],
            'x"y': ["<script>", "=1+1"],
            "n\u202eame": ["a'b", "a'b"],
        }
    )
    mapping = Mapping(
        columns={"sex": ("'; DROP TABLE rows; --",)},
        keep={'x"y': Kept("own", "one")},
        private={"n\u202eame": "why"},
    )
    round_ = harmonised(staged, mapping)
    assert column(round_, "sex") == ["female", None]
    assert {row["text_en"] for row in round_.tables["answer"] if row["question"] == "own"} == {
        "<script>",
        "=1+1",
    }
