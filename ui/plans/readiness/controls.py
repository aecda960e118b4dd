"""The steps of the index, each in sight and each to be changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from planning.readiness.selection import INDICATORS, PILLARS
from ui import captions, pick
from ui.plans.pillars import PILLARS as NAMES
from ui.plans.readiness import said
from ui.plans.readiness.request import left_out
from ui.plans.readiness.shown import Shown

_WEIGHTS = tuple(range(11))


def steps(shown: Shown, given: Mapping[str, str]) -> str:
    """HTML of the card with all steps."""
    t = shown.view.t
    content = json.loads(shown.asked.content)

    def select(name: str, label: str, words: Mapping[str, str], chosen: str) -> str:
        return pick.select(name, label, {code: t(word) for code, word in words.items()}, chosen)

    spread = f"{content['weight_spread']:g}"
    counted = t(
        "2. Indicators: {n} of {all} count", n=len(shown.found.settings.indicators), all=len(INDICATORS)
    )
    return (
        captions.head(
            t("How the index is made"),
            t(
                "Every step is a choice; the index follows the handbook of the OECD and the Joint Research Centre."
            ),
        )
        + f"<h3>{escape(t('1. Weights of the pillars'))}</h3>"
        + _sliders(shown, content["weights"])
        + f'<details id="selection"><summary>{escape(counted)}</summary>{_selection(shown, given)}</details>'
        + '<div class="controls">'
        + select("missing", t("3. Where a figure is missing"), said.MISSING, content["missing"])
        + select("normalisation", t("4. Figures on one scale"), said.NORMALISATIONS, content["normalisation"])
        + select("aggregation", t("5. Pillars together"), said.AGGREGATIONS, content["aggregation"])
        + select("certainty", t("6. Places are uncertain by"), said.CERTAINTIES, shown.asked.certainty)
        + select("spread", t("7. How far other weights are plausible"), said.SPREADS, spread)
        + "</div>"
        + f'<p class="sub">{escape(said.missing(shown))} {escape(said.errors(shown))}</p>'
    )


def _sliders(shown: Shown, weights: Mapping[str, float]) -> str:
    view, t, parts = shown.view, shown.view.t, []
    for pillar in PILLARS:
        name = t(NAMES[pillar])
        if pillar in shown.found.empty:
            why = t("left out") if pillar in shown.unspoken else t("no data")
            parts.append(
                f'<div class="control slider none"><span>{escape(name)} <b>{escape(why)}</b></span><span class="sub">{escape(t("takes no part"))}</span></div>'
            )
            continue
        value = f"{weights[pillar]:g}"
        values = sorted({*map(str, _WEIGHTS), value}, key=float)
        share = t("{n} in 100", n=view.words.number(100 * shown.found.weights[pillar]))
        parts.append(pick.slider(f"weight_{pillar}", name, values, value, share))
    return f'<div class="controls sliders">{"".join(parts)}</div>'


def _selection(shown: Shown, given: Mapping[str, str]) -> str:
    """HTML of every indicator as a button that takes it out or in."""
    view, t, out = shown.view, shown.view.t, set(left_out(given))
    parts = []
    for pillar in PILLARS:
        mine = [indicator for indicator in INDICATORS if indicator.pillar == pillar]
        buttons = []
        for indicator in mine:
            inside = indicator.code in shown.found.settings.indicators
            others = sorted((out | {indicator.code}) if inside else (out - {indicator.code}))
            name = view.words.name(view.indicators[indicator.code])
            better = t("more is better") if indicator.better > 0 else t("less is better")
            buttons.append(
                f'<button type="button" data-set="without={escape(",".join(others))}" aria-pressed="{"true" if inside else "false"}">{escape(name)} · {escape(better)}</button>'
            )
        listed = "".join(buttons) or f'<span class="sub">{escape(t("no data"))}</span>'
        parts.append(f'<h4>{escape(t(NAMES[pillar]))}</h4><div class="chips">{listed}</div>')
    return "".join(parts)
