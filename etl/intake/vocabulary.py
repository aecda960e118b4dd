"""Names that people give to columns and answers, in both languages; kept in vocabulary.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from etl.intake.words import key, words

FILE = Path(__file__).with_name("vocabulary.yml")


@dataclass(frozen=True)
class Vocabulary:
    """Folded names of columns by target, folded answers by question and code, and words for no answer.

    `columns` keeps each name as its words; `anywhere` are answers that mean the same in every question.
    """

    columns: dict[str, tuple[tuple[str, ...], ...]]
    answers: dict[str, dict[str, str]]
    anywhere: dict[str, str]
    no_answer: frozenset[str]
    metadata: frozenset[str]
    private: dict[str, tuple[tuple[str, ...], ...]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary kept with the product."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    def phrases(names: list[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(dict.fromkeys(words(str(name)) for name in names))

    def by_key(answers: dict[str, list[str]]) -> dict[str, str]:
        return {key(str(text)): code for code, texts in answers.items() for text in texts}

    return Vocabulary(
        columns={target: phrases(names) for target, names in said["columns"].items()},
        answers={question: by_key(answers) for question, answers in said["answers"].items()},
        anywhere=by_key(said["anywhere"]),
        no_answer=frozenset(key(str(text)) for text in said["no_answer"]),
        metadata=frozenset(key(str(text)) for text in said["metadata"]),
        private={kind: phrases(names) for kind, names in said["private"].items()},
    )
