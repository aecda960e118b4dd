"""The overview: the question, the published answers, the target, the capital's migration, one map, three sentences."""

from __future__ import annotations

from html import escape

import streamlit as st

from explore.ranking import CAPITAL, warnings_for
from store import queries
from store.queries import Fact
from ui import captions, classes, here, map_page, maps, pick, places, ranking_table
from ui.ask import ask
from ui.charts import capital
from ui.charts.show import show
from ui.drawings.dots import dots
from ui.drawings.funnel import funnel, target
from ui.drawings.legend import legend, sentence
from ui.drawings.tiles import tiles
from ui.painted import Painted, painted
from ui.table import Table
from ui.table import html as table_html
from ui.view import View

MAP = "net_migration_rate"


def draw(view: View) -> None:
    """Draw the page."""
    year = view.indicators[MAP].aimag_years[-1]
    chosen = classes.parse(classes.DEFAULT)
    place = map_page.selected(view, "aimag")
    picture = ask(painted, view, MAP, "aimag", year, chosen)
    pick.show(ask(_question, view, year), key="question")
    left, right = st.columns([1, 1], gap="small")
    with left, st.container(key="card-answers"):
        pick.show(ask(_answers, view), key="answers")
    with right, st.container(key="card-target"):
        pick.show(ask(_target, view), key="target")
    left, right = st.columns([2, 1], gap="small")
    with left, st.container(key="card-map"):
        title = map_page.title(view, picture.ranking)
        pick.show(
            captions.head(title, view.words.of(picture.ranking.indicator, "definition")), key="map-head"
        )
        map_page.show_map(view, MAP, "aimag", year, chosen, place, picture)
        pick.show(_under_map(view, picture, place), key="map-foot")
    with right, st.container(key="card-capital"):
        pick.show(
            captions.head(view.t("Net migration of Ulaanbaatar by year"), view.t("people, registered moves")),
            key="capital-head",
        )
        show(
            ask(capital.figure, view, large=here.large()),
            "capital",
            alt=ask(_capital_sentence, view),
            height=230,
        )
        pick.show(ask(_capital, view), key="capital-foot")
    with right, st.container(key="card-ranks"):
        pick.show(f"<h3>{escape(view.t('All 22, ranked'))}</h3>" + dots(picture, place), key="ranks")


def three_sentences(view: View, year: int) -> list[str]:
    """What the figures of the year say, in three sentences."""
    words, t = view.words, view.t
    net = {
        o.place: o.value
        for o in ask(queries.observations, view.build, "migration_net", "aimag")
        if o.year == year
    }
    losing = sorted((place for place in net if net[place] < 0), key=lambda place: net[place])
    gaining = sorted(
        (place for place in net if net[place] > 0 and place != CAPITAL), key=lambda place: -net[place]
    )
    since = {
        o.place: o.value
        for o in ask(queries.observations, view.build, "net_migration_since_2015_rate", "aimag")
        if o.year == year
    }
    worst = min(since, key=lambda place: since[place])
    first = t(
        "In {year} Ulaanbaatar gained {people} more people by registered migration than it lost.",
        year=year, people=words.number(net[CAPITAL]),
    )  # fmt: skip
    second = t(
        "{n} of the 22 units lost people, {place} most of all ({people}); besides the capital only {gaining} gained.",
        n=len(losing), place=words.name(view.places[losing[0]]), people=words.number(net[losing[0]]),
        gaining=_list(view, [words.name(view.places[place]) for place in gaining]),
    )  # fmt: skip
    third = t(
        "Since 2015 {place} has lost {people} of every 1,000 people it had then.",
        place=words.name(view.places[worst]), people=words.number(-since[worst]),
    )  # fmt: skip
    return [first, second, third]


def _list(view: View, names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return (
        f"{', '.join(names[:-1])}{',' if view.language == 'mn' else ''} {view.t('and')} {names[-1]}".replace(
            ", болон", " болон"
        )
    )


def _question(view: View, year: int) -> str:
    heading = view.t(
        "13 of every 100 people who moved to the capital wish to return to their homeland. Are the aimags ready to receive them?"
    )
    lines = "".join(f'<p class="lead">{escape(line)}</p>' for line in three_sentences(view, year))
    return f"<h1>{escape(heading)}</h1>{lines}"


def _facts(view: View) -> dict[str, Fact]:
    return {fact.code: fact for fact in ask(queries.facts, view.build)}


def _number(view: View, code: str) -> float:
    return float(_facts(view)[code].value or 0)


def _answers(view: View) -> str:
    t = view.t
    picture = funnel(
        view,
        *(
            _number(view, code)
            for code in ("return_wish_share", "resettle_to_homeland_share", "resettle_to_other_rural_share")
        ),
    )
    note = t(
        "The two bases differ: the shares must not be multiplied. No sample size, method or date of the survey was published."
    )
    codes = ("return_wish_share", "resettle_to_homeland_share", "resettle_to_other_rural_share")
    under = captions.caption(
        view, measure=t("Share of those asked, percent"), year="2023", sources=["montsame_314833"], kinds=["published"],
        downloads=captions.downloads(view, "facts", chart=t("What people said")),
    )  # fmt: skip
    return (
        captions.head(t("What people said"), t("Published answers of a survey, March 2023")) + picture
        + f'<p class="notice">{escape(note)}</p>' + _twin(view, "answers", codes) + under
    )  # fmt: skip


def _target(view: View) -> str:
    t = view.t
    rows = [
        o
        for o in ask(queries.observations, view.build, "migration_departures", "aimag")
        if o.place == CAPITAL
    ]
    last = rows[-1]
    low, high = (
        _number(view, "first_priority_relocation_low"),
        _number(view, "first_priority_relocation_high"),
    )
    years = low / last.value
    said = t(
        "At the registered pace of {year}, {low} departures from the capital take {years} years; those leaving are not all returning home.",
        year=last.year, low=view.words.number(low), years=view.words.number(years, 1),
    )  # fmt: skip
    under = captions.caption(
        view, measure=t("People"), year=f"2023, {last.year}", sources=["montsame_314833", *last.sources], kinds=["published", "official"],
        warnings=warnings_for(view.build, "migration_departures", place=CAPITAL, year=last.year), downloads=captions.downloads(view, "facts", chart=t("The target: 50–100 thousand people first")),
    )  # fmt: skip
    codes = ("first_priority_relocation_low", "first_priority_relocation_high", "return_drivers")
    return (
        captions.head(t("The target: 50–100 thousand people first"), t("As reported; a wish is not a plan, and a plan is not a move"))
        + target(view, low, high, last.value, last.year or 0) + f'<p class="sentence">{escape(said)}</p>' + _twin(view, "target", codes) + under
    )  # fmt: skip


def _twin(view: View, name: str, codes: tuple[str, ...]) -> str:
    """The published statements behind a picture, as a table."""
    t, facts = view.t, _facts(view)
    rows = tuple(
        (
            view.words.of(facts[c], "statement"),
            (facts[c].value_mn if view.language == "mn" else facts[c].value) or "–",
            view.words.of(facts[c], "unit"),
        )
        for c in codes
    )
    table = Table(name, t("As reported"), (t("Statement"), t("Value"), t("Unit")), rows, (None, None, None))
    return f'<details id="{name}-table"><summary>{escape(t("The same as a table"))}</summary>{table_html(table, view.words.number)}</details>'


def _under_map(view: View, picture: Painted, place: str | None) -> str:
    found = picture.ranking
    table = ask(ranking_table.table, view, MAP, "aimag", found.year)
    under = captions.caption(
        view, measure=f"{view.words.name(found.indicator)} ({view.words.of(found.indicator, 'unit')})", year=view.words.year(found.year),
        sources=found.sources, warnings=found.warnings, kinds=found.kinds,
        boundaries=captions.boundary_credit(view, ask(maps.origin, view.build)),
        downloads=captions.downloads(view, "ranking", "map", indicator=MAP, level="aimag", year=found.year, classes=classes.DEFAULT, place=place),
    )  # fmt: skip
    twin = f'<details id="map-table"><summary>{escape(view.t("The same as a table"))}</summary>{table_html(table, view.words.number, here=f"aimag={place}")}</details>'
    links = f'<div class="chips">{places.link(view, "map", view.t("All indicators on the map"))}{places.link(view, "aimag", view.t("Everything about one aimag"))}</div>'
    return (
        legend(picture, place)
        + f'<p class="sentence">{escape(sentence(picture, place))}</p>'
        + tiles(picture, place)
        + links
        + twin
        + under
    )


def _capital_sentence(view: View) -> str:
    rows = capital.series(view)
    most = max(rows, key=lambda row: row[1])
    return view.t(
        "Net migration of the capital was {last} in {year}; it was highest in {most_year} ({most}).",
        last=view.words.number(rows[-1][1], signed=True), year=rows[-1][0], most_year=most[0], most=view.words.number(most[1], signed=True),
    )  # fmt: skip


def _capital(view: View) -> str:
    t = view.t
    rows = tuple((str(year), value) for year, value in capital.series(view))
    table = Table(
        "capital", t("Net migration of Ulaanbaatar by year"), (t("Year"), t("Net migration")), rows, (None, 0)
    )
    under = captions.caption(
        view, measure=t("Net migration, people"), year="2011–2025", sources=["nso_migration"], kinds=["official"],
        warnings=warnings_for(view.build, "migration_net", place=CAPITAL),
        downloads=captions.downloads(view, "profile", chart=t("Net migration of Ulaanbaatar by year"), place=CAPITAL),
    )  # fmt: skip
    twin = f'<details id="capital-table"><summary>{escape(t("The same as a table"))}</summary>{table_html(table, view.words.number)}</details>'
    return f'<p class="sentence">{escape(_capital_sentence(view))}</p>{twin}{under}'
