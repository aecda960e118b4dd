"""Any question of a round within any other, with its intervals, its base and the program that makes it again."""

from __future__ import annotations

from html import escape

import streamlit as st

from survey import questions
from survey.crosstabs import code
from survey.crosstabs.table import Crosstab
from ui import address, captions, pick
from ui.screen import screen
from ui.surveys import beside
from ui.surveys.choice import choose, empty
from ui.surveys.crosstabs import bars, controls, tables, words
from ui.surveys.crosstabs.request import NAMES, Request, nobody, read, refused, table_of
from ui.surveys.marks import legend
from ui.view import View

LOOKS = ("table", "heat", "bars")


def draw(view: View) -> None:
    """Draw the page for the questions in the address."""
    choice = choose(view)
    if choice is None:
        pick.show(empty(view), key="empty")
        return
    request, wrong = read(view, choice, {name: address.given(name) for name in NAMES})
    for sentence in wrong:
        address.notice(sentence)
    address.put(**request.address)
    look = address.chosen("look", LOOKS, "table")
    with st.container(key="card-choice"):
        pick.show(controls.questions(view, request) + controls.details(view, request), key="choice")
        pick.show(controls.finder(view, request, address.given("find") or ""), key="find")
    with st.container(key="card-crosstab"):
        pick.show(_result(view, request, look), key="result")


def _result(view: View, request: Request, look: str) -> str:
    table = table_of(view, request)
    if table is None:
        return f'<p class="notice">{escape(nobody(view))}</p>'
    head = captions.head(tables.title(view, table), tables.shown(view, request, table), heading="h1")
    if table.answered.in_the_way:
        lines = "".join(
            f'<p class="notice">{escape(line)}</p>' for line in refused(view, request.choice, table)
        )
        return head + lines
    picture = (
        bars.svg(view, request, table, screen())
        if look == "bars"
        else tables.html(view, request, table, heat=look == "heat")
    )
    marks = legend(view, table.cells.values())
    said = words.sentence(view, request, table)
    return (
        head
        + (f'<p class="sentence">{escape(said)}</p>' if said else "")
        + controls.looks(view, look)
        + f'<div class="beside">{picture}{words.differences(view, request, table)}</div>{marks}'
        + _under(view, request, table)
        + _programs(view, request, table)
    )


def _under(view: View, request: Request, table: Crosstab) -> str:
    wanted, given = table.wanted, request.choice.address | request.address
    shown = captions.downloads(view, "crosstab", "crosstab", **given)
    whole = captions.downloads(view, "crosstab_full", said=view.t("All estimates"), **given)
    return beside.caption(
        view, request.choice, table.answered, method=wanted.method, level=wanted.level, weighted=wanted.weighted,
        notes=tables.notes(view, request, table), downloads=shown + whole,
    )  # fmt: skip


def _programs(view: View, request: Request, table: Crosstab) -> str:
    """HTML of the programs that make the numbers again, for those who hold the respondents' file."""
    t = view.t
    design = questions.design_of(request.choice.round, table.wanted.weighted)
    row = next((answer.code for answer in table.rows), "")
    column = next((answer.code for answer in table.columns), None)
    intro = t(
        "For those who hold the file of the round ({file}): the programs make the numbers of this table again. The one in R makes those of one answer.",
        file=code.file(table, "parquet"),
    )
    return (
        f'<details id="programs"><summary>{escape(t("Programs that make these numbers, in Python and R"))}</summary><p>{escape(intro)}</p>'
        f"<h3>Python</h3><pre><code>{escape(code.python(table, design))}</code></pre>"
        f"<h3>R</h3><pre><code>{escape(code.r(table, design, row, column))}</code></pre></details>"
    )
