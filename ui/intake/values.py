"""What is written for answers and places and was not understood: each value once, to be said what it means."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, unquote

import streamlit as st

from store.survey_queries import Answer
from ui import pick
from ui.intake import cases
from ui.intake.cases import Case
from ui.intake.columns import target_name
from ui.view import View

NO_ANSWER = "-"
MOST_SHOWN = 200


def draw(view: View, case: Case) -> None:
    """Draw the values to be settled, and how many places were understood."""
    t, number = view.t, view.words.number
    unread = case.found["unread"]
    places = case.found["places"]
    said = [
        t(
            "Places: {matched} recognised by code or exact name, {asked} to be confirmed, {unknown} unknown.",
            matched=number(places["matched"]),
            asked=number(len(places["asked"])),
            unknown=number(len(places["unmatched"])),
        )
    ]
    said.append(
        t(
            "{n} written values are to be settled; nothing is matched by likeness alone.",
            n=number(len(unread)),
        )
        if unread
        else t("All answers are in the codebook.")
    )
    with st.container(key="card-values"):
        rows = "".join(_row(view, case, value) for value in unread[:MOST_SHOWN])
        more = (
            f'<p class="sub">{escape(t("and {n} more", n=number(len(unread) - MOST_SHOWN)))}</p>'
            if len(unread) > MOST_SHOWN
            else ""
        )
        table = f'<table class="mapping"><tbody>{rows}</tbody></table>{more}' if rows else ""
        pick.show(
            f"<h2>{escape(t('Answers and places'))}</h2><p class='sentence'>{escape(' '.join(said))}</p>{table}",
            key="values",
            on_pick=lambda name, value: _set(case, name, value),
        )


def _row(view: View, case: Case, value: dict[str, Any]) -> str:
    t = view.t
    question = case.book.question(value["question"])
    answers = {a.code: _text(view, a) for a in case.book.answers.get(question.code if question else "", ())}
    options = {
        "": t("to be settled"),
        **{f"={code}": answers.get(code, code) for code in value["suggestions"]},
        NO_ANSWER: t("no answer"),
        **{f"={code}": said for code, said in answers.items()},
    }
    written = f"{value['within']}/{value['written']}" if value["within"] else value["written"]
    part = "places" if question and question.places else "answers"
    label = t("“{written}” in {n} rows", written=value["written"][:80], n=view.words.number(value["rows"]))
    key = f"{part}:{value['question']}:{quote(written, safe='')}"
    return f"<tr><td>{escape(target_name(view, case, value['question']))}</td><td>{pick.select(key, label, options, '')}</td></tr>"


def _text(view: View, answer: Answer) -> str:
    return view.words.of(answer, "text")


def _set(case: Case, name: str, value: str) -> None:
    if not value:
        return
    part, question, written = name.split(":", 2)
    code = None if value == NO_ANSWER else value.removeprefix("=")
    if part == "places" and code is None:
        part = "answers"
    cases.change(case, mapping=cases.with_answer(case.mapping, part, question, unquote(written), code))
