"""All rules that a survey file may break, whichever step of the intake finds it."""

from __future__ import annotations

from etl.intake import checks, mapping, privacy, reading, weights
from etl.intake.findings import Rule
from etl.publishing.figures import rules as figures

_STEPS: tuple[tuple[Rule, ...], ...] = (
    *(reading.RULES, mapping.RULES, privacy.RULES, checks.RULES, weights.RULES),
    figures.RULES,
)


def rules() -> tuple[Rule, ...]:
    """Every rule, step by step."""
    return tuple(rule for step in _STEPS for rule in step)
