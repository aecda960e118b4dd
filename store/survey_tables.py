"""Tables of the survey catalogue: surveys, their rounds, and the codebook of questions and answers.

What respondents answered is not here: each round has one Parquet file, named by its checksum.
"""

from __future__ import annotations

from store.schema import Column, Table

KINDS = ("demonstration", "survey")
TYPES = ("one", "many", "number", "design")
STAGES = ("wish", "plan", "intends_12_months", "moved")
SECTIONS = (
    "sample",
    "origin",
    "person",
    "work",
    "household",
    "reasons",
    "intention",
    "destination",
    "return",
    "other",
)
SINGLE_PSU = ("fail", "certainty", "adjust", "average")
CONCEPTS = (
    *("origin_aimag", "origin_soum", "district", "years_since_move", "herder_background"),
    *("sex", "age_group", "education", "occupation", "sector"),
    *("household_size", "household_type", "school_children"),
    *("reasons_moved", *STAGES, "would_resettle", "destination_type", "destination_aimag"),
    *("drivers", "conditions"),
)
SURVEY = Column("survey", refers="survey.survey")
QUESTION = Column("question", refers="question.question")


def _both(*names: str, required: bool = True) -> tuple[Column, ...]:
    return tuple(
        Column(f"{name}_{language}", required=required) for name in names for language in ("en", "mn")
    )


SURVEY_TABLES: tuple[Table, ...] = (
    Table(
        "survey",
        "Surveys, each with its population and its rules of disclosure.",
        (
            Column("survey"),
            Column("kind", allowed=KINDS),
            *_both("name", "population", "publisher"),
            Column("min_base", "INTEGER", minimum=1, note="fewer respondents in the base: hidden"),
            Column("min_numerator", "INTEGER", minimum=1, note="fewer respondents with the answer: hidden"),
            Column(
                "cv_low_pct",
                "DOUBLE",
                minimum=0,
                note="a larger standard error, in % of the estimate: marked",
            ),
            *_both("note", required=False),
        ),
        ("survey",),
    ),
    Table(
        "round",
        "Rounds of surveys: the file of respondents and its sample design.",
        (
            SURVEY,
            Column("round"),
            Column("year", "INTEGER", minimum=1900, maximum=2100),
            *_both("period"),
            Column("respondents", "INTEGER", minimum=1),
            Column("sha256", note="names the Parquet file of respondents"),
            Column("weight", note="column; so are stratum, psu and fpc, one name per stage separated by ;"),
            Column("stratum", required=False),
            Column("psu", required=False),
            Column("fpc", required=False),
            Column("nested", "BOOLEAN", note="whether PSU codes repeat across strata"),
            Column("single_psu", allowed=SINGLE_PSU, note="what to do with a stratum of one PSU"),
            *_both("note", required=False),
        ),
        ("survey", "round"),
    ),
    Table(
        "question",
        "Questions of a survey, the same in every round but for their wording.",
        (
            SURVEY,
            Column("question", note="column of the file; of a many-question the beginning of its columns"),
            Column("position", "INTEGER"),
            Column("concept", required=False, allowed=CONCEPTS),
            Column("section", allowed=SECTIONS),
            Column("type", allowed=TYPES, note="many: one BOOLEAN column question__answer for each answer"),
            Column("stage", required=False, allowed=STAGES),
            Column("role", required=False, allowed=("origin", "destination")),
            Column("preset", "BOOLEAN", note="offered as a group to compare"),
            Column(
                "places", required=False, allowed=("aimag", "soum", "district"), note="answers are places"
            ),
            Column("unit", required=False, refers="unit.unit"),
            *_both("name"),
            Column("base", required=False, note="question=answer|answer; joined by ; · empty = everyone"),
            *_both("base"),
        ),
        ("survey", "question"),
    ),
    Table(
        "wording",
        "How a question was put in each round in which it was asked.",
        (
            SURVEY,
            Column("round", refers="round.round"),
            QUESTION,
            *_both("text"),
            *_both("note", required=False),
        ),
        ("survey", "round", "question"),
    ),
    Table(
        "answer",
        "Answers of a question, places among them.",
        (SURVEY, QUESTION, Column("answer"), Column("position", "INTEGER"), *_both("text")),
        ("survey", "question", "answer"),
    ),
)
