"""The soums of an aimag, the districts of the capital, or the aimags of a region."""

from __future__ import annotations

from html import escape

from explore.figures import by_indicator
from store import queries
from store.queries import Indicator, Observation, Place
from ui import captions, maps
from ui.aimag import saying
from ui.aimag.card import caption, card, sentence
from ui.aimag.subject import Subject
from ui.ask import ask
from ui.drawings.inside import symbols
from ui.drawings.marks import Drawing
from ui.table import Cell, Table
from ui.table import html as table_html

_RESIDENTS = "population_resident"
_SOUM = (_RESIDENTS, "resident_density", "herder_households", "livestock", "livestock_per_herder_household")
_DISTRICT = (
    _RESIDENTS,
    "resident_density",
    "share_age_00_14",
    "share_age_65_plus",
    "labour_force",
    "livestock",
)
_MEMBER = (
    "population_mid_year", "population_change_since_2015", "migration_net", "net_migration_rate", "unemployment_rate",
    "labour_force_participation_rate", "gdp_per_capita", "livestock",
)  # fmt: skip
Figures = dict[str, dict[str, dict[int, Observation]]]


def title(subject: Subject) -> str:
    """What the card holds."""
    t = subject.view.t
    if subject.is_region:
        return t("Aimags of the region")
    return t("Districts") if subject.is_capital else t("Soums")


def section(subject: Subject, selected: str | None) -> str:
    """HTML of the card: symbol map and table, or the table of a region's aimags."""
    view, t = subject.view, subject.view.t
    made, used = table(subject)
    grid = table_html(made, view.words.number, here=f"soum={selected}" if selected else "")
    if subject.is_region:
        return card(
            "soums",
            title(subject),
            t("A name opens its page"),
            grid + caption(subject, t("Aimags of the region"), used),
        )
    shown = drawing(subject, selected)
    credit = captions.boundary_credit(view, ask(maps.origin, view.build))
    body = (
        f'<div class="inside"><div>{shown.html}{sentence(said(subject, selected))}</div><div>{grid}{_pair_note(subject)}</div></div>'
        + caption(subject, t("Residents, herders and livestock by soum") if not subject.is_capital else t("Residents, age and labour force by district"),
                  used, image="soums", boundaries=credit)
    )  # fmt: skip
    return card("soums", title(subject), sub(subject), body)


def sub(subject: Subject) -> str:
    """How the picture is read."""
    return subject.view.t(
        "Circles: residents in {year}; select one in the picture or in the table", year=_year(subject)
    )


def picture(subject: Subject) -> Drawing | None:
    """The picture alone; none for a region."""
    return None if subject.is_region else drawing(subject)


def drawing(subject: Subject, selected: str | None = None) -> Drawing:
    """The aimag with its soums as circles by residents."""
    view, units = subject.view, _units(subject)
    residents = {
        place.code: figure.value for place in units if (figure := _latest(subject, place.code, _RESIDENTS))
    }
    names = {
        place.code: f"{view.words.place(place)}: {view.words.number(residents[place.code])}" for place in units if place.code in residents
    }  # fmt: skip
    return symbols(view, subject.code, units, residents, selected, names, said(subject))


def table(subject: Subject) -> tuple[Table, list[Observation]]:
    """The table, most residents first, and the figures in it."""
    view, t = subject.view, subject.view.t
    codes = _MEMBER if subject.is_region else _DISTRICT if subject.is_capital else _SOUM
    units = [view.places[code] for code in subject.members] if subject.is_region else _units(subject)
    used: list[Observation] = []
    sizes: dict[str, float] = {}
    rows: dict[str, tuple[Cell, ...]] = {}
    for place in units:
        cells: list[Cell] = [view.words.name(place)]
        for code in codes:
            figure = _latest(subject, place.code, code)
            cells.append(figure.value if figure else t("[x] no data"))
            used += [figure] if figure else []
        size = cells[1]
        sizes[place.code] = size if isinstance(size, float) else 0.0
        rows[place.code] = tuple(cells)
    order = sorted(rows, key=lambda code: -sizes[code])
    years = {
        code: max((figure.year or 0 for figure in used if figure.indicator == code), default=0)
        for code in codes
    }
    heads = (
        t("Aimag") if subject.is_region else t("District") if subject.is_capital else t("Soum"),
        *(_head(subject, subject.indicator(code), years[code]) for code in codes),
    )
    level = "aimag" if subject.is_region else "soum"
    decimals = (None, *(subject.indicator(code).decimals for code in codes))
    made = Table(
        "soums",
        title(subject),
        heads,
        tuple(rows[code] for code in order),
        decimals,
        picks=tuple(f"{level}={code}" for code in order),
    )
    return made, used


def _head(subject: Subject, indicator: Indicator, year: int) -> str:
    unit = saying.unit_of(subject.view, indicator)
    parts = [subject.view.words.name(indicator), *([unit] if unit else []), *([str(year)] if year else [])]
    return ", ".join(parts)


def _units(subject: Subject) -> list[Place]:
    return [place for place in subject.view.level("soum") if place.aimag == subject.code]


def _latest(subject: Subject, place: str, indicator: str) -> Observation | None:
    if subject.is_region:
        return subject.figures.latest(indicator, place)
    years = ask(_soum_figures, subject.view.build, subject.code).get(place, {}).get(indicator, {})
    return years[max(years)] if years else None


def _soum_figures(build: str, aimag: str) -> Figures:
    """The figures of each soum of an aimag."""
    return {
        place.code: by_indicator(queries.profile(build, place.code)) for place in queries.places(build) if place.level == "soum" and place.aimag == aimag
    }  # fmt: skip


def _year(subject: Subject) -> int:
    return max(
        (
            figure.year or 0
            for place in _units(subject)
            if (figure := _latest(subject, place.code, _RESIDENTS))
        ),
        default=0,
    )


def said(subject: Subject, selected: str | None = None) -> str:
    """The selected soum in words; else how many live in the largest."""
    view, number = subject.view, subject.view.words.number
    residents = {
        place.code: figure.value
        for place in _units(subject)
        if (figure := _latest(subject, place.code, _RESIDENTS))
    }
    order = sorted(residents, key=lambda code: -residents[code])
    if selected in residents and selected:
        return view.t(
            "{place}: {people} residents in {year}, {position} of {n} by size.", place=view.words.place(view.places[selected]),
            people=number(residents[selected]), year=_year(subject), position=saying.ordinal(view, order.index(selected) + 1), n=len(order),
        )  # fmt: skip
    largest, whole = order[0], sum(residents.values())
    return view.t(
        "{share} percent of residents lived in {place}, the largest of {n}, in {year}.", share=number(100 * residents[largest] / whole, 0),
        place=view.words.place(view.places[largest], "dative"), n=len(order), year=_year(subject),
    )  # fmt: skip


def _pair_note(subject: Subject) -> str:
    """The labour force of the two districts that are published together."""
    if not subject.is_capital:
        return ""
    view = subject.view
    lines = []
    rows = ask(queries.observations, view.build, "labour_force", "district_pair")
    for pair in dict.fromkeys(row.place for row in rows):
        last = [row for row in rows if row.place == pair][-1]
        names = view.t(" and ").join(view.words.name(view.places[code]) for code in pair.split("+"))
        together = view.t(
            "{names} together: labour force {people} in {year}.",
            names=names,
            people=view.words.number(last.value),
            year=last.year,
        )
        lines.append(f'<p class="sub">{escape(together)}</p>')
    return "".join(lines)
