"""The codebook of the round that is looked at: questions by concept, presets of groups, wordings, answers."""

from __future__ import annotations

from store import survey_queries
from store.survey_queries import Answer, Question, Wording
from ui.ask import ask
from ui.surveys.choice import Choice
from ui.view import View


def questions(view: View, choice: Choice) -> dict[str, Question]:
    """The questions that the round asked, by code, in the codebook's order; no columns of the design."""
    known = ask(survey_queries.questions, view.build, choice.survey.code)
    return {q.code: q for q in known if q.type != "design" and choice.round.code in q.rounds}


def by_concept(view: View, choice: Choice, concept: str) -> Question | None:
    """The question of the round that measures a concept such as `wish`; None when it was not asked."""
    return next((q for q in questions(view, choice).values() if q.concept == concept), None)


def presets(view: View, choice: Choice) -> dict[str, str]:
    """The questions by which groups are offered, code to name."""
    return {code: view.words.name(q) for code, q in questions(view, choice).items() if q.preset}


def answers(view: View, choice: Choice, question: str) -> dict[str, Answer]:
    """The answers of a question by code, in their order."""
    return {a.code: a for a in ask(survey_queries.answers, view.build, choice.survey.code, question)}


def answer(view: View, choice: Choice, question: str, code: object) -> str:
    """The words of an answer; its code when the codebook does not have it."""
    known = answers(view, choice, question).get(str(code))
    return view.words.of(known, "text") if known else str(code)


def wording(view: View, choice: Choice, question: str) -> Wording | None:
    """How the round put a question."""
    known = ask(survey_queries.wordings, view.build, choice.survey.code, question)
    return next((w for w in known if w.round == choice.round.code), None)


def filters(view: View, choice: Choice, where: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Filters in words, such as "Sex: Women; Age group: 18–24, 25–34"."""
    known = questions(view, choice)
    return "; ".join(
        f"{view.words.name(known[name])}: {', '.join(answer(view, choice, name, code) for code in codes)}"
        for name, codes in where
    )
