"""One picture of survey numbers on a page: finding, picture, marks, table twin, and all that is said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from survey.questions import Answered
from ui import captions
from ui.screen import screen
from ui.surveys import beside, marks
from ui.surveys.choice import Choice
from ui.table import Table
from ui.table import html as table_html
from ui.view import View

HALF, WHOLE, PHONE = 640, 1300, 340
_HALL, _TABLET = 0.78, 0.66  # what is drawn narrower is shown larger


def width(view: View, desk: int) -> int:
    """How wide a picture is drawn: as on a desk, narrower and so larger in a hall, on a tablet, on a telephone."""
    part = {"phone": PHONE / desk, "tablet": _TABLET}.get(screen(), _HALL if view.theme.large else 1.0)
    return round(part * desk)


def card(
    view: View,
    choice: Choice,
    *answered: Answered,
    title: str,
    sentence: str,
    picture: str,
    table: Table,
    download: str,
    sub: str = "",
    controls: str = "",
    under: str = "",
    given: Mapping[str, str] | None = None,
    level: float = 0.95,
    notes: tuple[str, ...] = (),
) -> str:
    """HTML of a card; `download` names its table and its picture among the downloads, made from `given`."""
    twin = (
        f'<details id="{escape(download)}-table"><summary>{escape(view.t("The same as a table"))}</summary>'
        f"{table_html(table, view.words.number)}</details>"
    )
    links = captions.downloads(view, download, download, **choice.address, **(given or {}))
    estimates = [row for one in answered for row in one.estimates]
    return (
        captions.head(title, sub)
        + controls
        + f'<p class="sentence">{escape(sentence)}</p>'
        + picture
        + marks.legend(view, estimates)
        + under
        + twin
        + beside.caption(view, choice, *answered, level=level, notes=notes, downloads=links)
    )


def svg(view: View, inner: str, width: float, height: float, label: str) -> str:
    """A drawing as an SVG element with its alternative text."""
    return (
        f'<svg class="dots" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(label)}">'
        f"<defs>{marks.pattern(view.theme, view.theme.primary)}</defs>{inner}</svg>"
    )


def hidden(view: View, names: Iterable[str]) -> str:
    """HTML that lists what is hidden; empty when nothing is."""
    listed = ", ".join(names)
    return f'<p class="sub">{escape(hidden_line(view, listed))}</p>' if listed else ""


def hidden_line(view: View, names: str) -> str:
    """What is hidden, in words, such as a line under a saved picture."""
    return view.t("[c] Hidden: {names}", names=names)
