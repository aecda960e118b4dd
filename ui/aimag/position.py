"""Where the place stands among its peers: one strip per key indicator."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from explore.figures import Standing
from ui.aimag import saying
from ui.aimag.card import caption, card
from ui.aimag.subject import KEY, Subject
from ui.drawings.marks import Drawing, text
from ui.drawings.strip import strip

_WIDTH = 300.0


@dataclass(frozen=True)
class Row:
    """One key indicator: what is said in words, and its strip."""

    name: str
    sub: str
    value: str
    rank: str
    national: str
    strip: Drawing
    standing: Standing


def title(subject: Subject) -> str:
    """What the picture shows."""
    if subject.is_region:
        return subject.view.t("Position among the {n} regions of the grouping", n=len(subject.peers))
    return subject.view.t("Position among the 22 units")


def section(subject: Subject) -> str:
    """HTML of the card; each row opens the map of its indicator."""
    t, view = subject.view.t, subject.view
    made = rows(subject)
    lines = []
    for row in made:
        query = {"indicator": row.standing.indicator, "lang": view.language, "theme": view.theme_name}
        if not subject.is_region:
            query["aimag"] = subject.code
        lines.append(
            f'<a class="strip" href="map?{urlencode(query)}" target="_self"><span class="what">{escape(row.name)}<small>{escape(row.sub)}</small></span>'
            f'{row.strip.html}<span class="n"><b>{escape(row.value)}</b><small>{escape(row.national)}</small></span><span>{escape(row.rank)}</span></a>'
        )
    used = [
        figure for row in made for peer in subject.peers
        if (figure := subject.figures.years(row.standing.indicator, peer).get(row.standing.year or 0))
    ]  # fmt: skip
    body = f'<div class="strips">{"".join(lines)}</div>' + caption(
        subject, t("Key indicators"), used, image="position"
    )
    return card("position", title(subject), sub(subject), body)


def sub(subject: Subject) -> str:
    """How the picture is read."""
    return subject.view.t(
        "Large dot: {name}. Small dots: the others. Stroke: the country.", name=subject.name()
    )


def rows(subject: Subject) -> list[Row]:
    """The key indicators in order."""
    view, t = subject.view, subject.view.t
    made = []
    for code in KEY:
        indicator, found = subject.indicator(code), subject.standing(code)
        name, unit = view.words.name(indicator), saying.unit_of(view, indicator)
        parts = [unit] if unit else []
        parts += [view.words.year(found.year)] if found.year is not None else []
        if found.value is None:
            value, rank = "–", t("no data") if found.applies else t("not applicable")
        else:
            value = view.value(found.value, indicator)
            rank = saying.rank(view, found)
            if found.of < len(subject.peers):
                rank = t("{rank} of {n}", rank=rank, n=found.of)
        national = (
            ""
            if found.national is None
            else t("Country: {value}", value=view.value(found.national, indicator))
        )
        said = {
            place: f"{subject.name(place)}: {view.value(v, indicator)}" for place, v in found.values.items()
        }
        picture = strip(
            found.values, subject.code, found.national, said, width=_WIDTH, label=f"{name}: {value}, {rank}"
        )
        made.append(Row(name, ", ".join(parts), value, rank, national, picture, found))
    return made


def drawing(subject: Subject) -> Drawing:
    """All rows as one picture."""
    parts, height = [], 46.0
    made = rows(subject)
    for index, row in enumerate(made):
        y = index * height
        parts.append(text(0, y + 18, row.name, 14))
        parts.append(text(0, y + 34, row.sub, 11.5, ink="muted"))
        parts.append(f'<g transform="translate(330 {y + 8})">{row.strip.body}</g>')
        parts.append(text(730, y + 18, row.value, 15, bold=True, anchor="end"))
        parts.append(text(730, y + 34, row.national, 11.5, ink="muted", anchor="end"))
        parts.append(text(752, y + 22, row.rank, 14))
    return Drawing(1110, len(made) * height, "".join(parts), title(subject))
