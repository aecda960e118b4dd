"""Every rule of the checks fires on a file that breaks it, and none on a clean one."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from etl.intake import checks
from etl.intake.checks import Context, Previous
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding
from etl.intake.mapping import template
from etl.intake.rules import rules
from tests.etl.intake import clean
from tests.etl.intake.breaks import BREAKS, Break


@pytest.fixture(scope="module")
def respondents() -> pd.DataFrame:
    return clean.respondents()


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """What is known beside the clean file: a round before it, and how many people it stands for."""
    file = clean.published(clean.respondents(8), tmp_path_factory.mktemp("published") / "2023.parquet")
    previous = Previous("2023", clean.RESPONDENTS, file, "weight")
    return Context(template("new"), 2025, population=320_000, previous=previous)


def found(table: pd.DataFrame, folder: Path, context: Context, change: Break) -> list[Finding]:
    """What the checks find in the clean file after a change."""
    staged = clean.stage(table.drop(columns=[*change.drop]), folder, change.cells, change.more)
    columns = [replace(c, distinct=change.distinct.get(c.name, c.distinct)) for c in staged.columns]
    staged = replace(staged, columns=tuple(columns))
    mapping = replace(clean.mapping(staged), rules={**change.rules})
    known = dict(change.context)
    if before := known.pop("respondents_before", None):
        assert context.previous
        known["previous"] = replace(context.previous, respondents=before)
    return checks.check(staged, mapping, replace(context, **known))


def test_a_clean_file_breaks_no_rule(respondents: pd.DataFrame, tmp_path: Path, context: Context) -> None:
    assert found(respondents, tmp_path, context, Break()) == []


def test_every_rule_has_what_breaks_it() -> None:
    assert sorted(rule.code for rule in checks.RULES) == sorted(BREAKS)


@pytest.mark.parametrize("code", BREAKS)
def test_a_rule_fires_on_what_breaks_it(
    code: str, respondents: pd.DataFrame, tmp_path: Path, context: Context
) -> None:
    change = BREAKS[code]
    fired = [f for f in found(respondents, tmp_path, context, change) if f.rule.code == code]
    assert fired
    first = fired[0]
    if change.rows is not None:
        assert first.rows == change.rows
        assert first.count == len(change.rows)
    if change.column is not None:
        assert first.column == change.column
    for sentence in (first.message, first.remedy):
        assert "None" not in sentence
        assert sentence.endswith(".")


def test_all_problems_are_told_at_once(respondents: pd.DataFrame, tmp_path: Path, context: Context) -> None:
    codes = ("weight_negative", "respondent_twice", "outside_codebook", "date_in_future", "totals_rows")
    cells = {name: sql for code in codes for name, sql in BREAKS[code].cells.items()}
    together = Break(cells, BREAKS["totals_rows"].more)
    fired = {finding.rule.code: finding for finding in found(respondents, tmp_path, context, together)}
    assert set(codes) <= set(fired)
    for code in codes:
        assert fired[code].rows == BREAKS[code].rows


def test_rules_have_codes_of_their_own_and_fit_the_registry() -> None:
    known = rules()
    assert len({rule.code for rule in known}) == len(known) >= 50
    assert {rule.group for rule in known} == set(checks.GROUPS)
    assert {rule.severity for rule in known} <= {BLOCKS, ACKNOWLEDGE, NOTE}
    assert len({rule.message for rule in known}) == len(known)
    for rule in known:
        for sentence in (rule.message, rule.remedy):
            assert all(
                name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence)
            )


def test_only_the_first_rows_are_named(respondents: pd.DataFrame, tmp_path: Path, context: Context) -> None:
    [finding] = [
        f
        for f in found(respondents, tmp_path, context, Break({"weight": "'-1'"}))
        if f.rule.code == "weight_negative"
    ]
    assert finding.count == clean.RESPONDENTS
    assert finding.rows == tuple(range(2, 102))
