"""The published answers of 2023: two bases, drawn apart and one inside the other, never multiplied."""

from __future__ import annotations

from html import escape

from ui.drawings.text import svg_text
from ui.view import View


def funnel(view: View, wish: float, homeland: float, other: float) -> str:
    """SVG of two bars of 100: all who moved to the capital, and those who would resettle.

    `wish` is a share of the first base, `homeland` and `other` are shares of the second, in percent.
    """
    t, theme, number = view.t, view.theme, view.words.number
    rest = 100 - homeland - other
    width, bar = 520.0, 46.0
    unit = width / 100
    dark_ink, ground = "#FFFFFF" if not theme.dark else "#10191F", theme.no_data
    first, second = 26.0, 148.0
    parts = [
        svg_text(0, first - 9, t("Of every 100 people who moved to Ulaanbaatar"), 14, theme.muted),
        f'<rect x="0" y="{first}" width="{width}" height="{bar}" rx="4" fill="{ground}"/>',
        f'<rect x="0" y="{first}" width="{wish * unit:.1f}" height="{bar}" rx="4" fill="{theme.accent}"/>',
        svg_text(wish * unit / 2, first + 31, number(wish), 22, dark_ink, "middle", bold=True),
        svg_text(wish * unit + 10, first + 29, t("wish to return to their homeland"), 16, theme.ink),
        svg_text(0, second - 25, t("Another base:"), 14, theme.ink, bold=True),
        svg_text(
            0,
            second - 8,
            t("of every 100 people who would like to resettle in the countryside"),
            14,
            theme.muted,
        ),
    ]
    x = 0.0
    for share, said, fill, ink in (
        (homeland, t("to their homeland"), theme.primary, dark_ink),
        (
            other,
            t("to other rural areas"),
            theme.sequential[2] if not theme.dark else theme.sequential[1],
            "#FFFFFF" if theme.dark else "#10191F",
        ),
        (rest, t("not explained"), "url(#rest)", theme.ink),
    ):
        parts.append(
            f'<rect x="{x:.1f}" y="{second}" width="{share * unit - 2:.1f}" height="{bar}" rx="4" fill="{fill}"/>'
        )
        parts.append(svg_text(x + 10, second + 31, number(share), 22, ink, bold=True))
        parts.append(svg_text(x + 2, second + bar + 19, said, 12.5, theme.ink))
        x += share * unit
    pattern = (
        f'<pattern id="rest" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{theme.no_data}"/><line x1="0" x2="0" y1="0" y2="8" stroke="{theme.card}" stroke-width="3"/></pattern>'
    )
    label = t(
        "Of 100 people who moved to Ulaanbaatar {wish} wish to return. Of 100 who would resettle in the countryside "
        "{homeland} would go to their homeland, {other} to other rural areas, {rest} are not explained. The bases differ.",
        wish=number(wish), homeland=number(homeland), other=number(other), rest=number(rest),
    )  # fmt: skip
    return f'<svg class="dots" viewBox="0 0 {width:.0f} 220" role="img" aria-label="{escape(label)}"><defs>{pattern}</defs>{"".join(parts)}</svg>'


def target(view: View, low: float, high: float, departures: float, year: int) -> str:
    """SVG of the target of 50–100 thousand people beside the yearly registered departures, on one scale."""
    t, theme, number = view.t, view.theme, view.words.number
    width, unit = 520.0, 520.0 / high
    rows = (
        (28.0, departures, theme.primary, t("left the capital in {year} (registered)", year=year)),
        (88.0, low, theme.accent, t("target, lower line")),
        (148.0, high, theme.accent, t("target, upper line")),
    )
    parts = []
    for y, value, fill, said in rows:
        opacity = ".55" if value == high else "1"
        parts.append(
            f'<text x="0" y="{y - 8}" font-size="14" fill="{theme.muted}"><tspan font-weight="700" font-size="18" fill="{theme.ink}">{number(value)}</tspan>  {escape(said)}</text>'
        )
        parts.append(
            f'<rect x="0" y="{y}" width="{value * unit:.1f}" height="18" rx="3" fill="{fill}" opacity="{opacity}"/>'
        )
    label = t(
        "The target is {low} to {high} people; {departures} were registered as leaving the capital in {year}.",
        low=number(low), high=number(high), departures=number(departures), year=year,
    )  # fmt: skip
    return f'<svg class="dots" viewBox="0 0 {width:.0f} 172" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
