"""Amounts, units, ranks and lists as they stand in a sentence."""

from __future__ import annotations

import re

from explore.figures import Standing
from store.queries import Indicator
from ui.view import View


def amount(view: View, indicator: Indicator, value: float) -> str:
    """A value with its unit, in the order of the language: 22.7 per 1,000 people; 1 000 хүн амд 22,7."""
    number, unit = view.value(value, indicator), view.words.of(indicator, "unit")
    if indicator.unit == "count":
        return number
    if view.language == "mn":
        if unit[0].isdigit():
            return f"{unit} {number}"
        if unit.endswith(" %"):
            return f"{unit[:-2]} {number}\u00a0%"
        counted, comma, base = unit.partition(", ")
        if comma:
            return f"{base} {number}\u00a0{counted}"
    return f"{number}\u00a0{unit}"


def amount_of(view: View, indicator: Indicator, value: float) -> str:
    """A value as it stands after the name of its indicator: without a unit that the name already says."""
    return view.value(value, indicator) if not unit_of(view, indicator) else amount(view, indicator, value)


def unit_of(view: View, indicator: Indicator) -> str:
    """The unit to write beside the name of an indicator; empty when the name says it or things are counted."""
    name, unit = view.words.name(indicator), view.words.of(indicator, "unit")
    return "" if unit in name or indicator.unit == "count" else re.sub(r"(?<=\d) (?=\d)", "\u00a0", unit)


def rank(view: View, standing: Standing) -> str:
    """The rank in words, counted from the nearer end: highest, 3rd lowest; "joint" where others share it."""
    high, low = standing.from_highest, standing.from_lowest
    from_top = high <= low
    position = min(high, low)
    t, tied = view.t, standing.tied
    if position == 1:
        if tied:
            return t("joint highest") if from_top else t("joint lowest")
        return t("highest") if from_top else t("lowest")
    nth = ordinal(view, position)
    if tied:
        return t("joint {nth} highest", nth=nth) if from_top else t("joint {nth} lowest", nth=nth)
    return t("{nth} highest", nth=nth) if from_top else t("{nth} lowest", nth=nth)


def ordinal(view: View, number: int) -> str:
    """3rd; 3 дугаар."""
    if view.language == "mn":
        return f"{number} {'дүгээр' if number % 10 in (1, 4, 9) else 'дугаар'}"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(view: View, parts: list[str]) -> str:
    """Parts in a row with "and" before the last."""
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} {view.t('and')} {parts[-1]}"


def inside(name: str) -> str:
    """A name as it stands within an English sentence: a small first letter, unless it is an abbreviation."""
    return (
        name
        if name[1:2].isupper() or name.split()[0] in ("Shilen", "E-Mongolia")
        else name[:1].lower() + name[1:]
    )


def among(view: View, standing: Standing, is_region: bool) -> str:
    """What it is compared with: of the 22; of the 7 regions."""
    if is_region:
        return view.t("of the {n} regions", n=standing.of)
    return view.t("of the {n} units", n=standing.of)
