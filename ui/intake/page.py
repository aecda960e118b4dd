"""The page on which a file becomes data: dropped, understood, checked, seen, published."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui import address, person, pick, work
from ui.intake import cases, file, findings, first, publish, round_steps, table
from ui.intake.cases import Case
from ui.intake.deciding import look, told
from ui.intake.saying import apply, progress, state_of
from ui.view import View


def draw(view: View) -> None:
    """Draw the draft in the address, or the place where a file is dropped."""
    who = person.here()
    if who is None:
        sentence = view.t(
            "The browser must allow cookies of this site to bring a file. Allow them and open the page again."
        )
        pick.show(f'<p class="notice">{escape(sentence)}</p>', key="no-cookie")
        return
    with told(view):
        case = cases.opened(who, address.given("draft") or "")
        if case is None:
            first.draw(view, who)
        else:
            _case(view, case)


def _case(view: View, case: Case) -> None:
    pick.show(state_of(view, case), key="state", on_pick=lambda name, value: _act(view, case, name))
    if case.under_way:
        _wait(view, case)
    if case.is_published:
        publish.done(view, case)
        return
    if case.publishing and case.under_way:
        return
    if case.refused:
        findings.refused(view, case)
    if case.of_table:
        table.draw(view, case)
    elif "mapping" in case.found:
        round_steps.draw(view, case)
    else:
        file.draw(view, case)
    again = apply(view, case)
    if again:
        with st.container(key="apply"):
            pick.show(again, key="apply-button", on_pick=lambda name, value: look(view, case))


@st.fragment(run_every=1.0)
def _wait(view: View, case: Case) -> None:
    """Show how far the work is, and draw the page anew when it has ended."""
    now = work.look(case.folder)
    pick.show(progress(view, now), key="progress", on_pick=lambda name, value: work.stop(case.folder))
    if now is None or not now.under_way:
        st.rerun()


def _act(view: View, case: Case, name: str) -> None:
    with told(view):
        if name == "remove":
            cases.drop(case)
        address.put(draft=None, step=None)
