"""The pictures of a place as files that explain themselves: title, picture, sentence, sources, build."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from explore.ranking import COUNTRY
from store import queries
from store.queries import Observation
from ui import captions, maps
from ui.aimag import ages, flows, head, position, soums, trends
from ui.aimag.subject import KEY, TRENDS, Subject
from ui.ask import ask
from ui.drawings.marks import Drawing, bar, solid, text

_WIDTH, _MARGIN, _INNER = 1400.0, 56.0, 1288.0
_FONT = "Noto Sans, Segoe UI, DejaVu Sans, Arial, sans-serif"


@dataclass(frozen=True)
class Picture:
    """What makes one kind of picture of a subject."""

    title: Callable[[Subject], str]
    sub: Callable[[Subject], str]
    drawing: Callable[[Subject], Drawing | None]
    used: Callable[[Subject], list[Observation]]
    said: Callable[[Subject], str] = lambda subject: ""


def poster(subject: Subject, name: str) -> str:
    """SVG of a picture. Raises KeyError for a name that is not offered, or where the figures are not known."""
    made, view = PICTURES[name], subject.view
    drawing = made.drawing(subject)
    if drawing is None:
        raise KeyError(name)
    scale = min(_INNER / drawing.width, 760 / drawing.height)
    top, height = 128.0, drawing.height * scale
    lines = [*textwrap.wrap(made.said(subject), 110)[:3]]
    parts = [
        text(_MARGIN, 62, f"{head.title(subject)}: {made.title(subject)}", 32, bold=True),
        text(_MARGIN, 96, made.sub(subject), 19, ink="muted"),
        f'<g transform="translate({_MARGIN} {top}) scale({scale:.4f})">{drawing.body}</g>',
    ]
    y = top + height + 40
    for line in lines:
        parts.append(text(_MARGIN, y, line, 21))
        y += 29
    for line in _foot(subject, name, made.used(subject)):
        parts.append(text(_MARGIN, y, line, 14, ink="muted"))
        y += 19
    whole = y + 16
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{whole:.0f}" viewBox="0 0 {_WIDTH:g} {whole:.0f}" font-family="{_FONT}">'
        f"<title>{made.title(subject)}</title>{_STYLE}{bar(0, 0, _WIDTH, whole, 'card')}{''.join(parts)}</svg>"
    )
    return solid(svg, view.theme)


def _foot(subject: Subject, name: str, used: list[Observation]) -> list[str]:
    view = subject.view
    sources = {source.code: source for source in ask(queries.sources, view.build)}
    cited = dict.fromkeys(code for figure in used for code in figure.sources if code in sources)
    named = "; ".join(
        f"{view.words.of(sources[code], 'publisher')}, {view.words.of(sources[code], 'title')}"
        for code in cited
    )
    kinds = ", ".join(captions.kind(view, kind) for kind in sorted({figure.kind for figure in used}))
    said = [f"{view.t('Source')}: {named} · {kinds}"]
    said += [
        view.words.of(warning, "text") for warning in subject.warnings(used) if warning.severity == "caution"
    ]
    if name == "soums":
        said.append(captions.boundary_credit(view, ask(maps.origin, view.build)))
    said.append(f"{view.t('Nutag')} · {view.t('build')} {view.build}")
    return [line for paragraph in said for line in textwrap.wrap(paragraph, 170)]


def _series(*codes: str) -> Callable[[Subject], list[Observation]]:
    def used(subject: Subject) -> list[Observation]:
        places = (subject.code, COUNTRY) if codes == TRENDS else (subject.code,)
        return [
            figure
            for code in codes
            for place in places
            for figure in subject.figures.years(code, place).values()
        ]

    return used


def _standings(subject: Subject) -> list[Observation]:
    return [figure for code in KEY if (figure := subject.standing(code).figure)]


def _ages(subject: Subject) -> list[Observation]:
    return [
        figure for code in ages.GROUPS if (figure := subject.figures.years(code, subject.code).get(ages.YEAR))
    ]


# What the style sheet of the page says of the shapes that have classes.
_STYLE = (
    "<style>.land{fill:var(--no-data);stroke:var(--muted)}.inner{fill:none;stroke:var(--card)}"
    ".symbol{fill:var(--primary);fill-opacity:.72;stroke:var(--card)}</style>"
)
PICTURES: dict[str, Picture] = {
    "flows": Picture(
        flows.title, lambda s: s.view.t("people, registered moves"), lambda s: flows.drawing(s, 900), _series(*flows.CODES), flows.said
    ),
    "position": Picture(position.title, position.sub, position.drawing, _standings),
    "trends": Picture(trends.title, trends.sub, trends.drawing, _series(*TRENDS)),
    "ages": Picture(ages.title, ages.sub, ages.drawing, _ages, ages.said),
    "soums": Picture(soums.title, soums.sub, soums.picture, lambda s: soums.table(s)[1], soums.said),
}  # fmt: skip
