"""Class breaks: the numbers are mapclassify's, and nothing a person feeds in stops the map."""

import csv
import math
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import mapclassify
import numpy as np
import pytest

from geo.breaks import Breaks, EdgesError, classify, histogram

FIGURES = Path(__file__).parents[2] / "data/raw/figures"
SCHEMES = {
    "quantile": mapclassify.Quantiles,
    "equal": mapclassify.EqualInterval,
    "jenks": mapclassify.FisherJenks,
    "rounded": mapclassify.PrettyBreaks,
}
METHODS = list(SCHEMES)


def random_vectors() -> list[list[float]]:
    random = np.random.default_rng(7)
    makers = [
        lambda n: random.normal(0, 12, n),
        lambda n: random.lognormal(9, 1.2, n),
        lambda n: random.integers(0, 9, n).astype(float),
        lambda n: random.normal(55, 4, n).round(1),
    ]
    return [makers[i % 4](int(random.integers(9, 40))).tolist() for i in range(60)]


def real_vectors() -> list[list[float]]:
    vectors: dict[tuple[str, str], list[float]] = defaultdict(list)
    for file in ("population", "migration", "jobs", "services"):
        with (FIGURES / f"{file}.csv").open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                vectors[row["indicator"], row["year"]].append(float(row["value"]))
    return [vector for vector in vectors.values() if len(set(vector)) > 12]


VECTORS = random_vectors() + real_vectors()


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("k", [3, 5, 7])
def test_the_breaks_and_counts_are_those_of_mapclassify(method: str, k: int) -> None:
    tried = 0
    for vector in VECTORS:
        if len(set(vector)) < k:
            continue
        theirs, ours = SCHEMES[method](np.array(vector), k=k), classify(vector, method, k)
        assert ours.uppers == pytest.approx(tuple(theirs.bins), rel=1e-11)
        if method != "rounded":  # theirs may lay 0.6 above an edge of 0.5999999999999999
            assert ours.counts == tuple(theirs.counts)
        assert [ours.index(value) for value in vector] == np.searchsorted(ours.uppers, vector).tolist()
        tried += 1
    assert tried > 150


def test_manual_edges_are_the_upper_limits_of_mapclassify() -> None:
    vector = [-26.3, -13.4, -2.9, 0.0, 3.6, 11.6, 27.4]
    for edges in ([-20, 0, 10], [0, 30], [-40, -30, 50]):
        theirs = mapclassify.UserDefined(np.array(vector), edges)
        ours = classify(vector, "manual", edges=edges)
        assert ours.uppers == tuple(theirs.bins)
        assert ours.counts == tuple(theirs.counts)


def least_squares(values: list[float], k: int) -> float:
    """The smallest sum of squares within k classes, by trying every cut."""
    ordered = np.sort(values)

    def cost(a: int, b: int) -> float:
        return float(((ordered[a:b] - ordered[a:b].mean()) ** 2).sum())

    best = [cost(0, b) if b else 0.0 for b in range(len(ordered) + 1)]
    for classes in range(2, k + 1):
        best = [
            min((best[a] + cost(a, b) for a in range(classes - 1, b)), default=math.inf)
            for b in range(len(ordered) + 1)
        ]
    return best[-1]


def test_jenks_is_the_optimum_even_where_values_are_far_larger_than_their_spread() -> None:
    random = np.random.default_rng(3)
    for _ in range(12):
        vector = (1_500_000 + random.integers(0, 40, 18)).astype(float).tolist()
        found = classify(vector, "jenks", 4)
        classes = [[v for v in vector if found.index(v) == i] for i in range(len(found))]
        spent = sum(float(((np.array(c) - np.mean(c)) ** 2).sum()) for c in classes)
        assert len(found) == 4
        assert spent == pytest.approx(least_squares(vector, 4), rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_missing_values_are_left_out(method: str) -> None:
    known = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]
    with_gaps = [None, *known, float("nan")]
    assert classify(with_gaps, method, 3) == classify(known, method, 3)
    assert classify(known, method, 3).index(None) is None
    assert classify(known, method, 3).index(float("nan")) is None


@pytest.mark.parametrize("method", METHODS)
def test_every_known_value_is_counted_in_the_class_that_index_names(method: str) -> None:
    for vector in VECTORS:
        for middle in (None, 0.0, float(np.mean(vector))):
            found = classify(vector, method, 5, middle=middle)
            assert sum(found.counts) == len(vector)
            assert all(a < b for a, b in zip(found.uppers, found.uppers[1:], strict=False))
            assert found.lower <= min(vector)
            assert found.uppers[-1] >= max(vector)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("vector", "classes"), [([5.0], 1), ([5.0, 5.0, 5.0], 1), ([0.0, 0.0, 0.0, 1.0], 2)])
def test_fewer_distinct_values_give_fewer_classes(method: str, vector: list[float], classes: int) -> None:
    found = classify(vector, method, 5)
    assert len(found) <= classes
    assert sum(found.counts) == len(vector)
    assert found.index(vector[0]) == 0


@pytest.mark.parametrize("method", METHODS)
def test_nothing_to_classify_gives_no_classes(method: str) -> None:
    assert classify([None, float("nan")], method) == Breaks(lower=0.0, uppers=(), counts=())
    assert classify([], method, middle=0).index(3.0) is None


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, 6, 7])
def test_the_middle_is_always_an_edge_with_at_most_one_class_more(method: str, k: int) -> None:
    for vector in VECTORS[:40]:
        for middle in (0.0, float(np.mean(vector)), max(vector) + 1, min(vector) - 1):
            found = classify(vector, method, k, middle=middle)
            assert middle in (found.lower, *found.uppers)
            assert found.below == sum(upper <= middle for upper in found.uppers)
            assert found.below + found.above == len(found)
            assert sum(found.counts[: found.below]) == sum(value <= middle for value in vector)
            if method != "rounded":
                assert len(found) <= k + 1


def test_net_migration_is_cut_around_zero() -> None:
    rates = [27.4, 11.6, 10.7, 3.6, -2.9, -3.8, -11, -13.3, -13.4, -13.8, -13.9, -14.3, -15.5, -15.9]
    rates += [-15.9, -16.9, -17.8, -22.1, -22.7, -22.7, -24.9, -26.3]
    found = classify(rates, "quantile", 5, middle=0)
    assert (found.below, found.above) == (4, 2)
    assert found.uppers[3] == 0
    assert classify(rates, "rounded", 5, middle=0).uppers == (-20, 0, 20, 40)


def test_manual_edges_keep_the_middle() -> None:
    found = classify([-5, -1, 2, 9], "manual", edges=[-2, 5], middle=0)
    assert (found.uppers, found.counts, found.below) == ((-2, 0, 5, 9), (1, 1, 1, 1), 2)


def test_wrong_edges_are_all_named() -> None:
    with pytest.raises(EdgesError) as wrong:
        classify([1, 2, 3], "manual", edges=[1, "ten", 5, 4, math.inf])  # type: ignore[list-item]
    assert [(problem.kind, problem.position) for problem in wrong.value.problems] == [
        ("not a number", 2),
        ("not above the one before", 4),
        ("not a number", 5),
    ]
    assert "Edge 4 (4) must be above the edge before it (5)" in str(wrong.value)
    with pytest.raises(EdgesError, match="at least one number"):
        classify([1, 2, 3], "manual")


def test_wrong_method_and_number_of_classes_are_refused() -> None:
    with pytest.raises(ValueError, match="quantile"):
        classify([1.0], "magic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="1 or more"):
        classify([1.0], "equal", 0)


def test_another_year_is_counted_on_the_same_edges() -> None:
    first = classify([1, 2, 3, 4, 5, 6], "equal", 3)
    later = first.recounted([0.5, None, 6, 9])
    assert later.uppers == first.uppers
    assert later.counts == (1, 0, 2)


def test_the_histogram_holds_every_value_once() -> None:
    bars = histogram([1, 2, 2, 3, None, 10, float("nan")], bins=50)
    assert len(bars) == 20
    assert sum(bar.count for bar in bars) == 5
    assert (bars[0].lower, bars[-1].upper) == (1, 10)
    assert [(bar.lower, bar.upper, bar.count) for bar in histogram([4, 4])] == [(4, 4, 2)]
    assert histogram([None]) == ()


def test_command_lines_do_not_wait_for_mapclassify() -> None:
    code = "import sys, geo.breaks; sys.exit('mapclassify' in sys.modules or 'sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=FIGURES.parents[2], check=False).returncode == 0
