"""The head of the page: name, a paragraph written from the data, what does not change, where it lies."""

from __future__ import annotations

from html import escape

from explore import regions
from explore.figures import Standing
from explore.ranking import CAPITAL
from ui import captions, maps
from ui.aimag import saying
from ui.aimag.subject import INDEX_YEAR, KEY, Subject
from ui.ask import ask
from ui.drawings.country import svg_map

# What stands out is told of these alone: the others have sentences of their own.
_REST = tuple(code for code in KEY if code not in ("net_migration_rate", "population_change_since_2015"))
_AREA, _DISTANCE = "area_km2", "great_circle_distance_aimag_centre_to_ub"


def head(subject: Subject) -> str:
    """HTML of the head without the controls."""
    paragraph = " ".join(paragraph_of(subject))
    return (
        f'<div class="place-head"><div><h1>{escape(title(subject))}</h1><p class="lead">{escape(paragraph)}</p>'
        f"{_facts(subject)}</div><div>{locator(subject)}</div></div>"
    )


def title(subject: Subject) -> str:
    """The name with its kind; of a region, with its grouping."""
    view = subject.view
    name = view.words.place(subject.place)
    if subject.is_region:
        return f"{name} ({view.t('grouping of {year}', year=regions.grouping(subject.code))})"
    return f"{name} aimag" if view.language == "en" and not subject.is_capital else name


def paragraph_of(subject: Subject) -> list[str]:
    """Three or four sentences: population, migration of the year and since 2015, what stands out."""
    sentences = [_population(subject), _migration(subject), _since(subject), *_stands_out(subject)]
    return [sentence for sentence in sentences if sentence]


def _population(subject: Subject) -> str:
    view, t = subject.view, subject.view.t
    people, change = subject.standing("population_mid_year"), subject.standing("population_change_since_2015")
    if people.value is None or change.value is None or change.year != people.year:
        return ""
    slots = {
        "place": view.words.place(subject.place, "genitive"), "year": people.year, "people": view.words.number(people.value),
        "change": view.words.number(abs(change.value), 1), "from_year": INDEX_YEAR,
    }  # fmt: skip
    if change.value >= 0:
        return t(
            "The population of {place} was {people} in {year} (mid-year), {change} percent more than in {from_year}.", **slots
        )  # fmt: skip
    return t(
        "The population of {place} was {people} in {year} (mid-year), {change} percent less than in {from_year}.", **slots
    )  # fmt: skip


def _migration(subject: Subject) -> str:
    view, number = subject.view, subject.view.words.number
    rate = subject.standing("net_migration_rate")
    if rate.value is None or rate.year is None:
        return ""
    arrived, left, net = (
        subject.figures.value(code, subject.code, rate.year)
        for code in ("migration_arrivals", "migration_departures", "migration_net")
    )
    return view.t(
        "In {year} {arrived} people were registered as moving in and {left} as moving out: a net {net}, or {rate} per 1,000 people, the {rank} {among}.",
        year=rate.year, arrived=number(arrived or 0), left=number(left or 0), net=number(net or 0, signed=True),
        rate=number(rate.value, 1, signed=True), rank=saying.rank(view, rate), among=saying.among(view, rate, subject.is_region),
    )  # fmt: skip


def _since(subject: Subject) -> str:
    view, since = subject.view, subject.standing("migration_net_since_2015")
    if since.value is None:
        return ""
    slots = {"from_year": INDEX_YEAR, "people": view.words.number(abs(since.value))}
    if since.value < 0:
        return view.t(
            "Since {from_year} registered moves have taken away {people} people more than they brought.",
            **slots,
        )
    return view.t(
        "Since {from_year} registered moves have brought {people} people more than they took away.", **slots
    )


def _stands_out(subject: Subject) -> list[str]:
    """Key indicators among the three highest or lowest of the 22; of a few regions, the highest and lowest."""
    t, depth = subject.view.t, 1 if subject.is_region else 3
    known = [
        one for code in _REST if (one := subject.standing(code)).value is not None and one.of > 2 * depth
    ]
    high = _named(subject, [one for one in known if one.from_highest <= depth < one.from_lowest])
    low = _named(subject, [one for one in known if one.from_lowest <= depth < one.from_highest])
    sentences = []
    if high and subject.is_region:
        sentences.append(t("It is highest in: {names}.", names=high))
    elif high:
        sentences.append(t("It is among the three highest in: {names}.", names=high))
    if low and subject.is_region:
        sentences.append(t("It is lowest in: {names}.", names=low))
    elif low:
        sentences.append(t("It is among the three lowest in: {names}.", names=low))
    return sentences or [t("In none of the key indicators is it among the highest or the lowest.")]


def _named(subject: Subject, standings: list[Standing]) -> str:
    """The indicators with their values, four at most."""
    separator = "; " if subject.view.language == "en" else ", "
    return separator.join(_with_value(subject, standing) for standing in standings[:4])


def _with_value(subject: Subject, standing: Standing) -> str:
    view, indicator = subject.view, subject.indicator(standing.indicator)
    name = view.words.name(indicator)
    value = saying.amount_of(view, indicator, standing.value or 0)
    return f"{saying.inside(name) if view.language == 'en' else f'«{name}»'} ({value})"


def _facts(subject: Subject) -> str:
    view, t, number = subject.view, subject.view.t, subject.view.words.number
    km2, km = ("км²", "км") if view.language == "mn" else ("km²", "km")
    area = subject.figures.latest(_AREA, subject.code)
    facts = [(t("Area"), escape(f"{number(area.value)}\u00a0{km2}"))] if area else []
    if subject.is_region:
        names = "".join(_chip(f"aimag={code}", subject.name(code)) for code in subject.members)
        facts.append((t("Aimags"), f'<span class="chips">{names}</span>'))
        return _list(facts)
    row = subject.aimag
    facts.insert(0, (t("Centre"), escape(view.words.of(row, "centre"))))
    facts.append((t("Established"), str(row.established)))
    facts.append((t("Districts") if subject.is_capital else t("Soums"), str(row.soums)))
    distance = subject.figures.latest(_DISTANCE, subject.code)
    if distance and not subject.is_capital:
        facts.append((t("To the capital, straight line"), escape(f"{number(distance.value)}\u00a0{km}")))
    for year, region in ((2024, row.region_2024), (2001, row.region_2001)):
        facts.append((t("Region of {year}", year=year), _chip(f"region={region}", subject.name(region))))
    return _list(facts)


def _list(facts: list[tuple[str, str]]) -> str:
    return (
        f'<dl class="facts">{"".join(f"<div><dt>{escape(k)}</dt><dd>{v}</dd></div>" for k, v in facts)}</dl>'
    )


def _chip(pick: str, said: str) -> str:
    return f'<button type="button" class="link" data-set="{escape(pick)}">{escape(said)}</button>'


def locator(subject: Subject) -> str:
    """SVG of the country with the place filled and its neighbours tinted; a click opens another aimag."""
    view = subject.view
    country = ask(svg_map, view.build, "aimag")
    own = set(subject.members) if subject.is_region else {subject.code}
    near = (
        set()
        if subject.is_region
        else {code for code, _ in ask(regions.neighbours, view.build, subject.code)}
    )
    _, _, width, height = country.view_box
    shapes = []
    for code, path in sorted(country.paths.items(), key=lambda item: item[0] == CAPITAL):
        kind = "own" if code in own else "near" if code in near else "far"
        name = escape(subject.name(code))
        shapes.append(
            f'<path class="{kind}" data-set="aimag={code}" d="{path}" fill-rule="evenodd"><title>{name}</title></path>'
        )
    label = view.t("Where {place} lies", place=view.words.place(subject.place))
    credit = captions.boundary_credit(view, ask(maps.origin, view.build))
    return (
        f'<svg class="locator" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(label)}">{"".join(shapes)}</svg>'
        f'<p class="sub fine">{escape(credit)}</p>'
    )
