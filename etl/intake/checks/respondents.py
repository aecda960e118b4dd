"""Checks of respondents: each once, with a number of their own and some answers."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, absent, every, filled
from etl.intake.checks.subject import Asked
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, ROWS_NAMED, Finding, Rule
from etl.intake.staged import Column

MANY_COLUMNS = 10  # answers from which two respondents are hardly alike in all of them by chance
HARDLY = 0.2  # share of answered questions below which somebody hardly took part
BATTERY = 4  # questions with the same answers from which giving one answer throughout is worth a look
SCALE = 3
HURRIED = 0.01

NO_COLUMN = Rule(
    "respondent_not_matched",
    "columns",
    ACKNOWLEDGE,
    "No column holds the number of the respondent, so nobody can be found twice.",
    "Match the column with the number of the interview, if the file has one.",
)
MISSING = Rule(
    "respondent_missing",
    "rows",
    BLOCKS,
    "Respondents have no number in {column}.",
    "Give each respondent a number, or delete rows that are no respondents.",
)
TWICE = Rule(
    "respondent_twice",
    "rows",
    BLOCKS,
    "{count} rows share the number of a respondent with another row.",
    "Keep one row of each respondent, or give different people different numbers.",
)
SAME_ANSWERS = Rule(
    "rows_alike",
    "rows",
    ACKNOWLEDGE,
    "{count} rows are the same as another row in everything but the number of the respondent.",
    "Find out whether interviews were entered twice or copied, and delete the copies.",
)
HARDLY_ANSWERED = Rule(
    "hardly_answered",
    "rows",
    ACKNOWLEDGE,
    "Respondents answered less than {share} per cent of the questions put to everyone.",
    "Decide whether these interviews count as held; if not, delete them and correct the weights.",
)
STRAIGHT = Rule(
    "straight_lining",
    "rows",
    ACKNOWLEDGE,
    "Respondents gave the same answer to all {questions} questions with the same answers: {value}.",
    "Look for interviewers or respondents who hurried; delete answers that were not really given.",
)
ALL_CHOSEN = Rule(
    "all_options_chosen",
    "rows",
    ACKNOWLEDGE,
    "Respondents chose every one of the {options} options of {question}.",
    "Check how a choice is marked in the file, and look for interviewers who hurried.",
)
RULES = (NO_COLUMN, MISSING, TWICE, SAME_ANSWERS, HARDLY_ANSWERED, STRAIGHT, ALL_CHOSEN)


def conditions(look: Look) -> Iterator[Condition]:
    """Respondents without a number, with hardly an answer, or with the same answer all along."""
    subject = look.subject
    if "respondent" in subject.roles:
        column = subject.roles["respondent"]
        yield Condition(MISSING, absent([column.key]), column)
    of_all = [q for q in subject.questions.values() if not q.base]
    if len(of_all) >= BATTERY:
        answered = " + ".join(
            f"({'coalesce(' + ', '.join(q.keys) + ')'} IS NOT NULL)::INTEGER" for q in of_all
        )
        few = Part(f"({answered}) < ?", (HARDLY * len(of_all),))
        yield Condition(HARDLY_ANSWERED, few, slots={"share": round(100 * HARDLY)})
    for same in _batteries(look):
        first, *others = (look.subject.questions[code].column.key for code in same)
        alike = Part(" AND ".join(f"{key} = {first}" for key in others))
        slots: dict[str, object] = {"questions": len(same)}
        column = subject.questions[same[0]].column
        yield Condition(STRAIGHT, alike, column, least=_worth_telling(look), slots=slots)
    for question in subject.questions.values():
        if len(question.options or (question.cells and question.known)) >= BATTERY:
            yield _every_option(look, question)


def findings(look: Look) -> Iterator[Finding]:
    """Respondents who are there twice."""
    key = look.subject.key("respondent")
    if key is None:
        yield Finding(NO_COLUMN)
    elif not look.subject.roles["respondent"].unique:
        hashed = f"CASE WHEN {key} IS NOT NULL THEN hash({key}) END"
        yield from _repeated(look, TWICE, hashed, look.subject.roles["respondent"])
    apart = {look.subject.key(role) for role in ("respondent", "weight")}
    rest = [column.key for column in look.subject.columns if column.key not in apart]
    if len(rest) >= MANY_COLUMNS:
        nearly_empty = f"CASE WHEN {filled(rest)} > {MANY_COLUMNS // 2} THEN hash({', '.join(rest)}) END"
        yield from _repeated(look, SAME_ANSWERS, nearly_empty, None)


def _repeated(look: Look, rule: Rule, hashed: str, column: Column | None) -> Iterator[Finding]:
    """Rows that have what another row has; told apart by a hash of 64 bits."""
    twice = f"SELECT {hashed} AS same FROM rows WHERE same IS NOT NULL GROUP BY same HAVING count(*) > 1"
    look.con.execute(f"CREATE OR REPLACE TABLE twice AS {twice}")
    if not look.ask("SELECT count(*) FROM twice")[0][0]:
        return
    rows = look.ask(
        f"SELECT row, {column.key if column else 'NULL'}, count(*) OVER () FROM rows "
        f"WHERE {hashed} IN (FROM twice) ORDER BY row LIMIT {ROWS_NAMED}"
    )
    yield Finding(rule, column.name if column else None, tuple(r[0] for r in rows), rows[0][2], rows[0][1])


def _batteries(look: Look) -> Iterator[list[str]]:
    """Questions put to everyone that offer the same answers, a scale of them."""
    by_answers: dict[tuple[str, ...], list[str]] = {}
    for question in look.subject.questions.values():
        if question.type == "one" and len(question.known) >= SCALE and not question.places:
            by_answers.setdefault((*question.known, question.base or ""), []).append(question.code)
    return (same for same in by_answers.values() if len(same) >= BATTERY)


def _every_option(look: Look, question: Asked) -> Condition:
    options = question.options or question.known
    chosen = [look.chosen(question, option) for option in options]
    slots: dict[str, object] = {"options": len(options), "question": question.code}
    return Condition(ALL_CHOSEN, every(*chosen), question.column, least=_worth_telling(look), slots=slots)


def _worth_telling(look: Look) -> int:
    """Respondents from which hurried answers are more than somebody's way to answer."""
    return ceil(HURRIED * look.rows)
