"""How many more people each aimag can take before a standard breaks, and which service breaks first.

    everyone's services   room = stock · per ÷ standard − population
    teachers, schools     room = (standard · stock − pupils) ÷ pupils per newcomer
    kindergartens         room = (standard · stock − children 0–4) ÷ children 0–4 per newcomer
    jobs                  room = (employed ÷ (1 − standard) − labour force) ÷ labour force per newcomer
    loaded vacancies      room = vacancies ÷ workers per person
    loaded dwellings      room = free dwellings × persons per dwelling

Newcomers are taken to have as many pupils, children and workers as people of the aimag or of the country: both are
tried, and the band holds both. The unemployment rate comes from a sample survey and jumps: the band holds its
last three years. An aimag without a figure gets the band of all aimags that have one, per head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from planning import official
from planning.capacity.services import SERVICES, Service
from planning.capacity.standards import Standards
from planning.values import Value

PEOPLE = "population_mid_year"
USERS = {"pupils": ("school_students", 1000.0), "children": ("population_resident_age_00_04", 1.0)}
YEARS_OF_WORK = 3


@dataclass(frozen=True)
class Room:
    """The room of one service in an aimag: people who can still come, with a band.

    `broken` tells that the standard is not kept today: the room is then 0. `missing` tells that the aimag has no
    figure of its own and the band is that of the others. `lacking` are people for whom it is short already today.
    """

    service: str
    people: Value
    broken: bool
    missing: bool
    lacking: float = 0.0


@dataclass(frozen=True)
class Capacity:
    """What an aimag can take: the least room of its services; `binding` are those that have it.

    `without` are services that no aimag has data of: they hold back nobody here, which says nothing of the place.
    """

    aimag: str
    people: Value
    binding: tuple[str, ...]
    rooms: Mapping[str, Room]
    without: tuple[str, ...]


def capacities(build: str, standards: Standards) -> tuple[Capacity, ...]:
    """The capacity of every aimag, by its code."""
    places = official.aimags(build)
    by_service = {
        service.code: _rooms(build, service, standards)
        for service in SERVICES
        if service.standard in standards.limits
        or service.code in standards.loaded
        or (service.way == "loaded" and official.newest(build, service.stock))
    }
    without = tuple(code for code, rooms in by_service.items() if not rooms)
    without += tuple(s.code for s in SERVICES if s.way == "loaded" and s.code not in by_service)
    return tuple(
        _least(place, {code: rooms[place] for code, rooms in by_service.items() if rooms}, without)
        for place in places
    )


def _least(place: str, rooms: dict[str, Room], without: tuple[str, ...]) -> Capacity:
    ends = {
        end: min(getattr(room.people, end) for room in rooms.values()) for end in ("estimate", "low", "high")
    }
    binding = tuple(code for code, room in rooms.items() if room.people.estimate == ends["estimate"])
    people = Value(
        f"capacity/{place}", ends["estimate"], "calculated", "persons", low=ends["low"], high=ends["high"],
        base=place, inputs=tuple(room.people for room in rooms.values()),
    )  # fmt: skip
    return Capacity(place, people, binding, rooms, without)


def _rooms(build: str, service: Service, standards: Standards) -> dict[str, Room]:
    """The room of a service in every aimag; {} when no aimag has data."""
    places = official.aimags(build)
    known: dict[str, tuple[list[float], tuple[Value, ...]]] = {}
    for place in places:
        found = _ways(build, service, place, standards)
        if found is not None:
            known[place] = found
    if not known:
        return {}
    heads = {place: _population(build, place) for place in places}
    per_head = [
        [room / head for room in known[place][0]] for place in known if (head := heads[place].estimate or 0.0)
    ]
    out = {}
    for place in places:
        if place in known:
            rooms, inputs = known[place]
            low, middle, high = min(rooms), rooms[0], max(rooms)
        else:
            head = heads[place].estimate or 0.0
            low = head * min(min(rooms) for rooms in per_head)
            middle = head * median(rooms[0] for rooms in per_head)
            high = head * max(max(rooms) for rooms in per_head)
            inputs = (heads[place], *(value for one in known for value in known[one][1]))
        people = Value(
            f"room/{service.code}/{place}", max(0.0, middle), "calculated", "persons",
            low=max(0.0, low), high=max(0.0, high), base=place, inputs=inputs,
        )  # fmt: skip
        broken = place in known and middle < 0
        out[place] = Room(service.code, people, broken, place not in known, -middle if broken else 0.0)
    return out


def _ways(
    build: str, service: Service, place: str, standards: Standards
) -> tuple[list[float], tuple[Value, ...]] | None:
    """The room, first as it is stated and then under the other assumptions, negative when broken; and its inputs."""
    limit = standards.limits.get(service.standard)
    if service.way == "loaded":
        return _loaded(build, service, place, standards)
    level = limit.estimate if limit else None
    if limit is None or not level:
        return None
    if service.way == "work":
        return _work(build, place, limit)
    stock, people = official.value(build, service.stock, place), _population(build, place)
    if stock is None or stock.estimate is None or not people.estimate:
        return None
    if service.way == "per_people":
        return [stock.estimate * service.per / level - people.estimate], (limit, stock, people)
    indicator, scale = USERS[service.way]
    users = official.value(build, indicator, place)
    stock = official.value(build, service.stock, place, users.year) if users else None
    if users is None or users.estimate is None or stock is None or stock.estimate is None:
        return None
    spare = level * stock.estimate - scale * users.estimate
    shares, inputs = [], [limit, stock, users]
    for where in (place, official.COUNTRY):
        some, all_ = (
            official.value(build, indicator, where, users.year),
            official.value(build, PEOPLE, where, users.year),
        )
        if some and all_ and some.estimate and all_.estimate:
            shares.append(scale * some.estimate / all_.estimate)
            inputs += [some, all_]
    return ([spare / share for share in shares], tuple(dict.fromkeys(inputs))) if shares else None


def _work(build: str, place: str, limit: Value) -> tuple[list[float], tuple[Value, ...]] | None:
    """People who can come, with their labour force and no new jobs, before the unemployment rate is the standard."""
    rooms, inputs = [], [limit]
    for rate in reversed(official.series(build, "unemployment_rate", place)[-YEARS_OF_WORK:]):
        force = official.value(build, "labour_force", place, rate.year)
        people = official.value(build, PEOPLE, place, rate.year)
        if force and people and rate.estimate is not None and force.estimate and people.estimate:
            employed = force.estimate * (1 - rate.estimate / 100)
            more = employed / (1 - (limit.estimate or 0.0) / 100) - force.estimate
            rooms.append(more * people.estimate / force.estimate)
            inputs += [rate, force, people]
    return (rooms, tuple(inputs)) if rooms else None


def _loaded(
    build: str, service: Service, place: str, standards: Standards
) -> tuple[list[float], tuple[Value, ...]] | None:
    """The room of free places that an analyst counted: those among the standards, else those published as figures."""
    free = standards.loaded.get(service.code, {}).get(place) or official.value(build, service.stock, place)
    limit = standards.limits.get(service.standard) or _workers(build)
    if free is None or free.estimate is None or limit is None or not limit.estimate:
        return None
    each = limit.estimate if service.code == "housing" else 1 / limit.estimate
    return [free.estimate * each], (free, limit)


def _workers(build: str) -> Value | None:
    """Employed people per person of the country."""
    employed = official.value(build, "employed_estimate", official.COUNTRY)
    people = official.value(build, PEOPLE, official.COUNTRY, employed.year) if employed else None
    if employed is None or people is None or not people.estimate or employed.estimate is None:
        return None
    return Value(
        "workers_per_person", employed.estimate / people.estimate, "calculated", "share", base="MN",
        year=employed.year, inputs=(employed, people),
    )  # fmt: skip


def _population(build: str, place: str) -> Value:
    found = official.value(build, PEOPLE, place)
    return found if found is not None else Value(f"{PEOPLE}/{place}", None, "official", "persons", base=place)
