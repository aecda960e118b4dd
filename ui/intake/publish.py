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


def draw(view: View, case: Case) -> None:
    """Draw the preview, when there is one, and the form that publishes."""
    t = view.t
    preview = case.found.get("preview")
    if not preview:
        return
    with st.container(key="card-publish"):
        pick.show(
            f"<h2>{escape(t('Preview and publication'))}</h2><p class='sentence'>"
            f"{escape(t('{n} respondents. Only you see the preview.', n=view.words.number(case.found['respondents'])))}</p>"
            + pick.segments(
                "show",
                t("Preview"),
                {"": t("Without preview"), "preview": t("With preview")},
                address.given("show") or "",
            ),
            key="preview-switch",
        )
        with st.form("publish", border=False):
            left, right = st.columns(2)
            who = left.text_input(t("Your name"), st.session_state.get("name", ""), autocomplete="name")
            note = right.text_input(t("What is new in this round, or why it is corrected"))
            ready = st.form_submit_button(t("Approve and publish"), type="primary", disabled=not case.ready)
            if ready and not who.strip():
                st.error(t("Write your name: the log says who published what."))
            elif ready:
                st.session_state["name"] = who.strip()
                cases.publish(case, who.strip(), note.strip())
                st.rerun()
        if not case.ready:
            pick.show(
                f'<p class="sub">{escape(t("It can be published when every finding is settled or acknowledged."))}</p>',
                key="not-ready",
            )
    if address.given("show") == "preview":
        intentions.draw(View(preview, view.language, view.theme_name))


def done(view: View, case: Case) -> None:
    """Say that the round is published, and lead to it."""
    t = view.t
    query = urlencode({"lang": view.language, "survey": case.survey, "round": case.round})
    said = {
        "added": t("The round is published: everybody sees it from now on."),
        "replaced": t(
            "The corrected round is published in place of the former one, which is kept among the versions."
        ),
        "unchanged": t("This very file is published already as this round: nothing was changed."),
    }[case.published["outcome"]]
    pick.show(
        f'<p class="sentence">{escape(said)}</p><div class="downloads"><a href="intentions?{query}" target="_self">{escape(t("See the round"))}</a>'
        f'<a href="versions?lang={view.language}" target="_self">{escape(t("Versions"))}</a></div>',
        key="published",
    )
