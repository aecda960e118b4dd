"""Class breaks for maps: where one class ends and the next begins, in numbers only."""

import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np

Method = Literal["quantile", "equal", "jenks", "rounded", "manual"]
METHODS: tuple[Method, ...] = get_args(Method)
FLOAT32_SAFE_RATIO = 100


@dataclass(frozen=True)
class EdgeProblem:
    """Why one edge cannot be used: its place in the list from 1, what was given, and the edge before it."""

    kind: Literal["none given", "not a number", "not above the one before"]
    position: int = 0
    given: object = None
    before: float | None = None

    def __str__(self) -> str:
        if self.kind == "none given":
            return "No edges given: give at least one number where a class ends"
        if self.kind == "not a number":
            return f"Edge {self.position} ({self.given!r}) is not a number"
        return f"Edge {self.position} ({self.given:g}) must be above the edge before it ({self.before:g})"


class EdgesError(ValueError):
    """Edges given by a person cannot be used; `problems` holds every fault."""

    def __init__(self, problems: Sequence[EdgeProblem]) -> None:
        super().__init__("; ".join(map(str, problems)) + ".")
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Breaks:
    """Classes of a map: class i holds the values above the edge before it and up to `uppers[i]`.

    `lower` is the lowest edge; `below` counts the classes that lie at or below `middle`.
    """

    lower: float
    uppers: tuple[float, ...]
    counts: tuple[int, ...]
    middle: float | None = None
    below: int = 0

    def __len__(self) -> int:
        return len(self.uppers)

    @property
    def above(self) -> int:
        """Number of classes above `middle`, or 0 when there is no middle."""
        return 0 if self.middle is None else len(self.uppers) - self.below

    def index(self, value: float | None) -> int | None:
        """Class of a value (0 is the lowest); None when it is missing; beyond the ends the end class."""
        if value is None or math.isnan(value) or not self.uppers:
            return None
        return next((i for i, upper in enumerate(self.uppers) if value <= upper), len(self.uppers) - 1)

    def recounted(self, values: Iterable[float | None]) -> "Breaks":
        """The same edges with the counts of other values, such as another year's."""
        counts = [0] * len(self.uppers)
        for value in values:
            if (found := self.index(value)) is not None:
                counts[found] += 1
        return replace(self, counts=tuple(counts))


@dataclass(frozen=True)
class Bin:
    """One bar of a histogram: `count` values from `lower` to `upper`."""

    lower: float
    upper: float
    count: int


def classify(
    values: Iterable[float | None],
    method: Method,
    k: int = 5,
    *,
    edges: Sequence[float] | None = None,
    middle: float | None = None,
) -> Breaks:
    """Cut values into at most k classes, or k + 1 when `middle` must fall on an edge.

    The edges are those of mapclassify for the same values. `rounded` may give fewer or more classes than
    asked, because round edges come first; `manual` takes the upper limits in `edges` and adds a class for
    values above the last one. Missing values are left out. Raises EdgesError for unusable `edges`.
    """
    if method not in METHODS:
        raise ValueError(f"Unknown method {method!r}: use one of {', '.join(METHODS)}.")
    if k < 1:
        raise ValueError(f"The number of classes must be 1 or more, not {k}.")
    limits = checked_edges(edges) if method == "manual" else []
    known = _known(values)
    if not known.size:
        return Breaks(lower=0.0, uppers=(), counts=(), middle=middle)
    lower = float(known.min())
    if middle is None:
        uppers = _uppers(known, method, k, limits)
        below = 0
    else:
        lower = min(lower, middle)
        uppers = _around(known, method, k, limits, middle)
        below = sum(upper <= middle for upper in uppers)
    empty = Breaks(lower=lower, uppers=tuple(uppers), counts=(), middle=middle, below=below)
    return empty.recounted(known.tolist())


def checked_edges(edges: Sequence[Any] | None) -> list[float]:
    """Edges as numbers; raises EdgesError naming every one that is no number or does not rise."""
    if not edges:
        raise EdgesError([EdgeProblem("none given")])
    problems: list[EdgeProblem] = []
    numbers: list[float] = []
    for position, edge in enumerate(edges, start=1):
        try:
            number = float(edge)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            problems.append(EdgeProblem("not a number", position, edge))
            continue
        if numbers and number <= numbers[-1]:
            problems.append(EdgeProblem("not above the one before", position, number, numbers[-1]))
        numbers.append(number)
    if problems:
        raise EdgesError(problems)
    return numbers


def histogram(values: Iterable[float | None], bins: int = 12) -> tuple[Bin, ...]:
    """The distribution of values in at most 20 bars of equal width; one bar when all are the same."""
    known = _known(values)
    if not known.size:
        return ()
    low, high = float(known.min()), float(known.max())
    if low == high:
        return (Bin(low, high, int(known.size)),)
    counts, edges = np.histogram(known, bins=max(1, min(bins, 20)))
    steps = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    return tuple(Bin(lower, upper, count) for lower, upper, count in steps)


def _known(values: Iterable[float | None]) -> np.ndarray:
    known = np.array([math.nan if value is None else float(value) for value in values], dtype=float)
    return known[np.isfinite(known)]


def _uppers(known: np.ndarray, method: Method, k: int, limits: list[float]) -> list[float]:
    if method == "manual":
        return limits if limits[-1] >= known.max() else [*limits, float(known.max())]
    distinct = len(np.unique(known))
    k = min(k, distinct)
    if k == 1:
        return [float(known.max())]
    # scikit-learn comes with it and takes a second, which a command line should not wait for.
    import mapclassify

    scheme: dict[Method, Callable[..., Any]] = {
        "quantile": mapclassify.Quantiles,
        "equal": mapclassify.EqualInterval,
        "jenks": mapclassify.FisherJenks,
        "rounded": mapclassify.PrettyBreaks,
    }
    # Its Fisher-Jenks sums squares in float32 and loses its way when values are far larger than their spread.
    shift = method == "jenks" and abs(known).max() > FLOAT32_SAFE_RATIO * known.std()
    ordered = np.sort(known)
    base = ordered - ordered.mean() if shift else known
    # Neither is news; and no catch_warnings, which would swap the filters of the other visitors' threads.
    warnings.filterwarnings("ignore", message="Numba not installed|Not enough unique values")
    bins = scheme[method](base, k=k).bins
    if shift:
        bins = ordered[np.searchsorted(np.sort(base), bins)]
    if method == "rounded":
        # 0.6 must not fall above an edge shown as 0.6 and stored as 0.5999999999999999.
        bins = [float(f"{edge:.12g}") for edge in bins]
    return np.unique(bins).tolist()


def _around(known: np.ndarray, method: Method, k: int, limits: list[float], middle: float) -> list[float]:
    """Upper edges of which one is `middle`, each side cut by the method on its own values."""
    if method == "manual":
        uppers = _uppers(known, method, k, limits)
        return uppers if middle < min(uppers[0], known.min()) else sorted({*uppers, middle})
    low, high = known[known <= middle], known[known > middle]
    if method == "rounded" and len(low) and len(high):
        whole = _uppers(known, method, k, limits)
        if middle in whole:
            return whole
    for_low, for_high = _shares(low, high, method, k, middle)
    uppers = []
    if len(low):
        uppers = [*_side(low, method, for_low, middle)[:-1], middle]
    if len(high):
        uppers += [edge for edge in _side(high, method, for_high, middle) if edge > middle]
    return uppers


def _side(side: np.ndarray, method: Method, k: int, middle: float) -> list[float]:
    """Edges of one side; methods that cut the range, not the values, run up to the middle itself."""
    if method in ("equal", "rounded") and k > 1:
        side = np.append(side, middle)
    return _uppers(side, method, k, [])


def _shares(low: np.ndarray, high: np.ndarray, method: Method, k: int, middle: float) -> tuple[int, int]:
    """Classes for either side: by its values, or by its range where the method cuts the range.

    From four classes on, neither side has fewer than two, so that a diverging palette says more than a sign.
    """
    if not len(low) or not len(high):
        return k, k
    if method in ("equal", "rounded"):
        share = (middle - low.min()) / (high.max() - low.min())
    else:
        share = len(low) / (len(low) + len(high))
    fewest = 2 if k >= 4 else 1
    below = max(fewest, int(k * share + 0.5))
    above = max(fewest, int(k * (1 - share) + 0.5))
    if share > 0.5:
        return min(below, k + 1 - above), above
    return below, min(above, k + 1 - below)
