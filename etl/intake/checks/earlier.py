"""Checks against the previous round: respondents, shares, silence and numbers that jumped.

Both sides are quick weighted shares, not the estimates that are published: enough to see a wrong column.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from etl.codebook import base as terms
from etl.intake.checks.context import Previous, quoted
from etl.intake.checks.look import Look, Rows
from etl.intake.checks.parts import number
from etl.intake.checks.subject import Asked
from etl.intake.findings import ACKNOWLEDGE, Finding, Rule

FELL = 0.7
FEWEST = 100  # respondents on both sides
POINTS, STANDARD_ERRORS = 0.10, 4
CLUSTERS = 2.0  # design effect that is allowed for
GONE_SHARE = 0.05
SILENT, SILENT_MORE = 0.20, 0.10
TIMES = 1.5
OTHER_UNIT = 8

RESPONDENTS_FELL = Rule(
    "respondents_fell",
    "statistics",
    ACKNOWLEDGE,
    "The file holds {count} respondents, round {round} held {before}.",
    "Check that the file is whole, and that no aimag, district or tablet is missing.",
)
SILENCE = Rule(
    "nonresponse",
    "statistics",
    ACKNOWLEDGE,
    "{share} per cent of those whom {question} concerns gave no answer.",
    "Check that the answers were exported and matched; if they were, say so beside the figures.",
)
SILENCE_GREW = Rule(
    "nonresponse_grew",
    "statistics",
    ACKNOWLEDGE,
    "{share} per cent gave no answer to {question}, in round {round} {before}.",
    "Check that all its answers were matched.",
)
SHARE_CHANGED = Rule(
    "share_changed",
    "statistics",
    ACKNOWLEDGE,
    "The share of {value} in {question} went from {before} to {share} per cent since round {round}.",
    "Check that the answers were matched rightly and mean the same as then; if so, this is news.",
)
ANSWER_GONE = Rule(
    "answer_gone",
    "statistics",
    ACKNOWLEDGE,
    "Nobody gave the answer {value} to {question}; in round {round} {before} per cent did.",
    "Check that the answer was exported and matched.",
)
MEAN_CHANGED = Rule(
    "mean_changed",
    "statistics",
    ACKNOWLEDGE,
    "The mean of {question} went from {before} to {mean} since round {round}.",
    "Check the numbers and their unit.",
)
UNIT_CHANGED = Rule(
    "unit_changed",
    "statistics",
    ACKNOWLEDGE,
    "Numbers of {question} are {times} times those of round {round}: the unit seems to be another.",
    "Bring the numbers in the unit of the codebook, {unit}.",
)
RULES = (
    *(RESPONDENTS_FELL, SILENCE, SILENCE_GREW, SHARE_CHANGED),
    *(ANSWER_GONE, MEAN_CHANGED, UNIT_CHANGED),
)


class _Shares(NamedTuple):
    """Of those whom a question concerns: how many, effectively how many, and the share of each code; None is
    no answer."""

    respondents: int
    effective: float
    shares: dict[str | None, float]


def findings(look: Look) -> Iterator[Finding]:
    """What jumped since the previous round, and questions that hardly anybody answered."""
    previous = look.context.previous
    if previous and look.rows < FELL * previous.respondents:
        slots: dict[str, object] = {"round": previous.round, "before": previous.respondents}
        yield Finding(RESPONDENTS_FELL, count=look.rows, slots=slots)
    held = _held(look, previous) if previous else set()
    for asked in look.subject.questions.values():
        if asked.type == "one" and not asked.options:
            now = _now(look, asked)
            before = _before(look, previous, asked) if previous and asked.code in held else None
            yield from _silence(asked, now, before, previous)
            if before and previous:
                yield from _shares(asked, now, before, previous)
        elif asked.type == "number" and previous and asked.code in held:
            yield from _means(look, asked, previous)


def _held(look: Look, previous: Previous) -> set[str]:
    return {row[0] for row in look.ask(f"DESCRIBE FROM {previous.source}")}


def _now(look: Look, asked: Asked) -> _Shares:
    key, weight = asked.column.key, look.subject.key("weight")
    inside = ["true"]
    values: list[object] = []
    for name, codes in terms(asked.base or "").items():
        other = look.subject.questions.get(name)
        if other and other.type == "one":
            part = look.answered(other, codes)
            inside.append(part.sql)
            values += part.values
    rows = look.ask(
        f"SELECT {key}, count(*), sum(w), sum(w * w) FROM "
        f"(SELECT *, {f'greatest({number(weight)}, 0)' if weight else '1'} AS w FROM sampled) "
        f"WHERE {' AND '.join(inside)} GROUP BY 1",
        values,
    )
    return _together([(asked.answers.get(text) if text is not None else None, *rest) for text, *rest in rows])


def _before(look: Look, previous: Previous, asked: Asked) -> _Shares:
    inside = ["true"]
    values: list[object] = []
    for name, codes in terms(asked.base or "").items():
        inside.append(f"{quoted(name)} IN ({', '.join('?' * len(codes))})")
        values += codes
    weight = quoted(previous.weight)
    return _together(
        look.ask(
            f"SELECT {quoted(asked.code)}, count(*), sum({weight}), sum({weight} * {weight}) "
            f"FROM {previous.source} WHERE {' AND '.join(inside)} GROUP BY 1",
            values,
        )
    )


def _together(rows: Rows) -> _Shares:
    """Rows of code, respondents, sum of weights and of their squares, brought together."""
    by_code: dict[str | None, float] = {}
    for code, _, weight, _ in rows:
        by_code[code] = by_code.get(code, 0.0) + (weight or 0.0)
    total, squares = sum(by_code.values()), sum(row[3] or 0.0 for row in rows)
    shares = {code: weight / total for code, weight in by_code.items()} if total else {}
    return _Shares(sum(row[1] for row in rows), total**2 / squares if squares else 0.0, shares)


def _silence(
    asked: Asked, now: _Shares, before: _Shares | None, previous: Previous | None
) -> Iterator[Finding]:
    silent = now.shares.get(None, 0.0)
    if now.respondents < FEWEST:
        return
    slots: dict[str, object] = {"question": asked.code, "share": round(100 * silent)}
    if before and previous and silent > before.shares.get(None, 0.0) + SILENT_MORE:
        earlier = round(100 * before.shares.get(None, 0.0))
        slots = {**slots, "round": previous.round, "before": earlier}
        yield Finding(SILENCE_GREW, asked.column.name, count=round(silent * now.respondents), slots=slots)
    elif silent > SILENT:
        yield Finding(SILENCE, asked.column.name, count=round(silent * now.respondents), slots=slots)


def _shares(asked: Asked, now: _Shares, before: _Shares, previous: Previous) -> Iterator[Finding]:
    if min(now.respondents, before.respondents) < FEWEST:
        return
    given, then = (_of_answered(shares) for shares in (now, before))
    for code in sorted({*given, *then}):
        share, earlier = given.get(code, 0.0), then.get(code, 0.0)
        slots: dict[str, object] = {
            "question": asked.code,
            "round": previous.round,
            "before": round(100 * earlier, 1),
        }
        if earlier >= GONE_SHARE and share == 0:
            yield Finding(ANSWER_GONE, asked.column.name, value=code, slots=slots)
        elif abs(share - earlier) >= POINTS and _stands_out(share, now, earlier, before):
            slots["share"] = round(100 * share, 1)
            yield Finding(SHARE_CHANGED, asked.column.name, value=code, slots=slots)


def _of_answered(shares: _Shares) -> dict[str, float]:
    answered = 1 - shares.shares.get(None, 0.0)
    return {code: share / answered for code, share in shares.shares.items() if code is not None and answered}


def _stands_out(share: float, now: _Shares, earlier: float, before: _Shares) -> bool:
    variance = share * (1 - share) / now.effective + earlier * (1 - earlier) / before.effective
    return abs(share - earlier) > STANDARD_ERRORS * math.sqrt(CLUSTERS * variance)


def _means(look: Look, asked: Asked, previous: Previous) -> Iterator[Finding]:
    value, column, weight = number(asked.column.key), quoted(asked.code), quoted(previous.weight)
    own = look.subject.key("weight")
    w = f"greatest({number(own)}, 0)" if own else "1"
    [(count, mean, middle)] = look.ask(
        f"SELECT count(v), sum(v * w) / sum(w), median(v) FROM (SELECT {value} * ? AS v, {w} AS w FROM sampled) "
        "WHERE v IS NOT NULL",
        [asked.scale],
    )
    [(earlier_count, earlier, earlier_middle)] = look.ask(
        f"SELECT count({column}), sum({column} * {weight}) / sum({weight}), median({column}) "
        f"FROM {previous.source} WHERE {column} IS NOT NULL"
    )
    if min(count, earlier_count) < FEWEST or not (mean and earlier and middle and earlier_middle):
        return
    ratio, of_middle = mean / earlier, middle / earlier_middle
    slots: dict[str, object] = {"question": asked.code, "round": previous.round}
    if max(of_middle, 1 / of_middle) >= OTHER_UNIT:
        slots = {**slots, "times": float(f"{of_middle:.2g}"), "unit": asked.unit}
        yield Finding(UNIT_CHANGED, asked.column.name, count=count, slots=slots)
    elif max(ratio, 1 / ratio) >= TIMES:
        slots = {**slots, "before": float(f"{earlier:.4g}"), "mean": float(f"{mean:.4g}")}
        yield Finding(MEAN_CHANGED, asked.column.name, count=count, slots=slots)
