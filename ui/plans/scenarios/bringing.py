"""A scenario from a file: everything that is wrong with it at once, or a form that keeps it."""

from __future__ import annotations

from html import escape

import streamlit as st

from planning.faults import Faults, PlanningError
from planning.scenarios import PAGES, file
from planning.scenarios.file import Read
from store import builds
from store.workspace import WorkspaceError
from survey.design import SurveyError
from ui import address, pick
from ui.plans.scenarios import kept, said, save
from ui.view import View

_HELD, _LARGE = "scenario_file", "scenario_file_bytes"


def draw(view: View) -> None:
    """Draw the card that takes a file."""
    t = view.t
    with st.container(key="card-bring"):
        pick.show(
            f'<h2>{escape(t("Bring a scenario file"))}</h2><p class="sub">{escape(t("As it was exported here or in another Nutag, or the file of python -m planning target --scenario. It is read in your browser and worked out anew."))}</p>'
            f'<label class="bring"><span>{escape(t("Choose a JSON file"))}</span><input class="sr" type="file" accept=".json,application/json" data-file="file" data-most="{file.LARGEST_BYTES}"></label>',
            key="bring",
            on_pick=_received,
        )
        large, text = st.session_state.get(_LARGE), st.session_state.get(_HELD)
        try:
            if large is not None:
                _too_large(int(large))
            if text is not None:
                _form(view, file.read(text))
        except PlanningError as error:
            pick.show(said.faults(view, error.faults), key="bring-wrong")
        except SurveyError:
            missing = t(
                "A round or question that it rests on is not among the data: publish it first, or change the file."
            )
            pick.show(
                f'<ul class="findings" role="alert"><li class="blocks">{escape(missing)}</li></ul>',
                key="bring-wrong",
            )


def _received(name: str, value: str) -> None:
    for key in (_HELD, _LARGE):
        st.session_state.pop(key, None)
    st.session_state[_LARGE if name == "file_bytes" else _HELD] = value


def _too_large(length: int) -> None:
    faults = Faults(file.TEXTS)
    faults.add("too_large", length=length, most=file.LARGEST_BYTES)
    faults.stop()


def _form(view: View, read: Read) -> None:
    t = view.t
    pins = read.build if read.build and kept.there(read.build) else None
    build = pins or builds.current()
    PAGES[read.page].check(build, read.assumptions)
    on = (
        t("It is worked out on the data version that it pins, {build}.", build=build)
        if pins
        else t(
            "It is worked out on the data in use, {build}: it pins none, or one that is not kept here.",
            build=build,
        )
    )
    with st.form("bring", border=False):
        left, right = st.columns(2)
        name = left.text_input(t("Name of the scenario"), read.name)
        who = right.text_input(t("Your name"), kept.typed_name(), autocomplete="name")
        description = st.text_area(t("Description: what is assumed, and why"), read.description)
        sent = st.form_submit_button(t("Save"), type="primary")
    by = f" {t('assumed by: {name}', name=read.by)}." if read.by else ""
    pick.show(f'<p class="sub">{escape(on + by)}</p>', key="bring-on")
    if not sent:
        return
    try:
        assumed = {**read.assumptions, "by": read.assumptions.get("by") or read.by or who.strip()}
        scenario = save.keep(
            view, read.page, build, read.address, assumed, name=name, description=description, who=who
        )
    except WorkspaceError as error:
        st.error(view.words.told(error))
        return
    _received("file_bytes", "")
    st.session_state.pop(_LARGE)
    address.put(scenario=scenario.id)
    address.notice(t("The scenario “{name}” is saved.", name=scenario.name))
    st.rerun()
