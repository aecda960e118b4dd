"""What a job found, as JSON for the page that waits for it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from etl.intake.comparing import Comparison
from etl.intake.examining import Examined
from etl.intake.findings import Finding
from etl.intake.mapping import Codebook, Read, as_written
from etl.intake.privacy import masked
from etl.intake.rows import opened
from etl.intake.rules import rules
from etl.intake.staged import Staged
from etl.intake.weights import Weighed
from geo.places import names

FIRST_ROWS, FIRST_COLUMNS = 5, 60


def written(seen: Examined, more: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of a draft shows."""
    proposal = seen.proposal
    review = proposal.review
    return {
        "survey": seen.survey,
        "round": seen.round,
        "mapping": as_written(proposal.mapping),
        "settled": {
            guess.target: {"confidence": guess.confidence, "reasons": [*guess.reasons]}
            for guess in proposal.settled
        },
        "asked": {choice.target: [[*guess.columns] for guess in choice.guesses] for choice in proposal.asked},
        "left_out": dict(proposal.left_out),
        "private": [
            {"column": one.column, "kind": one.kind, "count": one.count, "example": one.example}
            for one in proposal.private
        ],
        "unread": [
            _read(question, value, seen.book) for question, value in (*review.asked(), *review.unmatched())
        ],
        "read": {
            question: sum(value.rows for value in values if value.how)
            for question, values in review.questions.items()
        },
        "places": review.places().as_json(),
        "first_rows": rows_of(seen.staged, proposal.hidden),
        "findings": findings(seen.findings),
        **more,
    }


def findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as JSON; `read_findings` gives them back."""
    return [
        {
            "code": one.rule.code,
            "column": one.column,
            "rows": [*one.rows],
            "count": one.count,
            "value": one.value,
            "slots": one.slots,
        }
        for one in found
    ]


def read_findings(said: Iterable[dict[str, Any]]) -> list[Finding]:
    """The findings of an outcome; those of rules that are no longer known are left out."""
    known = {rule.code: rule for rule in rules()}
    return [
        Finding(
            known[one["code"]], one["column"], tuple(one["rows"]), one["count"], one["value"], one["slots"]
        )
        for one in said
        if one["code"] in known
    ]


def rows_of(staged: Staged, hidden: Container[str] = ()) -> list[list[str | None]]:
    """Return the first rows as they stand in the file, the row's number first; `hidden` columns are covered."""
    columns = staged.columns[:FIRST_COLUMNS]
    keys = ", ".join(column.key for column in columns)
    with opened(staged) as con:
        found = con.execute(
            f"SELECT row::VARCHAR, {keys} FROM rows ORDER BY row LIMIT {FIRST_ROWS}"
        ).fetchall()
    private = [column.name in hidden for column in columns]
    return [
        [row, *(masked(cell) if covered else cell for cell, covered in zip(cells, private, strict=True))]
        for row, *cells in found
    ]


def weights(weighed: Weighed) -> dict[str, Any] | None:
    """What calibration did to the weights, or None where those of the file are used."""
    found = weighed.diagnostics
    if found is None:
        return None
    return {**found._asdict(), "shares": [share._asdict() for share in found.shares]}


def compared(found: Comparison) -> dict[str, Any]:
    """The rounds that are compared, and what one of them alone asked or was answered."""
    return {
        "old": found.old,
        "new": found.new,
        "added": [*found.added],
        "gone": [*found.gone],
        "answers": [answers._asdict() for answers in found.answers],
    }


def _read(question: str, value: Read, book: Codebook) -> dict[str, Any]:
    """A value to be settled; a soum of another aimag than the one beside it is told, but cannot be taken."""
    asked = book.question(question)
    elsewhere = [code for code in value.suggestions if value.within and names(code).aimag != value.within]
    return {
        "question": question,
        "column": value.column,
        "written": value.written,
        "rows": value.rows,
        "suggestions": [code for code in value.suggestions if code not in elsewhere],
        "elsewhere": elsewhere,
        "within": value.within,
        "places": asked.places if asked else None,
    }
