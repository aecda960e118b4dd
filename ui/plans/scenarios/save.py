"""The control on a page of the plan that keeps what is assumed there as a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from planning import scenarios
from planning.faults import PlanningError
from planning.scenarios import Saved
from store.workspace import WorkspaceError
from ui import address, pick
from ui.plans.scenarios import kept, said, shown
from ui.view import View


def control(view: View, page: str, given: Mapping[str, str]) -> None:
    """Draw which scenario the page shows, the button that saves one, and the form when it is asked for.

    `given` are the parameters in the address of the page.
    """
    t, assumed = view.t, shown.SHOWN[page].read(view, given)
    opened = address.given("save") == page
    with st.container(key=f"card-save-{page}"):
        button = "" if opened else _button(f"save={page}", t("Save as scenario"))
        pick.show(
            f'<div class="saving">{_of(view, page, assumed)}<div class="downloads">{button}'
            f'<a href="{escape(_all(view))}" target="_self">{escape(t("All scenarios"))}</a></div></div>',
            key=f"save-{page}",
        )
        if opened:
            _form(view, page, given)


def _form(view: View, page: str, given: Mapping[str, str]) -> None:
    t = view.t
    pick.show(f"<h2>{escape(t('Save as scenario'))}</h2>", key=f"save-{page}-head")
    with st.form(f"save-{page}-form", border=False):
        left, right = st.columns(2)
        name = left.text_input(t("Name of the scenario"))
        who = right.text_input(t("Your name"), kept.typed_name(), autocomplete="name")
        description = st.text_area(t("Description: what is assumed, and why"))
        sent = st.form_submit_button(t("Save"), type="primary")
    pick.show(
        f'<p class="sub">{escape(t("Everybody who uses this Nutag sees it, with the data version it rests on; in this browser you can rename or delete it."))}</p>'
        f'<div class="downloads">{_button("save=", t("Do not save"))}</div>',
        key=f"save-{page}-not",
    )
    if not sent:
        return
    try:
        by = who.strip()[:80]
        assumed = shown.SHOWN[page].read(view, {**given, "by": by})
        scenario = keep(
            view, page, view.build, {**given, "by": by}, assumed, name=name, description=description, who=who
        )
    except PlanningError as error:
        pick.show(said.faults(view, error.faults), key=f"save-{page}-wrong")
        return
    except WorkspaceError as error:
        st.error(view.words.told(error))
        return
    address.put(save=None, scenario=scenario.id)
    address.notice(t("The scenario “{name}” is saved.", name=scenario.name))
    st.rerun()


def keep(
    view: View, page: str, build: str, given: Mapping[str, str], assumed: Mapping[str, Any], *, name: str,
    description: str, who: str,
) -> Saved:  # fmt: skip
    """Keep a scenario of a page on a build. Raises PlanningError with all that is wrong, and WorkspaceError."""
    st.session_state["name"] = who.strip()
    content = scenarios.new(
        page, build, assumed, name=name, description=description, author=who, owner=kept.owner(),
        address=shown.address(view, page, assumed, given),
    )  # fmt: skip
    with kept.scenarios() as every:
        return every.save(name, who, content)


def _of(view: View, page: str, assumed: Mapping[str, Any]) -> str:
    """HTML of which scenario this is, or was before something was changed; empty without one."""
    id = address.given("scenario")
    if not id:
        return ""
    try:
        with kept.scenarios() as every:
            scenario = every.get(id)
    except WorkspaceError:
        return ""
    if scenario.page != page or scenario.deleted:
        return ""
    t = view.t
    same = shown.same(page, assumed, scenario.assumptions)
    if not same and address.given("by") == scenario.assumptions.get("by"):
        address.put(by=None)  # what is assumed otherwise now is not its author's
        st.rerun()
    as_saved = same and view.build == scenario.build
    sentence = (
        t("This is the scenario “{name}” as it was saved.", name=scenario.name)
        if as_saved
        else t("Begun from the scenario “{name}”; assumptions or data are others now.", name=scenario.name)
    )
    return f'<p class="sentence">{escape(sentence)} <a href="{escape(_all(view, scenario.id))}" target="_self">{escape(t("Open the scenario"))}</a></p>'


def _all(view: View, id: str = "") -> str:
    query = f"&scenario={id}" if id else ""
    return f"scenarios?lang={view.language}&theme={view.theme_name}{query}"


def _button(pick: str, label: str) -> str:
    return f'<button type="button" data-set="{escape(pick)}">{escape(label)}</button>'
