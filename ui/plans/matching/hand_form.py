"""Decisions by hand on the page: chosen, their effect told beforehand, taken with a reason, listed, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

import ui.plans.matching.said as say
from planning.matching import Effect, Override
from store.workspace import WorkspaceError
from ui import address, captions, person, pick
from ui.intake.cases import author
from ui.plans.matching import asked as asking
from ui.plans.matching import by_hand, choice
from ui.plans.matching.asked import Asked
from ui.plans.matching.by_hand import Decision
from ui.plans.matching.choice import Choice
from ui.view import View

GROUP, PLACE, HOUSEHOLDS = "hand_group", "hand_place", "hand_households"  # what is being composed
EVERYONE = ""


def draw(
    view: View, asked: Asked, wanted: Choice, given: Mapping[str, str], taken: tuple[Decision, ...]
) -> None:
    """Draw the decisions that hold and the form of a new one."""
    t = view.t
    pick.show(
        captions.head(t("Decisions by hand"), t("a decision needs a reason; it is logged, and nobody can take it out of the log"))
        + _list(view, asked, taken),
        key="hand-list",
        on_pick=lambda name, value: _take_back(view, taken, wanted, value),
    )  # fmt: skip
    if asked.answer is None:
        return
    draft = _draft(asked)
    pick.show(
        _controls(view, asked, draft) + _effect(view, asked, wanted, given, taken, draft), key="hand-new"
    )
    with st.form("hand", border=False, clear_on_submit=True):
        left, right = st.columns(2)
        who = left.text_input(t("Your name"), st.session_state.get("name", ""), autocomplete="name")
        reason = right.text_input(t("Reason of the decision"), max_chars=by_hand.LONGEST)
        if st.form_submit_button(t("Take the decision"), type="primary", disabled=draft is None) and draft:
            _take(view, draft._replace(reason=reason), who, wanted)


def _list(view: View, asked: Asked, taken: tuple[Decision, ...]) -> str:
    t = view.t
    if not taken:
        return f'<p class="sub">{escape(t("None: the plan is the one that the solver found."))}</p>'
    effects = {change.override: change for change in asked.answer.effects} if asked.answer else {}
    rows = []
    for one in taken:
        change = effects.get(one.override)
        said = f"{say.override(view, one.override)}: {one.override.reason}"
        told = say.effect(view, change) if change else t("its effect is not known while there is no plan")
        rows.append(
            f'<li><b>{escape(said)}</b> <span class="sub">{escape(one.by)}, {escape(one.at[:16].replace("T", " "))}</span><br>'
            f'{escape(told)} <button type="button" class="link" data-set="back={one.id}">{escape(t("Take back"))}</button></li>'
        )
    return f'<ul class="versions">{"".join(rows)}</ul>'


def _draft(asked: Asked) -> Override | None:
    """The decision being composed in the address; None while it says nothing that can be done."""
    assert asked.answer is not None
    problem = asked.answer.problem
    place, count = address.given(PLACE) or "", address.given(HOUSEHOLDS) or ""
    group = address.given(GROUP) or EVERYONE
    if place not in problem.places or (group and group not in problem.groups):
        return None
    households = int(count) if count.isdecimal() and len(count) < 9 else 0
    return Override(None, place, 0, "") if not group else Override(group, place, households, "")


def _controls(view: View, asked: Asked, draft: Override | None) -> str:
    t = view.t
    assert asked.answer is not None
    problem, number = asked.answer.problem, view.words.number
    groups = {EVERYONE: t("everyone (closes the place)")}
    order = sorted(range(len(problem.groups)), key=lambda g: (-int(problem.households[g]), g))
    for g in order[:500]:
        groups[problem.groups[g]] = (
            f"{say.group(view, problem.groups[g])} ({number(int(problem.households[g]))})"
        )
    places = {"": t("choose a place")} | dict(
        sorted(((place, say.place(view, place)) for place in problem.places), key=lambda item: item[1])
    )
    parts = [
        pick.select(
            GROUP, t("Households"), groups, (draft.group if draft else address.given(GROUP)) or EVERYONE
        ),
        pick.select(PLACE, t("go to"), places, draft.place if draft else ""),
    ]
    if draft and draft.group:
        parts.append(
            pick.typed(
                HOUSEHOLDS, t("how many households (0 closes the place to them)"), str(draft.households)
            )
        )
    return f'<h3>{escape(t("A new decision"))}</h3><div class="controls">{"".join(parts)}</div>'


def _effect(
    view: View, asked: Asked, wanted: Choice, given: Mapping[str, str], taken: tuple[Decision, ...], draft: Override | None
) -> str:  # fmt: skip
    """HTML of what the decision being composed would change."""
    t = view.t
    if draft is None or asked.made is None:
        return ""
    overrides = (*(one.override for one in taken), draft._replace(reason="?"))
    after = asking.effect(view, wanted, choice.people(view, wanted, given), overrides)
    if after.answer is None or after.answer.found is None:
        return f'<p class="sentence">{escape(t("With this decision there is no plan."))} {escape(say.lead(view, after))}</p>'
    change: Effect = after.answer.effects[-1]
    return (
        f'<p class="sentence">{escape(t("It would change: {effect}.", effect=say.effect(view, change)))}</p>'
    )


def _take(view: View, override: Override, who: str, wanted: Choice) -> None:
    t = view.t
    if not who.strip():
        st.error(t("Write your name: the log says who decided what."))
    elif not override.reason.strip():
        st.error(t("Write a reason: a decision without one is not taken."))
    else:
        try:
            made = by_hand.add(override, who)
        except WorkspaceError as error:
            st.error(view.words.told(error))
            return
        st.session_state["name"] = who.strip()
        address.put(hand=".".join((*wanted.hand, made.id)), **{GROUP: None, PLACE: None, HOUSEHOLDS: None})
        st.rerun()


def _take_back(view: View, taken: tuple[Decision, ...], wanted: Choice, id: str) -> None:
    found = next((one for one in taken if one.id == id), None)
    if found is None:
        return
    name = st.session_state.get("name") or author(person.here() or "")
    try:
        by_hand.take_back(found, str(name))
    except WorkspaceError as error:
        address.notice(view.words.told(error))
        return
    address.put(hand=".".join(one for one in wanted.hand if one != id) or None)
