"""Published statements about a place, as reported."""

from __future__ import annotations

from html import escape

from store import queries
from ui.ask import ask
from ui.view import View


def statements(view: View, place: str) -> str:
    """HTML of the statements about a place with value, publisher and note; empty when there is none."""
    name, words = view.places[place].name_en, view.words
    publisher = {source.code: words.of(source, "publisher") for source in ask(queries.sources, view.build)}
    lines = []
    for fact in ask(queries.facts, view.build):
        if fact.place_en != name:
            continue
        value, unit = fact.value_mn if view.language == "mn" else fact.value, words.of(fact, "unit")
        # Statements in words, and dates, have units that are not read after a value.
        shown = (
            f": <b>{escape(value)} {escape(unit)}</b>"
            if value and fact.unit_en not in ("text", "date", "month")
            else ""
        )
        year = f", {fact.year}" if fact.year else ""
        note = words.of(fact, "note")
        lines.append(
            f'<li>{escape(words.of(fact, "statement"))}{shown}<br><span class="sub">{escape(publisher[fact.source])}{year}{" · " + escape(note) if note else ""}</span></li>'
        )
    if not lines:
        return ""
    return f'<details id="statements"><summary>{escape(view.t("Published statements, as reported"))} ({len(lines)})</summary><ul class="plain">{"".join(lines)}</ul></details>'
