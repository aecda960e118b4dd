"""All peers on one line, one of them marked, with a stroke where the country stands."""

from __future__ import annotations

from html import escape

from ui.drawings.marks import Drawing, line

_HEIGHT, _EDGE = 26.0, 9.0


def strip(
    values: dict[str, float],
    here: str,
    national: float | None,
    said: dict[str, str],
    *,
    width: float,
    label: str,
) -> Drawing:
    """Dots from the lowest to the highest; `said` is what each says to a person who points at it."""
    inner = [*values.values(), *([national] if national is not None else [])]
    low, high = (min(inner), max(inner)) if inner else (0.0, 0.0)

    def x(value: float) -> float:
        return _EDGE + (value - low) / ((high - low) or 1) * (width - 2 * _EDGE)

    middle = _HEIGHT / 2
    parts = [line(_EDGE, middle, width - _EDGE, middle)]
    if national is not None:
        parts.append(line(x(national), 3, x(national), _HEIGHT - 3, ink="ink", width=2))
    for place, value in sorted(values.items(), key=lambda item: item[0] == here):
        own = place == here
        look = (
            'r="7" fill="var(--primary)" stroke="var(--card)" stroke-width="1.5"'
            if own
            else 'r="4" fill="var(--muted)" fill-opacity=".38"'
        )
        parts.append(
            f'<circle cx="{x(value):.1f}" cy="{middle}" {look}><title>{escape(said[place])}</title></circle>'
        )
    return Drawing(width, _HEIGHT, "".join(parts), label)
