"""For every rule of the checks, what breaks it: changes to the clean file and to what is known beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from survey.calibration import Margin


@dataclass(frozen=True)
class Break:
    """Cells to change (column → SQL), rows to add, columns to leave out, and what else is known.

    `rows` are the rows of the file that must be named, `column` the column. `alone`: not beside other breaks.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    more: str | None = None
    drop: tuple[str, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    distinct: Mapping[str, int] = field(default_factory=dict)
    alone: bool = False
    rows: tuple[int, ...] | None = None
    column: str | None = None

    @property
    def is_a_cell(self) -> bool:
        """Whether it changes one cell, and can stand in one file with the others that do."""
        only = not (self.more or self.drop or self.context or self.rules or self.distinct or self.alone)
        return only and self.column is not None and self.rows is not None and len(self.rows) == 1


def _in(row: int, value: str, column: str, alone: bool = False) -> Break:
    """One cell is another."""
    return Break({column: _where(f"row = {row}", value, column)}, alone=alone, rows=(row,), column=column)


def _where(condition: str, value: str, column: str) -> str:
    other = column if column == "NULL" else f'"{column}"'
    return f"CASE WHEN {condition} THEN {value} ELSE {other} END"


_BATTERY = {f"trust_{i}": "['low', 'middle', 'high'][1 + (row * 7 + row // 3) % 3]" for i in range(4)}

BREAKS: dict[str, Break] = {
    # file
    "published_before": Break(context={"published": {"0" * 64: "demonstration 2025"}}),
    "few_respondents": Break(context={"min_base": 1000}),
    "totals_rows": Break(more="SELECT 900 AS \"row\", 'Нийт' AS respondent, '320000' AS weight", rows=(900,)),
    "note_rows": Break(more="SELECT 901 AS \"row\", 'Эх сурвалж: судалгаа' AS respondent", rows=(901,)),
    "empty_rows": Break(more='SELECT 902 AS "row", NULL AS respondent', rows=(902,)),
    # columns
    "column_empty": Break({"note": "NULL"}, column="note"),
    "column_constant": Break({"sex": "'female'"}, column="sex"),
    "column_mixed": Break(
        {"room": "CASE WHEN row = 40 THEN 'мэдэхгүй' ELSE (row % 5)::VARCHAR END"}, rows=(40,), column="room"
    ),
    "letters_broken": _in(12, "'Ð¢Ð¸Ð¹Ð¼'", "education", alone=True),
    "markup": Break({"note": _where("row = 9", "'<script>alert(1)</script>'", "respondent")}, rows=(9,)),
    "formulas": Break({"note": _where("row = 9", "'=HYPERLINK(A1)'", "respondent")}, rows=(9,)),
    "answer_spellings": Break(
        {"education": _where("row % 2 = 0", "upper(education) || ' '", "education")}, column="education"
    ),
    "question_not_matched": Break(drop=("wish",)),
    "question_gone": Break(drop=("sector",), context={"asked_before": frozenset({"sector", "sex"})}),
    "outside_codebook": _in(30, "'ногоон'", "education"),
    "no_number": _in(31, "'гурав'", "household_size"),
    "missing_code": _in(32, "'99'", "household_size", alone=True),
    "number_negative": _in(33, "'-3'", "household_size"),
    "number_impossible": _in(34, "'0'", "household_size"),
    "number_unlikely": _in(35, "'40'", "household_size"),
    "option_never_chosen": Break({"reasons_moved__health": "'0'"}, column="reasons_moved__health"),
    "options_absent": Break(drop=("reasons_moved__other",)),
    "place_capital": _in(36, "'Улаанбаатар'", "origin_aimag"),
    "soum_elsewhere": Break(
        {
            "origin_soum": "CASE WHEN row = 37 THEN 'Эрдэнэбүрэн' END",
            "origin_aimag": _where("row = 37", "'MN-073'", "origin_aimag"),
        },
        rows=(37,),
        column="origin_soum",
    ),
    "answer_unsure": _in(43, "'secondry'", "education"),
    "place_unknown": _in(44, "'Атлантис'", "origin_aimag"),
    "place_unsure": _in(45, "'Увсс'", "origin_aimag"),
    "number_outside_answers": Break(
        {"age_group": "CASE WHEN row = 46 THEN '7' ELSE (20 + row % 30)::VARCHAR END"},
        rules={"age_group": "number"},
        rows=(46,),
        column="age_group",
    ),
    "answers_crowded": Break(distinct={"education": 300_000}, column="education"),
    "respondent_not_matched": Break(drop=("respondent",)),
    "design_not_matched": Break(drop=("psu",)),
    "weight_not_matched": Break(drop=("weight",)),
    "date_unreadable": _in(38, "'өчигдөр'", "start"),
    # rows
    "respondent_missing": _in(50, "NULL", "respondent"),
    "respondent_twice": Break(
        {"respondent": _where("row = 51", "'R0000'", "respondent")}, rows=(2, 51), column="respondent"
    ),
    "rows_alike": Break(
        more="SELECT * REPLACE (903 AS \"row\", 'R9999' AS respondent) FROM file WHERE row = 52",
        rows=(52, 903),
    ),
    "hardly_answered": Break(
        {
            name: _where("row = 53", "NULL", name)
            for name in (
                *("district", "origin_aimag", "sex", "age_group", "education", "occupation", "sector"),
                *("household_size", "household_type", "school_children", "wish", "plan"),
                *("intends_12_months", "moved", "would_resettle"),
            )
        },
        rows=(53,),
    ),
    "straight_lining": Break(_BATTERY | {"trust_3": "trust_0", "trust_2": "trust_0", "trust_1": "trust_0"}),
    "all_options_chosen": Break(
        {
            f"reasons_moved__{code}": _where("row BETWEEN 54 AND 60", "'1'", f"reasons_moved__{code}")
            for code in (
                "work",
                "study",
                "children_school",
                "health",
                "family",
                "livestock_lost",
                "services",
                "other",
            )
        },
        rows=tuple(range(54, 61)),
    ),
    "weight_missing": _in(55, "NULL", "weight"),
    "weight_text": _in(56, "'их'", "weight"),
    "weight_zero": _in(57, "'0'", "weight"),
    "weight_negative": _in(58, "'-12.5'", "weight"),
    "weight_extreme": _in(59, "'52000'", "weight"),
    "stratum_missing": _in(60, "NULL", "stratum"),
    "psu_missing": _in(61, "NULL", "psu"),
    "fpc_impossible": Break({"fpc": "CASE WHEN row = 62 THEN '0' ELSE '900' END"}, rows=(62,), column="fpc"),
    "date_in_future": _in(63, "'2031-05-01T10:00:00'", "start"),
    "date_impossible": _in(64, "'1970-01-01T10:00:00'", "start"),
    "date_other_year": _in(65, "'2019-05-01T10:00:00'", "start"),
    "interview_backwards": _in(66, "'2025-05-01T08:00:00'", "end", alone=True),
    "interview_short": Break(
        {
            "end": _where(
                "row = 67", "strftime(start::TIMESTAMP + INTERVAL 2 MINUTE, '%Y-%m-%dT%H:%M:%S')", "end"
            )
        },
        rows=(67,),
        column="end",
    ),
    "interview_long": Break(
        {
            "end": _where(
                "row = 68", "strftime(start::TIMESTAMP + INTERVAL 9 HOUR, '%Y-%m-%dT%H:%M:%S')", "end"
            )
        },
        alone=True,
        rows=(68,),
        column="end",
    ),
    "interview_at_night": _in(69, "'2025-05-03T03:10:00'", "start"),
    "interviews_overlap": Break(
        {
            "end": _where(
                "row = 2", "strftime(start::TIMESTAMP + INTERVAL 50 MINUTE, '%Y-%m-%dT%H:%M:%S')", "end"
            )
        },
        rows=(3,),
        column="start",
    ),
    "interviewer_missing": _in(71, "NULL", "interviewer"),
    "answered_outside_base": Break(
        {
            "destination_type": "CASE WHEN row IN (SELECT min(row) FROM file WHERE would_resettle = 'no') "
            "THEN 'undecided' ELSE destination_type END"
        },
        column="destination_type",
    ),
    "unanswered_inside_base": Break(
        {"expected_pay": _where("row % 5 > 0", "NULL", "expected_pay")}, column="expected_pay"
    ),
    "stage_order": Break(
        {"plan": "CASE WHEN wish = 'no' AND row < 100 THEN 'yes' ELSE plan END"}, column="plan"
    ),
    "household_alone": Break({"household_size": _where("household_type = 'alone'", "'3'", "household_size")}),
    "children_exceed_household": Break(
        {"school_children": _where("household_type = 'alone'", "'two_plus'", "school_children")},
        column="school_children",
    ),
    "age_against_occupation": Break(
        {"occupation": _where("age_group = '18_24' AND row < 50", "'retired'", "occupation")}
    ),
    "homeland_elsewhere": Break(
        {
            "destination_aimag": "CASE WHEN destination_type = 'homeland' AND row < 100 THEN 'MN-065' ELSE destination_aimag END"
        },
        column="destination_aimag",
    ),
    "wish_without_resettling": Break(
        {"would_resettle": _where("wish = 'yes' AND row < 60", "'no'", "would_resettle")}
    ),
    # statistics
    "weights_equal": Break({"weight": "'500'"}, column="weight"),
    "weights_sum_to_sample": Break(
        {"weight": "CASE WHEN row % 2 = 0 THEN '0.5' ELSE '1.5' END"}, column="weight"
    ),
    "weights_sum_off": Break(context={"population": 900_000}, column="weight"),
    "weights_sum_changed": Break({"weight": "(weight::DOUBLE * 3)::VARCHAR"}, context={"population": None}),
    "weights_design_effect": Break({"weight": _where("row % 8 = 0", "'4100'", "weight")}, column="weight"),
    "weights_off_margin": Break(
        context={"margins": (Margin(("sex",), {("female",): 100.0, ("male",): 900.0}),)}, column="sex"
    ),
    "stratum_with_one_psu": Break({"stratum": _where("psu = 'P005'", "'S9'", "stratum")}, column="stratum"),
    "psu_in_two_strata": Break({"stratum": _where("row = 90", "'S9'", "stratum")}, column="psu"),
    "few_psus": Break({"psu": "'P' || (row % 12)::VARCHAR", "stratum": "'S1'"}, column="psu"),
    "psu_large": Break({"psu": _where("stratum = 'S1'", "'P001'", "psu")}, column="psu"),
    "interviews_many_a_day": Break({"start": _where("interviewer = 'I0'", "'2025-05-02T09:00:00'", "start")}),
    "interviewer_large_share": Break({"interviewer": _where("row % 2 = 0", "'I0'", "interviewer")}),
    "interviewer_alike": Break(
        {
            name: _where("interviewer = 'I3'", value, name)
            for name, value in (
                ("sex", "'male'"),
                ("age_group", "'25_34'"),
                ("education", "'basic'"),
                ("district", "'MN1101'"),
                ("occupation", "'employee'"),
                ("school_children", "'one'"),
                ("household_type", "'couple_children'"),
            )
        },
        column="interviewer",
    ),
    "interviewer_short_path": Break(
        {"would_resettle": _where("interviewer = 'I3'", "'no'", "would_resettle")}, column="interviewer"
    ),
    "respondents_fell": Break(context={"respondents_before": 2000}),
    "nonresponse": Break(
        {"education": _where("row % 3 = 0", "NULL", "education")}, context={"previous": None}
    ),
    "nonresponse_grew": Break({"education": _where("row % 3 = 0", "NULL", "education")}, column="education"),
    "share_changed": Break({"sex": _where("row % 2 = 0", "'male'", "sex")}, column="sex"),
    "answer_gone": Break(
        {"education": _where("education = 'basic'", "'higher'", "education")}, column="education"
    ),
    "mean_changed": Break({"expected_pay": "(expected_pay::INTEGER * 2)::VARCHAR"}, column="expected_pay"),
    "unit_changed": Break({"expected_pay": "(expected_pay::INTEGER * 1000)::VARCHAR"}, column="expected_pay"),
}
