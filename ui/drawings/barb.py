"""The shape of a half-barb arrow, which tells its direction without colour."""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

Point = tuple[float, float]
_BEND, _STEPS, _TAIL, _MOST_GAP = 0.14, 14, 1 / 3, 0.5


class Barb(NamedTuple):
    """The corners of an arrow's shaft and of its head; the first corner of the head is the tip."""

    shaft: tuple[Point, ...]
    head: tuple[Point, ...]


def barb(start: Point, end: Point, width: float, gaps: tuple[float, float] = (7.0, 7.0)) -> Barb | None:
    """An arrow between two points, `gaps` short of each, or less where they are near; None within one place.

    Its line bends to the right by a share of its length, and the arrow lies to the right of the line: the two
    directions between two places are apart. The shaft swells from a third of the width to the whole.
    """
    length = hypot(end[0] - start[0], end[1] - start[1])
    if not length:
        return None
    near = min(1.0, _MOST_GAP * length / sum(gaps))
    across = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)
    middle = tuple((a + b) / 2 + _BEND * length * n for a, b, n in zip(start, end, across, strict=True))

    def at(t: float) -> Point:
        one, two, three = (1 - t) ** 2, 2 * t * (1 - t), t * t
        x, y = (one * a + two * m + three * b for a, m, b in zip(start, middle, end, strict=True))
        return x, y

    def beside(t: float, distance: float) -> Point:
        dx, dy = (2 * (1 - t) * (m - a) + 2 * t * (b - m) for a, m, b in zip(start, middle, end, strict=True))
        x, y = at(t)
        return x - dy / hypot(dx, dy) * distance, y + dx / hypot(dx, dy) * distance

    first, last = near * gaps[0] / length, 1 - near * gaps[1] / length
    neck = max(last - max(10.0, 1.7 * width) / length, first + 0.3 * (last - first))
    along = [step / _STEPS for step in range(_STEPS + 1)]
    inner = [at(first + (neck - first) * t) for t in along]
    outer = [beside(first + (neck - first) * t, width * (_TAIL + (1 - _TAIL) * t)) for t in reversed(along)]
    return Barb((*inner, *outer), (at(last), at(neck), beside(neck, width + max(4.5, 0.7 * width))))
