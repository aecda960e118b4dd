"""Match what is written in a column with the answers of a question: exactly, or ask; never by likeness."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from etl.intake.mapping import ranges
from etl.intake.vocabulary import vocabulary
from etl.intake.words import key, number
from etl.intake.written import How, Read
from store.survey_queries import Answer

_NEAR = 78  # of 100: how alike a suggestion must be
_ALIKE_CODES = {"1": "yes", "2": "no"}
_SEPARATOR = re.compile(r"[|;\n,/]")
_DATE = re.compile(r"(\d{4})-\d\d-\d\d.*")


class Answers:
    """The answers of one question under all their spellings."""

    def __init__(self, question: str, answers: Sequence[Answer]) -> None:
        self.codes = [answer.code for answer in answers]
        self.ranges = ranges.of_codes(self.codes)
        self.by_key: dict[str, str] = {}
        self.how: dict[str, How] = {}
        for answer in answers:
            self._add(answer.code, answer.code, "code")
            for text in (answer.text_en, answer.text_mn):
                self._add(text, answer.code, "text")
        known = vocabulary()
        for spelling, code in known.answers.get(question, {}).items():
            self._add_key(spelling, code, "synonym")
        if self.is_yes_no:
            for spelling, code in known.anywhere.items():
                self._add_key(spelling, code, "synonym")

    @property
    def is_yes_no(self) -> bool:
        """Whether the answers are yes and no alone, which many questions share."""
        return set(self.codes) == {"yes", "no"}

    def _add(self, text: str, code: str, how: How) -> None:
        self._add_key(key(text), code, how)

    def _add_key(self, spelling: str, code: str, how: How) -> None:
        if spelling and code in self.codes:
            self.by_key.setdefault(spelling, code)
            self.how.setdefault(spelling, how)

    def exact(self, text: str) -> tuple[str, How] | None:
        """The answer that a text is, and how it was known; None when it is none."""
        spelling = key(text)
        if spelling in self.by_key:
            return self.by_key[spelling], self.how[spelling]
        if self.ranges:
            code = ranges.written(self.ranges, text)
            if code is not None:
                return code, "text"
        return None

    def near(self, text: str) -> tuple[str, ...]:
        """Answers that may be meant, best first."""
        if self.is_yes_no and key(text) in _ALIKE_CODES:
            return (_ALIKE_CODES[key(text)],)
        if len(key(text)) < 3:
            return ()
        found = process.extract(key(text), list(self.by_key), scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=5)
        return tuple(dict.fromkeys(self.by_key[spelling] for spelling, _, _ in found))[:3]


def read(
    column: str,
    counts: Mapping[str, int],
    answers: Answers,
    decided: Mapping[str, str | None],
    labels: Mapping[str, str],
    rule: str | None = None,
    year: int | None = None,
) -> tuple[Read, ...]:
    """How each written value of a one-question is understood.

    `decided` goes first, then the file's own label of the value; `rule` is of `model.RULES`, and `year` the
    year of the round, from which a rule on years counts back.
    """
    asked = _numbered(counts, answers)
    return tuple(
        _read(Read(column, text, rows), answers, decided, labels, rule, year, asked)
        for text, rows in counts.items()
    )


def _numbered(counts: Mapping[str, int], answers: Answers) -> bool:
    """Whether yes and no are written as other numbers than 1 and 0, so that a 1 alone says nothing."""
    numbers = {number(text) for text in counts} - {None}
    return answers.is_yes_no and not numbers <= {0, 1}


def _read(
    value: Read,
    answers: Answers,
    decided: Mapping[str, str | None],
    labels: Mapping[str, str],
    rule: str | None,
    year: int | None,
    numbered: bool = False,
) -> Read:
    text = value.written.strip()
    for spelling in (value.written, text):
        if spelling in decided:
            code = decided[spelling]
            return _as(value, code, "mapping")
    if rule:
        said = by_rule(text, answers, rule, year)
        if said is not None:
            return _as(value, said, "rule")
    label = labels.get(text)
    if label is not None:
        found = answers.exact(label)
        if found:
            return _as(value, found[0], "label")
        if key(label) in vocabulary().no_answer:
            return _as(value, None, "missing")
        return _suggested(value, answers.near(label))
    found = answers.exact(text)
    if found and not (numbered and number(text) is not None):
        return _as(value, *found)
    if key(text) in vocabulary().no_answer:
        return _as(value, None, "missing")
    return _suggested(value, answers.near(text))


def by_rule(text: str, answers: Answers, rule: str, year: int | None) -> str | None:
    """The answer whose range holds a number, or the years since a year; None when there is none."""
    if not answers.ranges:
        return None
    dated = _DATE.fullmatch(text)
    value = float(dated[1]) if dated else number(text)
    if value is None:
        return None
    if rule == "year":
        if year is None or not ranges.is_year(value) or value > year:
            return None
        value = year - value
    return ranges.holding(answers.ranges, value)


def read_many(
    column: str,
    counts: Mapping[str, int],
    answers: Answers,
    decided: Mapping[str, str | None],
    labels: Mapping[str, str],
) -> tuple[tuple[Read, ...], dict[str, tuple[str, ...]]]:
    """How the answers written into one cell are understood: one reading per part of a cell, and the codes of
    each cell that is understood whole."""
    parts: dict[str, Read] = {}
    cells: dict[str, tuple[str, ...]] = {}
    for cell, rows in counts.items():
        found = [
            _read(Read(column, part, rows), answers, decided, labels, None, None)
            for part in _parts(cell, answers, {*decided, *labels})
        ]
        for part in found:
            before = parts.get(part.written)
            parts[part.written] = (
                Read(**{**vars(part), "rows": before.rows + rows}) if before is not None else part
            )
        if all(part.how for part in found):
            cells[cell] = tuple(dict.fromkeys(code for part in found for code in part.codes))
    return tuple(sorted(parts.values(), key=lambda part: part.written)), cells


def _parts(cell: str, answers: Answers, known: Iterable[str]) -> list[str]:
    """The answers written into a cell: the longest known texts first, for a text may hold a comma itself.

    Between blanks a cell comes apart only where each part is known (codes of KoboToolbox).
    """
    texts = {*map(key, known), *answers.by_key, *vocabulary().no_answer}
    found: list[str] = []
    for text in _longest([piece.strip() for piece in _SEPARATOR.split(cell)], texts, ", "):
        words = _longest(text.split(), texts, " ")
        found += words if all(key(word) in texts for word in words) else [text]
    return found


def _longest(pieces: Sequence[str], texts: Collection[str], joined: str) -> list[str]:
    """Neighbouring pieces put together where they make a known text, the longest first."""
    left = [piece for piece in pieces if piece]
    found = []
    while left:
        lengths = range(len(left), 1, -1)
        length = next((n for n in lengths if key(joined.join(left[:n])) in texts), 1)
        found.append(joined.join(left[:length]))
        left = left[length:]
    return found


def _as(value: Read, code: str | None, how: How) -> Read:
    codes = (code,) if code is not None else ()
    return Read(value.column, value.written, value.rows, codes, how, (), value.within)


def _suggested(value: Read, codes: tuple[str, ...]) -> Read:
    return Read(value.column, value.written, value.rows, (), None, codes, value.within)
