"""What is wrong with the file or must be known about it, by group, each with its rows and its remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote, unquote

import streamlit as st

from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding
from etl.intake.report import GROUPS, SEVERITIES, Telling
from ui import pick
from ui.intake.cases import Case
from ui.intake.columns import level_name, margin_name, target_name
from ui.intake.deciding import decide
from ui.intake.file import TEXTS
from ui.surveys import say
from ui.view import View

_ORDER = (BLOCKS, ACKNOWLEDGE, NOTE)
_ROWS_SHOWN = 12
CALIBRATION = ("calibration_", "weights_calibrated")


@dataclass(frozen=True)
class Named(Telling):
    """Tells findings with the names of questions and answers in place of their codes."""

    names: Callable[[dict[str, object]], dict[str, object]] = dict

    def of(self, finding: Finding) -> tuple[str, str]:
        """What is wrong, and what to do."""
        return super().of(replace(finding, slots=self.names(finding.slots)))


def telling(view: View, case: Case) -> Named:
    """How findings of a draft are told in the language of the view."""

    def names(slots: dict[str, object]) -> dict[str, object]:
        question, margin, level = (str(slots.get(name) or "") for name in ("question", "margin", "level"))
        said = {
            "question": target_name(view, case, question),
            "margin": margin_name(view, case, margin),
            "level": level_name(view, case, margin, level),
        }
        texts = [view.t(TEXTS[text]) for text in str(slots.get("texts") or "").split(", ") if text in TEXTS]
        named = {name: text for name, text in said.items() if name in slots and text != slots[name]}
        quoted = {name: say.quoted(view, text) for name, text in named.items()}
        return {**slots, **quoted, **({"texts": "; ".join(texts)} if texts else {})}

    return Named(view.t, view.words.number, names)


def draw(view: View, case: Case) -> None:
    """Draw all findings."""
    t = view.t
    with st.container(key="card-findings"):
        found = case.findings
        said = (
            t("{blocks} block the round, {acknowledge} are to be acknowledged, {notes} are good to know.",
              blocks=len(case.blocking), acknowledge=len(case.open) - len(case.blocking),
              notes=sum(1 for finding in found if finding.rule.severity == NOTE))
            if found
            else t("Nothing was found.")
        )  # fmt: skip
        pick.show(
            f"<h2>{escape(t('Checks'))}</h2><p class='sentence'>{escape(said)}</p>{_report(view, case)}{_listed(view, case, found)}",
            key="findings",
            on_pick=lambda name, code: decide(view, case, acknowledge={code: name == "acknowledge"}),
        )


def protect(view: View, case: Case) -> None:
    """Draw what was found of people, and what becomes of it."""
    with st.container(key="card-private"):
        pick.show(
            _private(view, case), key="private", on_pick=lambda name, value: _keep(view, case, name, value)
        )


def refused(view: View, case: Case) -> None:
    """Draw why a file cannot be taken, or why a round was not published."""
    with st.container(key="card-refused"):
        pick.show(_listed(view, case, case.refused), key="refused-findings")


def about_weights(view: View, case: Case) -> str:
    """HTML of what was found of weights that are calibrated here, or cannot be."""
    found = [f for f in case.findings if f.rule.code.startswith(CALIBRATION)]
    return _listed(view, case, found) if case.fresh else ""


def _report(view: View, case: Case) -> str:
    links = "".join(
        f'<a href="report/{case.draft.id}.{kind}?lang={view.language}" download>{escape(view.t("Report"))} {kind.upper()}</a>'
        for kind in ("xlsx", "csv")
    )
    return f'<div class="downloads">{links}</div>'


def _listed(view: View, case: Case, found: list[Finding]) -> str:
    parts = []
    for group in GROUPS:
        mine = sorted(
            (f for f in found if f.rule.group == group), key=lambda f: _ORDER.index(f.rule.severity)
        )
        if mine:
            items = "".join(_item(view, case, finding) for finding in mine)
            parts.append(f"<h3>{escape(view.t(GROUPS[group]))}</h3><ul class='findings'>{items}</ul>")
    return "".join(parts)


def _item(view: View, case: Case, finding: Finding) -> str:
    t = view.t
    severity = finding.rule.severity
    message, remedy = telling(view, case).of(finding)
    rows = ", ".join(map(str, finding.rows[:_ROWS_SHOWN]))
    more = len(finding.rows) > _ROWS_SHOWN or finding.count > len(finding.rows) > 0
    where = (
        f'<span class="sub"> {escape(t("Rows of the file"))}: {rows}{" …" if more else ""}</span>'
        if rows
        else ""
    )
    done = finding.rule.code in case.draft.acknowledged
    button = (
        f'<button type="button" class="link" data-set="{"withdraw" if done else "acknowledge"}={escape(finding.rule.code)}">'
        f"{escape(t('Withdraw') if done else t('I know this'))}</button>"
        if severity == ACKNOWLEDGE
        else ""
    )
    mark = t("Acknowledged") if done and severity == ACKNOWLEDGE else t(SEVERITIES[severity])
    return (
        f'<li class="{severity}{" done" if done else ""}"><span class="badge">{escape(mark)}</span> {escape(message)} '
        f'<span class="remedy">{escape(remedy)}</span>{where} {button}</li>'
    )


def _private(view: View, case: Case) -> str:
    t = view.t
    kept = case.mapping.get("private", {})
    names = dict.fromkeys((*(one["column"] for one in case.found.get("private", ())), *kept))
    rows = "".join(
        f'<li><label class="control"><span>{escape(column)}</span><input type="text" data-param="private:{quote(column, safe="")}" '
        f'value="{escape(str(kept.get(column, "")))}" placeholder="{escape(t("left out; to keep it, write why"))}"></label></li>'
        for column in names
    )
    if not rows:
        nothing = t(
            "No column says who somebody is: no register or phone number, name, address or exact place."
        )
        return f"<h2>{escape(t('People are protected'))}</h2><p class='sentence'>{escape(nothing)}</p>"
    return (
        f"<h2>{escape(t('People are protected'))}</h2><p class='sentence'>"
        f"{escape(t('These columns say who somebody is. They are left out. One that is kept for a reason is stored apart, for the survey’s owner alone, and never reaches a page.'))}</p>"
        f'<ul class="plain">{rows}</ul>'
    )


def _keep(view: View, case: Case, name: str, reason: str) -> None:
    column = unquote(name.partition(":")[2])
    reason = reason.strip()
    decide(view, case, mapping={"private": {column: reason}} if reason else {"drop": [column]})
