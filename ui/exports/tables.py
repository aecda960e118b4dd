"""The tables that can be downloaded, by name. A parameter that fits nothing raises BadRequest with a sentence."""

from __future__ import annotations

from collections.abc import Callable

from explore.ranking import years
from store import queries
from store.queries import Observation
from ui import compare_page, dictionary_page, sources_page, versions_page
from ui.ask import ask
from ui.plans import downloads as plans
from ui.ranking_table import table as ranking_table
from ui.request import BadRequest, Parameters
from ui.surveys import downloads as survey
from ui.table import Table
from ui.view import View

__all__ = ["TABLES", "BadRequest", "Parameters", "ranked"]
_COLUMNS = (
    "indicator",
    "indicator_en",
    "indicator_mn",
    "level",
    "place",
    "place_en",
    "place_mn",
    "year",
    "value",
    "unit",
    "kind",
    "sources",
)
_DECIMALS = (*[None] * 8, 6, *[None] * 3)


def ranking(view: View, given: Parameters) -> Table:
    """One indicator at one level in one year."""
    code, level, year = ranked(view, given)
    return ask(ranking_table, view, code, level, year)


def ranked(view: View, given: Parameters) -> tuple[str, str, int]:
    """Indicator, level and year of a download.

    Raises BadRequest when the dictionary or the store does not have them.
    """
    indicator = view.indicators.get(given.get("indicator", ""))
    if indicator is None:
        raise BadRequest(view.t("There is no indicator {value}.", value=given.get("indicator", "")[:60]))
    level = given.get("level", "aimag")
    known = years(indicator, level) if level in ("aimag", "soum") else ()
    if not known:
        raise BadRequest(
            view.t(
                "There are no figures of {name} at the level {value}.",
                name=view.words.name(indicator),
                value=level[:60],
            )
        )
    year = given.get("year", str(known[-1]))
    if not year.isdecimal() or int(year) not in known:
        raise BadRequest(
            view.t(
                "There are no figures of {name} for {value}.",
                name=view.words.name(indicator),
                value=year[:60],
            )
        )
    return indicator.code, level, int(year)


def observations(view: View, given: Parameters) -> Table:
    """Every figure of one indicator at all levels and years."""
    indicator = view.indicators.get(given.get("indicator", ""))
    if indicator is None:
        raise BadRequest(view.t("There is no indicator {value}.", value=given.get("indicator", "")[:60]))
    return _figures(
        view, f"observations-{indicator.code}", view.words.name(indicator), _all_levels(view, indicator.code)
    )


def everything(view: View, given: Parameters) -> Table:
    """Every figure of the build."""
    rows = [row for code in view.indicators for row in _all_levels(view, code)]
    return _figures(view, "all", view.t("All figures"), rows)


def profile(view: View, given: Parameters) -> Table:
    """Every figure of one place."""
    place = view.places.get(given.get("place", ""))
    if place is None:
        raise BadRequest(view.t("There is no place {value}.", value=given.get("place", "")[:60]))
    rows = list(ask(queries.profile, view.build, place.code))
    return _figures(view, f"profile-{place.code}", view.words.place(place), rows)


def compare(view: View, given: Parameters) -> Table:
    """A few places and indicators side by side."""
    places = tuple(code for code in given.get("with", "").split(",") if code in view.places)
    indicators = tuple(
        code
        for code in given.get("indicators", ",".join(compare_page.DEFAULT)).split(",")
        if code in view.indicators
    )
    if not places or not indicators:
        raise BadRequest(view.t("There is no place {value}.", value=given.get("with", "")[:60]))
    return compare_page.compare_table(view, places[: compare_page.MOST_PLACES], indicators)


def _all_levels(view: View, code: str) -> list[Observation]:
    levels = ("country", "region", "aimag", "soum", "district_pair")
    return [row for level in levels for row in ask(queries.observations, view.build, code, level)]


def _figures(view: View, name: str, title: str, rows: list[Observation]) -> Table:
    made = []
    for row in rows:
        indicator, place = view.indicators[row.indicator], view.places.get(row.place)
        names = (place.name_en, place.name_mn) if place else ("", "")
        made.append(
            (
                row.indicator, indicator.name_en, indicator.name_mn, row.level, row.place, *names,
                str(row.year or ""), row.value, view.words.of(indicator, "unit"), row.kind, ";".join(row.sources),
            )
        )  # fmt: skip
    return Table(name, title, _COLUMNS, tuple(made), _DECIMALS, (view.t("Build") + f": {view.build}",))


TABLES: dict[str, Callable[[View, Parameters], Table]] = {
    "ranking": ranking,
    "observations": observations,
    "all": everything,
    "profile": profile,
    "compare": compare,
    "sources": lambda view, given: sources_page.sources_table(view),
    "facts": lambda view, given: sources_page.facts_table(view),
    "raw_files": lambda view, given: sources_page.raw_files_table(view),
    "nso_tables": lambda view, given: sources_page.nso_tables_table(view),
    "wages": lambda view, given: sources_page.wages_table(view),
    "dictionary": lambda view, given: dictionary_page.dictionary_table(view),
    "versions": lambda view, given: versions_page.versions_table(view),
    "coverage": lambda view, given: dictionary_page.coverage_table(view),
    **survey.TABLES,
    **plans.TABLES,
}
