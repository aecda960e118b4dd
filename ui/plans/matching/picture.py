"""The plan as a picture: what the map shows, on the screen and as a file."""

from __future__ import annotations

from html import escape

import ui.plans.matching.said as say
from planning.official import CAPITAL
from ui import captions, maps
from ui.ask import ask
from ui.drawings import placed as drawing
from ui.drawings.placed import Placed
from ui.drawings.share_map import size
from ui.drawings.sheet import sheet
from ui.plans.matching import tables
from ui.plans.matching.asked import Asked
from ui.view import View


def placed(view: View, asked: Asked) -> Placed:
    """People by aimag and the arrows that were asked for; places that are no aimags are not on the map."""
    answer = asked.answer
    assert answer is not None and answer.waiting is not None
    aimags = {p.code for p in view.level("aimag")}
    people = {place: count for place, count in answer.placed.items() if place in aimags}
    waiting = {place: count for place, count in answer.waits.items() if place in aimags}
    held = {place: say.short(view, rows[0].service) for place in people if (rows := answer.waiting.at(place))}
    told = {place: _told(view, asked, place, people[place], waiting[place]) for place in people}
    if asked.choice.arrows == "capital":
        arrows = {(CAPITAL, place): count for place, count in people.items() if place != CAPITAL and count}
    else:
        arrows = answer.diverted
    return Placed(people, waiting, arrows, held, told)


def sub(view: View, asked: Asked) -> str:
    """What the map shows, in a line."""
    if asked.choice.arrows == "diverted":
        return view.t(
            "people by aimag; arrows: from the first choice that has no room to where there is some"
        )
    return view.t("people by aimag; arrows from Ulaanbaatar")


def absent(view: View) -> str:
    """HTML in place of a map where no place is an aimag."""
    return f'<p class="sub">{escape(view.t("No place of the file is an aimag (such as MN-046): there is no map, only the table."))}</p>'


def image(view: View, asked: Asked) -> tuple[str, str]:
    """The map as a picture that explains itself."""
    shown = placed(view, asked)
    kinds = captions.kind(view, "demonstration") if asked.demonstration else ""
    foot = (*tables.assumed(view, asked), captions.boundary_credit(view, ask(maps.origin, view.build)))
    return "matching-map", sheet(
        view, drawing.country(view, shown, None), size(view), title=say.headline(view, asked),
        sub=f"{sub(view, asked)}; {view.t('discs: people who find room; rings: with those who would come besides')}",
        sentence=say.lead(view, asked), foot=foot, badge=kinds,
    )  # fmt: skip


def _told(view: View, asked: Asked, place: str, people: float, waiting: float) -> str:
    answer = asked.answer
    assert answer is not None and answer.waiting is not None
    t = view.t
    parts = [
        say.place(view, place),
        t("{n} people find room", n=view.words.number(people)),
        t("{n} more would rather be here", n=view.words.number(waiting)),
    ]
    names = [say.service(view, row.service) for row in answer.waiting.at(place)]
    if names:
        parts.append(t("short: {services}", services=say.listed(view, names)))
    return "; ".join(parts)
