"""What of the flows a person looks at: from the capital or by aimag of origin, in a mode, cut to a number."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from geo.tiles import TILES
from survey.flows import Flows, Mode, Selection, flows, select
from survey.questions import Answered
from survey.results import Estimate
from ui.ask import ask
from ui.drawings.arrows import Arrow, Scale, scale_of
from ui.surveys import codebook
from ui.surveys.choice import Choice
from ui.surveys.shares import CAPITAL, answered
from ui.view import View

Start = Literal["capital", "origin"]
STARTS: tuple[Start, ...] = get_args(Start)
CAPS = (10, 20, 40, 1000)


class Wish(NamedTuple):
    """What is asked of the flows; `first` and `second` matter to the modes that name places."""

    start: Start
    mode: Mode
    first: str
    second: str
    most: int


class Drawn(NamedTuple):
    """The arrows of a wish on the scale of all flows, what is left out, and the answers behind them.

    `within` are those who want their own aimag, where the flows begin at the aimags of origin.
    """

    wish: Wish
    arrows: tuple[Arrow, ...]
    left: Selection
    scale: Scale
    within: dict[str, Estimate]
    about: Answered


def matrix(view: View, choice: Choice) -> Flows | None:
    """All flows from aimag of origin to wanted aimag; None when the round did not ask for both."""
    wanted = codebook.by_concept(view, choice, "destination_aimag")
    origin = codebook.by_concept(view, choice, "origin_aimag")
    if wanted is None or origin is None:
        return None
    return ask(flows, view.build, choice.survey.code, choice.round.code, wanted.code, origin.code)


def drawn(view: View, choice: Choice, wish: Wish) -> Drawn | None:
    """The arrows of a wish; None when the round did not ask for it."""
    if wish.start == "capital":
        found = ask(answered, view, choice, "wanted")
        return None if found is None else _from_capital(wish, found)
    whole = ask(matrix, view, choice)
    if whole is None:
        return None
    left = select(whole, wish.mode, wish.first, wish.second, wish.most)
    moving = [cell for (origin, wanted), cell in whole.cells.items() if origin != wanted]
    concerned = {"all": set(TILES), "between": {wish.first, wish.second}}.get(wish.mode, {wish.first})
    within = {place: stay for place, stay in whole.within.items() if place in concerned}
    arrows = tuple(Arrow(str(cell.by[0]), str(cell.answer), cell) for cell in left.drawn)
    return Drawn(wish, arrows, left, scale_of(moving, whole.within.values()), within, whole.about)


def _from_capital(wish: Wish, found: Answered) -> Drawn:
    """From Ulaanbaatar to every wanted aimag: the answers of all, largest first."""
    cells = [row for row in found.estimates if row.answer != CAPITAL]
    there = sorted((row for row in cells if row.estimate), key=lambda row: -(row.estimate or 0.0))
    hidden = sum(row.mark == "c" for row in cells)
    most, beyond = there[: wish.most], there[wish.most :]
    share, rest = (sum(row.estimate or 0.0 for row in rows) for rows in (most, beyond))
    total = None if hidden else share + rest
    left = Selection(
        tuple(most), len(cells), hidden, len(cells) - len(there) - hidden, len(beyond), share, rest,
        None if hidden else 0.0, total,
    )  # fmt: skip
    arrows = tuple(Arrow(CAPITAL, str(row.answer), row) for row in most)
    return Drawn(wish, arrows, left, scale_of(cells), {}, found)
