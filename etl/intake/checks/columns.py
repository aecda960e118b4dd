"""Checks of columns: what their cells have in common."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, among, is_no_number, number
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding, Rule
from etl.intake.staged import Column

MOSTLY = 0.9  # share of numbers in a column from which its texts look like slips
_BROKEN = ("\ufffd", "Ð", "Ñ\x81", "Ã", "????")
_MARKUP = r"<\s*/?\s*[a-zA-Z!][^>]*>"

EMPTY = Rule(
    "column_empty",
    "columns",
    ACKNOWLEDGE,
    "Column {column} is empty.",
    "Check that the answers were exported. If nobody was asked, leave the column out.",
)
CONSTANT = Rule(
    "column_constant",
    "columns",
    ACKNOWLEDGE,
    "Everybody who answered {column} has the same answer: {value}.",
    "Check that the answers were exported as they were given.",
)
MIXED = Rule(
    "column_mixed",
    "columns",
    ACKNOWLEDGE,
    "Column {column} holds numbers, and texts in {count} rows.",
    "Write all answers in the same way: codes alone, or words alone.",
)
BROKEN_LETTERS = Rule(
    "letters_broken",
    "columns",
    BLOCKS,
    "Letters in {column} are broken, as in {value}.",
    "Export the file again in UTF-8: the letters were lost when it was saved.",
)
MARKUP = Rule(
    "markup",
    "columns",
    ACKNOWLEDGE,
    "Column {column} holds HTML, as in {value}.",
    "Check where it comes from. It is kept as plain text and never run.",
)
FORMULAS = Rule(
    "formulas",
    "columns",
    ACKNOWLEDGE,
    "Cells of {column} begin like a spreadsheet formula, as in {value}.",
    "Check where they come from. They are kept as text, and led by an apostrophe in every file we write.",
)
SPELLINGS = Rule(
    "answer_spellings",
    "columns",
    NOTE,
    "The same answer to {column} is written in several ways: {value}.",
    "Nothing needs to be done if they mean the same; they are counted together once matched.",
)
RULES = (EMPTY, CONSTANT, MIXED, BROKEN_LETTERS, MARKUP, FORMULAS, SPELLINGS)


def conditions(look: Look) -> Iterator[Condition]:
    """Cells that do not belong among the others of their column, or hold what is no answer."""
    measured = {a.column.key for a in look.subject.questions.values() if a.type == "number"}
    measured |= {column.key for column in look.subject.roles.values()}
    for column in look.subject.columns:
        if column.type != "text" or not column.distinct:
            continue
        if column.key not in measured:
            yield from _mixed(look, column)
        broken = " OR ".join(f"contains({column.key}, ?)" for _ in _BROKEN)
        yield from _cells(look, BROKEN_LETTERS, column, Part(f"({broken})", _BROKEN))
        yield from _cells(look, MARKUP, column, _matching(column, _MARKUP))
        formula = Part(f"{column.key}[1] IN ('=', '+', '-', '@') AND {is_no_number(column.key).sql}")
        yield from _cells(look, FORMULAS, column, formula)


def findings(look: Look) -> Iterator[Finding]:
    """What holds for a column as a whole."""
    columns = look.subject.columns
    if look.rows < 2:
        return
    asked = {c.key for question in look.subject.questions.values() for c in question.columns}
    for column in columns:
        if not column.distinct:
            yield Finding(EMPTY, column.name, count=look.rows)
            continue
        texts = look.counted.get(column.key, {})
        if column.key in asked and len(texts) == 1:
            [(text, count)] = texts.items()
            if count >= look.context.min_base and not _is_option(look, column):
                yield Finding(CONSTANT, column.name, count=count, value=text)
        if column.key in asked and (alike := _spellings(texts)):
            yield Finding(
                SPELLINGS, column.name, count=len(alike), value=" · ".join(f"«{text}»" for text in alike[:6])
            )


def fold(text: str) -> str:
    """The text without what people do not see as a difference: case, spaces, the form of its letters."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _mixed(look: Look, column: Column) -> Iterator[Condition]:
    text = is_no_number(column.key)
    counted = look.counted.get(column.key)
    if counted is None:  # a column with many different texts: a sample tells what it is
        sql = f"SELECT count({number(column.key)}), count({column.key}) FROM sampled"
        [(numbers, filled)] = look.ask(sql)
    else:
        filled = sum(counted.values())
        numbers = sum(count for value, count in counted.items() if _is_number(value))
    if filled and MOSTLY <= numbers / filled < 1:
        yield Condition(MIXED, text, column)


def _cells(look: Look, rule: Rule, column: Column, part: Part) -> Iterator[Condition]:
    """The condition, put to the texts of the column where they are counted: those that fulfil it, in rows."""
    texts = look.counted.get(column.key)
    if texts is None:
        yield Condition(rule, part, column)
        return
    sql = f"SELECT {column.key} FROM (SELECT unnest(?::VARCHAR[]) AS {column.key}) WHERE {part.sql}"
    found = [text for (text,) in look.ask(sql, [list(texts), *part.values])]
    if found:
        yield Condition(rule, among(column.key, found), column)


def _matching(column: Column, pattern: str) -> Part:
    return Part(f"regexp_matches({column.key}, ?)", (pattern,))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_option(look: Look, column: Column) -> bool:
    return any(column in q.columns for q in look.subject.questions.values() if q.type == "many")


def _spellings(texts: dict[str, int]) -> list[str]:
    """Texts that differ in case or spaces alone."""
    by_fold = defaultdict(list)
    for text in texts:
        by_fold[fold(text)].append(text)
    return [text for same in by_fold.values() if len(same) > 1 for text in sorted(same)]
