"""Capacity and stress as tables: short for the screen, whole for files."""

from __future__ import annotations

from planning.capacity import Capacity, Stress
from planning.capacity.services import BY_CODE, SERVICES
from planning.values import Value
from ui.plans import provenance, services
from ui.plans.capacity.request import stress
from ui.plans.capacity.said import headline, standard, stress_headline, unknown
from ui.plans.capacity.shown import Shown
from ui.plans.capacity.stress_view import demonstration, value
from ui.table import Cell, Table
from ui.view import View


def screen(shown: Shown) -> Table:
    """Aimag, room with its band, and what holds back; a row picks its aimag."""
    view, t = shown.view, shown.view.t
    rows = tuple(
        (
            view.words.name(view.places[row.aimag]),
            room.estimate,
            room.low,
            room.high,
            services.names(view, row.binding),
            services.names(view, shown.broken(row)),
        )
        for row in shown.ordered
        for room in (shown.room(row),)
    )
    heads = (
        t("Aimag"),
        t("Room, people"),
        t("Band, from"),
        t("Band, to"),
        t("Holds back"),
        t("Not kept today"),
    )
    picks = tuple(f"aimag={row.aimag}" for row in shown.ordered)
    return Table("capacity", title(shown), heads, rows, (None, 0, 0, 0, None, None), picks=picks)


def title(shown: Shown) -> str:
    """What is shown, by which service and which standard."""
    view = shown.view
    of = services.name(view, shown.of) if shown.of else view.t("all services")
    return view.t("Room for more people, by aimag: {of}", of=of)


def in_all(shown: Shown) -> Value:
    """The room of all aimags together, which rests on the standards; each aimag opens to the rest."""
    low, high = shown.total("low"), shown.total("high")
    limits = tuple(shown.standards.limits.values())
    return Value("capacity/all", shown.total(), "calculated", "persons", low=low, high=high, inputs=limits)


def whole(shown: Shown) -> Table:
    """Every aimag with its room, and with that of every service, bands and states."""
    view, t = shown.view, shown.view.t
    codes = [s.code for s in SERVICES if shown.capacities and s.code in shown.capacities[0].rooms]
    heads = [
        t("Code"),
        t("Aimag"),
        t("Room, people"),
        t("Band, from"),
        t("Band, to"),
        t("Per 100 inhabitants"),
        t("Holds back"),
        t("Not kept today"),
    ]
    for code in codes:
        name = services.name(view, code)
        heads += [
            f"{t('Room, people')}: {name}",
            f"{t('Band, from')}: {name}",
            f"{t('Band, to')}: {name}",
            f"{t('State')}: {name}",
        ]
    rows = tuple(_row(shown, row, codes) for row in shown.ordered)
    decimals = (None, None, 0, 0, 0, 2, None, None, *(0, 0, 0, None) * len(codes))
    return Table(
        "capacity",
        title(shown),
        tuple(heads),
        rows,
        decimals,
        notes(shown),
        facts=((t("Standard"), standard(shown)),),
    )


def _row(shown: Shown, row: Capacity, codes: list[str]) -> tuple[Cell, ...]:
    view, t = shown.view, shown.view.t
    cells: list[Cell] = [
        row.aimag, view.words.name(view.places[row.aimag]), row.people.estimate, row.people.low, row.people.high, shown.share(row),
        services.names(view, row.binding), services.names(view, tuple(code for code, room in row.rooms.items() if room.broken)),
    ]  # fmt: skip
    for code in codes:
        room = row.rooms[code]
        state = (
            t("not kept today")
            if room.broken
            else t("no data of its own: the band of the others")
            if room.missing
            else ""
        )
        cells += [room.people.estimate, room.people.low, room.people.high, state]
    return tuple(cells)


def stress_table(shown: Shown) -> Table:
    """Every aimag and service: newcomers, the standard, the level with them, units to add, and their cost."""
    view, t = shown.view, shown.view.t
    found = stress(view, shown.asked)
    rows = tuple(line for row in found for line in _stress_rows(shown, row))
    heads = (
        t("Code"), t("Aimag"), t("Newcomers"), t("Service"), t("Standard"), t("Level with the newcomers, nothing added"), t("Unit"),
        t("Kept"), t("To add"), t("missing already today"), t("Cost of one more, ₮"), t("Cost, ₮"),
    )  # fmt: skip
    said = (stress_headline(view, shown.asked.people, found),) if found else ()
    made_up = demonstration(view, found)
    facts = ((t("Standard"), standard(shown)), *(((t("Kind of data"), made_up),) if made_up else ()))
    return Table(
        "stress", t("Stress: if so many people came"), heads, rows, (None, None, 0, None, 2, 2, None, None, 0, 0, 0, 0),
        (*said, *notes(shown)), facts=facts,
    )  # fmt: skip


def _stress_rows(shown: Shown, row: Stress) -> list[tuple[Cell, ...]]:
    view = shown.view
    out: list[tuple[Cell, ...]] = []
    for one in row.added:
        code = BY_CODE[one.service].standard
        price = shown.standards.unit_costs_mnt.get(one.service)
        out.append(
            (
                row.aimag, view.words.name(view.places[row.aimag]), row.people.estimate, services.name(view, one.service),
                shown.standards.limits[code].estimate, one.level, view.words.of(view.indicators[code], "unit"),
                view.t("no") if one.breaks else view.t("yes"), one.units, one.today, price.estimate if price else None, one.cost_mnt,
            )
        )  # fmt: skip
    return out


def values(shown: Shown) -> Table:
    """Every number of the page with what it rests on."""
    by_aimag = {row.aimag: row for row in shown.capacities}
    found = [*shown.standards.limits.values(), *shown.standards.unit_costs_mnt.values()]
    found += [row.people for row in shown.capacities]
    for row in stress(shown.view, shown.asked):
        found += [row.people, *(value(shown.view, by_aimag[row.aimag], row, one) for one in row.added)]
    said = shown.view.t("Capacity and stress: numbers and what they rest on")
    return provenance.table(shown.view, "capacity-values", said, found, notes(shown))


def notes(shown: Shown) -> tuple[str, ...]:
    """What must be said beside the numbers."""
    view = shown.view
    return tuple(line for line in (headline(shown), unknown(shown), *cautions(view)) if line)


def cautions(view: View) -> tuple[str, ...]:
    """What bands are and are not."""
    return (
        view.t(
            "The bands are those of assumptions, not confidence intervals: newcomers may have as many pupils and children as the aimag or as the country, and unemployment is that of the last three years."
        ),
        view.t(
            "An aimag without a figure gets the band of all the others, per head: neither zero nor endless."
        ),
    )
