"""Everything about a staged file at once: how it is understood, what must be settled, and what is wrong with it.

Page and command line ask here, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from etl.intake import catalogue, checks, mapping, privacy, weights
from etl.intake.checks import Context
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Refused
from etl.intake.mapping import TEMPLATE, Codebook, Mapping, Proposal
from etl.intake.mapping.rules import UNTOLD
from etl.intake.staged import Staged
from store import builds
from survey.calibration import CalibrationError


@dataclass(frozen=True)
class Examined:
    """A staged file held against the codebook of a survey, with all findings, in the order in which they are told."""

    survey: str
    round: str
    staged: Staged
    book: Codebook
    proposal: Proposal
    context: Context
    findings: tuple[Finding, ...]

    @property
    def mapping(self) -> Mapping:
        """How the file is understood."""
        return self.proposal.mapping


def examine(
    staged: Staged,
    survey: str = "",
    round_: str = "",
    *,
    given: Mapping | None = None,
    root: Path | None = None,
) -> Examined:
    """Hold a staged file against a survey's codebook and its previous round in the build in use.

    `given` is what a person, a mapping file or the last file of this layout said; the rest is proposed. Without
    a survey, or a build, it is the canonical codebook; nothing is asked of a survey that was not named.
    Raises Refused for totals in the mapping that the weights cannot be held against.
    """
    root = root or builds.store_root()
    build = builds.current(root) if (root / "CURRENT").is_file() else None
    book = mapping.codebook(survey or TEMPLATE, build)
    said = given or Mapping()
    year = catalogue.year(round_, said) if round_ or said.round.get("year") else None
    proposal = mapping.propose(staged, book, given, year)
    try:
        known = checks.context(book, proposal.mapping, year, round_, build, root)
    except CalibrationError as error:
        raise Refused(weights.impossible(error)) from error
    faults = mapping.faults(proposal.mapping if given is None else given, staged, book)
    found = [
        *staged.findings,
        *(fault for fault in faults if survey or fault.rule is not UNTOLD),
        *mapping.findings(proposal, year),
        *checks.check(staged, proposal.mapping, known, proposal.review),
    ]
    hidden = proposal.hidden
    found = [
        *(replace(one, value=privacy.masked(one.value)) if one.column in hidden else one for one in found),
        *privacy.findings(proposal.private, _published(proposal.mapping), hidden=hidden),
    ]
    return Examined(survey, round_, staged, book, proposal, known, tuple(checks.in_order(found)))


def blocked(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that nothing but a change of file or mapping can lift."""
    return [finding for finding in findings if finding.rule.severity == BLOCKS]


def in_the_way(findings: Iterable[Finding], acknowledged: frozenset[str] = frozenset()) -> list[Finding]:
    """The findings that keep a round from being published: blocking, or not acknowledged by their code."""
    return [
        finding
        for finding in findings
        if finding.rule.severity == BLOCKS
        or (finding.rule.severity == ACKNOWLEDGE and finding.rule.code not in acknowledged)
    ]


def _published(mapped: Mapping) -> tuple[str, ...]:
    """The columns whose answers would be published."""
    never = {"interviewer", "start", "end", "coordinates"}
    answers = (name for target, names in mapped.columns.items() if target not in never for name in names)
    return (*answers, *mapped.keep)
