"""What is written for answers and places and was not understood: each value once, to be said what it means."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, unquote

import streamlit as st

from geo.places import names
from ui import pick
from ui.intake.cases import Case
from ui.intake.columns import target_name
from ui.intake.deciding import decide
from ui.view import View

NO_ANSWER = "-"
MOST_SHOWN = 200
FEW = 30


def answers(view: View, case: Case) -> None:
    """Draw the written answers that are to be settled."""
    t = view.t
    unread = [value for value in case.found["unread"] if not value["places"]]
    said = (
        t("{n} written values are to be settled; nothing is matched by likeness alone.", n=len(unread))
        if unread
        else t("All answers are in the codebook.")
    )
    _card(view, case, t("Answers"), said, unread)


def places(view: View, case: Case) -> None:
    """Draw how many places were understood, and those to be settled."""
    t, number = view.t, view.words.number
    found = case.found["places"]
    said = t(
        "Places: {matched} recognised by code or exact name, {asked} to be confirmed, {unknown} unknown.",
        matched=number(found["matched"]),
        asked=number(len(found["asked"])),
        unknown=number(len(found["unmatched"])),
    )
    _card(view, case, t("Place names"), said, [value for value in case.found["unread"] if value["places"]])


def _card(view: View, case: Case, heading: str, said: str, unread: list[dict[str, Any]]) -> None:
    rows = "".join(_row(view, case, value) for value in unread[:MOST_SHOWN])
    left = len(unread) - MOST_SHOWN
    more = (
        f'<p class="sub">{escape(view.t("and {n} more", n=view.words.number(left)))}</p>' if left > 0 else ""
    )
    table = f'<table class="mapping"><tbody>{rows}</tbody></table>{more}' if rows else ""
    with st.container(key="card-values"):
        pick.show(
            f"<h2>{escape(heading)}</h2><p class='sentence'>{escape(said)}</p>{table}",
            key="values",
            on_pick=lambda name, value: _set(view, case, name, value),
        )


def _row(view: View, case: Case, value: dict[str, Any]) -> str:
    t, question, known = view.t, value["question"], _known(view, case, value)
    suggested = {f"={code}": _place(view, code) if value["places"] else known.get(f"={code}", code) for code in value["suggestions"]}  # fmt: skip
    written = f"{value['within']}/{value['written']}" if value["within"] else value["written"]
    said = case.mapping.get("places", {}) if value["places"] else case.mapping.get("answers", {}).get(question, {})  # fmt: skip
    chosen = "" if written not in said else NO_ANSWER if said[written] is None else f"={said[written]}"
    nothing = {} if value["column"] == value["written"] else {NO_ANSWER: t("no answer")}
    options = {"": t("to be settled"), **suggested, **nothing, **known}
    label = t("“{written}” in {n} rows", written=value["written"][:80], n=view.words.number(value["rows"]))
    part = "places" if value["places"] else "answers"
    key = f"{part}:{question}:{quote(written, safe='')}"
    return (
        f"<tr><td>{escape(target_name(view, case, question))}{_elsewhere(view, value)}</td>"
        f"<td>{pick.select(key, label, options, chosen)}</td></tr>"
    )


def _known(view: View, case: Case, value: dict[str, Any]) -> dict[str, str]:
    """The answers that may be meant; soums are those of the aimag that is written beside."""
    within, answers = value["within"], case.book.answers.get(value["question"], ())
    if value["places"] == "soum" and within is None and len(case.found["unread"]) > FEW:
        return {}  # hundreds for each of many
    if not value["places"]:
        return {f"={a.code}": view.words.of(a, "text") for a in answers}
    there = [a.code for a in answers if within is None or names(a.code).aimag == within]
    return {f"={code}": _place(view, code) for code in there if code in view.places}


def _place(view: View, code: str) -> str:
    place = view.places.get(code)
    if place is None:
        return code
    aimag = view.places.get(place.aimag or "")
    return view.words.name(place) + (f" ({view.words.name(aimag)})" if aimag and aimag != place else "")


def _elsewhere(view: View, value: dict[str, Any]) -> str:
    """A word on a soum that is known, but in another aimag than the one beside it."""
    if not value["elsewhere"]:
        return ""
    beside = view.words.name(view.places[value["within"]])
    there = ", ".join(_place(view, code) for code in value["elsewhere"])
    said = view.t(
        "{aimag} has no such soum; there is {place}. Correct the aimag in the file, or say what is meant here.",
        aimag=beside,
        place=there,
    )
    return f'<div class="sub">{escape(said)}</div>'


def _set(view: View, case: Case, name: str, value: str) -> None:
    if not value:
        return
    part, question, written = name.split(":", 2)
    said = {unquote(written): None if value == NO_ANSWER else value.removeprefix("=")}
    decide(view, case, mapping={part: said if part == "places" else {question: said}})
