"""The round beside the one before it, as it would be published: numbers, structure and wording."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from ui import pick
from ui.intake.cases import Case
from ui.intake.columns import target_name
from ui.surveys import rounds
from ui.view import View


def draw(view: View, case: Case, preview: str) -> None:
    """Draw what is asked and answered in one of the rounds alone, then what changed in numbers and words."""
    t, found = view.t, case.found.get("compared")
    if not found:
        said = t("This is the first round of the survey: there is none to compare it with.")
        with st.container(key="card-structure"):
            pick.show(
                f"<h2>{escape(t('Compare'))}</h2><p class='sentence'>{escape(said)}</p>", key="first-round"
            )
        return
    shown = View(preview, view.language, view.theme_name)
    pair = rounds.requested(shown, {"survey": case.survey, "round": case.round, "against": found["old"]})
    with st.container(key="card-structure"):
        pick.show(_structure(view, case, found), key="structure")
    rounds.between(shown, pair)


def _structure(view: View, case: Case, found: dict[str, Any]) -> str:
    t = view.t

    def names(codes: list[str]) -> str:
        return ", ".join(target_name(view, case, code) for code in codes)

    lines = [
        t("Questions that are new: {names}.", names=names(found["added"])) if found["added"] else "",
        t("Questions that are asked no longer: {names}.", names=names(found["gone"]))
        if found["gone"]
        else "",
        *(_answers(view, case, answers) for answers in found["answers"]),
    ]
    told = "".join(f"<li>{escape(line)}</li>" for line in lines if line)
    nothing = t("Both rounds asked the same questions and were given the same answers.")
    title = t("Round {new} beside round {old}", new=found["new"], old=found["old"])
    return f"<h2>{escape(title)}</h2>" + (
        f'<ul class="said">{told}</ul>' if told else f"<p class='sentence'>{escape(nothing)}</p>"
    )


def _answers(view: View, case: Case, answers: dict[str, Any]) -> str:
    t, question = view.t, str(answers["question"])
    texts = {a.code: view.words.of(a, "text") for a in case.book.answers.get(question, ())}

    def said(codes: list[str]) -> str:
        return ", ".join(texts.get(code, code) for code in codes)

    parts = [
        t("given for the first time: {answers}", answers=said(answers["added"])) if answers["added"] else "",
        t("given by nobody now: {answers}", answers=said(answers["gone"])) if answers["gone"] else "",
    ]
    return f"{target_name(view, case, question)}: {'; '.join(filter(None, parts))}."
