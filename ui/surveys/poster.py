"""A picture of survey numbers that explains itself on paper and on a slide; the badge is part of it."""

from __future__ import annotations

import textwrap
from html import escape

from survey.questions import Answered
from ui.surveys import beside
from ui.surveys.choice import Choice, demonstration
from ui.surveys.marks import pattern
from ui.view import View

WIDTH, MARGIN = 1600, 60
_LARGEST = 2.4  # a small drawing is not blown up until its labels shout down the title
_FONT = "Noto Sans, Segoe UI, DejaVu Sans, Arial, sans-serif"


def poster(
    view: View,
    choice: Choice,
    drawing: str,
    size: tuple[float, float],
    *answered: Answered,
    title: str,
    sub: str = "",
    sentence: str = "",
    notes: tuple[str, ...] = (),
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
) -> str:
    """SVG of a drawing, given as its inner SVG and its width and height, with all that is said beside it.

    `notes` are further lines under the picture, such as the meaning of marks.
    """
    theme, room = view.theme, WIDTH - 2 * MARGIN
    scale = min(room / size[0], 2400 / size[1], _LARGEST)
    parts, y = [], 40.0
    if choice.demonstration:
        said = demonstration(view)
        parts.append(
            f'<rect x="{MARGIN}" y="{y}" width="{len(said) * 13.4 + 40}" height="36" rx="18" fill="{theme.accent}"/>'
        )
        parts.append(_text(MARGIN + 20, y + 25, said, 20, theme.paper, bold=True))
        y += 56
    for line in textwrap.wrap(title, 58):
        parts.append(_text(MARGIN, y + 34, line, 38, theme.ink, bold=True))
        y += 48
    for line in textwrap.wrap(sub, 116):
        parts.append(_text(MARGIN, y + 22, line, 21, theme.muted))
        y += 30
    y += 20
    parts.append(f'<g transform="translate({MARGIN} {y:.1f}) scale({scale:.4f})">{drawing}</g>')
    y += size[1] * scale + 30
    for line in textwrap.wrap(sentence, 100):
        parts.append(_text(MARGIN, y + 22, line, 24, theme.ink))
        y += 34
    y += 12
    for line in _foot(view, choice, answered, notes, method, level, weighted):
        parts.append(_text(MARGIN, y + 15, line, 16, theme.muted))
        y += 22
    height = round(y + 30)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{_FONT}">'
        f"<title>{escape(title)}</title><defs>{pattern(theme, theme.primary)}</defs>"
        f'<rect width="100%" height="100%" fill="{theme.card}"/>{"".join(parts)}</svg>'
    )


def _foot(
    view: View,
    choice: Choice,
    answered: tuple[Answered, ...],
    notes: tuple[str, ...],
    method: str,
    level: float,
    weighted: bool,
) -> list[str]:
    said = (
        *notes,
        f"{view.words.name(choice.survey)}, {view.words.of(choice.round, 'period')}",
        *beside.lines(view, choice, *answered, method=method, level=level, weighted=weighted),
        f"{view.t('Nutag')} · {view.t('build')} {view.build}",
    )
    return [line for text in said for line in textwrap.wrap(text, 152)]


def _text(x: float, y: float, said: str, size: float, ink: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}"{weight}>{escape(said)}</text>'
