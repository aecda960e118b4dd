"""One aimag: its index opened to figures and weights, its places by each uncertainty, every indicator with its source."""

from __future__ import annotations

from html import escape

from planning.readiness import Standing
from planning.readiness.selection import PILLARS
from ui import captions, pick
from ui.plans import numbers
from ui.plans.pillars import PILLARS as NAMES
from ui.plans.readiness import said
from ui.plans.readiness.shown import Shown


def breakdown(shown: Shown, row: Standing) -> str:
    """HTML of the card."""
    view, t = shown.view, shown.view.t
    names = {
        p.code: view.words.name(p)
        for p in view.level("aimag")
        if p.code in {s.aimag for s in shown.found.standings}
    }
    places = "".join(
        f"<tr><td>{escape(t(said.CERTAINTIES[code]))}</td><td>{escape(_span(one.low, one.high) or t('no index'))}</td></tr>"
        for code, one in (("sampling", row.sampling), ("weights", row.weights), ("both", row.both))
    )
    parts = [
        f"<tr><td>{escape(t('Readiness index'))}</td><td>{numbers.opened(view, shown.index(row))}</td><td></td></tr>"
    ]
    for pillar in PILLARS:
        score = row.pillars[pillar]
        said_score = t("no data") if score is None else t("{n} points", n=view.words.number(score))
        weight = t("{n} in 100", n=view.words.number(100 * shown.found.weights[pillar]))
        parts.append(
            f'<tr class="group"><td><b>{escape(t(NAMES[pillar]))}</b></td><td><b>{escape(said_score)}</b></td><td class="n">{escape(weight)}</td></tr>'
            + _figures(shown, row, pillar)
        )
    heads = "".join(f"<th>{escape(head)}</th>" for head in (t("Pillar, indicator"), t("Figure"), t("Weight")))
    return (
        captions.head(
            view.words.place(view.places[row.aimag]), t("Each number opens to where it comes from.")
        )
        + f'<div class="controls">{pick.select("aimag", t("Aimag"), names, row.aimag)}</div>'
        + f'<p class="sentence">{escape(said.standing(shown, row))}</p>'
        + f'<table class="values"><thead><tr><th>{escape(t("Places are uncertain by"))}</th><th>{escape(t("Places"))}</th></tr></thead><tbody>{places}</tbody></table>'
        + f'<div class="scroll"><table class="values"><thead><tr>{heads}</tr></thead><tbody>{"".join(parts)}</tbody></table></div>'
    )


def _figures(shown: Shown, row: Standing, pillar: str) -> str:
    view, t, lines = shown.view, shown.view.t, []
    for indicator in shown.found.table.indicators:
        if indicator.pillar != pillar:
            continue
        value = shown.found.table.values.get((row.aimag, indicator.code))
        better = t("more is better") if indicator.better > 0 else t("less is better")
        figure = numbers.opened(view, value) if value else escape(t("no data"))
        lines.append(
            f'<tr><td>{escape(view.words.name(view.indicators[indicator.code]))}<br><span class="sub">{escape(better)}</span></td><td>{figure}</td><td></td></tr>'
        )
    return "".join(lines)


def _span(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    return str(low) if low == high else f"{low}–{high}"
