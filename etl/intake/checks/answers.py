"""Checks of questions: whether they were matched, and whether what was answered can be an answer to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, among, is_no_number, number
from etl.intake.checks.subject import Asked
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Rule

# Least possible, most possible, and most that is likely, of numbers by their concept.
LIMITS = {"household_size": (1, 60, 15)}
FAR = 3  # a code that is so many times the largest other number stands for no answer
CAPITAL = "MN-1"

NOT_MATCHED = Rule(
    "question_not_matched",
    "columns",
    BLOCKS,
    "No column was matched to the question {question}, without which the round cannot be shown.",
    "Match the column that holds it.",
)
GONE = Rule(
    "question_gone",
    "columns",
    ACKNOWLEDGE,
    "The previous round asked {question}; no column was matched to it.",
    "Match its column, or know that the question will have no figures in this round.",
)
MATCHED_TWICE = Rule(
    "column_matched_twice",
    "columns",
    BLOCKS,
    "Column {column} was matched to {count} questions: {value}.",
    "Match each column once.",
)
OUTSIDE_CODEBOOK = Rule(
    "outside_codebook",
    "columns",
    BLOCKS,
    "Column {column} holds answers that the codebook does not know, such as {value}.",
    "Match each of them to an answer of the codebook or to no answer.",
)
NO_NUMBER = Rule(
    "no_number",
    "columns",
    BLOCKS,
    "Column {column} must hold numbers; {count} cells are texts, such as {value}.",
    "Write plain digits, or say which texts stand for no answer.",
)
MISSING_CODE = Rule(
    "missing_code",
    "columns",
    BLOCKS,
    "{value} in {column} looks like a code for no answer, and would be counted as a number.",
    "Say that it stands for no answer, or correct the number.",
)
NEGATIVE = Rule(
    "number_negative",
    "rows",
    BLOCKS,
    "Column {column} holds numbers below zero.",
    "Correct the numbers, or say that they stand for no answer.",
)
IMPOSSIBLE = Rule(
    "number_impossible",
    "rows",
    BLOCKS,
    "Column {column} holds numbers that cannot be: only {least} to {most} can.",
    "Correct the numbers in the file, or empty the cells.",
)
UNLIKELY = Rule(
    "number_unlikely",
    "rows",
    ACKNOWLEDGE,
    "Column {column} holds numbers above {most}, which are hardly likely.",
    "Look the respondents up in the questionnaires.",
)
OPTION_NEVER = Rule(
    "option_never_chosen",
    "columns",
    ACKNOWLEDGE,
    "Nobody chose the option {option} of {question}.",
    "Check that the option was exported, and which value stands for a choice.",
)
OPTIONS_ABSENT = Rule(
    "options_absent",
    "columns",
    ACKNOWLEDGE,
    "{question} lacks columns for {count} options of the codebook: {value}.",
    "Match their columns, or know that these options count as not chosen.",
)
ORIGIN_CAPITAL = Rule(
    "origin_capital",
    "rows",
    BLOCKS,
    "People are said to have moved to Ulaanbaatar from Ulaanbaatar.",
    "Correct the aimag of origin, or empty the cell where it is not known.",
)
SOUM_ELSEWHERE = Rule(
    "soum_elsewhere",
    "rows",
    BLOCKS,
    "The soum does not lie in the aimag that stands beside it.",
    "Find out which of the two is meant, and correct the other.",
)
RULES = (
    *(NOT_MATCHED, GONE, MATCHED_TWICE, OUTSIDE_CODEBOOK, NO_NUMBER, MISSING_CODE, NEGATIVE, IMPOSSIBLE),
    *(UNLIKELY, OPTION_NEVER, OPTIONS_ABSENT, ORIGIN_CAPITAL, SOUM_ELSEWHERE),
)


def conditions(look: Look) -> Iterator[Condition]:
    """Answers that cannot be answers to their question."""
    for asked in look.subject.questions.values():
        if asked.type == "number":
            yield from _numbers(look, asked)
        elif len(asked.columns) == 1 and not asked.options:
            texts = look.counted.get(asked.column.key, {})
            unknown = [text for text in texts if text not in asked.answers] if asked.type == "one" else []
            unknown += [
                t for t, code in asked.answers.items() if code is not None and code not in asked.known
            ]
            if unknown:
                yield Condition(OUTSIDE_CODEBOOK, among(asked.column.key, unknown), asked.column)
    origin = look.subject.concept("origin_aimag")
    if origin:
        yield Condition(ORIGIN_CAPITAL, look.answered(origin, {CAPITAL}), origin.column)
        yield from _soums(look, origin)


def findings(look: Look) -> Iterator[Finding]:
    """Questions without a column, columns with two questions, options that nobody has."""
    subject = look.subject
    matched = {asked.concept or asked.code for asked in subject.questions.values()}
    for question in sorted(look.context.required - matched):
        yield Finding(NOT_MATCHED, slots={"question": question})
    for question in sorted(look.context.asked_before - look.context.required - subject.questions.keys()):
        yield Finding(GONE, slots={"question": question})
    uses = Counter(column.name for column in subject.roles.values())
    uses.update(column.name for asked in subject.questions.values() for column in asked.columns)
    for name, count in uses.items():
        if count > 1:
            codes = [q.code for q in subject.questions.values() if name in [c.name for c in q.columns]]
            codes += [role for role, column in subject.roles.items() if column.name == name]
            yield Finding(MATCHED_TWICE, name, count=count, value=", ".join(codes))
    for asked in subject.questions.values():
        if asked.type == "many" and asked.options and look.rows:
            yield from _options(look, asked)


def _numbers(look: Look, asked: Asked) -> Iterator[Condition]:
    column, value = asked.column, number(asked.column.key)
    measured = look.numbers[column.key]
    declared = tuple(text for text, code in asked.answers.items() if code is None)
    kept = (
        Part(f"{column.key} NOT IN ({', '.join('?' * len(declared))})", declared)
        if declared
        else Part("true")
    )

    def where(sql: str, *values: object) -> Part:
        return Part(f"{kept.sql} AND {sql}", (*kept.values, *values))

    text = is_no_number(column.key)
    yield Condition(NO_NUMBER, where(f"({text.sql})"), column)
    codes = [
        code
        for code in measured.coded
        if code not in declared and (code.startswith("-") or float(code) > FAR * measured.most_uncoded)
    ]
    coded = among(column.key, codes)
    yield Condition(MISSING_CODE, coded, column)
    kept = Part(f"{kept.sql} AND NOT ({coded.sql})", (*kept.values, *coded.values))
    yield Condition(NEGATIVE, where(f"{value} < 0"), column)
    if asked.concept in LIMITS:
        least, most, likely = LIMITS[asked.concept]
        impossible = where(f"{value} >= 0 AND NOT {value} BETWEEN ? AND ?", least, most)
        yield Condition(IMPOSSIBLE, impossible, column, slots={"least": least, "most": most})
        unlikely = where(f"{value} > ? AND {value} <= ?", likely, most)
        yield Condition(UNLIKELY, unlikely, column, slots={"most": likely})


def _options(look: Look, asked: Asked) -> Iterator[Finding]:
    for option, column in zip(asked.options, asked.columns, strict=True):
        chosen = look.texts(column, asked.ticked)
        if not chosen:
            yield Finding(
                OPTION_NEVER, column.name, count=look.rows, slots={"option": option, "question": asked.code}
            )
    absent = [code for code in asked.known if code not in asked.options]
    if absent:
        slots: dict[str, object] = {"question": asked.code}
        yield Finding(OPTIONS_ABSENT, count=len(absent), value=", ".join(absent), slots=slots)


def _soums(look: Look, origin: Asked) -> Iterator[Condition]:
    soum = look.subject.concept("origin_soum")
    if soum is None or not look.context.soums:
        return
    sql = f"SELECT DISTINCT {origin.column.key}, {soum.column.key} FROM rows"
    for aimag, within in look.ask(sql):
        belongs = look.context.soums.get(soum.answers.get(within) or "")
        said = origin.answers.get(aimag)
        if belongs and said and belongs != said:
            part = Part(f"{origin.column.key} = ? AND {soum.column.key} = ?", (aimag, within))
            yield Condition(SOUM_ELSEWHERE, part, soum.column)
