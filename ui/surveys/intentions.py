"""Who wishes to return, who plans to, who intends to within a year; where to, and what would have to be there."""

from __future__ import annotations

from html import escape

import streamlit as st

from survey import questions
from ui import pick
from ui.ask import ask
from ui.surveys import beside, codebook, say
from ui.surveys.choice import Choice, choose, controls, empty
from ui.view import View


def draw(view: View) -> None:
    """Draw the page for the survey and round in the address."""
    choice = choose(view)
    if choice is None:
        pick.show(empty(view), key="empty")
        return
    with st.container(key="card-choice"):
        pick.show(controls(view, choice), key="choice")
    pick.show(ask(_answer, view, choice), key="answer")


def _answer(view: View, choice: Choice) -> str:
    wish = codebook.by_concept(view, choice, "wish")
    if wish is None:
        return ""
    found = ask(questions.table, view.build, choice.survey.code, choice.round.code, wish.code)
    yes = next(row for row in found.estimates if row.answer == "yes")
    said = view.t(
        "Of those who moved to Ulaanbaatar {share} wish to return to their homeland.",
        share=say.share(view, yes),
    )
    return f"<h1>{escape(said)}</h1>{beside.caption(view, choice, found)}"
