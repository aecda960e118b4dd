"""Who wishes to return, who plans to, who intends to within a year; where to, and what would have to be there."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui import pick
from ui.ask import ask
from ui.screen import screen
from ui.surveys import groups, motives, stages, where_to
from ui.surveys.card import HALF, WHOLE, width
from ui.surveys.choice import Choice, choose, controls, empty
from ui.view import View


def draw(view: View) -> None:
    """Draw the page for the survey, the round, the stage and the groups in the address."""
    choice = choose(view)
    if choice is None:
        pick.show(empty(view), key="empty")
        return
    stage, group = groups.stage_chosen(view, choice), groups.group_chosen(view, choice)
    of = motives.base_chosen()
    pick.show(controls(view, choice), key="choice")
    pick.show(ask(_answer, view, choice), key="answer")
    half, whole = width(view, HALF), width(view, WHOLE)
    if stage:
        left, right = st.columns(2, gap="small")
        with left, st.container(key="card-stages"):
            pick.show(ask(stages.html, view, choice, half), key="stages")
        if group:
            with right, st.container(key="card-groups"):
                pick.show(ask(groups.html, view, choice, stage, group, half), key="groups")
    where = ask(where_to.html, view, choice, group, whole) if group else ""
    if where:
        with st.container(key="card-where-to"):
            pick.show(where, key="where-to")
    _motives(view, choice, of)


def _motives(view: View, choice: Choice, of: str) -> None:
    apart = screen() == "tablet"  # no room for three side by side
    wide = width(view, WHOLE if apart else motives.WIDTH)
    shown = [(c, made) for c in motives.CONCEPTS if (made := ask(motives.html, view, choice, c, of, wide))]
    if not shown:
        return
    heading = f"<h2>{escape(view.t('Why they came, and what would have to be there'))}</h2>"
    pick.show(f'<div class="controls">{heading}{motives.switch(view, of)}</div>', key="motives")
    columns = [st.container() for _ in shown] if apart else st.columns(len(shown), gap="small")
    for column, (concept, made) in zip(columns, shown, strict=True):
        with column, st.container(key=f"card-{concept}"):
            pick.show(made, key=concept)


def _answer(view: View, choice: Choice) -> str:
    """The page's answer: the wish as its heading, the later stages under it."""
    said = [stages.share(view, stage.concept, stage.yes) for stage in stages.found(view, choice)]
    if not said:
        return f"<h1>{escape(view.t('This round did not ask about intentions.'))}</h1>"
    return f'<h1>{escape(said[0])}</h1><p class="lead">{escape(" ".join(said[1:]))}</p>'
