"""Counts and the rates made of them, so that a person can change from one to the other."""

from __future__ import annotations

import re

from store.queries import Indicator
from ui.view import View

_PER_PERSON = re.compile(r"^\d+ \* (\w+) / (population_\w+|gdp_population)$")


def counterpart(view: View, indicator: Indicator) -> Indicator | None:
    """The rate per person made of a count, or the count that such a rate is made of."""
    bases = {
        code: match[1]
        for code, other in view.indicators.items()
        if (match := _PER_PERSON.match(other.formula or ""))
    }
    if indicator.code in bases:
        return view.indicators[bases[indicator.code]]
    rate = next((code for code, base in bases.items() if base == indicator.code), None)
    return view.indicators[rate] if rate else None
