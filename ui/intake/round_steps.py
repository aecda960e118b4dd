"""The steps of a survey file, one in sight at a time."""

from __future__ import annotations

from html import escape

from ui import pick
from ui.intake import against, columns, file, findings, publish, steps, values, weighing
from ui.intake.cases import Case
from ui.view import View


def draw(view: View, case: Case) -> None:
    """Draw the row of steps and the one that is shown."""
    shown = steps.here(case)
    pick.show(steps.row(view, case, shown), key="steps")
    if shown == steps.FILE:
        file.draw(view, case)
    elif shown == steps.MATCH:
        columns.draw(view, case)
        values.answers(view, case)
    elif shown == steps.PLACES:
        values.places(view, case)
    elif shown == steps.CHECK:
        findings.draw(view, case)
    elif shown == steps.PROTECT:
        findings.protect(view, case)
    elif shown == steps.WEIGH:
        weighing.draw(view, case)
    elif case.preview is None:
        _not_yet(view)
    elif shown == steps.COMPARE:
        against.draw(view, case, case.preview)
    elif shown == steps.PREVIEW:
        publish.preview(view, case, case.preview)
    else:
        publish.form(view, case)
    pick.show(steps.onwards(view, shown), key="onwards")


def _not_yet(view: View) -> None:
    said = view.t("This is shown when nothing blocks the round any more, and your choices are applied.")
    pick.show(f'<p class="empty">{escape(said)}</p>', key="not-yet")
