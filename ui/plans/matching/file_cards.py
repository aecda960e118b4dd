"""A problem as a file: brought by drop, waited for, told about, and taken away again."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

import ui.plans.matching.said as say
from planning.matching import Override
from ui import address, captions, pick
from ui.intake import drop
from ui.plans.matching import brought
from ui.plans.matching.asked import Asked
from ui.plans.matching.choice import GOALS
from ui.view import View

TERMS = {
    "preference": GOALS["preference"],
    "employment": GOALS["employment"],
    "homeland": "return to the homeland",
    "placed": "any place at all",
}
WORDS = tuple(TERMS.values())


def draw(view: View, asked: Asked, given: Mapping[str, str]) -> None:
    """Draw the files that leave the page, and the place where one is dropped."""
    t = view.t
    names = (("matching_problem", t("Problem JSON")), ("matching_answer", t("Answer JSON")))
    query = urlencode({"lang": view.language, "build": view.build, **given})
    links = "".join(
        f'<a href="download/{name}.json?{escape(query)}" download target="_self">{escape(said)}</a>'
        for name, said in names
    )
    pick.show(
        captions.head(
            t("The problem as a file"),
            t("groups, places, capacities, objective and limits, as the command line reads them"),
        )
        + (f'<div class="downloads">{links}</div>' if asked.answer else ""),
        key="file-links",
    )  # fmt: skip

    def received(checksum: str) -> None:
        address.put(problem=checksum, hand=None)

    drop.show(
        view, "problem-file", t("Drop a problem of your own here, or choose it"),
        t("PROBLEM.json; only this address, which holds its checksum, leads to it"), received, kind=brought.FOLDER,
    )  # fmt: skip


def about(view: View, asked: Asked) -> str:
    """HTML that tells what a file asks, or everything that is wrong with it."""
    t, number = view.t, view.words.number
    name = brought.name(asked.choice.problem)
    leave = f'<button type="button" data-set="problem=">{escape(t("Leave the file"))}</button>'
    head = f'<p class="sentence"><b>{escape(name)}</b></p><div class="downloads">{leave}</div>'
    if asked.answer is None:
        wrong = "".join(f"<li>{escape(say.wrong(view, fault))}</li>" for fault in asked.faults)
        return head + f'<ul class="said">{wrong}</ul>'
    problem = asked.answer.problem
    goal = ", ".join(
        f"{t(TERMS[term])} × {number(weight, 2)}" for term, weight in problem.weights.items() if weight
    )
    lines = [
        t("{groups} groups with {households} households, {places} places, {services} services", groups=number(len(problem.groups)), households=number(int(problem.households.sum())), places=number(len(problem.places)), services=number(len(problem.services))),
        t("Objective: {goal}", goal=goal),
        t("Every number is an assumption of this file."),
    ]  # fmt: skip
    return head + "".join(f"<p>{escape(line)}</p>" for line in lines)


def under_way(checksum: str, decisions: tuple[Override, ...]) -> bool:
    """Whether there is more to come of an answer."""
    now = brought.look(checksum, decisions)
    return now is not None and now.under_way


@st.fragment(run_every=1.0)
def wait(view: View, checksum: str, decisions: tuple[Override, ...], planned: bool) -> None:
    """Show how far the answer is, with a way to stop; draw the page anew when there is a plan, and when all is done."""
    t = view.t
    now = brought.look(checksum, decisions)
    found = brought.answer(checksum, decisions) is not None
    left = address.given("problem") != checksum
    if left or found != planned or (found and not (now and now.under_way)):
        st.rerun()
    stopped = now is not None and not now.under_way

    def act(name: str, value: str) -> None:
        if name == "stop":
            brought.stop(checksum, decisions)
        elif name == "again":
            brought.again(checksum, decisions)
        elif name == "leave":
            address.put(problem=None, hand=None)

    step = t(say.STEPS[now.step]) if now is not None and now.step in say.STEPS else t("Waiting for its turn")
    if stopped:
        step = t("Stopped; there is no answer.") if now and now.state == "stopped" else t("The answer could not be worked out.")  # fmt: skip
    share = f' value="{now.share:.2f}"' if now is not None and now.share is not None else ""
    bar = "" if stopped else f'<progress max="1"{share}></progress>'
    button = ("again", t("Begin again")) if stopped else ("stop", t("Stop"))
    buttons = "".join(
        f'<button type="button" data-set="{code}=1">{escape(said)}</button>'
        for code, said in (button, ("leave", t("Leave the file")))
    )
    head = f'<h1>{escape(t("The plan is being looked for"))}</h1><p class="lead">{escape(brought.name(checksum))}</p>'
    line = f'<div class="sent">{bar}<output role="status">{escape(step)}</output>{buttons}</div>'
    pick.show(line if planned else head + line, key="wait", on_pick=act)
