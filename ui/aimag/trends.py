"""How the place changes over the years, with the national line."""

from __future__ import annotations

from html import escape

from explore.figures import Series
from explore.ranking import COUNTRY
from ui.aimag import saying
from ui.aimag.card import caption, card, twin
from ui.aimag.subject import INDEX_YEAR, TRENDS, Subject
from ui.drawings.marks import Drawing
from ui.drawings.trend import HEIGHT, WIDTH, trend
from ui.table import Cell, Table

_INDEX = "population_mid_year"


def title(subject: Subject) -> str:
    """What the picture shows."""
    return subject.view.t("Trends with the national line")


def sub(subject: Subject) -> str:
    """How the picture is read."""
    return subject.view.t("Coloured line: {name}. Grey line: the country.", name=subject.name())


def section(subject: Subject) -> str:
    """HTML of the card."""
    t = subject.view.t
    used = [
        figure for code in TRENDS for place in (subject.code, COUNTRY) for figure in subject.figures.years(code, place).values()
    ]  # fmt: skip
    panels = "".join(panel.html for panel in drawings(subject))
    body = f'<div class="trends">{panels}</div>{twin(subject, _table(subject))}' + caption(
        subject, t("Eight indicators by year"), used, image="trends"
    )
    return card("trends", title(subject), sub(subject), body)


def drawings(subject: Subject) -> list[Drawing]:
    """One picture per indicator that is known here; a designed blank for one that is not."""
    view, words = subject.view, subject.view.words
    made = []
    for code in TRENDS:
        indicator = subject.indicator(code)
        here, country = series(subject, code, subject.code), series(subject, code, COUNTRY)
        name, unit = words.name(indicator), saying.unit_of(view, indicator)
        decimals, signed = indicator.decimals, indicator.middle == "zero"
        if code == _INDEX:
            unit, decimals = view.t("index, {year} = 100", year=INDEX_YEAR), 0
        if not here:
            made.append(Drawing(WIDTH, HEIGHT, "", f"{name}: {view.t('no data')}"))
            continue

        def write(value: float, decimals: int = decimals, signed: bool = signed) -> str:
            return words.number(value, decimals, signed=signed)

        label = f"{name}: {write(here[0][1])} ({here[0][0]}), {write(here[-1][1])} ({here[-1][0]})"
        made.append(
            trend(name, unit, here, country, names=(subject.name(), subject.name(COUNTRY)), write=write, large=view.theme.large, label=label)
        )  # fmt: skip
    return made


def series(subject: Subject, code: str, place: str) -> Series:
    """The series drawn: population as an index, the rest as it stands."""
    rows = subject.figures.series(code, place)
    base = dict(rows).get(INDEX_YEAR) if code == _INDEX else None
    return tuple((year, 100 * value / base) for year, value in rows) if base else rows


def drawing(subject: Subject) -> Drawing:
    """All panels as one picture."""
    parts = [
        f'<g transform="translate({i % 4 * (WIDTH + 24)} {i // 4 * (HEIGHT + 24)})">{panel.body}</g>' for i, panel in enumerate(drawings(subject))
    ]  # fmt: skip
    rows = -(-len(parts) // 4)
    return Drawing(4 * (WIDTH + 24), rows * (HEIGHT + 24), "".join(parts), title(subject))


def _table(subject: Subject) -> Table:
    view = subject.view
    heads, columns = [view.t("Year")], []
    for code in TRENDS:
        indicator = subject.indicator(code)
        unit = (
            view.t("index, {year} = 100", year=INDEX_YEAR)
            if code == _INDEX
            else view.words.of(indicator, "unit")
        )
        for place in (subject.code, COUNTRY):
            heads.append(f"{view.words.name(indicator)} ({unit}), {subject.name(place)}")
            columns.append((dict(series(subject, code, place)), indicator))
    years = sorted({year for rows, _ in columns for year in rows}, reverse=True)
    absent = view.t("[x] no data")
    rows = tuple((str(year), *(known.get(year, absent) for known, _ in columns)) for year in years)
    decimals: tuple[int | None, ...] = (
        None,
        *(1 if indicator.code == _INDEX else indicator.decimals for _, indicator in columns),
    )
    made: tuple[tuple[Cell, ...], ...] = rows
    return Table("trends", escape(title(subject)), tuple(heads), made, decimals)
