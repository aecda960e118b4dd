"""Checks of weights: each respondent has one, and together they stand for the population."""

from __future__ import annotations

from collections.abc import Iterator

from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, absent, among, is_not_measured, number
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Rule

TIMES_MEDIAN = 10
POPULATION_PCT = 5  # difference from the stated population that is told
PREVIOUS_PCT = 20
MARGIN_POINTS = 5
DESIGN_EFFECT = 2.0
SUM_IS_COUNT = 0.001

NO_WEIGHT = Rule(
    "weight_not_matched",
    "columns",
    ACKNOWLEDGE,
    "No column holds weights: everybody would count the same.",
    "Match the column of weights, or calibrate to official totals here.",
)
MISSING = Rule(
    "weight_missing",
    "rows",
    BLOCKS,
    "Respondents have no weight in {column}.",
    "Give each respondent a weight, or delete the rows that were not interviewed.",
)
TEXT = Rule(
    "weight_text",
    "rows",
    BLOCKS,
    "Weights in {column} are no numbers, such as {value}.",
    "Write plain digits with one sign for decimals.",
)
ZERO = Rule(
    "weight_zero",
    "rows",
    ACKNOWLEDGE,
    "Respondents have the weight zero in {column}: they count for nobody.",
    "Check whether they belong to the sample; if not, delete them.",
)
NEGATIVE = Rule(
    "weight_negative",
    "rows",
    BLOCKS,
    "Weights in {column} are below zero.",
    "Correct the weights; calibration with bounds keeps them above zero.",
)
EXTREME = Rule(
    "weight_extreme",
    "rows",
    ACKNOWLEDGE,
    "Weights in {column} are more than {times} times the middle one, which is {median}.",
    "Look for slips of the decimal sign; if the weights are right, trim them or merge small groups.",
)
EQUAL = Rule(
    "weights_equal",
    "statistics",
    ACKNOWLEDGE,
    "All weights are the same: {value}.",
    "Right for a sample in which everybody had the same chance; check that this was so.",
)
COUNT = Rule(
    "weights_sum_to_sample",
    "statistics",
    ACKNOWLEDGE,
    "The weights add up to the number of respondents, {total}, and not to a population.",
    "Shares will be right and numbers of people wrong: bring weights that stand for people, or calibrate here.",
)
POPULATION = Rule(
    "weights_sum_off",
    "statistics",
    ACKNOWLEDGE,
    "The weights add up to {total}; the stated population is {population}.",
    "Correct the weights or the stated population, or calibrate here.",
)
PREVIOUS = Rule(
    "weights_sum_changed",
    "statistics",
    ACKNOWLEDGE,
    "The weights add up to {total}; those of round {round} added up to {before}.",
    "Check that both rounds stand for the same population.",
)
EFFECT = Rule(
    "weights_design_effect",
    "statistics",
    ACKNOWLEDGE,
    "Unequal weights alone make intervals as wide as those of a sample of {effective} instead of {count} respondents "
    "(design effect {effect}).",
    "Look for extreme weights; trim them or calibrate to fewer, larger groups.",
)
MARGIN = Rule(
    "weights_off_margin",
    "statistics",
    ACKNOWLEDGE,
    "By the weights {value} has {share} per cent of {margin}; official figures say {official}.",
    "Calibrate to the official figures here, or find out why the sample differs.",
)
RULES = (
    *(NO_WEIGHT, MISSING, TEXT, ZERO, NEGATIVE, EXTREME),
    *(EQUAL, COUNT, POPULATION, PREVIOUS, EFFECT, MARGIN),
)


def conditions(look: Look) -> Iterator[Condition]:
    """Respondents whose weight is missing or cannot be one."""
    if "weight" not in look.subject.roles:
        return
    column = look.subject.roles["weight"]
    value, measured = number(column.key), look.numbers[column.key]
    yield Condition(MISSING, absent([column.key]), column)
    yield Condition(TEXT, is_not_measured(column.key), column)
    yield Condition(ZERO, Part(f"{value} = 0"), column)
    yield Condition(NEGATIVE, Part(f"{value} < 0"), column)
    if measured.median > 0:
        slots: dict[str, object] = {"times": TIMES_MEDIAN, "median": measured.median}
        extreme = Part(f"{value} > ?", (TIMES_MEDIAN * measured.median,))
        yield Condition(EXTREME, extreme, column, slots=slots)


def findings(look: Look) -> Iterator[Finding]:
    """What the weights do together."""
    subject, context = look.subject, look.context
    if "weight" not in subject.roles:
        if not subject.calibrated and look.rows:
            yield Finding(NO_WEIGHT)
        return
    column = subject.roles["weight"]
    measured = look.numbers[column.key]
    count, total = measured.positive, measured.total
    if count < 2:
        return
    said: dict[str, object] = {"total": round(total)}
    if measured.least == measured.most:
        yield Finding(EQUAL, column.name, count=count, value=f"{measured.most:g}")
    if abs(total / count - 1) < SUM_IS_COUNT:
        yield Finding(COUNT, column.name, count=count, slots=said)
        return
    if context.population and abs(total / context.population - 1) > POPULATION_PCT / 100:
        yield Finding(POPULATION, column.name, count=count, slots={**said, "population": context.population})
    effect = count * measured.squares / total**2
    if effect > DESIGN_EFFECT:
        slots: dict[str, object] = {"effect": round(effect, 1), "effective": round(count / effect)}
        yield Finding(EFFECT, column.name, count=count, slots=slots)
    if context.previous:
        [(before,)] = look.ask(context.previous.total)
        if before and abs(total / before - 1) > PREVIOUS_PCT / 100:
            slots = {**said, "before": round(before), "round": context.previous.round}
            yield Finding(PREVIOUS, column.name, count=count, slots=slots)
    yield from _margins(look, number(column.key))


def _margins(look: Look, weight: str) -> Iterator[Finding]:
    """Levels of official margins of one variable whose weighted share is far from the official one."""
    for margin in look.context.margins:
        asked = look.subject.questions.get(margin.name)
        if asked is None or asked.type != "one":
            continue
        shares = {level: total / margin.population for (level,), total in margin.targets.items()}
        parts = [look.answered(asked, {level}) for level in shares]
        known = among(asked.column.key, [t for t, code in asked.answers.items() if code in shares])
        sums = ", ".join(f"sum({weight}) FILTER (WHERE {part.sql})" for part in (*parts, known))
        values = [v for part in (*parts, known) for v in part.values]
        [(*by_level, whole)] = look.ask(f"SELECT {sums} FROM sampled", values)
        for (level, official), weighted in zip(shares.items(), by_level, strict=True):
            share = (weighted or 0) / whole if whole else official
            if abs(share - official) > MARGIN_POINTS / 100:
                slots: dict[str, object] = {
                    "margin": margin.name,
                    "share": round(100 * share, 1),
                    "official": round(100 * official, 1),
                }
                yield Finding(MARGIN, asked.column.name, value=level, slots=slots)
