"""Checks of the sample design: strata and primary sampling units, as variances need them."""

from __future__ import annotations

from collections.abc import Iterator

from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, absent
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, ROWS_NAMED, Finding, Rule

FEWEST_UNITS = 30
LARGEST_UNIT = 0.1  # share of all respondents

NO_DESIGN = Rule(
    "design_not_matched",
    "columns",
    ACKNOWLEDGE,
    "No column holds primary sampling units: intervals would be those of a simple random sample, and too narrow.",
    "Match the columns of strata and primary sampling units, unless people were drawn one by one.",
)
STRATUM_MISSING = Rule(
    "stratum_missing",
    "rows",
    BLOCKS,
    "Respondents have no stratum in {column}.",
    "Fill in the stratum of each respondent.",
)
PSU_MISSING = Rule(
    "psu_missing",
    "rows",
    BLOCKS,
    "Respondents have no primary sampling unit in {column}.",
    "Fill in the primary sampling unit of each respondent.",
)
ONE_PSU = Rule(
    "stratum_with_one_psu",
    "statistics",
    ACKNOWLEDGE,
    "{count} strata have one primary sampling unit only, such as {value}: their variance cannot be told.",
    "Join them to a neighbouring stratum, or know that their variance is taken around the mean of all units.",
)
TWO_STRATA = Rule(
    "psu_in_two_strata",
    "statistics",
    ACKNOWLEDGE,
    "{count} primary sampling units lie in more than one stratum, such as {value}.",
    "Correct the strata. If codes of units begin anew in each stratum, acknowledge: each part counts as a unit.",
)
FEW_UNITS = Rule(
    "few_psus",
    "statistics",
    ACKNOWLEDGE,
    "The sample has {count} primary sampling units only; intervals will be wide and uncertain.",
    "Check that the right column was matched.",
)
LARGE_UNIT = Rule(
    "psu_large",
    "statistics",
    ACKNOWLEDGE,
    "{share} per cent of the respondents are in one primary sampling unit, {value}.",
    "Check that the right column was matched, and that units were not merged.",
)
FPC_WRONG = Rule(
    "fpc_impossible",
    "rows",
    BLOCKS,
    "The size of the population in {column} is missing, zero or below.",
    "Write for each respondent how many units the stratum has, or the fraction of them that was drawn.",
)
RULES = (
    *(NO_DESIGN, STRATUM_MISSING, PSU_MISSING, ONE_PSU),
    *(TWO_STRATA, FEW_UNITS, LARGE_UNIT, FPC_WRONG),
)


def conditions(look: Look) -> Iterator[Condition]:
    """Respondents without a place in the design."""
    for role, rule in (("stratum", STRATUM_MISSING), ("psu", PSU_MISSING)):
        if role in look.subject.roles:
            column = look.subject.roles[role]
            yield Condition(rule, absent([column.key]), column)
    if "fpc" in look.subject.roles:
        column = look.subject.roles["fpc"]
        wrong = f"NOT coalesce(TRY_CAST({column.key} AS DOUBLE) > 0, false)"
        yield Condition(FPC_WRONG, Part(wrong), column)


def findings(look: Look) -> Iterator[Finding]:
    """Strata and units that variances cannot be told from."""
    psu, stratum = look.subject.key("psu"), look.subject.key("stratum")
    if psu is None:
        if look.rows:
            yield Finding(NO_DESIGN)
        return
    name = look.subject.roles["psu"].name
    look.con.execute(
        f"CREATE OR REPLACE TEMP TABLE units AS SELECT {stratum or 'NULL'} AS stratum, {psu} AS psu, "
        f"count(*) AS respondents, min(row) AS row FROM rows WHERE {psu} IS NOT NULL GROUP BY ALL"
    )
    if stratum:
        alone = look.ask(
            "SELECT stratum, min(row) FROM units WHERE stratum IS NOT NULL "
            "GROUP BY stratum HAVING count(*) = 1 ORDER BY 2"
        )
        if alone:
            column = look.subject.roles["stratum"].name
            yield Finding(ONE_PSU, column, _rows(alone), len(alone), alone[0][0])
        if not look.subject.nested:
            both = look.ask(
                "SELECT psu, max(row) FROM units WHERE stratum IS NOT NULL "
                "GROUP BY psu HAVING count(DISTINCT stratum) > 1 ORDER BY 2"
            )
            if both:
                yield Finding(TWO_STRATA, name, _rows(both), len(both), both[0][0])
    [(units, respondents)] = look.ask("SELECT count(*), sum(respondents) FROM units")
    if 0 < units < FEWEST_UNITS:
        yield Finding(FEW_UNITS, name, count=units)
    elif units:
        sql = "SELECT psu, respondents, row FROM units ORDER BY respondents DESC, row LIMIT 1"
        [(largest, count, row)] = look.ask(sql)
        if count > LARGEST_UNIT * respondents:
            slots: dict[str, object] = {"share": round(100 * count / respondents)}
            yield Finding(LARGE_UNIT, name, (row,), count, largest, slots)


def _rows(found: list[tuple[object, ...]]) -> tuple[int, ...]:
    return tuple(int(str(row[1])) for row in found[:ROWS_NAMED])
