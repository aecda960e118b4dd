"""From an examined file to a round that may be published; whatever is in the way is said, all of it."""

from __future__ import annotations

from typing import NamedTuple

from etl.intake import privacy
from etl.intake.accepted import Accepted
from etl.intake.examining import Examined, blocked, in_the_way
from etl.intake.findings import Finding, Refused
from etl.intake.harmonise import Harmonised, harmonise
from etl.intake.weights import Weighed, weigh
from store import builds


class Made(NamedTuple):
    """A round in codes, what is known of it only then, and what became of its weights."""

    made: Harmonised
    findings: list[Finding]
    weights: Weighed


def prepare(seen: Examined) -> tuple[Harmonised, list[Finding]]:
    """Turn the file into codes; returns the round, and what is known of it only then. Raises Refused as `weighed`."""
    made, later, _ = weighed(seen)
    return made, later


def weighed(seen: Examined) -> Made:
    """Turn the file into codes, weights and all.

    Raises Refused with what blocks, weights that cannot be calibrated among it.
    """
    if blocking := blocked(seen.findings):
        raise Refused(blocking)
    build = builds.current()
    weights = weigh(
        harmonise(seen.staged, seen.mapping, seen.survey, seen.round, build, seen.proposal.review),
        seen.book,
        build,
    )
    made = weights.made
    asked = {wording["question"] for wording in made.tables["wording"]}  # the others are of rounds before
    presets = [str(question["question"]) for question in made.tables["question"] if question["preset"]]
    quasi = [name for name in presets if name in asked]
    alone = privacy.anonymity(made.respondents, quasi)
    return Made(made, [*made.findings(), *weights.findings(), *privacy.findings((), (), alone)], weights)


def accept(seen: Examined, acknowledged: frozenset[str]) -> Accepted:
    """The round as it may be published, its findings acknowledged by their codes.

    Raises Refused with everything that blocks or is not acknowledged.
    """
    made, later = prepare(seen)
    if open_ := in_the_way((*seen.findings, *later), acknowledged):
        raise Refused(open_)
    known = {finding.rule.code for finding in (*seen.findings, *later)}
    return made.accepted(tuple(sorted(acknowledged & known)))
