"""Questions to respondents kept in memory have the same answers, to the bit, as questions to their file."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from survey import calibrated, resident
from survey.calibration import Margin
from survey.design import Design, SurveyError
from survey.engines import Embedded
from survey.resident import Resident
from survey.sums import Sums, tally

DESIGN = Design("w", "h", ("j",), nested=True)
SEX = Margin(("sex",), {("f",): 52_000.0, ("m",): 48_000.0})
PLACE = Margin(("place",), {(str(i),): 100_000 / 70 for i in range(70)})


def people(rows: int, units: int, seed: int = 3) -> dict[str, np.ndarray]:
    """Four strata of units whose names start anew; an answer is missing now and then, some weights are zero."""
    some = np.random.default_rng(seed)
    answer = np.array(["a", "b", "c"])[some.integers(0, 3, rows)].astype(object)
    answer[some.random(rows) < 0.05] = None
    weight = some.gamma(2, 30, rows)
    weight[some.random(rows) < 0.02] = 0
    return {
        "h": some.integers(0, 4, rows),
        "j": some.integers(0, units, rows),
        "sex": np.array(["f", "m"])[some.integers(0, 2, rows)],
        "place": some.integers(0, 70, rows).astype(str),
        "a": answer,
        "w": weight,
    }


def engine_of(columns: dict[str, np.ndarray], turned: bool = False) -> Embedded:
    order = np.arange(len(columns["w"]))
    order = (
        np.random.default_rng(1).permutation(order) if turned else np.lexsort((columns["j"], columns["h"]))
    )
    return Embedded(pa.table({name: column[order] for name, column in columns.items()}))


def same(first: Sums, second: Sums) -> None:
    assert first.levels == second.levels
    for name in ("unit", "weight", "rows", "positive"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), err_msg=name)
    for name, codes in first.codes.items():
        np.testing.assert_array_equal(codes, second.codes[name], err_msg=name)


@pytest.mark.parametrize("turned", [False, True], ids=["in the order of units", "shuffled"])
@pytest.mark.parametrize("keys", [(), ("a",), ("sex", "place", "a")], ids=str)
@pytest.mark.parametrize("units", [3, 2000], ids=["large units", "small units"])
def test_sums_are_those_of_the_file(units: int, keys: tuple[str, ...], turned: bool) -> None:
    columns = people(20_000, units)
    kept = Resident(engine_of(columns, turned), DESIGN, ("sex", "place", "a"))
    same(kept.tally(keys), tally(engine_of(columns), DESIGN, keys))


def test_cells_of_many_blocks_and_cells_that_are_sorted_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = people(5000, 50)
    kept = Resident(engine_of(columns), DESIGN, ("sex", "place", "a"))
    whole = kept.tally(("place", "a"))
    monkeypatch.setattr(resident, "BLOCK", 3000)
    same(kept.tally(("place", "a")), whole)
    monkeypatch.setattr(resident, "SPARSE", 0)
    same(kept.tally(("place", "a")), whole)


def test_respondents_without_weights_are_counted() -> None:
    columns = people(2000, 5)
    design = Design(None, "h", ("j",), nested=True)
    same(
        Resident(engine_of(columns), design, ("a",)).tally(("a",)), tally(engine_of(columns), design, ("a",))
    )


@pytest.mark.parametrize("turned", [False, True], ids=["in the order of units", "shuffled"])
def test_calibrated_weights_are_in_the_order_of_the_file_and_meet_the_margins(turned: bool) -> None:
    engine = engine_of(people(20_000, 50), turned)
    done, weight = Resident(engine, DESIGN, ("sex", "place")).calibrated([SEX, PLACE])
    file = engine.run(engine.table).to_pandas()
    for margin in (SEX, PLACE):
        sums = np.bincount(file[margin.name].astype("category").cat.codes, weight)
        targets = [margin.targets[(level,)] for level in sorted(file[margin.name].unique())]
        np.testing.assert_allclose(sums, targets, rtol=1e-10)
    through_file = calibrated.calibrate(tally(engine, DESIGN, ("sex", "place")), [SEX, PLACE])
    held = through_file.calibrated
    assert held is not None
    np.testing.assert_allclose(done.factor, held.calibration.factor, rtol=1e-12)


def test_a_sample_without_units_is_refused() -> None:
    with pytest.raises(SurveyError, match="straight from the file"):
        Resident(engine_of(people(100, 2)), Design("w"), ("a",))
