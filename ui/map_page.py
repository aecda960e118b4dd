"""The map page: controls, map, legend, tiles, ranked dots, table, small multiples."""

from __future__ import annotations

from html import escape

import streamlit as st

from explore.ranking import Ranking
from store.queries import Indicator
from ui import address, captions, classes, map_shown, maps, pick, ranking_table
from ui.ask import ask
from ui.drawings.dots import distribution, dots
from ui.drawings.legend import legend, sentence
from ui.drawings.small import small_maps
from ui.drawings.tiles import tiles
from ui.painted import Painted, painted
from ui.per_capita import counterpart
from ui.screen import screen
from ui.table import html as table_html
from ui.view import View

DEFAULT = "net_migration_rate"


def draw(view: View) -> None:
    """Draw the page for what the address has chosen."""
    t = view.t
    indicator = _indicator(view)
    level = _level(view, indicator)
    years = indicator.soum_years if level == "soum" else indicator.aimag_years
    year = address.nearest_year(
        "year",
        years,
        wrong=t(
            "There are no figures for {value}; the nearest year is {year}.", value="{value}", year="{year}"
        ),
    )
    chosen = _classes(view, indicator)
    place = selected(view, level)
    picture = ask(painted, view, indicator.code, level, year, chosen)
    with st.container(key="card-controls"):
        pick.show(_controls(view, indicator, level, year, years, chosen), key="controls")
    left, right = st.columns([2, 1], gap="small")
    with left, st.container(key="card-map"):
        pick.show(
            captions.head(title(view, picture.ranking), view.words.of(indicator, "definition")),
            key="map-head",
        )
        show_map(view, indicator.code, level, year, chosen, place, picture)
        pick.show(_under(view, picture, chosen, place), key="map-foot")
    with right, st.container(key="card-ranks"):
        pick.show(_beside(view, picture, place), key="ranks")
    if len(years) > 1 and level == "aimag":
        with st.container(key="card-years"):
            pick.show(ask(_all_years, view, indicator.code, chosen), key="all-years")


def show_map(
    view: View,
    indicator: str,
    level: str,
    year: int,
    chosen: classes.Classes,
    place: str | None,
    picture: Painted,
) -> None:
    """The map itself; a click on an area or symbol selects its place everywhere."""

    kind = screen()
    map_shown.show(
        view,
        ask(maps.draw, view, indicator, level, year, chosen, place, kind),
        key=f"map-{level}",  # the browser keeps the number of the area clicked, which means another soum than aimag
        said=f"{title(view, picture.ranking)}. {sentence(picture, place)} {sentence(picture, None)}",
    )


def selected(view: View, level: str) -> str | None:
    """The selected place at a level; an unknown one in the address is said and dropped."""
    name = "soum" if level == "soum" else "aimag"
    code = address.given(name)
    if code is None:
        return None
    if code not in view.places or view.places[code].level != level:
        address.put(**{name: None})
        address.notice(view.t("There is no place {value}.", value=code[:60]))
        return None
    address.put(**{name: code})
    return code


def title(view: View, ranking: Ranking) -> str:
    """Name, unit and year."""
    unit = view.words.of(ranking.indicator, "unit")
    parts = [view.words.name(ranking.indicator), *([view.words.year(ranking.year)] if ranking.year else [])]
    name = ", ".join(parts)
    return name if unit.lower() in name.lower() or ranking.indicator.unit == "count" else f"{name} ({unit})"


def _indicator(view: View) -> Indicator:
    wrong = view.t(
        "There is no indicator {value}. This is shown instead: {name}.",
        value="{value}",
        name=view.words.name(view.indicators[DEFAULT]),
    )
    with_years = [code for code, indicator in view.indicators.items() if indicator.aimag_years]
    return view.indicators[address.chosen("indicator", with_years, DEFAULT, wrong=wrong)]


def _level(view: View, indicator: Indicator) -> str:
    levels = [
        level for level, years in (("aimag", indicator.aimag_years), ("soum", indicator.soum_years)) if years
    ]
    return address.chosen("level", levels, levels[0])


def _classes(view: View, indicator: Indicator) -> classes.Classes:
    code = address.given("classes") or classes.DEFAULT
    try:
        found = classes.parse(code)
    except ValueError:
        address.notice(
            view.t("There are no classes {value}. Natural breaks are shown instead.", value=code[:60])
        )
        found = classes.parse(classes.DEFAULT)
    address.put(classes=found.code)
    return found


def _controls(
    view: View, indicator: Indicator, level: str, year: int, years: tuple[int, ...], chosen: classes.Classes
) -> str:
    t, words = view.t, view.words
    topics = {
        "people": t("People"),
        "migration": t("Migration"),
        "jobs": t("Jobs"),
        "services": t("Services"),
        "digital": t("Digital"),
    }
    first = {
        topic: next(
            i.code for i in view.indicators.values() if i.topic == topic and i.listed and i.aimag_years
        )
        for topic in topics
    }
    tabs = pick.segments(
        "indicator",
        t("Topic"),
        {first[k] if k != indicator.topic else indicator.code: said for k, said in topics.items()},
        indicator.code,
    )
    listed = {
        i.code: words.name(i)
        for i in view.indicators.values()
        if i.topic == indicator.topic and i.aimag_years and (i.listed or i is indicator)
    }
    parts = [
        f'<div class="whole">{tabs}</div>',
        pick.select("indicator", t("Indicator"), listed, indicator.code),
    ]
    other = counterpart(view, indicator)
    if other:
        pair = sorted((indicator, other), key=lambda i: i.kind)
        parts.append(
            pick.segments(
                "indicator",
                t("Count or rate"),
                {i.code: t("Count") if i.kind == "count" else t("Rate") for i in pair},
                indicator.code,
            )
        )
    if indicator.soum_years:
        parts.append(pick.segments("level", t("Level"), {"aimag": t("Aimags"), "soum": t("Soums")}, level))
    parts.append(
        pick.years(
            "year", t("Year"), years, year, [words.year(y) for y in years], t("Play the years"), t("Pause")
        )
    )
    if indicator.kind == "rate":
        methods = {
            "jenks": t("Natural breaks (Jenks)"), "quantile": t("Quantiles"), "equal": t("Equal intervals"),
            "rounded": t("Rounded"), "manual": t("Manual"),
        }  # fmt: skip
        scope = "-year" if chosen.each_year else ""
        codes = {
            f"{m}-{chosen.count if chosen.count in classes.COUNTS else 5}{scope}"
            if m != "manual"
            else (chosen.code if chosen.method == "manual" else "manual:0,10,20"): said
            for m, said in methods.items()
        }
        parts.append(pick.select("classes", t("Classes"), codes, chosen.code))
        if chosen.method == "manual":
            edges = ", ".join(f"{edge:g}" for edge in chosen.edges)
            parts.append(
                f'<label class="control"><span>{escape(t("Edges, from low to high"))}</span>'
                f'<input type="text" data-param="classes" data-prefix="manual:" value="{edges}" inputmode="text"></label>'
            )
        else:
            number = {f"{chosen.method}-{n}{scope}": str(n) for n in classes.COUNTS}
            parts.append(pick.select("classes", t("How many"), number, chosen.code))
            if indicator.middle != "national" and len(years) > 1:
                both = {
                    f"{chosen.method}-{chosen.count}": t("Same in all years"),
                    f"{chosen.method}-{chosen.count}-year": t("This year only"),
                }
                parts.append(pick.segments("classes", t("Edges"), both, chosen.code))
    return f'<div class="controls">{"".join(parts)}</div>'


def _under(view: View, picture: Painted, chosen: classes.Classes, place: str | None) -> str:
    found = picture.ranking
    note = (
        view.t("Symbols mark soum centres; soum areas appear when the official boundaries are imported.")
        if (found.level == "soum" and not ask(maps.outlines, view.build, "soum"))
        else ""
    )
    parts = [legend(picture, place), f'<p class="sentence">{escape(sentence(picture, place))}</p>']
    if note:
        parts.append(f'<p class="sub">{escape(note)}</p>')
    if found.level == "aimag":
        parts.append(tiles(picture, place))
    parts.append(
        captions.caption(
            view,
            measure=f"{view.words.name(found.indicator)} ({view.words.of(found.indicator, 'unit')})",
            year=view.words.year(found.year),
            sources=found.sources,
            warnings=found.warnings,
            kinds=found.kinds,
            boundaries=captions.boundary_credit(view, ask(maps.origin, view.build)),
            downloads=captions.downloads(
                view,
                "ranking",
                "map",
                indicator=found.indicator.code,
                level=found.level,
                year=found.year,
                classes=chosen.code,
                place=place,
            ),
        )
    )
    return "".join(parts)


def _beside(view: View, picture: Painted, place: str | None) -> str:
    t = view.t
    parts = [f"<h3>{escape(t('Distribution'))}</h3>", distribution(picture)]
    if picture.ranking.level == "aimag":
        parts += [f"<h3>{escape(t('All 22, ranked'))}</h3>", dots(picture, place)]
    table = ask(
        ranking_table.table, view, picture.ranking.indicator.code, picture.ranking.level, picture.ranking.year
    )
    here = f"{picture.ranking.level}={place}"
    is_open = " open" if picture.ranking.level == "soum" else ""
    parts.append(
        f'<details id="table"{is_open}><summary>{escape(t("The same as a table"))}</summary>'
        f'<div data-scroll style="max-height:34rem;overflow-y:auto">{table_html(table, view.words.number, here=here)}</div></details>'
    )
    found = picture.ranking
    image = "tiles" if found.level == "aimag" else None
    parts.append(
        captions.downloads(
            view,
            "ranking",
            image,
            indicator=found.indicator.code,
            level=found.level,
            year=found.year,
            place=place,
        )
    )
    return "".join(parts)


def _all_years(view: View, indicator: str, chosen: classes.Classes) -> str:
    t = view.t
    return (
        f'<details id="all-years"><summary>{escape(t("All years at once, on one scale"))}</summary>'
        f"{small_maps(view, indicator, chosen)}{captions.downloads(view, 'observations', indicator=indicator)}</details>"
    )
