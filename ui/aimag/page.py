"""Everything about one aimag, the capital or one region, on one page."""

from __future__ import annotations

from ui import pick
from ui.aimag import ages, around, choice, flows, head, position, reported, soums, topics, trends
from ui.aimag.subject import Subject
from ui.ask import ask
from ui.screen import screen
from ui.theme import LIGHT
from ui.view import View


def draw(view: View) -> None:
    """Draw the page of the place in the address."""
    subject, soum = choice.chosen(view)
    pick.show(ask(_head, subject), key="place-head")
    pick.show(ask(_cards, subject, soum, screen()), key="place-cards")


def _head(subject: Subject) -> str:
    return choice.controls(subject) + head.head(subject)


def _cards(subject: Subject, soum: str | None, kind: str) -> str:
    """HTML of all cards, in reading order."""
    cards = (
        flows.section(subject, kind),
        position.section(subject),
        trends.section(subject),
        ages.section(subject),
        f'<div class="side">{around.section(subject)}</div>',
        topics.section(subject),
        soums.section(subject, soum),
        reported.section(subject),
    )
    return f'{_paper()}<div class="sheets">{"".join(cards)}</div>'


def _paper() -> str:
    """A style that prints in the colours of the desk, whatever the screen shows."""
    tokens = "".join(
        f"--{name.replace('_', '-')}:{getattr(LIGHT, name)};" for name in ("paper", "card", "ink", "muted", "line", "primary", "accent", "no_data")
    )  # fmt: skip
    return f"<style>@media print{{:root{{{tokens}}}html{{font-size:13px}}}}</style>"
