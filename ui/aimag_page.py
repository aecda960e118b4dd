"""Everything about one aimag, the capital or one region, on one page."""

from __future__ import annotations

from html import escape

import streamlit as st

from explore import profile
from explore.ranking import warnings_for
from store import queries
from ui import address, captions, here, pick
from ui import aimag_parts as parts
from ui.ask import ask
from ui.charts import trend
from ui.charts.show import show
from ui.screen import screen
from ui.table import Table
from ui.table import html as table_html
from ui.view import View


def draw(view: View) -> None:
    """Draw the page of the place in the address; a region there goes before an aimag."""
    place, level = _place(view)
    name, large = view.words.place(view.places[place]), here.large()
    with st.container(key="card-who"):
        left, right = st.columns([3, 1], gap="medium")
        with left:
            pick.show(_chooser(view, place, level) + ask(_head, view, place, level), key="who")
        with right:
            pick.show(ask(parts.locator, view, place), key="where")
    left, right = st.columns([1, 1], gap="small")
    with left, st.container(key="card-moves"):
        pick.show(
            captions.head(view.t("Who arrives and who leaves"), view.t("people, registered moves")),
            key="moves-head",
        )
        show(
            ask(trend.moves, view, place, level, large=large),
            f"moves-{place}",
            alt=ask(_moves_said, view, place, level),
            height=300,
        )
        pick.show(ask(_moves_foot, view, place, level), key="moves-foot")
    with right, st.container(key="card-ages"):
        figure = ask(trend.ages, view, place, level, large=large)
        pick.show(captions.head(view.t("Residents by age, 2019"), view.t("people")), key="ages-head")
        if figure is not None:
            show(
                figure,
                f"ages-{place}",
                alt=view.t("Residents of {place} by five-year age band in 2019.", place=name),
                height=330,
            )
        pick.show(ask(_ages_foot, view, place, level), key="ages-foot")
    with st.container(key="card-strips"):
        title = (
            view.t("Position among the 22 units")
            if level == "aimag"
            else view.t("Position among the regions of the same grouping")
        )
        legend = view.t("Large dot: this place. Small dots: the others. Dashed line: the country.")
        pick.show(
            captions.head(title, legend)
            + ask(parts.strips, view, place, level)
            + ask(_caption, view, place, parts.KEY, ""),
            key="strips",
        )
    with st.container(key="card-trends"):
        columns = 4 if screen() == "desk" else 2 if screen() == "tablet" else 1
        title = view.t("Trends with the national line")
        pick.show(
            captions.head(title, view.t("Colour: {place}. Grey: Mongolia.", place=name)), key="trends-head"
        )
        show(
            ask(trend.multiples, view, place, level, columns, large=large),
            f"trends-{place}-{columns}",
            alt=ask(_trends_said, view, place, level),
            height=215 * -(-len(trend.TRENDS) // columns),
        )
        pick.show(ask(_caption, view, place, trend.TRENDS, title), key="trends-foot")
    with st.container(key="card-figures"):
        pick.show(ask(_figures, view, place, level), key="figures")
    with st.container(key="card-inside"):
        pick.show(_inside(view, place, level), key="inside")
    if level == "aimag":
        with st.container(key="card-near"):
            pick.show(ask(parts.near, view, place), key="near")


def _place(view: View) -> tuple[str, str]:
    region, aimag = address.given("region"), address.given("aimag")
    if region and region not in view.places:
        address.notice(view.t("There is no place {value}.", value=region[:60]))
        address.put(region=None)
        region = None
    if region and view.places[region].level == "region":
        address.put(region=region)
        return region, "region"
    known = [p.code for p in view.level("aimag")]
    if aimag and aimag not in known:
        address.notice(view.t("There is no place {value}.", value=aimag[:60]))
    return address.chosen("aimag", known, "MN-046"), "aimag"


def _chooser(view: View, place: str, level: str) -> str:
    t, words = view.t, view.words
    aimags = {f"aimag={p.code}": words.place(p) for p in view.level("aimag")}
    groups: dict[str, dict[str, str]] = {t("Aimags and the capital"): aimags}
    for year, said in ((2024, t("Regions of 2024")), (2001, t("Regions of 2001"))):
        groups[said] = {
            f"region={code}": words.name(view.places[code])
            for code, grouping in ask(queries.regions, view.build)
            if grouping == year
        }
    chosen = f"{level}={place}"
    return (
        f'<div class="controls no-print">{pick.select("place", t("Aimag or region"), groups, chosen)}</div>'
    )


def _head(view: View, place: str, level: str) -> str:
    lines = "".join(f'<p class="lead">{escape(line)}</p>' for line in _said(view, place, level))
    return f"<h1>{escape(view.words.place(view.places[place]))}</h1>{lines}{_basics(view, place, level)}"


def _said(view: View, place: str, level: str) -> list[str]:
    t, words, lines = view.t, view.words, []
    where = words.place(view.places[place], "dative")
    people = ask(profile.standing, view.build, "population_mid_year", place, level)
    change = ask(profile.standing, view.build, "population_change_since_2015", place, level)
    if people and change:
        lines.append(
            t("In {year} {people} people lived in {place}; that is {change} % against 2015.", year=people.latest.year, place=where,
              people=words.number(people.latest.value), change=words.number(change.latest.value, 1, signed=True))
        )  # fmt: skip
    net = ask(profile.standing, view.build, "migration_net", place, level)
    rate = ask(profile.standing, view.build, "net_migration_rate", place, level)
    if net and rate:
        lines.append(
            t("Registered migration in {year}: {net} people, or {rate} per 1,000 ({rank}).", year=net.latest.year, net=words.number(net.latest.value, signed=True),
              rate=words.number(rate.latest.value, 1, signed=True), rank=parts.rank_said(view, rate))
        )  # fmt: skip
    stands = [
        (code, found)
        for code in parts.KEY
        if (found := ask(profile.standing, view.build, code, place, level))
    ]
    top = [words.name(view.indicators[code]) for code, found in stands if found.rank == 1]
    bottom = [words.name(view.indicators[code]) for code, found in stands if found.rank == len(found.peers)]
    if top:
        lines.append(t("Highest of all in: {names}.", names="; ".join(top)))
    if bottom:
        lines.append(t("Lowest of all in: {names}.", names="; ".join(bottom)))
    return lines


def _basics(view: View, place: str, level: str) -> str:
    t, words = view.t, view.words
    if level == "region":
        names = ", ".join(words.name(view.places[code]) for code in parts.members(view, place))
        grouping = (
            t("grouping of 2024, six regions and the capital")
            if place.startswith("R2024")
            else t("grouping of 2001, four regions and the capital")
        )
        return f'<p class="sub">{escape(t("Region"))}: {escape(grouping)} · {escape(names)}</p>'
    row = next(a for a in ask(queries.aimags, view.build) if a.code == place)
    facts = [
        (t("Centre"), words.of(row, "centre")), (t("Area"), f"{words.number(row.area_km2)}\u00a0km²" if view.language == "en" else f"{words.number(row.area_km2)}\u00a0км²"),
        (t("Established"), str(row.established)), (t("Districts") if place == "MN-1" else t("Soums"), str(row.soums)),
        (t("Region of 2024"), words.name(view.places[row.region_2024])), (t("Region of 2001"), words.name(view.places[row.region_2001])),
    ]  # fmt: skip
    return (
        f'<p class="sub">{" · ".join(f"{escape(label)}: <b>{escape(said)}</b>" for label, said in facts)}</p>'
    )


def _moves_said(view: View, place: str, level: str) -> str:
    net = ask(profile.series, view.build, "migration_net", level, place)
    if not net:
        return view.t("No place has a figure.")
    low, high = min(net, key=lambda row: row[1]), max(net, key=lambda row: row[1])
    return view.t(
        "Net migration was lowest in {low_year} ({low}) and highest in {high_year} ({high}).",
        low_year=low[0], low=view.words.number(low[1], signed=True), high_year=high[0], high=view.words.number(high[1], signed=True),
    )  # fmt: skip


def _moves_foot(view: View, place: str, level: str) -> str:
    t = view.t
    rows = {
        code: dict(ask(profile.series, view.build, code, level, place))
        for code in ("migration_arrivals", "migration_departures", "migration_net")
    }
    cells = tuple(
        (str(year), *(found.get(year) for found in rows.values())) for year in sorted(rows["migration_net"])
    )
    table = Table(
        "moves",
        t("Who arrives and who leaves"),
        (t("Year"), t("Arrivals"), t("Departures"), t("Net migration")),
        cells,
        (None, 0, 0, 0),
    )
    twin = f'<details id="moves-table"><summary>{escape(t("The same as a table"))}</summary>{table_html(table, view.words.number)}</details>'
    return f'<p class="sentence">{escape(_moves_said(view, place, level))}</p>{twin}{_caption(view, place, ("migration_net",), t("Who arrives and who leaves"))}'


def _ages_foot(view: View, place: str, level: str) -> str:
    title = view.t("Residents by age, 2019")
    if ask(trend.ages, view, place, level) is None:
        why = view.t(
            "Age bands are known for 17 of the 22 units: the copy that was read lacks soums of Arkhangai, Dornogovi, Khentii, Tuv and Uvs."
        )
        return f'<p class="empty">{escape(why)}</p>'
    codes = tuple(
        c
        for c in view.indicators
        if c.startswith("population_resident_age_") and c[-5:] not in ("15_64", "20_39")
    )
    rows = tuple(
        (
            view.words.name(view.indicators[c]),
            dict(ask(profile.series, view.build, c, level, place)).get(2019),
        )
        for c in codes
    )
    table = Table("ages", title, (view.t("Age"), view.t("people")), rows, (None, 0))
    twin = f'<details id="ages-table"><summary>{escape(view.t("The same as a table"))}</summary>{table_html(table, view.words.number)}</details>'
    return twin + _caption(view, place, codes, title)


def _trends_said(view: View, place: str, level: str) -> str:
    said = []
    for code in trend.TRENDS:
        rows = ask(profile.series, view.build, code, level, place)
        if len(rows) > 1:
            indicator = view.indicators[code]
            said.append(
                f"{view.words.name(indicator)}: {view.value(rows[0][1], indicator)} ({rows[0][0]}) → {view.value(rows[-1][1], indicator)} ({rows[-1][0]})"
            )
    return "; ".join(said)


def _caption(view: View, place: str, codes: tuple[str, ...], title: str) -> str:
    found = ask(profile.latest, view.build, place)
    known = [found[code] for code in codes if code in found]
    years = sorted({o.year for o in known if o.year})
    warnings = [w for code in codes for w in warnings_for(view.build, code, place=place)]
    return captions.caption(
        view, measure="; ".join(view.words.name(view.indicators[o.indicator]) for o in known[:3]) + ("…" if len(known) > 3 else ""),
        year=f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else view.t("undated"), kinds={o.kind for o in known},
        sources=[source for o in known for source in o.sources], warnings=warnings, downloads=captions.downloads(view, "profile", chart=title and f"{view.words.place(view.places[place])}: {title}", place=place),
    )  # fmt: skip


def _figures(view: View, place: str, level: str) -> str:
    t = view.t
    topics = {
        "people": t("People"),
        "migration": t("Migration"),
        "jobs": t("Jobs"),
        "services": t("Services"),
        "digital": t("Digital"),
    }
    tables = "".join(
        f'<details id="figures-{topic}"{" open" if topic in ("jobs", "services", "digital") else ""}><summary>{escape(said)}</summary>{table_html(ask(parts.figures, view, place, level, topic), view.words.number)}</details>'
        for topic, said in topics.items()
    )
    return (
        captions.head(t("All figures"), t("Newest year of each"))
        + tables
        + captions.downloads(view, "profile", place=place)
    )


def _inside(view: View, place: str, level: str) -> str:
    table = ask(parts.region_members, view, place) if level == "region" else ask(parts.soums, view, place)
    here_ = f"soum={address.given('soum')}" if level == "aimag" else ""
    links = (
        captions.downloads(view, "ranking", indicator="population_resident", level="soum", year=2020)
        if level == "aimag"
        else ""
    )
    note = (
        view.t("Residents, herder households and livestock of 2020.")
        if level == "aimag"
        else view.t("Newest year of each")
    )
    return captions.head(table.title, note) + table_html(table, view.words.number, here=here_) + links
