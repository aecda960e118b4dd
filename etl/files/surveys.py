"""Raw files of surveys: what they are, their rounds, and the codebook."""

from __future__ import annotations

from etl.files.columns import UNIT, Column, texts
from etl.raw import RawFile
from store.survey_tables import CONCEPTS, KINDS, SECTIONS, SINGLE_PSU, STAGES, TYPES

SURVEY = Column("survey", refers="surveys.survey")
QUESTION = Column("question", refers="questions.question")
YES_NO = ("yes", "no")

FILES = (
    RawFile(
        "survey/surveys.csv",
        (
            *texts("survey"),
            Column("kind", allowed=KINDS),
            *texts("name_en", "name_mn", "population_en", "population_mn", "publisher_en", "publisher_mn"),
            Column("min_base", "INTEGER", minimum=1),
            Column("min_numerator", "INTEGER", minimum=1),
            Column("cv_low_pct", "DOUBLE", minimum=0),
            *texts("note_en", "note_mn", required=False),
        ),
        ("survey",),
    ),
    RawFile(
        "survey/rounds.csv",
        (
            SURVEY,
            *texts("round"),
            Column("year", "INTEGER", minimum=1900, maximum=2100),
            *texts("period_en", "period_mn", "weight"),
            *texts("stratum", "psu", "fpc", required=False),
            Column("nested", allowed=YES_NO),
            Column("single_psu", allowed=SINGLE_PSU),
            *texts("note_en", "note_mn", required=False),
        ),
        ("survey", "round"),
    ),
    RawFile(
        "survey/questions.csv",
        (
            SURVEY,
            *texts("question"),
            Column("concept", required=False, allowed=CONCEPTS),
            Column("section", allowed=SECTIONS),
            Column("type", allowed=TYPES),
            Column("stage", required=False, allowed=STAGES),
            Column("role", required=False, allowed=("origin", "destination")),
            Column("preset", allowed=YES_NO),
            Column("places", required=False, allowed=("aimag", "soum", "district")),
            Column("unit", required=False, refers=UNIT.refers),
            *texts("name_en", "name_mn"),
            *texts("base", required=False),
            *texts("base_en", "base_mn"),
        ),
        ("survey", "question"),
    ),
    RawFile(
        "survey/wordings.csv",
        (
            SURVEY,
            Column("round", refers="rounds.round"),
            QUESTION,
            *texts("text_en", "text_mn"),
            *texts("note_en", "note_mn", required=False),
        ),
        ("survey", "round", "question"),
    ),
    RawFile(
        "survey/answers.csv",
        (SURVEY, QUESTION, *texts("answer", "text_en", "text_mn")),
        ("survey", "question", "answer"),
    ),
)
