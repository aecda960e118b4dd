"""Capacity as it is shown: the room of all services together or of one, by aimag, with colours and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from geo.breaks import classify
from planning import official
from planning.capacity import Capacity, Standards
from planning.capacity.room import PEOPLE
from planning.values import Value
from ui.drawings.spans import Span, round_ticks, spans
from ui.plans import numbers, services
from ui.plans.capacity.request import MAPS, Asked, asked, rooms
from ui.plans.country import Country, Key, Said
from ui.theme import ramp
from ui.view import View


@dataclass(frozen=True)
class Shown:
    """Capacities under the standards of an address; `of` is a service, or empty for the least room of all."""

    view: View
    asked: Asked
    standards: Standards
    capacities: tuple[Capacity, ...]
    of: str
    how: str

    def room(self, row: Capacity) -> Value:
        """The people who can still come, by the service shown or by all of them."""
        return row.rooms[self.of].people if self.of else row.people

    def broken(self, row: Capacity) -> tuple[str, ...]:
        """Services shown whose standard is not kept today."""
        return tuple(code for code, room in row.rooms.items() if room.broken and self.of in ("", code))

    def missing(self, row: Capacity) -> bool:
        """Whether the room rests on no data of the aimag's own."""
        return row.rooms[self.of].missing if self.of else all(row.rooms[code].missing for code in row.binding)

    def share(self, row: Capacity) -> float | None:
        """Room in people per 100 inhabitants; None where the inhabitants are not known."""
        people = official.value(self.view.build, PEOPLE, row.aimag)
        if people is None or not people.estimate:
            return None
        return 100 * (self.room(row).estimate or 0.0) / people.estimate

    @cached_property
    def ordered(self) -> tuple[Capacity, ...]:
        """Aimags, those with most room first; where rooms are the same, by the upper end, standards not kept, and name."""
        names = {row.aimag: self.view.words.name(self.view.places[row.aimag]) for row in self.capacities}

        def order(row: Capacity) -> tuple[float, float, int, str]:
            room = self.room(row)
            return -(room.estimate or 0.0), -(room.high or 0.0), len(self.broken(row)), names[row.aimag]

        return tuple(sorted(self.capacities, key=order))

    @property
    def open(self) -> tuple[Capacity, ...]:
        """Aimags that have room for somebody."""
        return tuple(row for row in self.ordered if (self.room(row).estimate or 0.0) >= 1)

    def total(self, end: str = "estimate") -> float:
        """Room of all aimags together; the ends are those of all bands at once."""
        return sum(getattr(self.room(row), end) or 0.0 for row in self.capacities)


def shown(view: View, given: Mapping[str, str]) -> Shown:
    """What an address shows."""
    found = asked(view, given)
    standards, capacities = rooms(view, found)
    of = given.get("room_of", "")
    how = given.get("room_map", MAPS[0])
    known = capacities[0].rooms if capacities else {}
    return Shown(
        view, found, standards, capacities, of if of in known else "", how if how in MAPS else MAPS[0]
    )


def country(shown: Shown) -> Country:
    """The map: areas by room per 100 inhabitants, or circles by people with their bands."""
    view, theme, number = shown.view, shown.view.theme, shown.view.words.number
    shares = {row.aimag: shown.share(row) or 0.0 for row in shown.open}
    breaks = classify(shares.values(), "jenks", 4)
    colours = ramp((theme.above[0], theme.above[-1]), len(breaks))
    without = {row.aimag: len(shown.broken(row)) for row in shown.capacities if row.aimag not in shares}
    shades = {
        code: theme.below[-1 - min(broken // 2, len(theme.below) - 1)] for code, broken in without.items()
    }
    fill = dict(shades)
    hatched = frozenset(row.aimag for row in shown.capacities if shown.missing(row))
    keys = [_none(view, shade, without, shades) for shade in reversed(theme.below)]
    circles: tuple[Mapping[str, float], ...] = ()
    if shown.how == "people":
        fill |= dict.fromkeys(shares, theme.no_data)
        circles = tuple(
            {r.aimag: getattr(shown.room(r), end) or 0.0 for r in shown.capacities}
            for end in ("high", "estimate")
        )
        most = max(circles[0].values(), default=0.0)
        keys.append(
            Key(
                theme.primary,
                view.t(
                    "room, a circle for people; pale: the upper end of the band; the largest: {people}",
                    people=number(rounded(most)),
                ),
                len(shares),
            )
        )
    else:
        for place, colour in enumerate(colours):
            inside = [share for share in shares.values() if breaks.index(share) == place]
            low, high = number(min(inside), 1), number(max(inside), 1)
            said = view.t("{n} more people per 100 inhabitants", n=low if low == high else f"{low}–{high}")
            keys.append(Key(colour, said, len(inside)))
        fill |= {code: colours[breaks.index(share) or 0] for code, share in shares.items()}
    keys.append(
        Key("transparent", view.t("no data of its own: the band of the others"), len(hatched), hatched=True)
    )
    return Country(
        view, fill, {row.aimag: words(shown, row) for row in shown.capacities}, tuple(keys), hatched, circles
    )


def _none(view: View, shade: str, without: Mapping[str, int], shades: Mapping[str, str]) -> Key:
    """The key of a colour of aimags without room, by how many standards they do not keep."""
    counts = [without[code] for code, colour in shades.items() if colour == shade]
    low, high = min(counts, default=0), max(counts, default=0)
    if not high:
        return Key(shade, view.t("no room: some service has nothing to spare"), len(counts))
    said = str(low) if low == high else f"{low}–{high}"
    return Key(shade, view.t("no room; standards not kept today: {n}", n=said), len(counts))


def words(shown: Shown, row: Capacity) -> Said:
    """What is said of an aimag on the map."""
    view, t = shown.view, shown.view.t
    broken, share = shown.broken(row), shown.share(row)
    if broken:
        second = t("not kept today: {services}", services=services.names(view, broken))
    else:
        second = t(
            "holds back: {services}", services=services.names(view, (shown.of,) if shown.of else row.binding)
        )
    third = "" if share is None else t("{n} per 100 inhabitants", n=view.words.number(share, 1))
    room = shown.room(row)
    return Said(
        t("room for {people}", people=band(view, room)),
        second,
        third,
        view.words.number(rounded(room.estimate or 0.0)),
    )


def band(view: View, value: Value) -> str:
    """People with the ends of their band, rounded as far as they can be known."""
    ends = [rounded(end or 0.0) for end in (value.estimate, value.low, value.high)]
    said = [view.words.number(end) for end in ends]
    return said[0] if ends[1] == ends[2] else f"{said[0]} ({said[1]}–{said[2]})"


def opened(view: View, value: Value) -> str:
    """HTML of people with their band, said as everywhere on the page, open to what they rest on."""
    return (
        f'<details class="value {value.kind}"><summary><b>{escape(band(view, value))}</b> {numbers.kind_badge(view, value)}</summary>'
        f"{numbers.roots(view, value)}</details>"
    )


def rounded(people: float) -> float:
    """People to tens, from a thousand on to hundreds."""
    return round(people, -2 if people >= 1000 else -1)


def ranking(shown: Shown, width: float, selected: str | None) -> tuple[str, float]:
    """Inner SVG and height of all aimags with their bands, those with most room first."""
    view = shown.view
    rows = [
        Span(
            row.aimag, view.words.name(view.places[row.aimag]), room.low, room.estimate, room.high,
            band(view, room), _why(shown, row), shown.missing(row),
        )
        for row in shown.ordered
        for room in (shown.room(row),)
    ]  # fmt: skip
    end, ticks = round_ticks(view, max([1000.0, *(row.high or 0.0 for row in rows)]), 4)
    return spans(view, rows, start=0.0, end=end, ticks=ticks, width=width, selected=selected)


def _why(shown: Shown, row: Capacity) -> str:
    view, broken = shown.view, shown.broken(row)
    if len(broken) > 1:
        return view.t("{n} standards not kept", n=len(broken))
    codes = broken or ((shown.of,) if shown.of else row.binding)
    if len(codes) > 1:
        return view.t("{n} services", n=len(codes))
    name = services.names(view, codes)
    return view.t("{service}: not kept", service=name) if broken else name
