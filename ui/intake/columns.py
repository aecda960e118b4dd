"""Which column is which question: proposed with its reasons, to be mended by whoever knows the file."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, unquote

import streamlit as st

from survey.calibration.margins import CROSS
from ui import pick
from ui.intake.cases import Case
from ui.intake.deciding import decide
from ui.view import View

NOT_THERE = "-"
REASONS = {
    "name": "by its name",
    "label": "by its label",
    "contents": "by what stands in it",
    "remembered": "as last time",
}
ROLE_NAMES = {
    "respondent": "Number of the respondent",
    "weight": "Weight",
    "stratum": "Stratum",
    "psu": "Primary sampling unit",
    "fpc": "Finite population",
    "interviewer": "Interviewer",
    "start": "Start of the interview",
    "end": "End of the interview",
    "coordinates": "Coordinates",
}
LEFT_OUT = {
    "private": "says who somebody is",
    "empty": "is empty",
    "metadata": "is about the form or the device",
    "date": "is a date or a time",
    "text": "is free text",
    "identifier": "is a number of the record",
    "repeated": "repeats the answers of other columns",
    "beyond": "is beyond the number of questions that a round keeps",
}
KINDS = {"one": "one answer", "many": "several answers", "number": "a number"}
WORDS = tuple(said for names in (REASONS, ROLE_NAMES, LEFT_OUT, KINDS) for said in names.values())


def draw(view: View, case: Case) -> None:
    """Draw the questions with their columns, and the columns that are not among the published."""
    t = view.t
    columns = case.mapping.get("columns", {})
    wanting = len(case.found["asked"])
    with st.container(key="card-columns"):
        sentence = (
            t("{n} questions are to be settled: which column answers them.", n=wanting)
            if wanting
            else t(
                "{n} questions were found in the columns of the file.",
                n=sum(1 for names in columns.values() if names),
            )
        )
        opened = " open" if wanting else ""
        pick.show(
            f"<h2>{escape(t('Columns'))}</h2><p class='sentence'>{escape(sentence)} {escape(_remembered(view, case))}</p>"
            f'<details id="mapping"{opened}><summary>{escape(t("All questions and columns"))}</summary>{_table(view, case)}</details>'
            f"{_others(view, case)}",
            key="columns",
            on_pick=lambda name, value: _set(view, case, name, value),
        )


def target_name(view: View, case: Case, target: str) -> str:
    """What a question or a role is called."""
    question = case.book.question(target)
    if question is not None:
        return view.words.name(question)
    return view.t(ROLE_NAMES[target]) if target in ROLE_NAMES else target


def margin_name(view: View, case: Case, margin: str) -> str:
    """What a margin is called: a question, or several crossed."""
    return " × ".join(target_name(view, case, name) for name in margin.split(CROSS))


def level_name(view: View, case: Case, margin: str, level: str) -> str:
    """What a level of a margin is called: an answer of each of its questions."""
    names = zip(margin.split(CROSS), level.split(CROSS), strict=False)
    known = {
        name: {a.code: view.words.of(a, "text") for a in case.book.answers.get(name, ())}
        for name in margin.split(CROSS)
    }
    return ", ".join(known[name].get(code, code) for name, code in names)


def _remembered(view: View, case: Case) -> str:
    if not case.found.get("remembered"):
        return ""
    return view.t("A file of this layout was published before: columns and answers are taken as then.")


def _table(view: View, case: Case) -> str:
    t = view.t
    names = [column.name for column in case.staged.columns] if case.staged else []
    columns = case.mapping.get("columns", {})
    rows = []
    for target in dict.fromkeys((*case.found["asked"], *case.book.targets)):
        given = columns.get(target)
        many = isinstance(given, list)
        here = t("{n} columns", n=len(given)) if many else given or ""
        options = {"": here} if many else {}
        if not many and target in case.found["asked"]:
            options[""] = t("to be settled")
        options[NOT_THERE] = t("not in the file")
        suggested = [name for found in case.found["asked"].get(target, ()) for name in found]
        options |= {f"={name}": name for name in dict.fromkeys((*suggested, *names))}
        chosen = (
            ""
            if many or (target in case.found["asked"] and not given)
            else f"={given}"
            if given
            else NOT_THERE
        )
        control = pick.select(f"column:{target}", target_name(view, case, target), options, chosen)
        rows.append(
            f"<tr{' class=here' if target in case.found['asked'] else ''}><td>{control}</td><td>{escape(_why(view, case, target))}</td></tr>"
        )
    return f'<table class="mapping"><tbody>{"".join(rows)}</tbody></table>'


def _why(view: View, case: Case, target: str) -> str:
    settled = case.found["settled"].get(target)
    return (
        ", ".join(view.t(REASONS[reason]) for reason in settled["reasons"] if reason in REASONS)
        if settled
        else ""
    )


def _others(view: View, case: Case) -> str:
    t = view.t
    keep, left_out = case.mapping.get("keep", {}), case.found["left_out"]
    parts = []
    if keep:
        rows = "".join(_kept(view, column, kept) for column, kept in keep.items())
        parts.append(
            f'<details id="kept"><summary>{escape(t("Further questions that are kept: {n}", n=len(keep)))}</summary><ul class="plain">{rows}</ul></details>'
        )
    if left_out:
        rows = "".join(
            f"<li><b>{escape(column)}</b> {escape(t(LEFT_OUT[reason]))}</li>"
            for column, reason in left_out.items()
        )
        parts.append(
            f'<details id="left-out"><summary>{escape(t("Columns that are left out: {n}", n=len(left_out)))}</summary><ul class="plain">{rows}</ul></details>'
        )
    return "".join(parts)


def _kept(view: View, column: str, kept: dict[str, Any]) -> str:
    t = view.t
    kinds = {kind: t(said) for kind, said in KINDS.items()} | {NOT_THERE: t("leave it out")}
    control = pick.select(f"keep:{quote(column, safe='')}", column, kinds, kept["type"])
    return f"<li>{control}</li>"


def _set(view: View, case: Case, name: str, value: str) -> None:
    part, _, what = name.partition(":")
    if part == "column" and value:
        chosen = None if value == NOT_THERE else value.removeprefix("=")
        decide(view, case, mapping={"columns": {what: chosen}})
    elif part == "keep":
        column = unquote(what)
        kept = case.mapping["keep"][column]
        out = value == NOT_THERE
        decide(view, case, mapping={"drop": [column]} if out else {"keep": {column: {**kept, "type": value}}})
