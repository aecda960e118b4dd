"""Questions that the codebook does not have, kept from the file: their answers and the texts they have there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.intake.mapping import options
from etl.intake.mapping.answers import Answers, read_many
from etl.intake.mapping.model import Kept
from etl.intake.rows import Counts
from etl.intake.staged import Column
from etl.intake.vocabulary import vocabulary
from etl.intake.words import is_cyrillic, key, number, slug
from store.survey_queries import Answer

MOST_ANSWERS = 50


@dataclass(frozen=True)
class Extra:
    """A kept question: its columns, its answers, and the code of each written value.

    `codes` is value → code of a one-question (None: no answer), `cells` cell → codes of a many-question in
    one column, `options` column → answer of a many-question in several, `ticks` column → value → whether it
    says that the answer was chosen, `points` the text of a point → code of its place.
    """

    kept: Kept
    columns: tuple[Column, ...]
    answers: tuple[Answer, ...] = ()
    codes: Mapping[str, str | None] | None = None
    cells: Mapping[str, tuple[str, ...]] | None = None
    options: Mapping[str, str] | None = None
    ticks: Mapping[str, Mapping[str, bool | None]] | None = None
    points: Mapping[str, str | None] | None = None

    @property
    def names(self) -> tuple[str, str]:
        """The question's name in English and in Mongolian, each the other's where there is one alone."""
        label = self.columns[0].label if len(self.columns) == 1 else None
        return both(self.kept.name_en, self.kept.name_mn, label or self.kept.question)


def columns_of(name: str, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a kept question: the one of that name, or all of the group of that name."""
    return tuple(column for column in columns if column.name == name) or tuple(
        column for column in columns if column.group == name
    )


def extra(kept: Kept, columns: tuple[Column, ...], written: Mapping[str, Counts]) -> Extra:
    """A kept question with its answers, from what is written in its columns."""
    if kept.type == "one":
        return _one(kept, columns[0], written[columns[0].name])
    if kept.type == "many" and len(columns) > 1:
        return _many(kept, columns, written)
    if kept.type == "many":
        return _in_cells(kept, columns[0], written[columns[0].name])
    return Extra(kept, columns)


def both(english: str | None, mongolian: str | None, fallback: str) -> tuple[str, str]:
    """A text in both languages; where one is not known, the other stands for it, and the fallback for both."""
    if english is None and mongolian is None:
        return fallback, fallback
    return english or mongolian or fallback, mongolian or english or fallback


def in_language(text: str) -> tuple[str | None, str | None]:
    """A text as (English, Mongolian), one of them None, by its letters."""
    return (None, text) if is_cyrillic(text) else (text, None)


def _one(kept: Kept, column: Column, counts: Counts) -> Extra:
    taken: set[str] = set()
    by_text: dict[str, str] = {}
    codes: dict[str, str | None] = {}
    answers = []
    for value in sorted(counts, key=_order):
        text = column.values.get(value.strip(), value.strip())
        if key(text) in vocabulary().no_answer:
            codes[value] = None
            continue
        if key(text) not in by_text:
            by_text[key(text)] = slug(value, taken)
            answers.append(Answer(by_text[key(text)], *both(*in_language(text), text)))
        codes[value] = by_text[key(text)]
    return Extra(kept, (column,), tuple(answers), codes=codes)


def _many(kept: Kept, columns: tuple[Column, ...], written: Mapping[str, Counts]) -> Extra:
    taken: set[str] = set()
    chosen, answers = {}, []
    for column in columns:
        end = next((end for stem, end in options.stems(column.name) if stem == column.group), column.name)
        chosen[column.name] = slug(end, taken)
        text = column.label or end
        answers.append(Answer(chosen[column.name], *both(*in_language(text), text)))
    ticks = {c.name: {text: options.ticked(text, c) for text in written[c.name]} for c in columns}
    return Extra(kept, columns, tuple(answers), options=chosen, ticks=ticks)


def _in_cells(kept: Kept, column: Column, counts: Counts) -> Extra:
    taken: set[str] = set()
    known = column.values or {part: part for part in _tokens(counts)}
    coded = {value: slug(value, taken) for value in known}
    answers = tuple(Answer(coded[v], *both(*in_language(text), text)) for v, text in known.items())
    _, cells = read_many(column.name, counts, Answers(kept.question, answers), {**coded}, {})
    return Extra(kept, (column,), answers, cells=cells)


def _tokens(counts: Counts) -> list[str]:
    mark = next((mark for mark in "|;," if any(mark in cell for cell in counts)), None)
    parts = {part.strip() for cell in counts for part in (cell.split(mark) if mark else cell.split())}
    return sorted(parts - {""})


def _order(value: str) -> tuple[float, str]:
    as_number = number(value)
    return (as_number if as_number is not None else float("inf"), value)
