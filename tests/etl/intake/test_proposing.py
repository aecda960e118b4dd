"""Columns are recognised by names, labels and contents, in both languages; what is not clear is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from etl.intake.mapping import Kept, Mapping, Proposal, findings, layout, propose, template
from etl.intake.mapping.leftovers import left_over
from etl.intake.mapping.likeness import Evidence
from etl.intake.staged import Column, Staged

Stage = Callable[..., Staged]
BOOK = template("new")
YES_NO = ["yes", "no", "no", "yes"]
AIMAGS = ["Архангай", "Увс", "Ховд", "Увс"]


def proposed(staged: Staged, remembered: Mapping | None = None) -> Proposal:
    return propose(staged, BOOK, remembered, 2025)


@pytest.mark.parametrize(
    ("name", "cells", "target"),
    [
        ("Хүйс", ["Эр", "Эм", "эм", "ЭР"], "sex"),
        ("huis", ["er", "em", "em", "er"], "sex"),
        ("hvis", ["эрэгтэй", "эмэгтэй", None, "эрэгтэй"], "sex"),
        ("q7_gender", ["M", "F", "F", "M"], "sex"),
        ("Нас", [19, 33, 47, 71], "age_group"),
        ("nasnii_buleg", ["18-24", "25–34 нас", "65+", "35-44"], "age_group"),
        ("AgeGroup", ["18_24", "25_34", "65_plus", "35_44"], "age_group"),
        ("tursun_on", [1990, 1985, 2001, 1979], "age_group"),
        ("Боловсролын түвшин", ["Дээд", "Бүрэн дунд", "Бакалавр", "Суурь"], "education"),
        ("Аль аймгаас шилжиж ирсэн бэ?", AIMAGS, "origin_aimag"),
        ("garsan aimag", ["Arkhangai", "Uvs", "Khovd", "uvs"], "origin_aimag"),
        ("очих аймаг", AIMAGS, "destination_aimag"),
        ("duureg", ["БГД", "Баянзүрх", "Сонгинохайрхан", "Налайх"], "district"),
        ("Шилжиж ирсэн он", [2010, 2021, 1999, 2005], "years_since_move"),
        ("Та төрсөн нутагтаа буцаж амьдрах хүсэлтэй юу?", YES_NO, "wish"),
        ("butsah_huseltei_eseh", ["tiim", "ugui", "vgvi", "Tiim"], "wish"),
        ("Өрхийн гишүүдийн тоо", [3, 5, 2, 4], "household_size"),
        ("эцсийн жин", [120.5, 99.25, 310.75, 80.5], "weight"),
        ("Кластер", ["12", "12", "7", "7"], "psu"),
        ("davharga", ["1", "1", "2", "2"], "stratum"),
    ],
)
def test_names_in_both_languages_and_scripts(
    stage: Stage, name: str, cells: list[object], target: str
) -> None:
    proposal = proposed(stage({name: cells}))
    assert proposal.mapping.columns == {target: (name,)}
    assert proposal.is_complete, (proposal.asked, proposal.review)


def test_a_label_of_the_file_names_a_column(stage: Stage) -> None:
    staged = stage(
        {"v3": [1, 2, 2, 1]},
        labels={"v3": "Хүйс"},
        values={"v3": {"1": "Эрэгтэй", "2": "Эмэгтэй"}},
    )
    proposal = proposed(staged)
    assert proposal.settled[0].reasons == ("label", "contents")
    assert {read.written: read.code for read in proposal.review.questions["sex"]} == {
        "1": "male",
        "2": "female",
    }


def test_contents_alone_are_asked(stage: Stage) -> None:
    proposal = proposed(stage({"v3": ["Эрэгтэй", "Эмэгтэй", "Эмэгтэй", "Эрэгтэй"]}))
    assert proposal.mapping.columns == {}
    assert [(choice.target, choice.guesses[0].reasons) for choice in proposal.asked] == [
        ("sex", ("contents",))
    ]
    assert [finding.rule.code for finding in findings(proposal)] == ["column_not_certain"]


def test_one_aimag_column_may_be_of_origin_or_of_destination(stage: Stage) -> None:
    proposal = proposed(stage({"aimag": AIMAGS}))
    assert proposal.mapping.columns == {}
    assert {choice.target for choice in proposal.asked} == {"origin_aimag", "destination_aimag"}


def test_two_columns_for_one_question_are_asked(stage: Stage) -> None:
    proposal = proposed(stage({"wish_to_return": YES_NO, "return_intention": YES_NO}))
    [choice] = proposal.asked
    assert choice.target == "wish"
    assert {guess.columns[0] for guess in choice.guesses} == {"wish_to_return", "return_intention"}
    [finding] = findings(proposal)
    assert finding.rule.code == "column_asked"
    assert "wish_to_return · return_intention" in finding.message


def test_a_group_goes_before_ages_in_years(stage: Stage) -> None:
    proposal = proposed(stage({"age": [20, 30, 40, 70], "age_group": ["18-24", "25-34", "35-44", "65+"]}))
    assert proposal.mapping.columns["age_group"] == ("age_group",)
    assert proposal.mapping.rules == {}


def test_numbers_that_may_be_the_order_of_answers_are_asked(stage: Stage) -> None:
    """1 to 4 years, or the first to the fourth answer? Nobody can tell from the file."""
    proposal = proposed(stage({"years_since_move": [1, 2, 3, 4]}))
    assert proposal.mapping.rules == {}
    assert [read.written for _, read in proposal.review.unmatched()] == ["1", "2", "3", "4"]


def test_one_and_two_for_yes_and_no_are_asked(stage: Stage) -> None:
    """1 alone would be yes; beside a 2 it may be either."""
    review = proposed(stage({"wish": [1, 2, 2, 1]})).review
    assert [(read.written, read.suggestions) for _, read in review.asked()] == [
        ("1", ("yes",)),
        ("2", ("no",)),
    ]
    review = proposed(stage({"wish": [1, 0, 0, 1]})).review
    assert {read.written: read.code for read in review.questions["wish"]} == {"0": "no", "1": "yes"}


@pytest.mark.parametrize(
    "names",
    [
        ["drivers/jobs", "drivers/pay", "drivers/housing"],
        ["Татах хүчин зүйл: Ажлын байр", "Татах хүчин зүйл: Өндөр цалин", "Татах хүчин зүйл: Орон сууц"],
        ["drivers__jobs", "drivers__pay", "drivers__housing"],
        ["q20. Drivers - Jobs", "q20. Drivers - Higher pay", "q20. Drivers - Housing"],
        [
            "What would draw them (Jobs)",
            "What would draw them (Higher pay)",
            "What would draw them (Housing)",
        ],
    ],
)
def test_one_column_per_answer(stage: Stage, names: list[str]) -> None:
    staged = stage({name: [1, 0, 0, 1] for name in names})
    proposal = proposed(staged)
    assert proposal.mapping.columns == {"drivers": tuple(names)}
    assert list(proposal.review.options["drivers"].values()) == ["jobs", "pay", "housing"]


def test_an_option_that_is_none_of_the_answers_is_asked(stage: Stage) -> None:
    proposal = proposed(stage({f"drivers/{end}": [1, 0, 0, 1] for end in ("jobs", "pay", "weather")}))
    assert [read.written for _, read in proposal.review.unmatched()] == ["drivers/weather"]


def test_the_next_file_of_a_layout_needs_nobody(stage: Stage) -> None:
    table = {"aimag": AIMAGS, "v3": [1, 2, 2, 1], "own": ["a", "b", "a", "b"]}
    staged = stage(table)
    mended = replace(
        proposed(staged).mapping,
        columns={"origin_aimag": ("aimag",), "sex": ("v3",), "destination_aimag": ()},
        answers={"sex": {"1": "male", "2": "female"}},
    )
    again = proposed(staged, mended)
    assert again.is_complete
    assert {guess.reasons for guess in again.settled} == {("remembered",)}
    assert again.mapping == mended
    assert layout(staged) == layout(stage(dict(reversed(table.items()))))
    assert layout(staged) != layout(stage({**table, "more": YES_NO}))


def test_a_remembered_column_that_is_gone_is_proposed_anew(stage: Stage) -> None:
    remembered = Mapping(columns={"sex": ("q1",), "wish": ("q2",)}, drop=("q9",))
    proposal = proposed(stage({"Хүйс": ["эр", "эм", "эм", "эр"], "q2": YES_NO}), remembered)
    assert proposal.mapping.columns == {"wish": ("q2",), "sex": ("Хүйс",)}
    assert proposal.mapping.drop == ()


def test_other_columns_are_kept_or_left_out_with_the_reason(stage: Stage) -> None:
    many = range(40)
    proposal = proposed(
        stage(
            {
                "Интернэтийн үнэ ямар санагддаг вэ": ["үнэтэй", "хямд"] * 20,
                "savings": [3 * n for n in range(20)] * 2,
                "_uuid": [f"{n:08x}-x" for n in many],
                "comment": [f"санал {n} байна" for n in many],
                "nothing": [None] * 40,
                "phone": ["99112233"] * 40,
                "apps/maps": [1, 0] * 20,
                "apps/bank": [0, 1] * 20,
            },
            groups={"apps/maps": "apps", "apps/bank": "apps"},
        )
    )
    assert proposal.mapping.keep == {
        "Интернэтийн үнэ ямар санагддаг вэ": Kept(
            "internetiin_une_iamar_sanagddag_ve", "one", None, "Интернэтийн үнэ ямар санагддаг вэ"
        ),
        "savings": Kept("savings", "number", "savings"),
        "apps": Kept("apps", "many", "apps"),
    }
    assert proposal.left_out == {
        "_uuid": "metadata",
        "comment": "text",
        "nothing": "empty",
        "phone": "private",
    }
    assert proposal.mapping.drop == tuple(proposal.left_out)


def test_a_round_keeps_no_more_own_questions_than_can_be_found() -> None:
    evidence = [Evidence(Column(f"own {n}", n, "text", 0, 2), {"a": 1, "b": 2}) for n in range(1, 504)]
    kept, left_out = left_over(evidence, (), BOOK, 3)
    assert len(kept) == 500
    assert left_out == {"own 501": "beyond", "own 502": "beyond", "own 503": "beyond"}
