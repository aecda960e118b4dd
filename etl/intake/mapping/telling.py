"""Say what a proposal asks, what it recodes by rule, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from etl.intake.findings import Finding, Rule
from etl.intake.mapping import rules
from etl.intake.mapping.proposing import Choice, Proposal

_BY_RULE = {"number": rules.GROUPED, "year": rules.COUNTED_BACK, "thousandth": rules.IN_TUGRIKS}
_LEFT_OUT = {
    "text": rules.FREE_TEXT,
    **dict.fromkeys(("metadata", "date", "identifier"), rules.TECHNICAL),
    "repeated": rules.REPEATED,
    "beyond": rules.BEYOND,
}


def findings(proposal: Proposal, year: int | None = None) -> list[Finding]:
    """What a person must settle (blocking), and what they should know; `year` is the year of the round.

    Empty columns, private ones and answers outside the codebook have rules of their own elsewhere.
    """
    return [*map(_asked, proposal.asked), *_recoded(proposal, year), *_left_out(proposal)]


def _asked(choice: Choice) -> Finding:
    names = [", ".join(guess.columns) for guess in choice.guesses]
    slots: dict[str, object] = {"question": choice.target}
    if len(names) == 1:
        return Finding(rules.NOT_CERTAIN, names[0], slots=slots)
    return Finding(rules.ASKED, slots={**slots, "columns": " · ".join(names)})


def _recoded(proposal: Proposal, year: int | None) -> Iterator[Finding]:
    for question, rule in proposal.mapping.rules.items():
        column = proposal.mapping.column(question)
        if column and rule in _BY_RULE:
            yield Finding(_BY_RULE[rule], column, slots={"question": question, "year": year})


def _left_out(proposal: Proposal) -> Iterator[Finding]:
    by_rule: dict[Rule, list[str]] = {}
    for column, reason in proposal.left_out.items():
        if reason in _LEFT_OUT:
            by_rule.setdefault(_LEFT_OUT[reason], []).append(column)
    for rule, columns in by_rule.items():
        yield Finding(rule, count=len(columns), slots={"columns": ", ".join(columns)})
