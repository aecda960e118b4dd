"""A card of the page: title, picture, sentence, table twin, caption."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from store.queries import Observation
from ui import captions
from ui.aimag.subject import Subject
from ui.table import Table
from ui.table import html as table_html


def card(name: str, title: str, sub: str, body: str) -> str:
    """HTML of a card; `body` is HTML, the rest are texts."""
    return f'<section class="sheet sheet-{name}" aria-label="{escape(title)}">{captions.head(title, sub)}{body}</section>'


def sentence(said: str) -> str:
    """HTML of the sentence under a picture."""
    return f'<p class="sentence">{escape(said)}</p>'


def twin(subject: Subject, table: Table) -> str:
    """HTML of the same as a table, folded."""
    said = escape(subject.view.t("The same as a table"))
    return f'<details id="{table.name}-table"><summary>{said}</summary>{table_html(table, subject.view.words.number)}</details>'


def caption(
    subject: Subject, measure: str, figures: Iterable[Observation], *, image: str | None = None, notes: str = "", boundaries: str = "",
) -> str:  # fmt: skip
    """HTML of what stands under a picture: cautions in sight, notes folded, downloads of data and image."""
    view, used = subject.view, list(figures)
    years = sorted({figure.year for figure in used if figure.year})
    said = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else view.words.year(0)
    found = subject.warnings(used)
    hints = [notes] if notes else []
    hints += [view.words.of(warning, "text") for warning in found if warning.severity == "note"]
    folded = ""
    if hints:
        lines = "".join(f"<p>{escape(hint)}</p>" for hint in dict.fromkeys(hints))
        summary = escape(view.t("Notes on the figures ({n})", n=len(dict.fromkeys(hints))))
        folded = f'<details class="notes" id="{escape(image or "figures")}-notes"><summary>{summary}</summary>{lines}</details>'
    return captions.caption(
        view, measure=measure, year=said, sources=sorted({source for figure in used for source in figure.sources}),
        warnings=[warning for warning in found if warning.severity == "caution"], kinds={figure.kind for figure in used}, boundaries=boundaries,
        downloads=folded + captions.downloads(view, "profile", image, place=subject.code),
    )  # fmt: skip
