"""The page on which a survey file becomes a round: dropped, understood, checked, seen, published."""

from __future__ import annotations

from html import escape

import streamlit as st

from store.workspace import Conflict, WorkspaceError
from ui import address, person, pick
from ui.intake import cases, columns, drop, file, findings, publish, values, work
from ui.intake.cases import Case
from ui.intake.saying import progress, state_of
from ui.view import View


def draw(view: View) -> None:
    """Draw the draft in the address, or the place where a file is dropped."""
    who = person.here()
    if who is None:
        _no_cookie(view)
        return
    try:
        case = cases.opened(who, address.given("draft") or "")
        if case is None:
            _first(view, who)
        else:
            _case(view, case)
    except Conflict:
        address.notice(
            view.t("The draft was changed in another window meanwhile. This is how it stands now.")
        )
        st.rerun()
    except WorkspaceError as error:
        pick.show(f'<p class="notice" role="alert">{escape(str(error))}</p>', key="refused")


def _first(view: View, who: str) -> None:
    t = view.t
    if address.given("draft"):
        address.put(draft=None)
        address.notice(
            view.t("There is no such draft of yours. It was published or removed, or it is somebody else’s.")
        )
    with st.container(key="card-drop"):
        pick.show(
            f'<h1>{escape(t("Bring a survey file"))}</h1><p class="lead">{escape(t("As it came from the field: the columns are recognised, the file is checked, and nothing is published before you have seen it."))}</p>',
            key="drop-head",
        )

        def received(identifier: str) -> None:
            case = cases.opened(who, identifier)
            if case is not None:
                cases.prepare(case.draft, case.folder)
                address.put(draft=identifier)

        drop.show(
            view,
            "drop",
            t("Drop the file here, or choose it"),
            t("CSV, Excel, SPSS, Stata, KoboToolbox, ODK or Parquet, also in ZIP or GZ"),
            received,
        )
        pick.show(_templates(view), key="templates")
    drafts = cases.mine(who)
    if drafts:
        with st.container(key="card-drafts"):
            rows = "".join(
                f'<li><button type="button" class="link" data-set="draft={draft.id}">{escape(draft.file_name)}</button>'
                f' <span class="sub">{escape(" · ".join(filter(None, (draft.survey, draft.round, draft.changed[:16].replace("T", " ")))))}</span></li>'
                for draft in drafts
            )
            pick.show(
                f'<h2>{escape(t("Your drafts"))}</h2><p class="sub">{escape(t("Only you see them, in this browser."))}</p><ul class="plain">{rows}</ul>',
                key="drafts",
            )


def _case(view: View, case: Case) -> None:
    pick.show(state_of(view, case), key="state", on_pick=lambda name, value: _act(view, case, name))
    if case.progress and case.progress.state == "working":
        _wait(view, case)
    if case.progress and case.progress.job == "publish" and case.progress.state == "done":
        publish.done(view, case)
        return
    if case.progress and case.progress.state == "refused":
        findings.refused(view, case)
        return
    if not case.found or "mapping" not in case.found:
        return
    file.draw(view, case)
    columns.draw(view, case)
    values.draw(view, case)
    findings.draw(view, case)
    publish.draw(view, case)


@st.fragment(run_every=1.0)
def _wait(view: View, case: Case) -> None:
    """Show how far the work is, and draw the page anew when it has ended."""
    now = work.look(case.folder)
    pick.show(progress(view, now), key="progress", on_pick=lambda name, value: work.stop(case.folder))
    if now is None or now.state != "working":
        st.rerun()


def _act(view: View, case: Case, name: str) -> None:
    if name == "remove":
        cases.drop(case)
        address.put(draft=None)
    elif name == "again":
        cases.prepare(case.draft, case.folder)
    elif name == "leave":
        address.put(draft=None)


def _templates(view: View) -> str:
    t = view.t
    query = f"?lang={view.language}"
    links = (
        ("template/template.xlsx", t("Empty table with codebook (XLSX)")),
        ("template/template.csv", t("Empty table (CSV)")),
        ("template/example.xlsx", t("Example file (XLSX)")),
        ("template/example.csv", t("Example file (CSV)")),
    )
    shown = "".join(f'<a href="{path}{query}" download>{escape(said)}</a>' for path, said in links)
    return f'<div class="downloads">{shown}</div>'


def _no_cookie(view: View) -> None:
    sentence = view.t(
        "The browser must allow cookies of this site to bring a file. Allow them and open the page again."
    )
    pick.show(f'<p class="notice">{escape(sentence)}</p>', key="no-cookie")
