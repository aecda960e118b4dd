"""Raw files that hold figures."""

from __future__ import annotations

from etl.files.columns import AIMAG, INDICATOR, SOURCE, UNIT, VALUE, YEAR, Column, texts
from etl.raw import RawFile


def _figures(name: str) -> RawFile:
    columns = (INDICATOR, AIMAG, *texts("aimag"), YEAR, VALUE, UNIT, SOURCE)
    return RawFile(f"figures/{name}.csv", columns, ("indicator", "aimag_code", "year"))


FIGURES = tuple(
    _figures(name)
    for name in (
        "population",
        "population_by_age",
        "migration",
        "jobs",
        "services",
        "digital",
        "shilen_index",
    )
)

FILES = (
    *FIGURES,
    RawFile(
        "figures/national.csv",
        (INDICATOR, Column("place", allowed=("MN",)), YEAR, VALUE, UNIT, SOURCE),
        ("indicator", "place", "year"),
    ),
    RawFile(
        "figures/soums_2020.csv",
        (
            Column("nso_soum_code", refers="soums.nso"),
            *texts("soum", "soum_mn"),
            AIMAG,
            *texts("aimag"),
            YEAR,
            Column("population_resident", "DOUBLE", False, minimum=0),
            Column("herder_households", "DOUBLE", False, minimum=0),
            Column("livestock_thousand_head", "DOUBLE", False, minimum=0),
            SOURCE,
        ),
        ("nso_soum_code",),
    ),
    RawFile(
        "figures/ub_districts.csv",
        (
            INDICATOR,
            Column("nso_code", refers="soums.nso"),
            *texts("district", "district_mn"),
            YEAR,
            VALUE,
            UNIT,
            SOURCE,
        ),
        ("indicator", "nso_code", "year"),
    ),
    RawFile(
        "figures/wages_national_by_sector.csv",
        (
            *texts("indicator"),
            Column("sector_code", refers="sectors.sector_code"),
            *texts("sector"),
            YEAR,
            VALUE,
            UNIT,
            SOURCE,
        ),
        ("indicator", "sector_code", "year"),
    ),
)
