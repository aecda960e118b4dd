"""Select-multiple questions that a file writes as one column per answer: which column is which answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from etl.intake.mapping.answers import Answers
from etl.intake.staged import Column
from etl.intake.vocabulary import vocabulary
from etl.intake.words import key

_JOINT = re.compile(r"__|[/:.\[(_–-]|\s-\s|\s")
_OPTION_VALUES = 3
Counts = Mapping[str, int]


def stems(name: str) -> list[tuple[str, str]]:
    """Every way to take a name apart into a question and an answer, the longest question first."""
    return [
        (name[: joint.start()].strip(), name[joint.end() :].strip(" ])"))
        for joint in reversed([*_JOINT.finditer(name)])
        if name[: joint.start()].strip() and name[joint.end() :].strip(" ])")
    ]


def option(column: Column, answers: Answers) -> str | None:
    """The answer that a column stands for, by the end of its name or of its label; None when it is none."""
    for text in filter(None, (column.name, column.label)):
        for part in (*(end for _, end in stems(text)), text):
            found = answers.exact(part)
            if found:
                return found[0]
    return None


def is_option(column: Column, counts: Counts, answers: Answers | None = None) -> bool:
    """Whether a column holds nothing but ticks: yes and no, 0 and 1, or one answer's own text."""
    if not counts or len(counts) > _OPTION_VALUES:
        return False
    return all(ticked(value, column, answers) is not None for value in counts)


def ticked(value: str, column: Column, answers: Answers | None = None) -> bool | None:
    """Whether a cell says that the answer was chosen; None when that cannot be told.

    The file's own label of the value goes first; a cell may also repeat its answer in words.
    """
    known = vocabulary().anywhere
    for text in filter(None, (column.values.get(value.strip()), value)):
        if key(text) in known:
            return known[key(text)] == "yes"
    if answers is not None:
        found = answers.exact(value)
        return True if found and found[0] == option(column, answers) else None
    return None
