"""A picture of survey numbers that explains itself on paper and on a slide; the badge is part of it."""

from __future__ import annotations

from survey.questions import Answered
from ui.drawings.sheet import WIDTH, sheet
from ui.surveys import beside
from ui.surveys.choice import Choice, demonstration
from ui.surveys.marks import pattern
from ui.view import View

__all__ = ["WIDTH", "poster"]


def poster(
    view: View,
    choice: Choice,
    drawing: str,
    size: tuple[float, float],
    *answered: Answered,
    title: str,
    sub: str = "",
    sentence: str = "",
    notes: tuple[str, ...] = (),
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
) -> str:
    """SVG of a drawing, given as its inner SVG and its width and height, with all that is said beside it.

    `notes` are further lines under the picture, such as the meaning of marks.
    """
    foot = (
        *notes,
        f"{view.words.name(choice.survey)}, {view.words.of(choice.round, 'period')}",
        *beside.lines(view, choice, *answered, method=method, level=level, weighted=weighted),
    )
    return sheet(
        view, drawing, size, title=title, sub=sub, sentence=sentence, foot=foot,
        badge=demonstration(view) if choice.demonstration else "", defs=pattern(view.theme, view.theme.primary),
    )  # fmt: skip
