"""Survey numbers in words: rounded to what the interval allows, never without it."""

from __future__ import annotations

from survey.results import Estimate
from ui.view import View


def decimals(low: float | None, high: float | None) -> int:
    """Decimals of a percentage between two proportions: one where the interval is narrower than two points."""
    return 1 if low is not None and high is not None and 100 * (high - low) < 2 else 0


def percent(view: View, estimate: Estimate) -> str:
    """A share in percent for a label, such as "13"; its mark when there is no number."""
    if estimate.estimate is None:
        return f"[{estimate.mark or 'x'}]"
    return view.words.number(100 * estimate.estimate, decimals(estimate.low, estimate.high))


def between(view: View, estimate: Estimate) -> str:
    """The interval of a share in percent, such as "11–15"; empty when there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    places = decimals(estimate.low, estimate.high)
    number = view.words.number
    return f"{number(100 * estimate.low, places)}–{number(100 * estimate.high, places)}"


def cell(view: View, estimate: Estimate, places: int = 1) -> str:
    """A share in percent with its interval and mark for a table, such as "3.1 (2.4–4.0) [u]"."""
    if estimate.estimate is None:
        return percent(view, estimate)
    mark = f" [{estimate.mark}]" if estimate.mark else ""
    value, low, high = (
        None if share is None else view.words.number(100 * share, places)
        for share in (estimate.estimate, estimate.low, estimate.high)
    )
    return f"{value} ({low}–{high}){mark}" if low and high else f"{value}{mark}"


def share(view: View, estimate: Estimate) -> str:
    """A share with its interval: "about 13 in 100 (between 11 and 15)"; said so when hidden or unreliable."""
    t, number = view.t, view.words.number
    if estimate.mark == "c":
        return t("a share that is hidden, as too few respondents stand behind it,")
    if estimate.estimate is None:
        return t("a share that is not available")
    places = decimals(estimate.low, estimate.high)
    value = number(100 * estimate.estimate, places)
    if estimate.low is None or estimate.high is None:
        return t("about {n} in 100 (no interval can be given)", n=value)
    low, high = number(100 * estimate.low, places), number(100 * estimate.high, places)
    if estimate.mark == "u":
        return t("about {n} in 100 (between {low} and {high}; low reliability)", n=value, low=low, high=high)
    return t("about {n} in 100 (between {low} and {high})", n=value, low=low, high=high)


def compared(view: View, first: str, second: str, low: float | None, high: float | None) -> str:
    """How a share compares with another, by the interval of their difference (first less second, 0–1)."""
    t, number = view.t, view.words.number
    if low is None or high is None:
        return t("{first} and {second} cannot be compared", first=first, second=second)
    if low <= 0 <= high:
        return t("{first} is similar to {second}: no difference can be shown", first=first, second=second)
    near, far = sorted((abs(100 * low), abs(100 * high)))
    places = decimals(low, high)
    said = (
        t("{first} is higher than {second} by {low} to {high} percentage points", first=first, second=second, low=number(near, places), high=number(far, places))
        if low > 0
        else t("{first} is lower than {second} by {low} to {high} percentage points", first=first, second=second, low=number(near, places), high=number(far, places))
    )  # fmt: skip
    return said
