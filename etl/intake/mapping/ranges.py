"""Answers that are ranges of numbers: 18_24, 65_plus, none · one · two_plus; and the texts that write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from etl.intake.words import number

Range = tuple[float, float]  # from, up to and not including

_SPELT = {"none": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_CODE = re.compile(r"(?:(\d+)_(\d+)|(\d+|[a-z]+)_plus|(\d+|[a-z]+))")
_NUMBERS = re.compile(r"\d+")
_MORE = re.compile(r"\+|plus|over|above|more|older|≥|дээш|илүү|олон|deesh|ilvv|iluu|olon", re.IGNORECASE)
_LESS = re.compile(r"<|≤|under|below|less|younger|up to|доош|хүртэл|бага|doosh|hurtel|baga", re.IGNORECASE)
_EARLIEST, _LATEST = 1900, 2100


def of_codes(codes: Iterable[str]) -> dict[str, Range] | None:
    """The range that each answer stands for; None unless every answer is one."""
    found: dict[str, Range] = {}
    for code in codes:
        match = _CODE.fullmatch(code)
        if match is None:
            return None
        first, last, more, single = match.groups()
        low = _whole(first or more or single)
        if low is None:
            return None
        high = math.inf if more else (_whole(last) if last else low)
        assert high is not None
        found[code] = (low, high + 1)
    return found or None


def holding(ranges: dict[str, Range], value: float) -> str | None:
    """The answer whose range holds a number; None when none does."""
    return next((code for code, (low, high) in ranges.items() if low <= value < high), None)


def written(ranges: dict[str, Range], text: str) -> str | None:
    """The answer whose very range a text writes: "18–24 нас", "65+", "5-аас доош жил".

    A range with other ends stands for no answer.
    """
    if number(text) is not None:
        return None
    numbers = [float(found) for found in _NUMBERS.findall(text)]
    if len(numbers) == 2 and not _MORE.search(text):
        meant: Range = (numbers[0], numbers[1] + 1)
    elif len(numbers) == 1 and _MORE.search(text):
        meant = (numbers[0], math.inf)
    elif len(numbers) == 1 and _LESS.search(text):
        meant = (min(low for low, _ in ranges.values()), numbers[0])
    else:
        return None
    return next((code for code, limits in ranges.items() if limits == meant), None)


def is_year(value: float) -> bool:
    """Whether a number can be a calendar year."""
    return _EARLIEST <= value <= _LATEST and value == int(value)


def _whole(text: str) -> float | None:
    return float(text) if text.isdigit() else _SPELT.get(text)
