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
from etl.intake.mapping import Mapping, template
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
    staged = clean.stage(table.drop(columns=[*change.drop]), folder, change.cells.items(), change.more)
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


@pytest.fixture(scope="module")
def together(
    respondents: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory, context: Context
) -> list[Finding]:
    """What the checks find in one file with every break that can stand beside the others."""
    changes = [item for change in BREAKS.values() if change.is_a_cell for item in change.cells.items()]
    staged = clean.stage(respondents, tmp_path_factory.mktemp("together"), changes)
    return checks.check(staged, clean.mapping(staged), context)


@pytest.mark.parametrize("code", [code for code, change in BREAKS.items() if change.is_a_cell])
def test_all_problems_are_told_at_once(code: str, together: list[Finding]) -> None:
    change = BREAKS[code]
    [fired] = [f for f in together if f.rule.code == code and f.column == change.column]
    assert (fired.rows, fired.count) == (change.rows, len(change.rows or ()))
    assert_it_can_be_read(fired)


@pytest.mark.parametrize("code", [code for code, change in BREAKS.items() if not change.is_a_cell])
def test_a_rule_fires_on_what_breaks_it(
    code: str, respondents: pd.DataFrame, tmp_path: Path, context: Context
) -> None:
    change = BREAKS[code]
    fired = [f for f in found(respondents, tmp_path, context, change) if f.rule.code == code]
    assert fired
    first = fired[0]
    if change.rows is not None:
        assert (first.rows, first.count) == (change.rows, len(change.rows))
    if change.column is not None:
        assert first.column == change.column
    assert_it_can_be_read(first)


def assert_it_can_be_read(finding: Finding) -> None:
    """Its sentences are whole, and nothing in them is empty."""
    for sentence in (finding.message, finding.remedy):
        assert "None" not in sentence
        assert sentence.endswith(".")


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


def test_a_file_of_hundreds_of_columns_fits_into_memory(tmp_path: Path) -> None:
    table = pd.DataFrame({f"q{place}": [*"abcde"] * 30 for place in range(400)})
    staged = clean.stage(table, tmp_path / "staged")
    found = checks.check(staged, Mapping(), Context(template("people")))
    assert "question_not_matched" in {finding.rule.code for finding in found}
