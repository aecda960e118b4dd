"""Checks of a staged and matched file: every rule that it breaks, with the rows of the person's own file.

A file is profiled in one scan, all conditions on rows are counted in a second one, and only those that some
row breaks ask for its rows in a third; the rest are small questions to groups.
"""

from __future__ import annotations

from collections.abc import Iterable

from etl.intake.checks import (
    answers,
    apart,
    columns,
    design,
    earlier,
    files,
    interviews,
    logic,
    respondents,
    weighting,
)
from etl.intake.checks.context import Context, Previous
from etl.intake.checks.known import context
from etl.intake.checks.look import look
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding, Rule
from etl.intake.mapping.model import Mapping
from etl.intake.mapping.review import Review
from etl.intake.staged import Staged

__all__ = ["GROUPS", "RULES", "Context", "Previous", "check", "context", "in_order"]

_OF_ROWS = (columns, answers, respondents, weighting, design, interviews, logic)
_OF_ALL = (files, columns, answers, respondents, weighting, design, interviews, earlier)
GROUPS = ("file", "columns", "rows", "statistics")
RULES: tuple[Rule, ...] = tuple(
    rule
    for module in (files, apart, columns, answers, respondents, weighting, design, interviews, logic, earlier)
    for rule in module.RULES
)


def check(staged: Staged, mapping: Mapping, known: Context, seen: Review | None = None) -> list[Finding]:
    """Everything that is wrong with a file or must be known about it, by group: file, columns, rows, statistics.

    Columns that a mapping names and the file does not have are passed over: `mapping.faults` says them. `seen`
    is how the mapping reads the file, where that is known already.
    """
    with look(staged, mapping, known, seen) as at:
        found = [*at.apart]
        found += at.named([condition for module in _OF_ROWS for condition in module.conditions(at)])
        found += [finding for module in _OF_ALL for finding in module.findings(at)]
    return in_order(found)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by group, those that block first."""
    severities = (BLOCKS, ACKNOWLEDGE, NOTE)
    return sorted(
        findings, key=lambda f: (GROUPS.index(f.rule.group), severities.index(f.rule.severity), f.rule.code)
    )
