"""Checks of the file as a whole: whether it was here before, and whether it is large enough."""

from __future__ import annotations

from collections.abc import Iterator

from etl.intake.checks.look import Look
from etl.intake.findings import ACKNOWLEDGE, Finding, Rule

PUBLISHED_BEFORE = Rule(
    "published_before",
    "file",
    ACKNOWLEDGE,
    "This very file has been published already, as {published}.",
    "If columns or answers were matched otherwise this time, go on; if not, nothing needs to be done.",
)
FEW_RESPONDENTS = Rule(
    "few_respondents",
    "file",
    ACKNOWLEDGE,
    "The file holds {count} respondents; a figure needs at least {needed} to be shown.",
    "Check that the file is whole. If it is, know that almost every figure will be hidden.",
)
RULES = (PUBLISHED_BEFORE, FEW_RESPONDENTS)


def findings(look: Look) -> Iterator[Finding]:
    """What holds for the file as a whole."""
    file = look.subject.staged.file
    if published := look.context.published.get(file.sha256):
        yield Finding(PUBLISHED_BEFORE, value=file.name, slots={"published": published})
    if look.rows < look.context.min_base:
        yield Finding(FEW_RESPONDENTS, count=look.rows, slots={"needed": look.context.min_base})
