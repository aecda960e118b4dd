"""What the codebook of surveys must hold together: answers, wordings and bases of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from etl.problems import Problem
from etl.raw import Staged

QUESTIONS, ANSWERS, WORDINGS = (f"survey/{name}.csv" for name in ("questions", "answers", "wordings"))
Question = tuple[str, str]


def faults(by_path: Mapping[str, Staged]) -> Iterator[Problem]:
    """Questions that cannot be answered or were never asked, and bases that name what is not there."""
    if not all(by_path[path].rows for path in (QUESTIONS, ANSWERS, WORDINGS)):
        return  # which has been said
    answers: dict[Question, set[str]] = defaultdict(set)
    for row in by_path[ANSWERS].rows:
        answers[row["survey"], row["question"]].add(row["answer"])
    asked = {(row["survey"], row["question"]) for row in by_path[WORDINGS].rows}
    part = by_path[QUESTIONS]
    earlier: set[Question] = set()
    for row, line in zip(part.rows, part.lines, strict=True):
        question = (row["survey"], row["question"])
        offers = bool(answers[question] or row["places"])
        if offers != (row["type"] in ("one", "many")):
            message = f"A question of type {row['type']} {'has' if offers else 'lacks'} answers."
            yield Problem(
                part.file.path, message, f"Correct the type or {ANSWERS}.", line, "question", row["question"]
            )
        if question not in asked:
            message, remedy = "No round asks this question.", f"Add its wording to {WORDINGS}."
            yield Problem(part.file.path, message, remedy, line, "question", row["question"])
        for name, codes in base(row["base"]).items():
            if (row["survey"], name) not in earlier or not codes <= answers[row["survey"], name]:
                message = "The base is not an earlier question with some of its answers."
                yield Problem(part.file.path, message, "Correct the base.", line, "base", row["base"])
        earlier.add(question)


def base(text: str) -> dict[str, set[str]]:
    """The answers that let a respondent into a base, by question: `a=x|y;b=z` is x or y to a, and z to b."""
    terms = (term.partition("=") for term in text.split(";") if term)
    return {name: set(codes.split("|")) for name, _, codes in terms}
