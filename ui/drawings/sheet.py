"""A drawing as a picture that explains itself on paper and on a slide: badge, title, sentence, sources, build."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from html import escape

from ui.drawings.text import svg_text
from ui.view import View

WIDTH, MARGIN = 1600, 60
_LARGEST = 2.4  # a small drawing is not blown up until its labels shout down the title
_FONT = "Noto Sans, Segoe UI, DejaVu Sans, Arial, sans-serif"


def sheet(
    view: View,
    drawing: str,
    size: tuple[float, float],
    *,
    title: str,
    sub: str = "",
    sentence: str = "",
    foot: Iterable[str] = (),
    badge: str = "",
    defs: str = "",
) -> str:
    """SVG of a drawing, given as its inner SVG and its width and height, with all that is said beside it.

    `foot` are lines under the picture, such as the meaning of marks and the sources; the build follows them.
    """
    theme, room = view.theme, WIDTH - 2 * MARGIN
    scale = min(room / size[0], 2400 / size[1], _LARGEST)
    parts, y = [], 40.0
    if badge:
        parts.append(
            f'<rect x="{MARGIN}" y="{y}" width="{len(badge) * 13.4 + 40}" height="36" rx="18" fill="{theme.accent}"/>'
        )
        parts.append(svg_text(MARGIN + 20, y + 25, badge, 20, theme.paper, bold=True))
        y += 56
    for line in textwrap.wrap(title, 58):
        parts.append(svg_text(MARGIN, y + 34, line, 38, theme.ink, bold=True))
        y += 48
    for line in textwrap.wrap(sub, 116):
        parts.append(svg_text(MARGIN, y + 22, line, 21, theme.muted))
        y += 30
    y += 20
    parts.append(f'<g transform="translate({MARGIN} {y:.1f}) scale({scale:.4f})">{drawing}</g>')
    y += size[1] * scale + 30
    for line in textwrap.wrap(sentence, 100):
        parts.append(svg_text(MARGIN, y + 22, line, 24, theme.ink))
        y += 34
    y += 12
    for text in (*foot, f"{view.t('Nutag')} · {view.t('build')} {view.build}"):
        for line in textwrap.wrap(text, 152):
            parts.append(svg_text(MARGIN, y + 15, line, 16, theme.muted))
            y += 22
    height = round(y + 30)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{_FONT}">'
        f"<title>{escape(title)}</title><defs>{defs}</defs>"
        f'<rect width="100%" height="100%" fill="{theme.card}"/>{"".join(parts)}</svg>'
    )
