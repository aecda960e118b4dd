"""The round as the pages will show it, and the step that makes it everybody's."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from ui import address, pick
from ui.intake import cases
from ui.intake.cases import Case
from ui.surveys import intentions
from ui.view import View


def preview(view: View, case: Case, build: str) -> None:
    """Draw the round as its page will show it; only its author sees it."""
    t = view.t
    said = t("{n} respondents. Only you see the preview.", n=view.words.number(case.found["respondents"]))
    pick.show(f"<h2>{escape(t('Preview'))}</h2><p class='sentence'>{escape(said)}</p>", key="preview-head")
    address.put(survey=case.survey, round=case.round)
    intentions.draw(View(build, view.language, view.theme_name))


def form(view: View, case: Case) -> None:
    """Draw what will be published, and the form that publishes it."""
    t = view.t
    with st.container(key="card-publish"):
        pick.show(
            f"<h2>{escape(t('Publication'))}</h2><p class='sentence'>{escape(_what(view, case))}</p>",
            key="what",
        )
        with st.form("publish", border=False):
            left, right = st.columns(2)
            who = left.text_input(t("Your name"), st.session_state.get("name", ""), autocomplete="name")
            why = (
                t("Where these figures are from, or why they are corrected")
                if case.of_table
                else t("What is new in this round, or why it is corrected")
            )
            note = right.text_input(why)
            ready = st.form_submit_button(t("Approve and publish"), type="primary", disabled=not case.ready)
            if ready and not who.strip():
                st.error(t("Write your name: the log says who published what."))
            elif ready:
                st.session_state["name"] = who.strip()
                cases.publish(case, who.strip(), note.strip())
                st.rerun()
        if not case.ready:
            said = t("It can be published when every finding is settled or acknowledged, and all that you have chosen is applied.")  # fmt: skip
            pick.show(f'<p class="sub">{escape(said)}</p>', key="not-ready")


def done(view: View, case: Case) -> None:
    """Say that it is published, and lead to it."""
    t = view.t
    said = {
        "added": t("The round is published: everybody sees it from now on."),
        "replaced": t(
            "The corrected round is published in place of the former one, which is kept among the versions."
        ),
        "unchanged": t("This very file is published already as this round: nothing was changed."),
    }
    figures = {
        "added": t("The figures are published: everybody sees them from now on."),
        "replaced": t(
            "The corrected figures are published in place of the former ones, which are kept among the versions."
        ),
        "unchanged": t("This very table is published already: nothing was changed."),
    }
    sentence = (figures if case.of_table else said)[case.published["outcome"]]
    pick.show(
        f'<p class="lead" role="status">{escape(sentence)}</p><div class="downloads">{_onwards(view, case)}</div>',
        key="published",
    )


def _what(view: View, case: Case) -> str:
    t, number = view.t, view.words.number
    if case.of_table:
        about = case.found["indicator"]
        return t("{name}: {n} figures of {places} aimags.", name=str(about[f"name_{view.language}"]), n=number(case.found["count"]), places=number(case.found["places"]))  # fmt: skip
    n = number(case.found["respondents"])
    if case.found.get("replaces"):
        return t("Round {round} of survey {survey} is there already; {n} respondents take its place. The former one is kept among the versions.", round=case.round, survey=case.survey, n=n)  # fmt: skip
    return t("Round {round} of survey {survey}, {n} respondents, is new.", round=case.round, survey=case.survey, n=n)  # fmt: skip


def _onwards(view: View, case: Case) -> str:
    t = view.t
    if case.of_table:
        of = {"indicator": case.published["indicator"], "year": str(case.published["years"][-1])}
        to, said = "map", t("See the figures")
    else:
        of = {"survey": case.published["survey"], "round": case.published["round"]}
        to, said = "intentions", t("See the round")
    query = urlencode({"lang": view.language, "theme": view.theme_name, **of})
    return (
        f'<a href="{to}?{query}" target="_self">{escape(said)}</a>'
        f'<a href="versions?{urlencode({"lang": view.language, "theme": view.theme_name})}" target="_self">{escape(t("Versions"))}</a>'
    )
