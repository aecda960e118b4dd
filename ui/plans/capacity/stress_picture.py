"""What must be added, by aimag and service, as a picture that leaves the screen."""

from __future__ import annotations

import textwrap

from planning.capacity import Stress
from planning.capacity.stress import Added
from ui.drawings.text import svg_text
from ui.plans import services
from ui.plans.capacity.request import ADDED
from ui.plans.capacity.said import totals
from ui.plans.capacity.shown import Shown

_NAME, _PEOPLE, _CELL, _ROW, _HEAD = 140.0, 90.0, 92.0, 25.0, 46.0
_HATCH = "stress-hatch"


def matrix(shown: Shown, rows: tuple[Stress, ...]) -> tuple[str, tuple[float, float]]:
    """Inner SVG of the matrix, the aimags with most newcomers first, and its width and height."""
    view, theme, number = shown.view, shown.view.theme, shown.view.words.number
    codes = [code for code in ADDED if any(one.service == code for row in rows for one in row.added)]
    width = _NAME + _PEOPLE + _CELL * len(codes)
    parts = [
        f'<defs><pattern id="{_HATCH}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{theme.ink}" stroke-opacity=".4" stroke-width="1.2"/></pattern></defs>'
    ]
    heads = [view.t("Newcomers"), *(services.name(view, code) for code in codes)]
    for place, head in enumerate(heads):
        for line, said in enumerate(textwrap.wrap(head, 13)[:3]):
            parts.append(svg_text(_middle(place), 12 + 13 * line, said, 11.5, theme.muted, "middle"))
    y = _HEAD
    for row in sorted(rows, key=lambda r: -(r.people.estimate or 0.0)):
        known = {one.service: one for one in row.added}
        parts.append(svg_text(0, y + 17, view.words.name(view.places[row.aimag]), 13, theme.ink))
        parts.append(
            svg_text(_middle(0), y + 17, number(row.people.estimate or 0.0, -1), 13, theme.ink, "middle")
        )
        parts += [_cell(shown, known.get(code), place + 1, y) for place, code in enumerate(codes)]
        parts.append(f'<line x1="0" x2="{width}" y1="{y + _ROW}" y2="{y + _ROW}" stroke="{theme.line}"/>')
        y += _ROW
    for name, counts, bold in zip(
        (view.t("To add, in all"), view.t("missing already today")), totals(rows), (True, False), strict=True
    ):
        parts.append(svg_text(0, y + 17, name, 13, theme.ink, bold=bold))
        for place, code in enumerate(codes):
            parts.append(
                svg_text(
                    _middle(place + 1),
                    y + 17,
                    number(counts.get(code, 0)),
                    13,
                    theme.ink,
                    "middle",
                    bold=bold,
                )
            )
        y += _ROW
    return "".join(parts) + _keys(shown, y + 10), (width, y + 40)


def _middle(place: int) -> float:
    return _NAME + _PEOPLE / 2 if place == 0 else _NAME + _PEOPLE + _CELL * (place - 0.5)


def _cell(shown: Shown, one: Added | None, place: int, y: float) -> str:
    theme, x = shown.view.theme, _NAME + _PEOPLE + _CELL * (place - 1)
    if one is None or not one.units:
        return svg_text(_middle(place), y + 17, "–" if one is None else "·", 13, theme.muted, "middle")
    box = f'<rect x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_ROW - 2}" {{}}/>'
    ground = box.format(f'fill="{theme.accent}" fill-opacity=".3"')
    over = box.format(f'fill="url(#{_HATCH})"') if one.today else ""
    said = f"+{shown.view.words.number(one.units)}"
    return ground + over + svg_text(_middle(place), y + 17, said, 13, theme.ink, "middle", halo=theme.card)


def _keys(shown: Shown, y: float) -> str:
    """What the grounds mean."""
    theme, parts = shown.view.theme, []
    for place, said in enumerate(
        (shown.view.t("would no longer be kept"), shown.view.t("not kept already today"))
    ):
        x = 300.0 * place
        box = f'<rect x="{x}" y="{y}" width="26" height="14" {{}}/>'
        parts.append(box.format(f'fill="{theme.accent}" fill-opacity=".3"'))
        if place:
            parts.append(box.format(f'fill="url(#{_HATCH})"'))
        parts.append(svg_text(x + 36, y + 12, said, 12.5, theme.muted))
    return "".join(parts)
