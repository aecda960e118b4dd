"""What is done to a scenario, each by a form that asks for a name: copy, describe, delete, bring back, decide."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from planning.faults import PlanningError
from planning.scenarios import VERDICTS, NotYours, Saved, Scenarios
from store.workspace import Conflict, WorkspaceError
from ui import address, pick
from ui.plans.scenarios import kept, said
from ui.view import View

Act = Callable[[Scenarios, str], Saved | None]


def form(view: View, scenario: Saved) -> None:
    """Draw the form that the address asks for, if it asks for one."""
    act = address.given("act")
    if act != "edit":
        _read_again()
    mine = bool(scenario.owner) and scenario.owner == kept.owner()
    if act == "copy":
        _copy(view, scenario)
    elif act == "decide":
        _decide(view, scenario)
    elif act == "edit" and mine:
        _edit(view, scenario)
    elif act == "delete" and mine:
        _delete(view, scenario)


def bring_back(view: View, scenario: Saved) -> None:
    """Draw the form that takes the mark of deletion away."""
    t = view.t
    with st.form("back", border=False):
        who = st.text_input(t("Your name"), kept.typed_name(), autocomplete="name")
        sent = st.form_submit_button(t("Bring it back"), type="primary")
    if sent:
        _do(view, who, lambda every, owner: every.bring_back(scenario.id, scenario.version, who, owner),
            t("The scenario is back."))  # fmt: skip


def _copy(view: View, scenario: Saved) -> None:
    t = view.t
    with _card(
        view, "copy", t("Copy it"), t("The same assumptions on the same data, under another name, as yours.")
    ):
        with st.form("copy", border=False):
            left, right = st.columns(2)
            name = left.text_input(t("Name of the scenario"), t("{name}, copy", name=scenario.name))
            who = right.text_input(t("Your name"), kept.typed_name(), autocomplete="name")
            sent = st.form_submit_button(t("Copy it"), type="primary")
        if sent:
            _do(view, who, lambda every, owner: every.copy(scenario.id, who, owner, name), t("The copy is saved: this is it."))  # fmt: skip


def _edit(view: View, scenario: Saved) -> None:
    t = view.t
    sub = t(
        "Assumptions and numbers stay as they are: what you assume otherwise is another scenario. The former words stay in the log."
    )
    with _card(view, "edit", t("Rename or describe it"), sub):  # fmt: skip
        with st.form(f"edit-{scenario.id}", border=False):
            left, right = st.columns(2)
            name = left.text_input(t("Name of the scenario"), scenario.name, key=f"name-{scenario.id}")
            who = right.text_input(t("Your name"), kept.typed_name(), autocomplete="name")
            description = st.text_area(
                t("Description: what is assumed, and why"),
                scenario.description,
                key=f"described-{scenario.id}",
            )
            sent = st.form_submit_button(t("Save"), type="primary")
        read = st.session_state.setdefault(f"read-{scenario.id}", scenario.version)
        if sent:
            _do(view, who, lambda every, owner: every.describe(scenario.id, read, who, owner, name, description),
                t("The words are saved."))  # fmt: skip


def _delete(view: View, scenario: Saved) -> None:
    t = view.t
    sub = t(
        "It leaves the list. Nothing is lost: its link says who deleted it and why, and you can bring it back."
    )
    with _card(view, "delete", t("Delete it"), sub), st.form("delete", border=False):
        left, right = st.columns(2)
        who = left.text_input(t("Your name"), kept.typed_name(), autocomplete="name")
        why = right.text_input(t("Why"))
        if st.form_submit_button(t("Delete it"), type="primary"):
            _do(view, who, lambda every, owner: every.delete(scenario.id, scenario.version, who, owner, why),
                t("The scenario is deleted."))  # fmt: skip


def _decide(view: View, scenario: Saved) -> None:
    t = view.t
    sub = t(
        "It goes into the log with your name, the moment and the data version, and cannot be changed or taken away."
    )
    with _card(view, "decide", t("Write down a decision"), sub), st.form("decide", border=False):
        left, right = st.columns(2)
        names = {code: t(label) for code, label in said.VERDICTS.items()}
        verdict = left.radio(
            t("Decision"), VERDICTS, format_func=names.__getitem__, key=f"verdict-{view.language}"
        )
        who = right.text_input(t("Who decided"), kept.typed_name(), autocomplete="name")
        why = st.text_area(t("Why"))
        if st.form_submit_button(t("Write it down"), type="primary"):
            _do(view, who, lambda every, owner: every.decide(scenario.id, who, verdict, why),
                t("The decision stands in the log."))  # fmt: skip


class _card:
    """A card with its head and the way out of it."""

    def __init__(self, view: View, key: str, title: str, sub: str) -> None:
        self._box = st.container(key=f"card-act-{key}")
        self._head = f"<h2>{escape(title)}</h2><p class='sub'>{escape(sub)}</p>"
        self._out = f'<div class="downloads"><button type="button" data-set="act=">{escape(view.t("Leave it as it is"))}</button></div>'
        self._key = key

    def __enter__(self) -> None:
        self._box.__enter__()
        pick.show(self._head, key=f"act-{self._key}")

    def __exit__(self, *error: object) -> None:
        pick.show(self._out, key=f"act-{self._key}-out")
        self._box.__exit__(None, None, None)


def _do(view: View, who: str, act: Act, done: str) -> None:
    """Do it and say so, or say what is wrong; what was typed stays in the form."""
    t = view.t
    st.session_state["name"] = who.strip()
    try:
        with kept.scenarios() as every:
            found = act(every, kept.owner())
    except PlanningError as error:
        for one in error.faults:
            st.error(said.fault(view, one))
        return
    except Conflict:
        _read_again()
        st.error(
            t("It was changed in another window after you had opened it, and your words were not saved. Read it above as it stands now; save again to put your words in its place.")
        )  # fmt: skip
        return
    except NotYours:
        st.error(t("Only the browser that it was saved in changes it. Copy it, and change the copy."))
        return
    except WorkspaceError as error:
        st.error(view.words.told(error))
        return
    _read_again()
    address.put(act=None, **({"scenario": found.id} if found else {}))
    address.notice(done)
    st.rerun()


def _read_again() -> None:
    for key in [str(key) for key in st.session_state if str(key).startswith("read-")]:
        del st.session_state[key]
