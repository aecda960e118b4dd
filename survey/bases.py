"""Whom a question concerns: those who gave certain answers to another, which may rest on a further one."""

from __future__ import annotations

from collections.abc import Mapping

from store.survey_queries import Question

Filters = tuple[tuple[str, tuple[str, ...]], ...]


def conditions(base: str | None) -> Filters:
    """A base such as `would_resettle=yes` or `occupation=employee|own_account`, joined by `;`, as filters."""
    parts = [part.partition("=") for part in (base or "").split(";") if part.strip()]
    return tuple((name.strip(), tuple(codes.split("|"))) for name, _, codes in parts)


def rests_on(question: Question, known: Mapping[str, Question]) -> dict[str, Question]:
    """The questions of its base, those of their bases, and so on, by code."""
    found: dict[str, Question] = {}
    waiting = [question]
    while waiting:
        for name, _ in conditions(waiting.pop().base):
            if name in known and name not in found:
                found[name] = known[name]
                waiting.append(known[name])
    return found
