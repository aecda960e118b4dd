"""What a crosstab says in words, with respect for what its sample can tell."""

from __future__ import annotations

from html import escape

from survey.comparison import Difference
from survey.crosstabs.significance import Significance, significance
from survey.crosstabs.table import Crosstab
from ui.ask import ask
from ui.surveys import codebook, say
from ui.surveys.crosstabs.request import Request
from ui.view import View

_MOST = 8
_STEPS = (0.001, 0.01, 0.05)


def sentence(view: View, request: Request, table: Crosstab) -> str:
    """What the table says of all rows together, for its first column answer; empty where that says nothing."""
    if table.wanted.measure not in ("row", "responses") or not table.columns:
        return ""
    first = table.columns[0].code
    if table.cell(None, None, first).estimate is None:
        return ""
    return view.t(
        "{question}, “{answer}”: of all {share}.",
        question=view.words.name(table.column),
        answer=codebook.answer(view, request.choice, table.column.code, first),
        share=say.share(view, table.cell(None, None, first)),
    )


def differences(view: View, request: Request, table: Crosstab) -> str:
    """HTML of which rows differ from the others by more than chance; empty where nothing can be tested."""
    t = view.t
    if table.wanted.measure not in ("row", "mean") or table.answered.in_the_way:
        return ""
    found = ask(significance, view.build, table.wanted)
    tested = [row for row in found.differences if row.p is not None]
    if not tested:
        return ""
    clear = sorted((row for row in tested if row.significant), key=lambda row: row.p or 0.0)
    lines = [_difference(view, request, table, row) for row in clear[:_MOST]]
    if len(clear) > _MOST:
        lines.append(t("and {n} more", n=len(clear) - _MOST))
    if not clear:
        lines.append(
            t("The rows are similar: no row differs from the others by more than chance would make.")
        )
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    whole = association(view, found)
    note = t(
        "{n} differences between a row and all others were tested at once (Holm’s correction); a row that is not named is similar to the others. Intervals of differences: {level} %, covariance included.",
        n=len(tested), level=view.words.number(100 * table.wanted.level),
    )  # fmt: skip
    within = f"<p>{escape(t('Tested over all control groups together.'))}</p>" if table.control else ""
    head = f"<h2>{escape(t('What differs'))}</h2>"
    said = f"<p>{escape(whole)}</p>" if whole else ""
    return f'<div class="differs">{head}{said}<ul class="said">{listed}</ul><div class="sub"><p>{escape(note)}</p>{within}</div></div>'


def association(view: View, found: Significance) -> str:
    """The test of the whole table in words: its p-value only as far as a step, as more would tell of counts."""
    p = found.association.p if found.association else None
    if p is None:
        return ""
    step = next((step for step in _STEPS if p < step), None)
    if step is None:
        return view.t(
            "Taken as a whole, no relation between rows and columns can be shown (Rao–Scott test, p is 0.05 or more)."
        )
    return view.t(
        "Taken as a whole, rows and columns are related by more than chance would make (Rao–Scott test, p below {p}).",
        p=view.words.number(step, len(str(step)) - 2),
    )


def _difference(view: View, request: Request, table: Crosstab, found: Difference) -> str:
    t, choice = view.t, request.choice
    row = codebook.answer(view, choice, table.row.code, found.a)
    low, high = found.low or 0.0, found.high or 0.0
    if table.wanted.measure == "mean":
        ends = sorted((abs(low), abs(high)))
        words = [view.words.number(end, 0 if ends[1] >= 100 else 1) for end in ends]
        if low > 0:
            return t("{row}: higher than the others by {low} to {high}", row=row, low=words[0], high=words[1])
        return t("{row}: lower than the others by {low} to {high}", row=row, low=words[0], high=words[1])
    answer = codebook.answer(view, choice, table.column.code, found.answer)
    return t("“{answer}”: {said}", answer=answer, said=say.apart(view, row, t("the others"), low, high))
