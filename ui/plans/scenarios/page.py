"""Scenarios: one that a link opens, or all of them, a few beside each other, and what was decided."""

from __future__ import annotations

from html import escape

import streamlit as st

from planning.scenarios import Decision, Gone, Saved
from planning.scenarios.comparison import MOST
from store.workspace import WorkspaceError
from ui import address, pick
from ui.plans.scenarios import acting, bringing, comparing, kept, opened, said, shown
from ui.view import View


def draw(view: View) -> None:
    """Draw the scenario in the address, or the list of all."""
    asked = address.given("scenario")
    try:
        if asked and _one(view, asked):
            return
        _every(view)
    except WorkspaceError as error:
        pick.show(f'<p class="notice" role="alert">{escape(view.words.told(error))}</p>', key="refused")


def _one(view: View, id: str) -> bool:
    """Draw one scenario; False when there is none."""
    t = view.t
    try:
        with kept.scenarios() as every:
            scenario = every.get(id)
            decided, versions = every.decisions(id), every.history(id)
    except Gone:
        address.put(scenario=None, act=None)
        address.notice(t("There is no such scenario. The link is wrong, or of another Nutag."))
        return False
    if scenario.deleted:
        _deleted(view, scenario)
        return True
    address.put(scenario=id)
    with st.container(key="card-scenario"):
        pick.show(opened.head(view, scenario) + opened.actions(view, scenario), key="scenario")
    acting.form(view, scenario)
    _card("newer", opened.newer(view, scenario))
    _card("results", opened.results(view, scenario))
    _card("assumed", opened.assumptions(view, scenario))
    _card("decisions", opened.decisions(view, decided, of_all=False) + opened.history(view, versions))
    return True


def _deleted(view: View, scenario: Saved) -> None:
    t = view.t
    assert scenario.deleted is not None
    with st.container(key="card-deleted"):
        pick.show(
            f'<p><button type="button" class="link" data-set="scenario=">← {escape(t("All scenarios"))}</button></p><h1>{escape(scenario.name)}</h1>'
            f'<p class="lead">{escape(t("{who} deleted this scenario, {at}: {why}", who=scenario.deleted["by"], at=said.moment(scenario.changed), why=scenario.deleted["why"]))}</p>'
            f'<p class="sub">{escape(t("Nothing of it is lost: its author can bring it back, in the browser it was saved in."))}</p>',
            key="deleted",
        )
        if scenario.owner and scenario.owner == kept.owner():
            acting.bring_back(view, scenario)


def _every(view: View) -> None:
    with kept.scenarios() as every:
        found, decided = every.listed(), every.decisions()
    known = {one.id: one for one in found}
    beside = [known[id] for id in (address.given("beside") or "").split(",") if id in known][:MOST]
    address.put(beside=",".join(one.id for one in beside) or None, act=None)
    latest: dict[str, Decision] = {}
    for one in decided:
        latest.setdefault(one.scenario, one)
    with st.container(key="card-scenarios"):
        pick.show(_list(view, found, beside, latest), key="scenarios")
    if len(beside) > 1:
        _card("beside", comparing.beside(view, beside))
    _card("decisions", opened.decisions(view, decided, of_all=True))
    bringing.draw(view)


def _list(view: View, found: list[Saved], beside: list[Saved], latest: dict[str, Decision]) -> str:
    t = view.t
    if not found:
        pages = "".join(
            f'<a href="{escape(shown.link(view, page, {}))}" target="_self">{escape(t(one.name))}</a>'
            for page, one in shown.SHOWN.items()
        )
        return (
            f'<h1>{escape(t("No scenario has been saved yet."))}</h1><p class="lead">{escape(t("Assume something on a page of the plan and save it as a scenario: it keeps its numbers, its data and its name."))}</p>'
            f'<div class="downloads">{pages}</div>'
        )
    old = sum(kept.newer(one) is not None for one in found)
    lead = (
        t("All rest on the data in use.")
        if not old
        else t("{n} of them rest on other data than those in use; each says what these would change.", n=old)
    )
    hint = (
        t("Choose two to four to see them side by side.")
        if len(beside) < 2
        else t("{n} are side by side below.", n=len(beside))
    )
    rows = "".join(_item(view, one, beside, latest.get(one.id)) for one in found)
    heads = (t("Scenario"), t("First result"), t("Saved"), t("Decision"), t("Side by side"))
    return (
        f'<h1>{escape(t("{n} scenarios are kept.", n=len(found)) if len(found) > 1 else t("One scenario is kept."))}</h1><p class="lead">{escape(lead)} {escape(hint)}</p>'
        + opened.table(heads, rows, listed=True)
    )


def _item(view: View, one: Saved, beside: list[Saved], decision: Decision | None) -> str:
    t = view.t
    seen = kept.pinned(view, one)
    badges = (
        f' <span class="badge demonstration">{escape(t("demonstration"))}</span>' if one.demonstration else ""
    )
    badges += f' <span class="badge">{escape(t("newer data exist"))}</span>' if kept.newer(one) else ""
    ids = [other.id for other in beside]
    chosen = one.id in ids
    after = [id for id in ids if id != one.id] if chosen else [*ids, one.id]
    full = not chosen and len(ids) >= MOST
    button = (
        f'<span class="sub">{escape(t("four at most"))}</span>'
        if full
        else f'<button type="button" class="tick" data-set="beside={",".join(after)}" aria-pressed="{"true" if chosen else "false"}" aria-label="{escape(t("Side by side: {name}", name=one.name))}">{"✓" if chosen else "+"}</button>'
    )
    return (
        f"<tr><td><b>{opened.name(one.id, one.name)}</b>{badges}<div class='sub'>{escape(t(shown.SHOWN[one.page].name))}</div></td>"
        f"<td>{escape(said.headline(seen, one))}</td>"
        f"<td>{escape(one.author)}<div class='sub moment'>{escape(said.moment(one.created))}</div></td>"
        f"<td>{escape(t(said.VERDICTS[decision.verdict])) if decision else ''}</td><td>{button}</td></tr>"
    )


def _card(key: str, html: str) -> None:
    if html:
        with st.container(key=f"card-{key}"):
            pick.show(html, key=key)
