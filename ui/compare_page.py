"""Up to six aimags, or regions of one grouping, across chosen indicators."""

from __future__ import annotations

from html import escape

import streamlit as st

from explore import profile
from explore.ranking import warnings_for
from store import queries
from ui import address, captions, here, pick
from ui.ask import ask
from ui.charts import multiples
from ui.charts.show import show
from ui.screen import screen
from ui.table import Cell, Table
from ui.table import html as table_html
from ui.view import View

MOST_PLACES, MOST_INDICATORS = 6, 8
DEFAULT = (
    "net_migration_rate",
    "unemployment_rate",
    "labour_force_participation_rate",
    "gdp_per_capita",
    "physicians_per_1000",
    "pupils_per_teacher",
)


def draw(view: View) -> None:
    """Draw the page for the places and indicators in the address."""
    t = view.t
    grouping = address.chosen("grouping", ("aimag", "2024", "2001"), "aimag")
    offered = offered_places(view, grouping)
    start = tuple(code for code in (address.given("aimag"), "MN-1") if code in offered) or offered[:2]
    places = _several(
        view,
        "with",
        offered,
        start,
        MOST_PLACES,
        t("There is no place {value}.", value="{value}"),
        t("At most {n} places are compared; the first {n} are shown.", n=MOST_PLACES),
    )
    known = tuple(code for code, i in view.indicators.items() if i.aimag_years)
    indicators = _several(
        view,
        "indicators",
        known,
        DEFAULT,
        MOST_INDICATORS,
        t("There is no indicator {value}.", value="{value}"),
        t("At most {n} indicators are compared; the first {n} are shown.", n=MOST_INDICATORS),
    )
    with st.container(key="card-choice"):
        pick.show(_chooser(view, grouping, offered, places, indicators), key="choice")
    with st.container(key="card-compare"):
        columns = 3 if screen() == "desk" else 2 if screen() == "tablet" else 1
        names = ", ".join(view.words.name(view.places[p]) for p in places)
        pick.show(
            captions.head(names, t("One scale within each panel. Dotted line: Mongolia.")), key="compare-head"
        )
        figure = ask(multiples.figure, view, places, indicators, columns, large=here.large())
        show(
            figure,
            f"compare-{columns}",
            alt=" ".join(sentences(view, places, indicators)),
            height=70 + 250 * -(-len(indicators) // columns),
        )
        pick.show(ask(_under, view, places, indicators), key="compare-foot")


def offered_places(view: View, grouping: str) -> tuple[str, ...]:
    """The places that may be compared with one another: aimags, or the regions of one grouping."""
    if grouping == "aimag":
        return tuple(p.code for p in view.level("aimag"))
    return tuple(code for code, year in ask(queries.regions, view.build) if str(year) == grouping)


def sentences(view: View, places: tuple[str, ...], indicators: tuple[str, ...]) -> list[str]:
    """For each indicator, which of the places is highest and which is lowest in the newest year all have."""
    said = []
    for code in indicators:
        year, values = newest(view, places, code)
        if len(values) < 2:
            continue
        indicator = view.indicators[code]
        high, low = max(values, key=lambda p: values[p]), min(values, key=lambda p: values[p])
        said.append(
            view.t(
                "{name}, {year}: highest in {high} ({most}), lowest in {low} ({least}).", name=view.words.name(indicator), year=view.words.year(year),
                high=view.words.name(view.places[high]), most=view.value(values[high], indicator),
                low=view.words.name(view.places[low]), least=view.value(values[low], indicator),
            )
        )  # fmt: skip
    return said


def newest(view: View, places: tuple[str, ...], code: str) -> tuple[int, dict[str, float]]:
    """The newest year in which most of the places have a figure, and the figures."""
    found = {
        p: {
            o.year or 0: o.value
            for o in ask(queries.observations, view.build, code, view.places[p].level)
            if o.place == p
        }
        for p in places
    }
    years = {year for values in found.values() for year in values}
    if not years:
        return 0, {}
    best = max(years, key=lambda y: (sum(y in values for values in found.values()), y))
    return best, {p: values[best] for p, values in found.items() if best in values}


def compare_table(view: View, with_: tuple[str, ...], indicators: tuple[str, ...]) -> Table:
    """Indicators down, places across, each row in its newest common year."""
    rows: list[tuple[Cell, ...]] = []
    for code in indicators:
        year, values = newest(view, with_, code)
        indicator = view.indicators[code]
        cells = (view.value(values[p], indicator) if p in values else view.t("[x] no data") for p in with_)
        rows.append(
            (view.words.name(indicator), view.words.of(indicator, "unit"), view.words.year(year), *cells)
        )
    heads = (
        view.t("Indicator"),
        view.t("Unit"),
        view.t("Year"),
        *(view.words.name(view.places[p]) for p in with_),
    )
    return Table(
        "compare",
        view.t("Compare"),
        heads,
        tuple(rows),
        (None,) * len(heads),
        (f"{view.t('Build')}: {view.build}",),
    )


def _several(
    view: View,
    name: str,
    known: tuple[str, ...],
    default: tuple[str, ...],
    most: int,
    unknown: str,
    many: str,
) -> tuple[str, ...]:
    asked = [code for code in (address.given(name) or "").split(",") if code]
    for code in asked:
        if code not in known and name in st.query_params and not (name == "with" and code in view.places):
            address.notice(unknown.format(value=code[:60]))
    chosen = tuple(dict.fromkeys(code for code in asked if code in known))
    if len(chosen) > most:
        address.notice(many)
    chosen = chosen[:most] or default
    address.put(**{name: ",".join(chosen)})
    return chosen


def _chooser(
    view: View, grouping: str, offered: tuple[str, ...], places: tuple[str, ...], indicators: tuple[str, ...]
) -> str:
    t, words = view.t, view.words
    groupings = pick.segments(
        "grouping",
        t("What is compared"),
        {"aimag": t("Aimags"), "2024": t("Regions of 2024"), "2001": t("Regions of 2001")},
        grouping,
    )
    full = len(places) >= MOST_PLACES
    note = (
        f'<span class="sub">{escape(t("Six are chosen: take one away to add another."))}</span>'
        if full
        else ""
    )
    chips = _chips("with", {code: words.name(view.places[code]) for code in offered}, places, full)
    topics = {
        "people": t("People"),
        "migration": t("Migration"),
        "jobs": t("Jobs"),
        "services": t("Services"),
        "digital": t("Digital"),
    }
    lists = "".join(
        f"<h3>{escape(said)}</h3>"
        + _chips(
            "indicators",
            {
                c: words.name(i)
                for c, i in view.indicators.items()
                if i.topic == topic and i.listed and i.aimag_years
            },
            indicators,
            len(indicators) >= MOST_INDICATORS,
        )
        for topic, said in topics.items()
    )
    return f'{groupings}{chips}{note}<details id="which"><summary>{escape(t("Indicators"))} ({len(indicators)})</summary>{lists}</details>'


def _chips(name: str, offered: dict[str, str], chosen: tuple[str, ...], full: bool) -> str:
    parts = []
    for code, said in offered.items():
        inside = code in chosen
        after = ",".join(c for c in chosen if c != code) if inside else ",".join((*chosen, code))
        off = " disabled" if (full and not inside) or (inside and len(chosen) == 1) else ""
        parts.append(
            f'<button type="button" data-set="{name}={after}" aria-pressed="{"true" if inside else "false"}"{off}>{escape(said)}</button>'
        )
    return f'<div class="chips">{"".join(parts)}</div>'


def _under(view: View, places: tuple[str, ...], indicators: tuple[str, ...]) -> str:
    t = view.t
    said = "".join(f"<li>{escape(line)}</li>" for line in sentences(view, places, indicators))
    table = table_html(compare_table(view, places, indicators), view.words.number)
    found = [
        o for p in places for code, o in ask(profile.latest, view.build, p).items() if code in indicators
    ]
    years = sorted({o.year for o in found if o.year})
    under = captions.caption(
        view, measure="; ".join(view.words.name(view.indicators[c]) for c in indicators[:3]) + ("…" if len(indicators) > 3 else ""),
        year=f"{years[0]}–{years[-1]}" if years else t("undated"), sources=[s for o in found for s in o.sources], kinds={o.kind for o in found},
        warnings=[w for code in indicators for w in warnings_for(view.build, code) if w.place is None or w.place in places],
        downloads=captions.downloads(view, "compare", chart=", ".join(view.words.name(view.places[p]) for p in places), **{"with": ",".join(places), "indicators": ",".join(indicators)}),
    )  # fmt: skip
    return f'<ul class="said">{said}</ul><details id="compare-table"><summary>{escape(t("The same as a table"))}</summary>{table}</details>{under}'
