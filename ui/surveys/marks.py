"""Marks of survey numbers that are hidden or uncertain, in words, in tables and in pictures."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from survey.results import Estimate
from ui.theme import Theme
from ui.view import View

PALE = "survey-pale"


def meaning(view: View, mark: str) -> str:
    """A mark with its meaning."""
    return {
        "c": view.t("[c] hidden: too few respondents, or needed to protect such a number"),
        "u": view.t("[u] low reliability: use with caution"),
        "x": view.t("[x] not available"),
        "z": view.t("[z] not applicable"),
    }[mark]


def legend(view: View, estimates: Iterable[Estimate]) -> str:
    """HTML that explains the marks that occur; empty when there are none."""
    found = {estimate.mark for estimate in estimates}
    parts = []
    for mark in "cuxz":
        if mark in found:
            swatch = '<i class="hatch" aria-hidden="true"></i>' if mark == "u" else ""
            parts.append(f"<span>{swatch}{escape(meaning(view, mark))}</span>")
    return f'<div class="survey-marks">{"".join(parts)}</div>' if parts else ""


def pattern(theme: Theme, colour: str, name: str = PALE) -> str:
    """SVG of a pattern that draws a number of low reliability: pale, with hatching of its own colour."""
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{theme.card}"/><line x1="0" x2="0" y1="0" y2="6" stroke="{colour}" stroke-width="2.6"/></pattern>'
    )
