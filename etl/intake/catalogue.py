"""What the catalogue says of a round: rows of survey, round, question, wording and answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl.intake.accepted import Row
from etl.intake.extras import Extra, in_language
from etl.intake.mapping.codebook import Codebook
from etl.intake.mapping.model import Mapping
from etl.intake.staged import Staged
from store.survey_queries import Answer, Question, Survey
from store.survey_tables import SURVEY_TABLES

SINGLE_PSU = "adjust"  # what a lonely unit contributes unless the mapping says otherwise
_WORDS_OF_A_QUESTION = 5
_FPC = ("Units in the stratum's population", "Давхаргын эх олонлогийн нэгжийн тоо")
_TABLES = {table.name: [column.name for column in table.columns] for table in SURVEY_TABLES}


@dataclass(frozen=True)
class Design:
    """What the respondents' file shows of its sample: rows, and how units and strata lie."""

    respondents: int
    stratum: bool
    psu: bool
    fpc: bool
    repeated: bool
    lonely: int


def tables(
    staged: Staged,
    mapping: Mapping,
    book: Codebook,
    round_: str,
    questions: Sequence[Question],
    extras: Sequence[Extra],
    design: Design,
) -> dict[str, tuple[Row, ...]]:
    """The rows that a round adds to or replaces in the catalogue, by table; `round` lacks its sha256.

    `questions` are those of the codebook that the round asked.
    """
    asked = [*questions, *(_question(extra, book) for extra in extras)]
    published = [question for question in book.questions if question.code in book.published]
    every = [*{question.code: question for question in (*published, *asked)}.values()]
    answers = {**book.answers, **{extra.kept.question: _answers(extra, book) for extra in extras}}
    return {
        "survey": (_survey(mapping, book),),
        "round": (_round(mapping, book, round_, design),),
        "question": tuple(
            _row("question", q, survey=book.survey, question=q.code, position=position)
            for position, q in enumerate(every, 1)
        ),
        "wording": tuple(_wording(staged, mapping, book, round_, question) for question in asked),
        "answer": tuple(
            _row("answer", answer, survey=book.survey, question=q.code, answer=answer.code, position=position)
            for q in every
            for position, answer in enumerate(answers.get(q.code, ()), 1)
            if q.type in ("one", "many")
        ),
    }


def year(round_: str, mapping: Mapping) -> int:
    """The year of a round: what the mapping says, else the beginning of its code (2025, 2025-2)."""
    said = mapping.round.get("year")
    return int(str(said if said is not None else round_[:4]))


def design_question(code: str, book: Codebook) -> Question:
    """The codebook's question of a column of the design; fpc, which not every codebook has, is made."""
    known = book.question(code)
    if known is not None:
        return known
    like = book.question("weight")
    assert like is not None
    return like._replace(code=code, name_en=_FPC[0], name_mn=_FPC[1])


def _survey(mapping: Mapping, book: Codebook) -> Row:
    """The survey as the mapping says it; a new one goes by its code where nothing is said."""
    untold = {
        **{"name_en": f"Survey {book.survey}", "name_mn": f"{book.survey} судалгаа"},
        **{"publisher_en": "not stated", "publisher_mn": "дурдаагүй"},
    }
    own = {} if book.published else untold
    return _row("survey", book.description, **{**own, **mapping.survey, "survey": book.survey})


def _round(mapping: Mapping, book: Codebook, round_: str, design: Design) -> Row:
    when = year(round_, mapping)
    said = {
        "period_en": str(when),
        "period_mn": f"{when} он",
        "single_psu": SINGLE_PSU if design.lonely else "fail",
        "note_en": None,
        "note_mn": None,
        **mapping.round,
    }
    made: Row = {
        "survey": book.survey,
        "round": round_,
        "year": when,
        "respondents": design.respondents,
        "weight": "weight",
        "stratum": "stratum" if design.stratum else None,
        "psu": "psu" if design.psu else None,
        "fpc": "fpc" if design.fpc else None,
        "nested": design.repeated,
    }
    return {name: {**said, **made}[name] for name in _TABLES["round"] if name != "sha256"}


def _question(extra: Extra, book: Codebook) -> Question:
    known = book.question(extra.kept.question)
    if known is not None:  # kept from an earlier round
        return known
    everyone = next(q for q in book.questions if q.base is None)
    english, mongolian = extra.names
    return Question(
        code=extra.kept.question,
        concept=None,
        section=extra.kept.section,
        type=extra.kept.type,
        stage=None,
        role=None,
        preset=False,
        places=None,
        unit=None,
        name_en=english,
        name_mn=mongolian,
        base=None,
        base_en=everyone.base_en,
        base_mn=everyone.base_mn,
        rounds=(),
    )


def _answers(extra: Extra, book: Codebook) -> tuple[Answer, ...]:
    """The answers of earlier rounds, then those that are new."""
    known = book.answers.get(extra.kept.question, ())
    codes = {answer.code for answer in known}
    return (*known, *(answer for answer in extra.answers if answer.code not in codes))


def _wording(staged: Staged, mapping: Mapping, book: Codebook, round_: str, question: Question) -> Row:
    """How a question was put: what the file says where that is a question, else as it was put last."""
    last = book.wordings.get(question.code)
    english, mongolian = (last.text_en, last.text_mn) if last else (question.name_en, question.name_mn)
    names = mapping.columns.get(question.code, ())
    labels = {column.label for column in staged.columns if column.name in names and column.label}
    if len(names) == 1 and len(labels) == 1:
        said_en, said_mn = in_language(next(iter(labels)))
        english, mongolian = _asked(said_en) or english, _asked(said_mn) or mongolian
    return {
        "survey": book.survey,
        "round": round_,
        "question": question.code,
        "text_en": english,
        "text_mn": mongolian,
        "note_en": None,
        "note_mn": None,
    }


def _asked(text: str | None) -> str | None:
    """The text where it is a question rather than the short name of one."""
    return text if text and ("?" in text or len(text.split()) >= _WORDS_OF_A_QUESTION) else None


def _row(table: str, source: Survey | Question | Answer, **said: object) -> Row:
    return {name: said[name] if name in said else getattr(source, name, None) for name in _TABLES[table]}
