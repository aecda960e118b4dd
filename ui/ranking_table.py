"""The table of a ranking."""

from __future__ import annotations

from explore.ranking import ranking
from store import queries
from ui.ask import ask
from ui.captions import kind
from ui.table import Cell, Table
from ui.view import View


def table(view: View, indicator: str, level: str, year: int) -> Table:
    """Every place of the level with its rank, value and, for absent values, the mark [x] or [z]."""
    t, words = view.t, view.words
    found = ask(ranking, view.build, indicator, level, year)
    absent = sorted(found.missing | found.not_applicable, key=lambda code: words.name(view.places[code]))
    rows: list[tuple[Cell, ...]] = []
    codes = (*found.order, *absent)
    for code in codes:
        place = view.places[code]
        value: Cell = found.values.get(code)
        if value is None:
            value = t("[z] not applicable") if code in found.not_applicable else t("[x] no data")
        region = (words.name(view.places[place.aimag]),) if level == "soum" and place.aimag else ()
        rows.append((words.name(place), *region, found.rank(code), value, code))
    places = words.name
    unit = words.of(found.indicator, "unit")
    aimag = (t("Aimag"),) if level == "soum" else ()
    sources = {source.code: source for source in ask(queries.sources, view.build)}
    notes = [
        words.of(found.indicator, "definition"),
        f"{t('Year')}: {words.year(year)}",
        f"{t('What the figure is')}: {', '.join(kind(view, code) for code in sorted(found.kinds))}",
        *(
            f"{t('Source')}: {words.of(sources[c], 'publisher')}, {words.of(sources[c], 'title')}"
            for c in found.sources
            if c in sources
        ),
        *dict.fromkeys(words.of(warning, "text") for warning in found.warnings),
        f"{t('Build')}: {view.build}",
    ]
    return Table(
        name=f"{indicator}-{level}-{year or 'undated'}",
        title=f"{places(found.indicator)}, {words.year(year)} ({unit})",
        columns=(
            t("Soum") if level == "soum" else t("Aimag"),
            *aimag,
            t("Rank"),
            f"{words.name(found.indicator)} ({unit})",
            t("Code"),
        ),
        rows=tuple(rows),
        decimals=(None, *([None] if aimag else []), 0, found.indicator.decimals, None),
        notes=tuple(notes),
        picks=tuple(f"{level}={code}" for code in codes),
    )
