"""Colours and type, for the desk and for the hall, said once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """One set of colours, as #RRGGBB. `large` asks for type that a hall can read."""

    name: str
    large: bool
    paper: str
    card: str
    ink: str
    muted: str
    line: str
    primary: str
    accent: str
    no_data: str
    sequential: tuple[str, ...]
    below: tuple[str, ...]
    above: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def dark(self) -> bool:
        """Whether ink is lighter than paper."""
        return luminance(self.ink) > luminance(self.paper)


LIGHT = Theme(
    name="light", large=False,
    paper="#FBFAF7", card="#FFFFFF", ink="#16242C", muted="#52616A", line="#DFE2E1",
    primary="#1F5A7A", accent="#B5621B", no_data="#E7E6E1",
    sequential=("#DCEAF2", "#A9CBDF", "#6FA6C6", "#38789F", "#124566"),
    below=("#5B2A86", "#8455AC", "#AC8CCB", "#D3C4E2"),
    above=("#C5E3CB", "#8CC49A", "#4F9A68", "#1B6B3E"),
    categories=("#1F5A7A", "#B5621B", "#4F9A68", "#8455AC", "#9A3B52", "#52616A"),
)  # fmt: skip
HALL = Theme(
    name="hall", large=True,
    paper="#0E171D", card="#142129", ink="#F6F4EE", muted="#BECAD0", line="#30424D",
    primary="#84C7EA", accent="#F2A654", no_data="#2A363D",
    sequential=("#1E4459", "#2E6A8A", "#4C97BD", "#86C3DE", "#D3EEFA"),
    below=("#D9B5F5", "#B287D9", "#8A5FB5", "#5D4379"),
    above=("#35624A", "#4E9468", "#7CC593", "#B8EBC6"),
    categories=("#84C7EA", "#F2A654", "#7CC593", "#CBA3EE", "#F08CA0", "#BECAD0"),
)  # fmt: skip
THEMES = {"light": LIGHT, "hall": HALL}


def rgb(colour: str) -> tuple[int, int, int]:
    """The three parts of #RRGGBB, 0–255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0–1 (WCAG 2.2)."""
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio, 1–21 (WCAG 2.2)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def on(fill: str) -> str:
    """The ink, dark or light, that reads better on a fill."""
    return max(("#10191F", "#FFFFFF"), key=lambda ink: contrast(ink, fill))


def ramp(anchors: tuple[str, ...], steps: int) -> tuple[str, ...]:
    """Colours spread evenly over the anchors."""
    if steps <= 1:
        return (anchors[-1],) if steps else ()
    return tuple(_between(anchors, step * (len(anchors) - 1) / (steps - 1)) for step in range(steps))


def palette(theme: Theme, below: int, total: int, diverging: bool) -> tuple[str, ...]:
    """One colour per class, lowest first; with `diverging`, the first `below` classes lie under the middle."""
    if not diverging:
        return ramp(theme.sequential, total) if total > 1 else theme.sequential[2:3] * total
    return _side(theme.below, below, strongest_first=True) + _side(
        theme.above, total - below, strongest_first=False
    )


def _side(anchors: tuple[str, ...], steps: int, *, strongest_first: bool) -> tuple[str, ...]:
    if steps == 1:
        return (anchors[1],) if strongest_first else (anchors[-2],)
    return ramp(anchors, steps)


def _between(anchors: tuple[str, ...], position: float) -> str:
    low = min(int(position), len(anchors) - 2)
    share = position - low
    mixed = (
        round(a + (b - a) * share) for a, b in zip(rgb(anchors[low]), rgb(anchors[low + 1]), strict=True)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)
