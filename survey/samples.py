"""What a round's sample is worth: respondents, stages, and what its weights cost in precision."""

from __future__ import annotations

from typing import NamedTuple

from store import survey_queries
from survey.questions import design_of, engine_of, round_of
from survey.sums import tally


class Sample(NamedTuple):
    """The facts of a round's sample.

    `n` respondents have a weight above zero. `deff_weights` is Kish's design effect of unequal weights,
    n Σw² / (Σw)² (Kish 1965, Survey Sampling, section 11.7), `n_eff` = n / deff_weights. `spread` is the 99th
    percentile of weights over their median; the largest weight is not told, for it belongs to one respondent.
    """

    round: str
    n: int
    strata: int
    units: int
    df: int
    deff_weights: float
    n_eff: float
    spread: float
    single_psu: tuple[object, ...]
    rule: str


def sample(build: str, survey: str, round: str) -> Sample:
    """The facts of a round. Raises SurveyError for a round that is not there."""
    here = round_of(build, survey, round)
    engine = engine_of(str(survey_queries.microdata(here)))
    frame = tally(engine, design_of(here), ()).frame
    weight = engine.table[here.weight].cast("float64")
    used = engine.table.filter(weight > 0).select(w=weight)
    (first,) = engine.run(
        used.agg(
            n=used.count(),
            sum=used.w.sum(),
            squares=(used.w * used.w).sum(),
            middle=used.w.quantile(0.5),
            heavy=used.w.quantile(0.99),
        )
    ).to_pylist()
    deff = first["n"] * first["squares"] / float(first["sum"]) ** 2
    return Sample(
        round, int(first["n"]), len(frame.strata), len(frame.parents[0]), frame.degrees_of_freedom(),
        deff, first["n"] / deff, first["heavy"] / first["middle"], frame.lonely(), here.single_psu,
    )  # fmt: skip
