"""Survey numbers in words: rounded to what the interval allows, never without it."""

from __future__ import annotations

from collections.abc import Iterable

from survey.results import Estimate
from ui.view import View


def decimals(low: float | None, high: float | None) -> int:
    """Decimals of a percentage between two proportions: one where the interval is narrower than two points."""
    return 1 if low is not None and high is not None and 100 * (high - low) < 2 else 0


def shared_decimals(estimates: Iterable[Estimate]) -> int:
    """Decimals of percentages that stand in one column: one where all intervals are narrow, or a share is tiny."""
    known = [e for e in estimates if e.estimate is not None]
    tiny = any(0 < (e.estimate or 0) < 0.01 for e in known)
    return int(tiny or all(decimals(e.low, e.high) for e in known))


def percent(view: View, estimate: Estimate, places: int | None = None) -> str:
    """A share in percent for a label, such as "13"; its mark when there is no number."""
    if estimate.estimate is None:
        return f"[{estimate.mark or 'x'}]"
    places = decimals(estimate.low, estimate.high) if places is None else places
    return view.words.number(100 * estimate.estimate, places)


def between(view: View, estimate: Estimate, places: int | None = None) -> str:
    """The interval of a share in percent, such as "11–15"; empty when there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    places = decimals(estimate.low, estimate.high) if places is None else places
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


def quoted(view: View, text: str) -> str:
    """A text in the quotation marks of the language."""
    return f"«{text}»" if view.language == "mn" else f"“{text}”"


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


def inside(name: str) -> str:
    """A name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]


def withheld(view: View, name: str, estimate: Estimate) -> str:
    """What is said in place of a sentence about a share that is hidden or not available."""
    if estimate.mark == "c":
        return view.t("{name}: the share is hidden, as too few respondents stand behind it.", name=name)
    return view.t("{name}: the share is not available.", name=name)


def apart(view: View, first: str, others: str, low: float, high: float) -> str:
    """How far a share lies from that of others, by the interval of their difference (0–1), which holds no zero.

    `others` is "the others", translated as what something is higher or lower than.
    """
    t, number = view.t, view.words.number
    near, far = sorted((abs(100 * low), abs(100 * high)))
    places = max(decimals(low, high), int(near < 0.5))
    slots = {"first": first, "second": others, "low": number(near, places), "high": number(far, places)}
    if low > 0:
        return t("{first} is higher than {second} by {low} to {high} percentage points", **slots)
    return t("{first} is lower than {second} by {low} to {high} percentage points", **slots)
