"""The country with one planning number per aimag: as a map that can be clicked, and as a picture that leaves the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from geo import deck, layers
from planning.official import CAPITAL
from planning.values import Value
from ui import captions, map_shown, maps, pick
from ui.ask import ask
from ui.drawings.country import svg_map
from ui.drawings.text import svg_text
from ui.plans import provenance
from ui.screen import screen
from ui.theme import on, rgb
from ui.view import View

_TOOLTIP = "<b>{name}</b><br>{first}<br><span style='opacity:.75'>{second}</span><br><small>{third}</small>"
# Width and height, in CSS pixels, of a map beside a ranking.
SIZES = {"desk": (730, 455), "tablet": (430, 400), "phone": (330, 230)}
_LARGEST = {"desk": 30.0, "tablet": 24.0, "phone": 15.0}


class Said(NamedTuple):
    """What is said of an aimag: the number, the line under it, and what it rests on. `label` stands on pictures."""

    first: str
    second: str = ""
    third: str = ""
    label: str = ""


class Key(NamedTuple):
    """One colour of the legend, what it means, and how many aimags have it."""

    colour: str
    meaning: str
    aimags: int
    hatched: bool = False


@dataclass(frozen=True)
class Country:
    """Colours and words by aimag; `hatched` aimags have no data of their own.

    `circles` are sizes in proportion to a number, such as the ends of a band, the widest first; the last is filled.
    """

    view: View
    fill: Mapping[str, str]
    said: Mapping[str, Said]
    keys: tuple[Key, ...]
    hatched: frozenset[str] = frozenset()
    circles: tuple[Mapping[str, float], ...] = field(default=())

    @property
    def largest(self) -> float:
        """The number that the largest circle stands for."""
        return max((size for circle in self.circles for size in circle.values()), default=0.0)


def drawn(country: Country, selected: str | None, screen: str) -> deck.ReadyDeck:
    """The map; the capital, which receives nobody here, is dotted out."""
    view, theme = country.view, country.view.theme
    areas = ask(maps.outlines, view.build, "aimag")
    names = {code: view.words.name(view.places[code]) for code in areas}
    fill = {code: rgb(country.fill.get(code, theme.paper)) for code in areas}
    fields = {
        code: dict(zip(("first", "second", "third"), country.said[code], strict=False))
        for code in areas
        if code in country.said
    }
    stack = [
        layers.background(),
        layers.choropleth(areas, fill, names=names, line=rgb(theme.card), fields=fields),
        layers.hatch(areas, [CAPITAL], rgb(theme.muted), pattern="horizontal"),
    ]
    if country.hatched:
        stack.append(layers.hatch(areas, sorted(country.hatched), rgb(theme.muted)))
    centres = {p.code: (p.lon or 0.0, p.lat or 0.0) for p in view.level("aimag")}
    for number, circle in enumerate(country.circles):
        last = number == len(country.circles) - 1
        radius = layers.symbol_sizes(circle, _LARGEST[screen], largest=country.largest)
        colour = (*rgb(theme.primary), 225 if last else 90)
        stack.append(
            layers.symbols(
                centres, radius, dict.fromkeys(radius, colour), names=names, line=rgb(theme.card),
                fields={code: fields[code] for code in radius if code in fields},
                identifier="symbols" if last else f"band-{number}",
            )
        )  # fmt: skip
    if selected in areas:
        stack.append(layers.selected([areas[selected]], rgb(theme.ink), rgb(theme.card)))
    if screen != "phone":
        stack.append(
            layers.labels(
                centres, names, rgb(theme.ink), rgb(theme.card), size_px=15 if theme.large else 11.5,
                font="Noto Sans, Segoe UI, sans-serif", offset_px=layers.LABEL_OFFSETS_PX,
            )
        )  # fmt: skip
    return deck.draw(
        stack,
        deck.fit(*SIZES[screen]),
        tooltip=_TOOLTIP,
        ink=theme.ink,
        paper=theme.card,
        rule=theme.line,
    )


def show(
    country: Country, selected: str, *, name: str, said: str, measure: str, values: Iterable[Value], address: Mapping[str, str],
    lines: Iterable[str] = (),
) -> None:  # fmt: skip
    """Draw the map, its legend, and all that must stand under it; `name` is that of its picture among the downloads.

    `said` is the text for those who do not see the map, `values` what it rests on, `lines` what else is to be known.
    """
    view = country.view
    map_shown.show(view, drawn(country, selected, screen()), key=f"map-{name}", said=said)
    pick.show(
        legend(country)
        + captions.caption(
            view, measure=measure, year=view.t("newest figures"), sources=provenance.sources(values), kinds=("calculated",),
            boundaries=credit(view), lines=lines, downloads=captions.downloads(view, None, f"{name}_map", **address),
        ),
        key="map-foot",
    )  # fmt: skip


def credit(view: View) -> str:
    """The credit of the outlines."""
    return captions.boundary_credit(view, ask(maps.origin, view.build))


def elsewhere(view: View, shown: str) -> str:
    """What is said when somebody picks the capital."""
    return view.t(
        "The capital is where people would leave, so it is not counted here; {place} is shown.",
        place=view.words.place(view.places[shown]),
    )


def legend(country: Country) -> str:
    """HTML of the legend: every colour with its meaning and the number of aimags."""
    marks = "".join(
        f'<span><i class="{"hatch" if key.hatched else ""}" style="background-color:{key.colour}"></i>{escape(key.meaning)} ({key.aimags})</span>'
        for key in country.keys
        if key.aimags
    )
    capital = f'<span><i class="lined"></i>{escape(country.view.t("the capital: not counted"))}</span>'
    return f'<div class="legend"><div class="marks wrap">{marks}{capital}</div></div>'


def picture(country: Country) -> tuple[str, float, float]:
    """Inner SVG of the map with names, labels and legend; its width and height."""
    view, theme = country.view, country.view.theme
    flat = ask(svg_map, view.build, "aimag")
    _, _, width, height = flat.view_box
    parts, labels = [_pattern(theme.no_data, theme.muted)], []
    for code, path in flat.paths.items():
        fill = "url(#capital)" if code == CAPITAL else country.fill.get(code, theme.paper)
        shape = f'<path d="{path}" stroke="{theme.card}" stroke-width="1.2" fill-rule="evenodd" fill="{{}}"/>'
        parts.append(shape.format(fill) + (shape.format("url(#others)") if code in country.hatched else ""))
        place = view.places[code]
        x, y = flat.point(place.lon or 0, place.lat or 0)
        for number, circle in enumerate(country.circles):
            radius = layers.symbol_sizes(circle, 34, largest=country.largest).get(code, 0.0)
            opacity = 0.88 if number == len(country.circles) - 1 else 0.35
            parts.append(
                f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{theme.primary}" fill-opacity="{opacity}"/>'
            )
        ink = theme.ink if code == CAPITAL else on(country.fill.get(code, theme.paper))
        halo = theme.card if code == CAPITAL else country.fill.get(code, theme.paper)
        dx, dy = layers.LABEL_OFFSETS_PX.get(code, (0, 0))
        said = country.said.get(code)
        labels.append(svg_text(x + dx, y + dy - 2, view.words.name(place), 12.5, ink, "middle", halo=halo))
        if said and said.label:
            labels.append(
                svg_text(x + dx, y + dy + 13, said.label, 13.5, ink, "middle", bold=True, halo=halo)
            )
    keys, more = _keys(country, height + 12)
    return "".join((*parts, *labels, keys)), width, height + 12 + more


def _keys(country: Country, y: float) -> tuple[str, float]:
    """Inner SVG of the legend from a height on, two keys to a line, and its height."""
    theme, parts, place = country.view.theme, [], 0
    for key in country.keys:
        if not key.aimags:
            continue
        x, top = 500.0 * (place % 2), y + 24 * (place // 2)
        box = f'<rect x="{x}" y="{top}" width="28" height="15" stroke="{theme.line}" fill="{{}}"/>'
        parts.append(box.format(key.colour) + (box.format("url(#others)") if key.hatched else ""))
        parts.append(svg_text(x + 38, top + 12.5, f"{key.meaning} ({key.aimags})", 13, theme.muted))
        place += 1
    return "".join(parts), 24.0 * ((place + 1) // 2) + 4


def _pattern(ground: str, ink: str) -> str:
    return (
        f'<defs><pattern id="capital" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{ground}"/>'
        f'<line x1="0" y1="4" x2="8" y2="4" stroke="{ink}" stroke-width="1"/></pattern>'
        f'<pattern id="others" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line x1="0" y1="0" x2="0" y2="8" stroke="{ink}" stroke-width="1.6"/></pattern></defs>'
    )
