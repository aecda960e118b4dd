"""Checks of questions: whether they were matched, and whether what was answered can be an answer to them."""

from __future__ import annotations

from collections.abc import Iterator

from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, among, every, is_not_measured, is_number, number
from etl.intake.checks.subject import Asked
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Rule
from etl.intake.mapping.review import MOST_MATCHED, beside
from geo.places import gazetteer, resolve

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
UNSURE = Rule(
    "answer_unsure",
    "columns",
    BLOCKS,
    "It is not certain which answer is meant in {column} by {value}; perhaps {suggestion}.",
    "Say which answer is meant.",
)
PLACE_UNKNOWN = Rule(
    "place_unknown",
    "columns",
    BLOCKS,
    "No place is known by the name that stands in {column}: {value}.",
    "Correct the name, or say which place is meant.",
)
PLACE_UNSURE = Rule(
    "place_unsure",
    "columns",
    BLOCKS,
    "It is not certain which place is meant in {column} by {value}; perhaps {suggestion}.",
    "Say which place is meant; nothing is matched by likeness alone.",
)
SOUM_ELSEWHERE = Rule(
    "soum_elsewhere",
    "rows",
    BLOCKS,
    "The soum {value} does not lie in the aimag that stands beside it; there is one in {suggestion}.",
    "Find out which of the two is meant, and correct the other.",
)
NUMBER_OUTSIDE = Rule(
    "number_outside_answers",
    "rows",
    BLOCKS,
    "Numbers in {column} belong to none of the answers, such as {value}.",
    "Correct them, or say that they stand for no answer: an age below the youngest asked, or a year to come.",
)
CROWDED = Rule(
    "answers_crowded",
    "columns",
    BLOCKS,
    "Column {column} holds {count} different answers, too many for a question with a list of answers.",
    "Match another column, or keep it as a number.",
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
CAPITAL_NAMED = Rule(
    "place_capital",
    "rows",
    BLOCKS,
    "Ulaanbaatar stands in {column}, where one of the 21 aimags is asked for.",
    "Correct the aimag; empty the cell where it is not known.",
)
RULES = (
    *(NOT_MATCHED, GONE, OUTSIDE_CODEBOOK, UNSURE, PLACE_UNKNOWN, PLACE_UNSURE, SOUM_ELSEWHERE),
    *(NUMBER_OUTSIDE, CROWDED, NO_NUMBER, MISSING_CODE, NEGATIVE, IMPOSSIBLE),
    *(UNLIKELY, OPTION_NEVER, OPTIONS_ABSENT, CAPITAL_NAMED),
)


def conditions(look: Look) -> Iterator[Condition]:
    """Answers that cannot be answers to their question."""
    for asked in look.subject.questions.values():
        if asked.type == "number":
            yield from _numbers(look, asked)
        yield from _unread(look, asked)


def findings(look: Look) -> Iterator[Finding]:
    """Questions without a column, columns with two questions, options that nobody has."""
    subject = look.subject
    matched = {asked.concept or asked.code for asked in subject.questions.values()}
    for question in sorted(look.context.required - matched):
        yield Finding(NOT_MATCHED, slots={"question": question})
    for question in sorted(look.context.asked_before - look.context.required - subject.questions.keys()):
        yield Finding(GONE, slots={"question": question})
    for asked in subject.questions.values():
        if asked.type == "many":
            yield from _options(look, asked)
        if asked.type == "one" and asked.column.distinct > MOST_MATCHED:
            yield Finding(CROWDED, asked.column.name, count=asked.column.distinct)


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

    text = is_not_measured(column.key)
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
    held = dict.fromkeys(code for codes in asked.cells.values() for code in codes)
    slots: dict[str, object] = {"question": asked.code}
    for option in asked.options or (asked.known if asked.cells else ()):
        column = asked.columns[asked.options.index(option)] if asked.options else asked.column
        chosen = option in held if asked.cells else asked.chosen.get(column.name)
        if not chosen:
            yield Finding(OPTION_NEVER, column.name, count=look.rows, slots={**slots, "option": option})
    absent = [code for code in asked.known if code not in asked.options]
    if asked.options and absent:
        yield Finding(OPTIONS_ABSENT, count=len(absent), value=", ".join(absent), slots=slots)


def _unread(look: Look, asked: Asked) -> Iterator[Condition]:
    """What is written and not understood: each rule once for a column, each doubt once for a value."""
    columns = {column.name: column for column in look.subject.staged.columns}
    together: dict[tuple[str, str], list[str]] = {}
    for read in asked.unread:
        column = columns[read.column]
        suggestion = ", ".join(_named(code) if asked.places else code for code in read.suggestions)
        part = among(column.key, [read.written])
        slots: dict[str, object] = {"suggestion": suggestion}
        if asked.rule in ("number", "year") and is_number(read.written):
            together.setdefault((NUMBER_OUTSIDE.code, read.column), []).append(read.written)
        elif not asked.places and not suggestion:
            together.setdefault((OUTSIDE_CODEBOOK.code, read.column), []).append(read.written)
        elif not asked.places:
            yield Condition(UNSURE, part, column, slots=slots)
        elif asked.places == "aimag" and resolve(read.written, level="aimag").code == CAPITAL:
            yield Condition(CAPITAL_NAMED, part, column)
        elif not suggestion:
            yield Condition(PLACE_UNKNOWN, part, column, slots=slots)
        elif read.within and not any(
            gazetteer().places[code].aimag == read.within for code in read.suggestions
        ):
            yield Condition(
                SOUM_ELSEWHERE, every(part, _beside(look, asked, read.within)), column, slots=slots
            )
        else:
            yield Condition(PLACE_UNSURE, part, column, slots=slots)
    for (code, name), texts in together.items():
        rule = NUMBER_OUTSIDE if code == NUMBER_OUTSIDE.code else OUTSIDE_CODEBOOK
        yield Condition(rule, among(columns[name].key, texts), columns[name])


def _named(code: str) -> str:
    """A place in both languages, with its code."""
    place = gazetteer().places[code]
    return f"{place.name_mn} · {place.name_en} ({code})"


def _beside(look: Look, asked: Asked, aimag: str) -> Part:
    """The aimag of this code stands beside the soum."""
    for question in look.context.book.questions:
        if question.code == asked.code:
            name = beside(question, look.context.book)
            if name in look.subject.questions:
                return look.answered(look.subject.questions[str(name)], {aimag})
    return Part("true")
