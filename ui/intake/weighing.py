"""Weights: those of the file, or calibrated here to official figures, with what that does to them."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from etl.intake.margins import official
from store import builds
from survey.calibration.margins import CROSS
from ui import pick
from ui.ask import ask
from ui.intake import findings
from ui.intake.cases import Case
from ui.intake.columns import level_name, margin_name
from ui.intake.deciding import decide
from ui.table import Table
from ui.table import html as table_html
from ui.view import View

MARGINS = (("district",), ("age_group",), ("district", "age_group"))


def draw(view: View, case: Case) -> None:
    """Draw the choice of weights, and the diagnostics of calibrated ones."""
    with st.container(key="card-weights"):
        pick.show(
            _choice(view, case) + findings.about_weights(view, case) + _diagnostics(view, case),
            key="weights",
            on_pick=lambda name, value: _set(view, case, name, value),
        )


def _choice(view: View, case: Case) -> str:
    t, weight = view.t, case.mapping.get("weight")
    column = case.mapping.get("columns", {}).get("weight")
    own = (
        t("The file has weights, in the column {column}.", column=column)
        if column
        else t("The file has no weights: every respondent counts the same.")
    )
    chosen = _chosen(weight)
    ways = {"file": t("Those of the file"), "calibrate": t("Calibrated here to official figures")}
    known = {margin: name for margin in _known(case) if (name := margin_name(view, case, margin))}
    if not known and not chosen:
        said = t(
            "They can be calibrated here when the file tells the district or the age group of the respondents."
        )
        return f"<h2>{escape(t('Weights'))}</h2><p class='sentence'>{escape(own)} {escape(said)}</p>"
    switch = pick.segments("weight", t("Weights"), ways, "calibrate" if chosen else "file")
    boxes = "".join(
        f'<button type="button" data-set="margin={escape(margin)}" aria-pressed="{str(margin in chosen).lower()}">{escape(name)}</button>'
        for margin, name in known.items()
    )
    to = (
        f'<div class="chips" role="group" aria-label="{escape(t("Calibrated to"))}">{boxes}</div><p class="sub">'
        + escape(
            t(
                "The official figures are residents of the capital aged 18 and over. They are right for a survey of all residents; for one of those who moved they make it look like all residents, so keep the weights of the file."
            )
        )
        + "</p>"
        if chosen
        else ""
    )
    kept = t("Whatever is chosen, the file’s own weights are kept beside.") if column else ""
    return f"<h2>{escape(t('Weights'))}</h2><p class='sentence'>{escape(own)} {escape(kept)}</p>{switch}{to}"


def _diagnostics(view: View, case: Case) -> str:
    found: dict[str, Any] | None = case.found.get("weights")
    if not found or not case.fresh:
        return ""
    t, number = view.t, view.words.number
    sentence = t(
        "Before calibration the {n} respondents told as much as {before} drawn with equal chance, after it as much as {after}. New weights are {least} to {most} times the old.",
        n=number(found["n"]),
        before=number(found["n_eff_before"]),
        after=number(found["n_eff_after"]),
        least=number(found["factor_min"], 2),
        most=number(found["factor_max"], 2),
    )
    rows = tuple(
        (
            margin_name(view, case, share["margin"]) or share["margin"],
            level_name(view, case, share["margin"], share["level"]),
            *(100 * share[part] for part in ("before", "target", "after")),
        )
        for share in found["shares"]
    )
    heads = (t("Question"), t("Answer"), t("File, %"), t("Official, %"), t("Calibrated, %"))
    shares = Table("weights", t("Shares before and after calibration"), heads, rows, (None, None, 1, 1, 1))
    return f"<h3>{escape(shares.title)}</h3><p class='sentence'>{escape(sentence)}</p>{table_html(shares, number)}"


def _known(case: Case) -> list[str]:
    """The margins that official figures have, of questions that the file answers."""
    columns = case.mapping.get("columns", {})
    asked = [margin for margin in MARGINS if all(columns.get(name) for name in margin)]
    found = official_margins(builds.current(), case.survey)
    return [CROSS.join(margin) for margin in asked if margin in found]


def official_margins(build: str, survey: str) -> tuple[tuple[str, ...], ...]:
    """The margins of a survey's codebook that official figures have, worked out once."""
    return ask(_official, build, survey)


def _official(build: str, survey: str) -> tuple[tuple[str, ...], ...]:
    from etl.intake.mapping import codebook

    book = codebook(survey, build)
    return tuple(margin for margin in MARGINS if official(margin, book, build) is not None)


def _chosen(weight: Any) -> list[str]:
    if not isinstance(weight, dict):
        return []
    margins = (weight.get("calibrate") or {}).get("margins")
    return [*margins] if isinstance(margins, dict) else []


def _set(view: View, case: Case, name: str, value: str) -> None:
    if name in ("acknowledge", "withdraw"):
        decide(view, case, acknowledge={value: name == "acknowledge"})
        return
    chosen = _chosen(case.mapping.get("weight"))
    if name == "weight":
        margins = [] if value == "file" else chosen or _known(case)[:1]
    else:
        margins = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
    weight = {"calibrate": {"margins": dict.fromkeys(margins, "official")}} if margins else "file"
    decide(view, case, mapping={"weight": weight})
