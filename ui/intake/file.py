"""What the file is: how it was read, its first rows, and which survey and round it belongs to."""

from __future__ import annotations

import re
from html import escape

import streamlit as st

from etl.intake.jobs.files import FORM
from ui import pick
from ui.intake import drop
from ui.intake.cases import Case
from ui.intake.deciding import decide, look
from ui.table import Table
from ui.table import html as table_html
from ui.view import View

TEXTS = {  # of a survey → what they are called
    "name_mn": "Name of the survey in Mongolian",
    "name_en": "Name of the survey in English",
    "population_mn": "Whom it asks about, in Mongolian",
    "population_en": "Whom it asks about, in English",
    "publisher_mn": "Who publishes it, in Mongolian",
    "publisher_en": "Who publishes it, in English",
}
WORDS = tuple(TEXTS.values())
_CODE = r"[a-z][a-z0-9_]{1,39}"
_ROUND = r"\d{4}(-\d{1,2})?"


def draw(view: View, case: Case) -> None:
    """Draw the facts of the file, its first rows, and the form of survey and round."""
    staged = case.staged
    if staged is None:
        return
    with st.container(key="card-file"):
        pick.show(_facts(view, case), key="facts", on_pick=lambda name, value: look(view, case, sheet=value))
        if "mapping" in case.found:
            _form(view, case)
            _xlsform(view, case)


def _facts(view: View, case: Case) -> str:
    t, staged = view.t, case.staged
    assert staged is not None
    file, number = staged.file, view.words.number
    facts = (
        (t("Format"), file.format.upper()),
        (t("Encoding"), file.encoding),
        (t("Separator"), {"\t": "Tab"}.get(file.delimiter or "", file.delimiter)),
        (t("Decimal sign"), file.decimal),
        (t("File in the archive"), file.member),
        (t("Row of the names"), number(file.header_row) if file.header_row else None),
        (t("Rows"), number(file.rows)),
        (t("Columns"), number(len(staged.columns))),
        (t("Letters restored"), number(file.restored_letters) if file.restored_letters else None),
    )
    shown = " · ".join(f"{escape(name)} <b>{escape(said)}</b>" for name, said in facts if said)
    sheets = {name: name for name in file.sheets}
    chosen = (
        pick.select("sheet", t("Sheet"), sheets, file.sheet or file.member or "") if len(sheets) > 1 else ""
    )
    heads = (t("Row"), *(column.name for column in staged.columns))
    rows = tuple(tuple(cell or "" for cell in row) for row in case.found.get("first_rows", ()))
    first = Table(
        "first",
        t("First rows"),
        heads[: len(rows[0])] if rows else heads,
        rows,
        (None,) * (len(rows[0]) if rows else len(heads)),
    )
    return (
        f'<h2>{escape(t("The file"))}</h2><p class="sentence">{shown}</p>{chosen}'
        f'<details id="first-rows"><summary>{escape(t("First rows"))}</summary>{table_html(first, number)}</details>'
    )


def _form(view: View, case: Case) -> None:
    t = view.t
    with st.form("survey-and-round", border=False):
        left, right = st.columns(2)
        survey = left.text_input(
            t("Survey: a short name in Latin letters, the same for all its rounds"), case.survey, max_chars=40
        )
        round_ = right.text_input(
            t("Round: the year, or year and number, such as 2026-2"), case.round, max_chars=7
        )
        sides = {"mn": left, "en": right}
        texts = {
            name: sides[name[-2:]].text_input(t(said), _said(case, name)) for name, said in TEXTS.items()
        }
        if st.form_submit_button(t("Keep this")):
            wrong = [
                t(
                    "The survey’s short name has small Latin letters, digits and underscores, and begins with a letter."
                )
                * (not _matches(_CODE, survey)),
                t("A round is a year, or a year and a number: 2026 or 2026-2.")
                * (not _matches(_ROUND, round_)),
            ]
            if any(wrong):
                st.error(" ".join(filter(None, wrong)))
                return
            said = {name: text.strip() for name, text in texts.items() if text.strip()}
            mapping = {"survey": said} if said else {}
            decide(view, case, survey=survey.strip(), round=round_.strip(), mapping=mapping)
            look(view, case)
            st.rerun()


def _said(case: Case, field: str) -> str:
    """What is said of the survey: here, or in its rounds before."""
    before = getattr(case.book.description, field) if case.book.published else ""
    return str(case.mapping.get("survey", {}).get(field) or before)


def _xlsform(view: View, case: Case) -> None:
    """The place for the form behind the file: it gives labels and types to columns and answers."""
    form = next((case.folder / FORM).glob("*"), None)
    drop.show(
        view,
        "drop-form",
        view.t("XLSForm: {file}", file=form.name) if form else view.t("Add the XLSForm, if there is one"),
        view.t("The Excel file that the KoboToolbox or ODK questionnaire was made from: labels and kinds of questions are taken from it."),
        lambda identifier: look(view, case),
        form=case.draft.id,
    )  # fmt: skip


def _matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text.strip()) is not None
