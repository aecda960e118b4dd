"""The tables of two rounds: every comparison, and what the samples are worth."""

from __future__ import annotations

from statistics import median

from survey import samples
from survey.results import Estimate
from ui.ask import ask
from ui.surveys import codebook
from ui.surveys.choice import demonstration
from ui.surveys.marks import meaning
from ui.surveys.rounds_said import Pair, found, guard, is_mean, marks_of, questions, word, wording
from ui.table import Cell, Table
from ui.view import View


def changes_table(view: View, pair: Pair) -> Table:
    """Every comparison: both shares, the difference with its interval, the verdict, bases, marks, wording."""
    t, words, known = view.t, view.words, questions(view, pair)
    old, new = pair.old.code, pair.new.code
    group = (words.name(known[pair.group]),) if pair.group else ()
    silent = {code: sides for code, *sides in found(view, pair).silent}
    lines = []
    for change in found(view, pair).rows:
        d, scale = change.difference, 1 if is_mean(change) else 100
        of = (codebook.answer(view, pair.choice, pair.group, change.by[0]),) if pair.group else ()
        answer = t("mean") if change.answer is None else codebook.answer(view, pair.choice, change.question, change.answer)  # fmt: skip
        numbers = (d.difference, d.low, d.high) if d else (None, None, None)
        lines.append((
            words.name(known[change.question]), answer, *of, _cell(change.old, scale), _cell(change.new, scale),
            *(None if v is None else scale * v for v in numbers), word(view, change.verdict), change.p_adjusted,
            *(e.n if e is not None else None for e in (change.old, change.new)), *silent[change.question],
            "; ".join(meaning(view, mark) for mark in marks_of(change)), words.of(known[change.question], "base"),
            *(wording(view, pair, change.question, round) for round in (old, new)),
        ))  # fmt: skip
    heads = (
        t("Question"), t("Answer"), *group, t("{round}, % or mean", round=old), t("{round}, % or mean", round=new),
        t("Difference"), t("{level} % interval, from", level="95"), t("{level} % interval, to", level="95"), t("Verdict"),
        t("p after Holm"), t("n, {round}", round=old), t("n, {round}", round=new),
        t("No answer in {round}, %", round=old), t("No answer in {round}, %", round=new), t("Mark"), t("Base"),
        t("Wording in {round}", round=old), t("Wording in {round}", round=new),
    )  # fmt: skip
    decimals = (
        None,
        None,
        *(None for _ in group),
        1,
        1,
        1,
        1,
        1,
        None,
        3,
        0,
        0,
        1,
        1,
        None,
        None,
        None,
        None,
    )
    badge = (demonstration(view),) if pair.choice.demonstration else ()
    notes = (
        *badge, guard(view, pair), t("Differences of shares are in percentage points. Rounds are taken as independent samples."),
        *(meaning(view, mark) for mark in "cux"), f"{t('Build')}: {view.build}",
    )  # fmt: skip
    facts = ((t("Kind of data"), badge[0] if badge else t("survey estimate")), (t("Survey"), words.name(pair.choice.survey)))  # fmt: skip
    return Table("rounds", _title(view, pair), heads, tuple(lines), decimals, notes, facts=facts)


def sample_table(view: View, pair: Pair) -> Table:
    """What the sample of each round is worth."""
    t, survey = view.t, pair.choice.survey.code
    both = [ask(samples.sample, view.build, survey, round.code) for round in (pair.old, pair.new)]
    number = view.words.number
    lines: tuple[tuple[str, ...], ...] = (
        (t("Respondents"), *(number(s.n) for s in both)),
        (t("Strata"), *(number(s.strata) for s in both)),
        (t("Primary sampling units"), *(number(s.units) for s in both)),
        (t("Degrees of freedom"), *(number(s.df) for s in both)),
        (t("Design effect of unequal weights (Kish)"), *(number(s.deff_weights, 2) for s in both)),
        (t("Effective respondents, by the weights alone"), *(number(s.n_eff) for s in both)),
        (t("Heavy weights: 99th percentile over the median"), *(number(s.spread, 1) for s in both)),
        (t("Strata with a single sampling unit"), *(number(len(s.single_psu)) for s in both)),
    )
    wish = next((c for c in found(view, pair).rows if c.question == _wish(view, pair) and not c.by), None)  # fmt: skip
    if wish and wish.old and wish.new:
        sides = (wish.old, wish.new)
        lines += (
            (t("Design effect of the wish"), *(_or_mark(view, e.deff, 2, e) for e in sides)),
            (t("Effective respondents for the wish"), *(_or_mark(view, e.n_eff, 0, e) for e in sides)),
        )
    silent = [(old, new) for _, old, new in found(view, pair).silent if old is not None and new is not None]
    if silent:
        lines += ((t("No answer, median over the questions, %"), *(number(median(side), 1) for side in zip(*silent, strict=True))),)  # fmt: skip
    heads = (t("Sample"), pair.old.code, pair.new.code)
    return Table("sample", t("The two samples"), heads, lines, (None, 0, 0))


def _title(view: View, pair: Pair) -> str:
    name = view.words.name(pair.choice.survey)
    return view.t("What changed from {old} to {new}: {survey}", old=pair.old.code, new=pair.new.code, survey=name)  # fmt: skip


def _wish(view: View, pair: Pair) -> str | None:
    return next((q.code for q in questions(view, pair).values() if q.concept == "wish"), None)


def _cell(estimate: Estimate | None, scale: float) -> Cell:
    if estimate is None:
        return "[x]"
    return f"[{estimate.mark or 'x'}]" if estimate.estimate is None else scale * estimate.estimate


def _or_mark(view: View, value: float | None, decimals: int, estimate: Estimate) -> str:
    return f"[{estimate.mark or 'x'}]" if value is None else view.words.number(value, decimals)
