"""The questions the store answers: one function per .sql file, typed, over one build."""

from __future__ import annotations

from typing import NamedTuple

from store.connection import ask


class Place(NamedTuple):
    """A country, region, aimag, soum or district; `lon`, `lat` in degrees WGS84, None for regions."""

    code: str
    level: str
    aimag: str | None
    name_en: str
    name_mn: str
    lon: float | None
    lat: float | None
    area_km2: float | None
    kind: str


class Aimag(NamedTuple):
    """What does not change from year to year about an aimag or the capital."""

    code: str
    name_en: str
    name_mn: str
    centre_en: str
    centre_mn: str
    centre_lon: float
    centre_lat: float
    area_km2: float
    established: int
    soums: int
    region_2024: str
    region_2001: str


class Indicator(NamedTuple):
    """A line of the dictionary; `years` are those with a figure for any aimag, undated as 0."""

    code: str
    topic: str
    kind: str
    unit: str
    unit_en: str
    unit_mn: str
    decimals: int
    middle: str
    aggregate: str
    formula: str | None
    listed: bool
    name_en: str
    name_mn: str
    definition_en: str
    definition_mn: str
    aimag_years: tuple[int, ...]
    soum_years: tuple[int, ...]


class Observation(NamedTuple):
    """One figure; `year` is None when undated; `sources` are source ids."""

    indicator: str
    level: str
    place: str
    year: int | None
    value: float
    kind: str
    sources: tuple[str, ...]


class Warning(NamedTuple):
    """A usage warning and the figures it concerns; None means any."""

    code: str
    indicator: str
    place: str | None
    year_from: int | None
    year_to: int | None
    severity: str
    text_en: str
    text_mn: str


class Fact(NamedTuple):
    """A published or official statement as reported."""

    code: str
    source: str
    value: str | None
    value_mn: str | None
    year: int | None
    topic_en: str
    topic_mn: str
    statement_en: str
    statement_mn: str
    unit_en: str | None
    unit_mn: str | None
    place_en: str | None
    place_mn: str | None
    confidence_en: str
    confidence_mn: str
    note_en: str | None
    note_mn: str | None


class Conversion(NamedTuple):
    """How many of those at one stage reached another within some years, in a published study of another country."""

    study: str
    country: str
    population: str
    stage_from: str
    stage_to: str
    horizon_years: int
    rate_pct: float
    n: int | None
    source: str


class Source(NamedTuple):
    """Where figures were read; `figures` counts the observations that rest on it."""

    code: str
    kind: str
    address: str | None
    publisher_en: str
    publisher_mn: str
    title_en: str
    title_mn: str
    year_en: str | None
    year_mn: str | None
    licence_en: str | None
    licence_mn: str | None
    read_from_en: str | None
    read_from_mn: str | None
    confidence_en: str | None
    confidence_mn: str | None
    note_en: str | None
    note_mn: str | None
    figures: int


def places(build: str) -> tuple[Place, ...]:
    """Every place of every level, aimags in alphabetical order of their code."""
    return tuple(Place(*row) for row in ask(build, "places"))


def aimags(build: str) -> tuple[Aimag, ...]:
    """The 22 units."""
    return tuple(Aimag(*row) for row in ask(build, "aimags"))


def regions(build: str) -> tuple[tuple[str, int], ...]:
    """Regions with the year of their grouping (2024 or 2001)."""
    return tuple(ask(build, "regions"))


def neighbours(build: str, aimag: str) -> tuple[tuple[str, float], ...]:
    """Neighbouring aimags with the length of the shared border in km, longest first."""
    return tuple(ask(build, "neighbours", aimag=aimag))


def shapes(build: str, level: str) -> tuple[tuple[str, str, str], ...]:
    """Place, GeoJSON geometry and origin ("outline" or "official") of each shape of a level."""
    return tuple(ask(build, "shapes", level=level))


def indicators(build: str) -> tuple[Indicator, ...]:
    """The dictionary, in its order."""
    rows = ask(build, "indicators")
    return tuple(Indicator._make((*row[:-2], tuple(row[-2]), tuple(row[-1]))) for row in rows)


def observations(build: str, indicator: str, level: str) -> tuple[Observation, ...]:
    """All figures of an indicator at a level, by place and year."""
    rows = ask(build, "observations", indicator=indicator, level=level)
    return tuple(Observation._make((*row[:-1], tuple(row[-1].split(";")))) for row in rows)


def profile(build: str, place: str) -> tuple[Observation, ...]:
    """All figures of a place, by indicator and year."""
    rows = ask(build, "profile", place=place)
    return tuple(Observation._make((*row[:-1], tuple(row[-1].split(";")))) for row in rows)


def not_applicable(build: str) -> tuple[tuple[str, str, str, str], ...]:
    """Indicator, place and the reason in English and Mongolian why it has no meaning there."""
    return tuple(ask(build, "not_applicable"))


def warnings(build: str) -> tuple[Warning, ...]:
    """All usage warnings."""
    return tuple(Warning(*row) for row in ask(build, "warnings"))


def facts(build: str) -> tuple[Fact, ...]:
    """All published statements."""
    return tuple(Fact(*row) for row in ask(build, "facts"))


def conversions(build: str) -> tuple[Conversion, ...]:
    """Rates at which wishes and plans became moves, study by study."""
    return tuple(Conversion(*row) for row in ask(build, "conversions"))


def sources(build: str) -> tuple[Source, ...]:
    """All sources, those with most figures first."""
    return tuple(Source(*row) for row in ask(build, "sources"))


def coverage(build: str) -> tuple[tuple[str, int | None, int], ...]:
    """For each indicator and year (None: undated): how many of the 22 units have a figure."""
    return tuple(ask(build, "coverage"))


def raw_files(build: str) -> tuple[tuple[str, int, str, str, str, str, str, str], ...]:
    """Raw files of the build: file, rows, title, title_mn, producer, producer_mn, licence, credit."""
    return tuple(ask(build, "raw_files"))


def nso_tables(build: str) -> tuple[tuple[str, str, str, str, str, str, str], ...]:
    """Official tables by subject: id, theme, theme_mn, title, title_mn, what is here (en, mn)."""
    return tuple(ask(build, "nso_tables"))


def wages(build: str) -> tuple[tuple[str, str, str, int, float], ...]:
    """National average monthly wage by section: sector, English and Mongolian name, year, thousand MNT."""
    return tuple(ask(build, "wages"))


def made(build: str) -> str:
    """The day this build was made (UTC), as an ISO date from its id."""
    return f"{build[:4]}-{build[4:6]}-{build[6:8]}"
