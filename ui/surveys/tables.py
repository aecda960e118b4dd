"""Estimates as the table twin of a picture: numbers as numbers, marks as text, all that must be said with them."""

from __future__ import annotations

from collections.abc import Iterable

from survey.questions import Answered
from survey.results import Estimate
from ui.surveys import beside, codebook
from ui.surveys.choice import Choice, demonstration
from ui.surveys.marks import meaning
from ui.table import Cell, Table
from ui.view import View


def table(
    view: View,
    choice: Choice,
    answered: Answered,
    name: str,
    title: str,
    *,
    estimates: Iterable[Estimate] | None = None,
    method: str = "logit",
    level: float = 0.95,
) -> Table:
    """The estimates of a question: groups, answer, share in percent, interval, standard error, base, mark.

    `estimates` may keep some of them, or bring them in another order.
    """
    known = codebook.questions(view, choice)
    groups = tuple(view.words.name(known[code]) for code in answered.by)
    rows = []
    for row in answered.estimates if estimates is None else estimates:
        names = (codebook.answer(view, choice, q, c) for q, c in zip(answered.by, row.by, strict=True))
        rows.append(
            (*names, codebook.answer(view, choice, answered.question.code, row.answer), *numbers(view, row))
        )
    return Table(
        name,
        title,
        (*groups, view.words.name(answered.question), *heads(view, level)),
        tuple(rows),
        (*(None,) * (len(groups) + 1), *DECIMALS),
        beside.notes(view, choice, answered, method=method, level=level),
        facts=facts(view, choice, answered, method=method, level=level),
    )  # fmt: skip


DECIMALS: tuple[int | None, ...] = (1, 1, 1, 2, 0, 0, None)


def heads(view: View, level: float = 0.95) -> tuple[str, ...]:
    """The heads of the columns that `numbers` fills."""
    t, said = view.t, view.words.number(100 * level)
    return (
        t("Share, %"),
        t("{level} % interval, from", level=said),
        t("{level} % interval, to", level=said),
        t("Standard error, points"),
        t("n, base"),
        t("n, answer"),
        t("Mark"),
    )


def numbers(view: View, estimate: Estimate) -> tuple[Cell, ...]:
    """Share, interval and standard error in percent, base, answers, and the mark with its meaning."""
    mark = f"[{estimate.mark}]" if estimate.mark else ""
    instead = mark if estimate.mark in ("c", "x", "z") else None
    values = (estimate.estimate, estimate.low, estimate.high, estimate.se)
    counts = (estimate.n, estimate.n_answer)
    return (
        *(instead if value is None else 100 * value for value in values),
        *(instead if count is None else count for count in counts),
        meaning(view, estimate.mark) if estimate.mark else "",
    )


def facts(
    view: View,
    choice: Choice,
    *answered: Answered,
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
) -> tuple[tuple[str, str], ...]:
    """What every row of a file repeats: kind of data, survey, round, question, base, interval."""
    t, words = view.t, view.words
    return (
        (t("Kind of data"), demonstration(view) if choice.demonstration else t("survey estimate")),
        (t("Survey"), words.name(choice.survey)),
        (t("Round"), choice.round.code),
        (t("Question"), " | ".join(dict.fromkeys(beside.question(view, choice, one) for one in answered))),
        (t("Base"), " | ".join(dict.fromkeys(beside.base(view, choice, one) for one in answered))),
        (t("Interval"), beside.interval(view, method, level, weighted)),
    )
