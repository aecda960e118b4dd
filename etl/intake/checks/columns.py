"""Checks of columns: what their cells have in common."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, among, is_no_number, is_number
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding, Rule
from etl.intake.rows import as_number
from etl.intake.staged import Column

MOSTLY = 0.9  # share of numbers in a column from which its texts look like slips
_LOST, _BROKEN = "????", ("\ufffd", "Ð", "Ñ\x81", "Ã")
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
        signs = " OR ".join(f"contains({column.key}, ?)" for _ in _BROKEN)
        beyond_ascii = f"strlen({column.key}) > length({column.key})"
        broken = Part(f"(contains({column.key}, ?) OR ({beyond_ascii} AND ({signs})))", (_LOST, *_BROKEN))
        yield from _cells(look, BROKEN_LETTERS, column, broken, is_broken)
        markup = Part(
            f"CASE WHEN contains({column.key}, '<') THEN regexp_matches({column.key}, ?) END", (_MARKUP,)
        )
        yield from _cells(look, MARKUP, column, markup, is_markup)
        starts = " OR ".join(f"starts_with({column.key}, '{sign}')" for sign in "=+-@")
        formula = Part(
            f"CASE WHEN {column.key} < 'A' THEN CASE WHEN {starts} THEN {is_no_number(column.key).sql} END END"
        )
        yield from _cells(look, FORMULAS, column, formula, is_formula)


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
        sql = f"SELECT count({as_number(column.key)}), count({column.key}) FROM sampled"
        [(numbers, filled)] = look.ask(sql)
    else:
        filled = sum(counted.values())
        numbers = sum(count for value, count in counted.items() if is_number(value))
    if filled and MOSTLY <= numbers / filled < 1:
        yield Condition(MIXED, text, column)


def is_broken(text: str) -> bool:
    """Whether letters of a text were lost when it was saved."""
    return any(sign in text for sign in (_LOST, *_BROKEN))


def is_markup(text: str) -> bool:
    """Whether HTML stands in a text."""
    return re.search(_MARKUP, text) is not None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text."""
    return text.startswith(("=", "+", "-", "@")) and not is_number(text)


def _cells(
    look: Look, rule: Rule, column: Column, part: Part, holds: Callable[[str], bool]
) -> Iterator[Condition]:
    """The condition on a column; where its texts are counted, that it is one of those that fulfil it."""
    if column.key not in look.counted:
        yield Condition(rule, part, column)
    elif found := look.texts(column, holds):
        yield Condition(rule, among(column.key, found), column)


def _is_option(look: Look, column: Column) -> bool:
    return any(column in q.columns for q in look.subject.questions.values() if q.type == "many")


def _spellings(texts: dict[str, int]) -> list[str]:
    """Texts that differ in case or spaces alone."""
    by_fold = defaultdict(list)
    for text in texts:
        by_fold[fold(text)].append(text)
    return [text for same in by_fold.values() if len(same) > 1 for text in sorted(same)]
