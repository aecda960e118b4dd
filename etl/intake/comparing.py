"""A round held against the one before it: what a person sees before publishing.

Both sides are protected estimates of `survey.questions`, so a comparison shows nothing that pages would not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store import microdata, survey_queries
from store.connection import scratch
from store.survey_queries import Question, Round
from survey import changes
from survey.changes import HEADLINE, Change


class Rewording(NamedTuple):
    """A question that is put otherwise than in the round before."""

    question: str
    old_en: str
    new_en: str
    old_mn: str
    new_mn: str


class Answers(NamedTuple):
    """Answers to a question that somebody gave in one of the two rounds alone."""

    question: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


class Comparison(NamedTuple):
    """A round beside another; `headline` and `rows` hold changes as `survey.changes` judges them.

    `respondents` are those of the old and the new round. `silent` gives per question the percent without an
    answer, old and new, None where hidden or not asked. `added` and `gone` are questions.
    """

    survey: str
    old: str
    new: str
    respondents: tuple[int, int]
    headline: tuple[Change, ...]
    rows: tuple[Change, ...]
    compared: int
    silent: tuple[tuple[str, float | None, float | None], ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    answers: tuple[Answers, ...]
    rewordings: tuple[Rewording, ...]


def previous(build: str, survey: str, round_: str) -> str | None:
    """The code of the round before this one; None when it is the first."""
    codes = [found.code for found in survey_queries.rounds(build, survey)]
    before = codes[: codes.index(round_)] if round_ in codes else codes
    return before[-1] if before else None


def compare(build: str, survey: str, old: str, new: str, level: float = 0.95) -> Comparison:
    """Compare two rounds of a build; a round that is not published yet is in the build of its preview.

    Raises SurveyError for a round that the build does not have.
    """
    found = changes.changes(build, survey, old, new, level=level)
    known = {q.code: q for q in survey_queries.questions(build, survey) if q.type != "design"}
    headline = {q.code for q in known.values() if q.concept in HEADLINE}
    rounds = {found.code: found for found in survey_queries.rounds(build, survey)}
    return Comparison(
        survey,
        old,
        new,
        (rounds[old].respondents, rounds[new].respondents),
        tuple(row for row in found.rows if row.question in headline),
        tuple(row for row in found.rows if row.question not in headline),
        found.compared,
        found.silent,
        tuple(code for code, q in known.items() if new in q.rounds and old not in q.rounds),
        tuple(code for code, q in known.items() if old in q.rounds and new not in q.rounds),
        tuple(_answers(known, rounds[old], rounds[new])),
        tuple(_rewordings(build, survey, old, new, known)),
    )


def _rewordings(
    build: str, survey: str, old: str, new: str, known: dict[str, Question]
) -> Iterator[Rewording]:
    for code, question in known.items():
        if {old, new} <= set(question.rounds):
            put = {w.round: w for w in survey_queries.wordings(build, survey, code)}
            before, after = put[old], put[new]
            if (before.text_en, before.text_mn) != (after.text_en, after.text_mn):
                yield Rewording(code, before.text_en, after.text_en, before.text_mn, after.text_mn)


def _answers(known: dict[str, Question], old: Round, new: Round) -> Iterator[Answers]:
    """Answers given in one round alone, of questions that both asked; places apart, which vary by chance."""
    both = [q for q in known.values() if {old.code, new.code} <= set(q.rounds) and not q.places]
    before, after = _given(both, old), _given(both, new)
    for question in both:
        added = tuple(sorted(after[question.code] - before[question.code]))
        gone = tuple(sorted(before[question.code] - after[question.code]))
        if added or gone:
            yield Answers(question.code, added, gone)


def _given(questions: list[Question], round_: Round) -> dict[str, set[str]]:
    """The answers that somebody gave, by question."""
    given: dict[str, set[str]] = {question.code: set() for question in questions}
    with scratch() as con:
        source = "read_parquet($file)"
        file = {"file": str(microdata.path(round_.sha256))}
        columns = [name for name, *_ in con.execute(f"DESCRIBE FROM {source}", file).fetchall()]
        for question in questions:
            if question.type == "one" and question.code in columns:
                sql = f"SELECT DISTINCT {_name(question.code)} FROM {source}"
                given[question.code] = {code for (code,) in con.execute(sql, file).fetchall() if code}
            elif question.type == "many":
                options = [name for name in columns if name.startswith(f"{question.code}__")]
                chosen = ", ".join(f"bool_or({_name(name)})" for name in options)
                [held] = con.execute(f"SELECT {chosen or 'NULL'} FROM {source}", file).fetchall()
                named = zip(options, held, strict=False)
                given[question.code] = {name.partition("__")[2] for name, holds in named if holds}
    return given


def lines(comparison: Comparison) -> Iterator[str]:
    """A comparison as text: headline numbers first, then what changed in the questionnaire."""
    old, new = comparison.old, comparison.new
    yield f"Round {old} → {new}: {comparison.respondents[0]} → {comparison.respondents[1]} respondents."
    for row in comparison.headline:
        yield f"  {_change(row)}"
    moved = [row for row in comparison.rows if row.verdict in ("rose", "fell")]
    yield (
        f"  {len(moved)} of {len(comparison.rows)} other numbers rose or fell by more than chance "
        f"({comparison.compared} compared together)."
    )
    for row in moved:
        yield f"    {_change(row)}"
    for code, before, after in comparison.silent:
        if before is not None and after is not None and after - before >= 5:
            yield f"  No answer to {code}: {before:.1f} → {after:.1f} per cent."
    yield from (f"  Question added: {code}." for code in comparison.added)
    yield from (f"  Question no longer asked: {code}." for code in comparison.gone)
    for answers in comparison.answers:
        yield from (f"  {answers.question}: answer {code} is new." for code in answers.added)
        yield from (f"  {answers.question}: nobody gave the answer {code}." for code in answers.gone)
    for reworded in comparison.rewordings:
        yield f"  {reworded.question} is worded otherwise: “{reworded.old_en}” → “{reworded.new_en}”"


def _change(row: Change) -> str:
    sides = " → ".join(
        _estimate(side.estimate if side else None, side.statistic if side else "")
        for side in (row.old, row.new)
    )
    answer = f" = {row.answer}" if row.answer is not None else ""
    p = f", p = {row.p_adjusted:.3g}" if row.p_adjusted is not None else ""
    return f"{row.question}{answer}: {sides} ({row.verdict}{p})"


def _estimate(value: float | None, statistic: str) -> str:
    if value is None:
        return "not shown"
    return f"{100 * value:.1f} %" if statistic == "proportion" else f"{value:.6g}"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
