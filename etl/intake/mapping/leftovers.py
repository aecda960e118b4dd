"""Columns that are no question of the codebook: kept as questions of the person's own, or left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from etl.intake.mapping.codebook import INTERVIEW_PLACE, Codebook
from etl.intake.mapping.likeness import Evidence
from etl.intake.mapping.model import Kept
from etl.intake.mapping.options import is_option
from etl.intake.privacy import Private
from etl.intake.vocabulary import vocabulary
from etl.intake.words import is_cyrillic, key, slug

MOST_ANSWERS = 30
MOST_KEPT = 500  # questions of a person's own; more cannot be found on a page
_COUNTED = 12  # distinct numbers from which a column without labels is a number


def left_over(
    evidence: Sequence[Evidence], private: Iterable[Private], book: Codebook, respondents: int
) -> tuple[dict[str, Kept], dict[str, str]]:
    """What is kept, by column or by group of columns, and what is left out, by column with the reason."""
    hidden = {found.column for found in private}
    taken = {INTERVIEW_PLACE, *book.targets, *(question.code for question in book.questions)}
    kept: dict[str, Kept] = {}
    left_out: dict[str, str] = {}
    groups = _groups(evidence, hidden)
    for found in evidence:
        name = found.column.name
        group = found.column.group
        if group in groups:
            if group not in kept:
                kept[group] = _kept(group, None, "many", taken)
            continue
        reason = "private" if name in hidden else _why_not(found, respondents)
        if reason is None and len(kept) >= MOST_KEPT:
            reason = "beyond"
        if reason:
            left_out[name] = reason
        else:
            kept[name] = _kept(name, found.column.label, _type(found), taken)
    return kept, left_out


def _groups(evidence: Iterable[Evidence], hidden: set[str]) -> set[str]:
    """Groups of columns that are all ticks: the answers of one question."""
    members: dict[str, list[Evidence]] = {}
    for found in evidence:
        if found.column.group:
            members.setdefault(found.column.group, []).append(found)
    return {
        group
        for group, found in members.items()
        if len(found) > 1
        and all(not each.counts or is_option(each.column, each.counts) for each in found)
        and not any(each.column.name in hidden for each in found)
    }


def _why_not(found: Evidence, respondents: int) -> str | None:
    column = found.column
    last = column.name.rsplit("/", 1)[-1]
    if not column.distinct:
        return "empty"
    if column.name.startswith("_") or {key(column.name), key(last)} & vocabulary().metadata:
        return "metadata"
    if column.type == "date":
        return "date"
    if found.is_numeric and not column.values:
        whole = all("." not in text for text in found.counts or ())
        return "identifier" if column.distinct >= respondents > _COUNTED and whole else None
    if column.distinct >= respondents > _COUNTED:
        return "identifier" if " " not in next(iter(found.counts or {" ": 1})) else "text"
    return "text" if column.distinct > MOST_ANSWERS else None


def _type(found: Evidence) -> str:
    numeric = found.is_numeric and not found.column.values and found.column.distinct > _COUNTED
    return "number" if numeric else "one"


def _kept(name: str, label: str | None, type_: str, taken: set[str]) -> Kept:
    last = name.rsplit("/", 1)[-1]
    latin = slug(last, set(), "question")
    question = slug(last if latin[0].isalpha() else f"q {last}", taken, "question")
    text = label or last
    return Kept(question, type_, **{"name_mn" if is_cyrillic(text) else "name_en": text})
