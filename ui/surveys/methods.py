"""How survey numbers are made, and the codebook with a search in both languages."""

from __future__ import annotations

from html import escape

import streamlit as st

from store import survey_queries
from store.survey_queries import Answer, Question, Wording
from ui import address, pick
from ui.ask import ask
from ui.surveys import choice
from ui.surveys.choice import Choice
from ui.surveys.method_texts import Section, sections
from ui.surveys.say import quoted
from ui.view import View


def draw(view: View) -> None:
    """Draw the page."""
    pick.show(ask(_contents, view), key="methods-head")
    with st.container(key="card-methods"):
        pick.show(ask(_text_of_all, view), key="methods-text")
    chosen = choice.choose(view)
    if chosen is None:
        return
    find = (address.given("question") or "")[:60]
    with st.container(key="card-codebook"):
        pick.show(_search(view, chosen, find), key="codebook-head")
        pick.show(ask(_codebook, view, chosen, find), key="codebook-list")


def found(view: View, chosen: Choice, sought: str) -> list[Question]:
    """Questions whose name, wording, base, code or answers hold the words sought, in either language."""
    wanted = _folded(sought).split()
    known = ask(survey_queries.questions, view.build, chosen.survey.code)
    return [q for q in known if all(word in _text(view, chosen, q) for word in wanted)]


def _text(view: View, chosen: Choice, question: Question) -> str:
    parts = [question.code, question.name_en, question.name_mn, question.base_en, question.base_mn]
    for wording in _wordings(view, chosen, question):
        parts += [wording.text_en, wording.text_mn]
    if question.places is None:
        for answer in _answers(view, chosen, question):
            parts += [answer.text_en, answer.text_mn]
    return _folded(" ".join(parts))


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _wordings(view: View, chosen: Choice, question: Question) -> tuple[Wording, ...]:
    return ask(survey_queries.wordings, view.build, chosen.survey.code, question.code)


def _answers(view: View, chosen: Choice, question: Question) -> tuple[Answer, ...]:
    return ask(survey_queries.answers, view.build, chosen.survey.code, question.code)


def _contents(view: View) -> str:
    t = view.t
    links = "".join(f'<a href="#{s.code}">{escape(s.title)}</a>' for s in sections(view))
    return (
        f"<h1>{escape(t('How survey numbers are made, and how to read them'))}</h1>"
        f'<nav class="chips" aria-label="{escape(t("On this page"))}">{links}<a href="#codebook">{escape(t("Codebook"))}</a></nav>'
    )


def _text_of_all(view: View) -> str:
    return f'<div class="methods">{"".join(_section(view, section) for section in sections(view))}</div>'


def _section(view: View, section: Section) -> str:
    t = view.t
    words = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs)
    formulas = "".join(f'<p class="formula">{formula}</p>' for formula in section.formulas)
    sources = "".join(f"<li>{escape(source)}</li>" for source in section.sources)
    cited = f'<details><summary>{escape(t("Sources"))}</summary><ul class="said">{sources}</ul></details>' if sources else ""  # fmt: skip
    note = t("For engineers: {file}", file=f"docs/methods/{section.note}") if section.note else ""
    file = f'<p class="sub">{escape(note)}</p>' if note else ""
    return f'<section class="method" id="{section.code}"><h2>{escape(section.title)}</h2>{words}{formulas}{cited}{file}</section>'


def _search(view: View, chosen: Choice, find: str) -> str:
    t = view.t
    label = t("Find a question, in Mongolian or English")
    field = f'<label class="search"><span class="sr">{escape(label)}</span><input type="search" data-param="question" value="{escape(find)}" placeholder="{escape(label)}…"></label>'
    return (
        f'<h2 id="codebook">{escape(t("Codebook"))}</h2>{choice.controls(view, chosen, field, rounds=False)}'
    )


def _codebook(view: View, chosen: Choice, find: str) -> str:
    t, words = view.t, view.words
    items = []
    for question in found(view, chosen, find):
        put = "".join(
            f"<p><b>{escape(w.round)}</b> {escape(quoted(view, words.of(w, 'text')))}{_changed(view, w)}</p>"
            for w in _wordings(view, chosen, question)
        )
        known = _answers(view, chosen, question)
        listed = ", ".join(words.of(a, "text") for a in known[:30])
        if len(known) > 30:
            listed += " " + t("and {n} more", n=len(known) - 30)
        answers = f"<p>{escape(t('Answers'))}: {escape(listed)}</p>" if known else ""
        items.append(
            f'<details id="q-{escape(question.code)}"><summary><b>{escape(words.name(question))}</b> <span class="sub">{escape(question.code)} · {escape(_kind(view, question))}</span></summary>'
            f'<div class="caption">{put}<p>{escape(t("Base"))}: {escape(words.of(question, "base"))}</p>{answers}</div></details>'
        )
    shown = "".join(items) or f'<p class="empty">{escape(t("No question holds these words."))}</p>'
    return f'<p class="sub">{escape(t("{n} questions", n=len(items)))}</p><div class="items">{shown}</div>'


def _changed(view: View, wording: Wording) -> str:
    if not wording.changed:
        return ""
    note = view.words.of(wording, "note")
    return f' <span class="badge">{escape(view.t("worded differently than before"))}</span> {escape(note)}'


def _kind(view: View, question: Question) -> str:
    t = view.t
    return {
        "one": t("one answer"),
        "many": t("several answers"),
        "number": t("a number"),
        "design": t("sample design"),
    }[question.type]
