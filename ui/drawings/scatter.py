"""Two numbers of every aimag against each other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from ui.drawings.text import svg_text
from ui.view import View

_TOP, _BOTTOM, _LEFT, _RIGHT = 30.0, 46.0, 46.0, 16.0


class Dot(NamedTuple):
    """An aimag with its two numbers."""

    code: str
    name: str
    x: float
    y: float


def scatter(
    view: View, dots: Sequence[Dot], *, across: str, upright: str, width: float, selected: str | None = None
) -> tuple[str, float]:
    """Inner SVG and its height; a dot picks its aimag. Names stand at the ends of both scales and at the selected one."""
    theme, number = view.theme, view.words.number
    height = min(420.0, 0.75 * width + 60)
    if not dots:
        return svg_text(_LEFT, _TOP, view.t("no data"), 14, theme.muted), 60.0
    left, right = min(d.x for d in dots), max(d.x for d in dots)
    low, high = min(0.0, *(d.y for d in dots)), max(0.0, *(d.y for d in dots))

    def x(value: float) -> float:
        return _LEFT + 14 + (value - left) / ((right - left) or 1) * (width - _LEFT - _RIGHT - 28)

    def y(value: float) -> float:
        return _TOP + (high - value) / ((high - low) or 1) * (height - _TOP - _BOTTOM)

    parts = [
        svg_text(0, 14, upright, 12.5, theme.muted),
        svg_text(width - _RIGHT, height - 6, across, 12.5, theme.muted, "end"),
        f'<line x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y(0):.1f}" y2="{y(0):.1f}" stroke="{theme.muted}" stroke-dasharray="3 3"/>',
        svg_text(_LEFT - 8, y(0) + 4, "0", 12, theme.muted, "end"),
    ]
    for value in {low, high} - {0.0}:
        parts.append(svg_text(_LEFT - 8, y(value) + 4, number(value, 0, signed=True), 12, theme.muted, "end"))
    for value in (left, right):
        parts.append(svg_text(x(value), height - 24, number(value), 12, theme.muted, "middle"))
    named = {end(dots, key=what).code for end in (min, max) for what in (_x, _y)} | {selected}
    placed: list[tuple[float, float]] = []
    for dot in sorted(dots, key=lambda d: d.code != selected):
        here = dot.code == selected
        said = f"{dot.name}: {number(dot.x)}; {number(dot.y, 1, signed=True)}"
        parts.append(
            f'<g data-set="aimag={dot.code}" role="button" tabindex="0" aria-label="{escape(said)}"><title>{escape(said)}</title>'
            f'<circle cx="{x(dot.x):.1f}" cy="{y(dot.y):.1f}" r="{8 if here else 6}" fill="{theme.accent if here else theme.primary}"'
            f' fill-opacity=".85" stroke="{theme.card}" stroke-width="1.5"/></g>'
        )
        at = (x(dot.x), y(dot.y))
        if dot.code in named and all(abs(at[0] - a) > 90 or abs(at[1] - b) > 18 for a, b in placed):
            placed.append(at)
            before = at[0] > width / 2
            parts.append(
                svg_text(
                    at[0] + (-11 if before else 11), at[1] - 7, dot.name, 13, theme.ink, "end" if before else "start",
                    bold=here, halo=theme.card,
                )
            )  # fmt: skip
    return "".join(parts), height


def _x(dot: Dot) -> float:
    return dot.x


def _y(dot: Dot) -> float:
    return dot.y
