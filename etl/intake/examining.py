"""Everything about a staged file at once: how it is understood, what must be settled, and what is wrong with it.

Page and command line ask here, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.intake import catalogue, mapping, privacy
from etl.intake.checks import Context, Previous, check
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding
from etl.intake.mapping import Codebook, Mapping, Proposal
from etl.intake.staged import Staged
from etl.publishing import contents
from store import builds, published, survey_queries


@dataclass(frozen=True)
class Examined:
    """A staged file held against the codebook of a survey, with all findings, in the order in which they are told."""

    survey: str
    round: str
    staged: Staged
    book: Codebook
    proposal: Proposal
    findings: tuple[Finding, ...]

    @property
    def mapping(self) -> Mapping:
        """How the file is understood."""
        return self.proposal.mapping


def examine(
    staged: Staged, survey: str, round_: str, *, given: Mapping | None = None, root: Path | None = None
) -> Examined:
    """Hold a staged file against a survey's codebook and its previous round.

    `given` is what a person, a mapping file or the last file of this layout said; the rest is proposed.
    """
    root = root or builds.store_root()
    build = builds.current(root)
    book = mapping.codebook(survey, build)
    year = catalogue.year(round_, given or Mapping())
    proposal = mapping.propose(staged, book, given, year)
    about = context(book, proposal.mapping, round_, build, root)
    findings = (
        *staged.findings,
        *mapping.faults(proposal.mapping if given is None else given, staged, book),
        *mapping.findings(proposal, year),
        *privacy.findings(proposal.private, _published(proposal.mapping)),
        *check(staged, proposal.mapping, about),
    )
    return Examined(survey, round_, staged, book, proposal, findings)


def context(book: Codebook, mapped: Mapping, round_: str, build: str, root: Path) -> Context:
    """What is known of a survey besides the file: its previous round, and the files published before."""
    known = survey_queries.rounds(build, book.survey) if book.published else ()
    earlier = [one for one in known if one.code < round_]
    previous = earlier[-1] if earlier else None
    asked = {q.code for q in book.questions if previous and previous.code in q.rounds}
    return Context(
        book,
        year=catalogue.year(round_, mapped),
        min_base=book.description.min_base,
        previous=Previous(
            previous.code, previous.respondents, survey_queries.microdata(previous, root), previous.weight
        )
        if previous
        else None,
        published=_files(build, root, (book.survey, round_)),
        asked_before=frozenset(asked),
    )


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
    never = {"interviewer", "start", "end", "coordinates", "respondent"}
    answers = (name for target, names in mapped.columns.items() if target not in never for name in names)
    return (*answers, *mapped.keep)


def _files(build: str, root: Path, this: tuple[str, str]) -> dict[str, str]:
    """Checksum of a published file → its round; the round that is being corrected is not among them."""
    found = {}
    for name in contents.of(build, root).manifests:
        manifest = published.read(name, root)
        about = published.key(manifest)[1:]
        if manifest["kind"] == "round" and about != this:
            found[manifest["file"]["sha256"]] = " ".join(about)
    return found
