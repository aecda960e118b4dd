"""Questions of a survey found by their words, in either language."""

from __future__ import annotations

from store import survey_queries
from store.survey_queries import Question
from ui.ask import ask
from ui.surveys import codebook
from ui.surveys.choice import Choice
from ui.view import View


def search(view: View, choice: Choice, text: str) -> tuple[Question, ...]:
    """The questions of the round in whose name, wording or answers, Mongolian or English, every word occurs.

    Those found by their name come first.
    """
    wanted = text.casefold().split()
    if not wanted:
        return ()
    ranked = []
    for order, question in enumerate(codebook.questions(view, choice).values()):
        names = f"{question.code} {question.name_en} {question.name_mn}".casefold()
        known = ask(survey_queries.wordings, view.build, choice.survey.code, question.code)
        answers = codebook.answers(view, choice, question.code).values()
        whole = " ".join(
            (
                names,
                *(f"{w.text_en} {w.text_mn}" for w in known),
                *(f"{a.text_en} {a.text_mn}" for a in answers),
            )
        ).casefold()
        if all(word in whole for word in wanted):
            ranked.append((not all(word in names for word in wanted), order, question))
    return tuple(question for _, _, question in sorted(ranked, key=lambda found: found[:2]))
