"""Pieces of SVG pictures. Inks are the CSS variables of the theme, so that a page prints in light colours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

from ui.theme import Theme

_VARIABLE = re.compile(r"var\(--([a-z-]+)\)")


@dataclass(frozen=True)
class Drawing:
    """A picture `width` by `height` units; `label` says in words what it shows."""

    width: float
    height: float
    body: str
    label: str

    @property
    def html(self) -> str:
        """The svg element, as wide as its place on the page."""
        return (
            f'<svg class="drawing" viewBox="0 0 {self.width:g} {self.height:g}" role="img" aria-label="{escape(self.label)}">'
            f"{self.body}</svg>"
        )


def text(
    x: float, y: float, said: str, size: float = 12, *, ink: str = "ink", bold: bool = False,
    anchor: str = "start", halo: bool = False,
) -> str:  # fmt: skip
    """A line of text whose baseline is at y."""
    weight = ' font-weight="700"' if bold else ""
    outline = (
        ' stroke="var(--card)" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    )
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="var(--{ink})" text-anchor="{anchor}"{weight}{outline}>'
        f"{escape(said)}</text>"
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, ink: str = "line", width: float = 1, dash: str = ""
) -> str:
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="var(--{ink})" stroke-width="{width:g}"{dashes}/>'


def bar(x: float, y: float, width: float, height: float, ink: str, *, opacity: float = 1) -> str:
    """A filled rectangle."""
    faint = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="var(--{ink})"{faint}/>'


def hover(x: float, y: float, width: float, height: float, said: str) -> str:
    """An unseen area that says something to a person who points at it."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="transparent">'
        f"<title>{escape(said)}</title></rect>"
    )


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round values (steps of 1, 2 or 5 times a power of ten) between low and high, at most `most` of them."""
    if high <= low:
        return [low]
    power = 10.0 ** floor(log10((high - low) / most))
    for step in (factor * power for factor in (1, 2, 5, 10, 20, 50)):
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return [round(i * step, 10) for i in range(first, last + 1)]
    return [low, high]


def apart(positions: list[float], gap: float) -> list[float]:
    """Positions moved as little as needed to lie at least `gap` apart, in the order given."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    moved = list(positions)
    for before, after in pairwise(order):
        lack = gap - (moved[after] - moved[before])
        if lack > 0:
            moved[before] -= lack / 2
            moved[after] += lack / 2
    return moved


def solid(svg: str, theme: Theme) -> str:
    """The same SVG in the colours of a theme, for pictures that leave the page."""
    return _VARIABLE.sub(lambda found: str(getattr(theme, found[1].replace("-", "_"))), svg)
