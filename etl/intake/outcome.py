"""What a job found, as JSON for the page that waits for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from etl.intake.examining import Examined
from etl.intake.findings import Finding
from etl.intake.mapping import Read, as_written
from etl.intake.privacy import masked
from etl.intake.rows import opened
from etl.intake.rules import rules

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
        "unread": [_read(question, value) for question, value in (*review.asked(), *review.unmatched())],
        "read": {
            question: sum(value.rows for value in values if value.how)
            for question, values in review.questions.items()
        },
        "places": review.places().as_json(),
        "first_rows": first_rows(seen),
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


def first_rows(seen: Examined) -> list[list[str | None]]:
    """Return the first rows as they stand in the file, the row's number first; what is private is covered."""
    columns = seen.staged.columns[:FIRST_COLUMNS]
    with opened(seen.staged) as con:
        names = ", ".join(column.key for column in columns)
        found = con.execute(
            f"SELECT row::VARCHAR, {names} FROM rows ORDER BY row LIMIT {FIRST_ROWS}"
        ).fetchall()
    hidden = [column.name in seen.proposal.hidden for column in columns]
    return [
        [row, *(masked(cell) if covered else cell for cell, covered in zip(cells, hidden, strict=True))]
        for row, *cells in found
    ]


def _read(question: str, value: Read) -> dict[str, Any]:
    return {
        "question": question,
        "column": value.column,
        "written": value.written,
        "rows": value.rows,
        "suggestions": [*value.suggestions],
        "within": value.within,
    }
