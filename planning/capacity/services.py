"""The services that can hold people back: what is counted, what a standard asks of it, and from which figures."""

from __future__ import annotations

from typing import Literal, NamedTuple

Way = Literal["per_people", "pupils", "children", "work", "loaded"]


class Service(NamedTuple):
    """A service with the indicator that its standard limits.

    `stock` is the indicator that counts it; `per` how many people its rate is of. `way` tells how people use it:
    everyone (`per_people`, at least so many for `per` people), pupils or children 0–4 (at most so many for one),
    the labour force (`work`, at most such a share without work), or places that an analyst loaded: as figures of the
    indicator `stock`, or among the standards, which go first.
    """

    code: str
    standard: str
    stock: str
    way: Way
    per: float = 1.0


SERVICES = (
    Service("teachers", "pupils_per_teacher", "teachers", "pupils"),
    Service("schools", "pupils_per_school", "schools", "pupils"),
    Service("kindergartens", "children_per_kindergarten", "kindergartens", "children"),
    Service("physicians", "physicians_per_1000", "physicians", "per_people", 1000),
    Service("nurses", "nurses_per_1000", "nurses", "per_people", 1000),
    Service("hospital_beds", "beds_per_1000", "hospital_beds", "per_people", 1000),
    Service("jobs", "unemployment_rate", "labour_force", "work"),
    Service("product", "gdp_per_capita", "gdp", "per_people", 1000),
    Service("vacancies", "workers_per_person", "job_vacancies", "loaded"),
    Service("housing", "persons_per_dwelling", "vacant_dwellings", "loaded"),
)
BY_CODE = {service.code: service for service in SERVICES}
BY_STANDARD = {service.standard: service for service in SERVICES}
AT_LEAST = tuple(service.standard for service in SERVICES if service.way == "per_people")
OFFERED_ONLY = ("gdp_per_capita",)  # limits only where a reader sets it
