"""Residents by five-year age group."""

from __future__ import annotations

from ui.drawings.marks import Drawing, bar, hover, line, text


def ages(
    rows: tuple[tuple[str, float, str, float | None], ...], *, large: bool, label: str, reference: str
) -> Drawing:
    """Bars, the oldest on top: group, share in percent, its text, and the share in the place of reference."""
    size, width = (15.0, 400.0) if large else (12.5, 400.0)
    step, left, right = size * 1.85, size * 3.6, size * 4.2
    most = max(max(share, other or 0) for _, share, _, other in rows)
    scale = (width - left - right) / most
    parts = []
    for index, (group, share, said, other) in enumerate(reversed(rows)):
        y = index * step
        parts.append(text(left - 8, y + step * 0.68, group, size - 0.5, ink="muted", anchor="end"))
        parts.append(bar(left, y + step * 0.12, share * scale, step * 0.76, "primary"))
        end = max(share, other or 0) * scale
        parts.append(text(left + end + 7, y + step * 0.68, said, size - 0.5))
        if other is not None:
            parts.append(
                line(left + other * scale, y + 1, left + other * scale, y + step - 1, ink="accent", width=2.4)
            )
        parts.append(
            hover(0, y, width, step, f"{group}: {said}" + (f"; {reference}" if other is not None else ""))
        )
    return Drawing(width, len(rows) * step + 2, "".join(parts), label)
