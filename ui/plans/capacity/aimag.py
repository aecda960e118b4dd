"""One aimag: the room that each service leaves, what it rests on, and what an analyst counted there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from planning.capacity import Capacity, Room
from planning.capacity.standards import LOADED
from ui import captions, pick
from ui.plans import services
from ui.plans.capacity.request import typed
from ui.plans.capacity.shown import Shown, band, opened


def breakdown(shown: Shown, row: Capacity, given: Mapping[str, str], today: Mapping[str, int]) -> str:
    """HTML of the card; `today` are units that are missing already, by service."""
    view, t = shown.view, shown.view.t
    place = view.places[row.aimag]
    chosen = pick.select(
        "aimag",
        t("Aimag"),
        {
            p.code: view.words.name(p)
            for p in view.level("aimag")
            if p.code in {r.aimag for r in shown.capacities}
        },
        row.aimag,
    )
    lines = "".join(_line(shown, row, code, room, today.get(code, 0)) for code, room in row.rooms.items())
    heads = "".join(f"<th>{escape(head)}</th>" for head in (t("Service"), t("Room, people"), t("State")))
    return (
        captions.head(
            view.words.place(place),
            t("how many more people each service can take before its standard breaks"),
        )
        + f'<div class="controls">{chosen}</div><p class="sentence">{escape(sentence(shown, row))}</p>'
        + f'<div class="scroll"><table class="values"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'
        + _counted(shown, row, given)
    )


def sentence(shown: Shown, row: Capacity) -> str:
    """What the aimag can take, in a sentence."""
    view, t = shown.view, shown.view.t
    broken = tuple(code for code, room in row.rooms.items() if room.broken)
    name = view.words.place(view.places[row.aimag])
    if broken:
        return t(
            "{place}: no room; not kept today: {services}.", place=name, services=services.names(view, broken)
        )
    return t(
        "{place}: room for {people}; what holds back: {services}.",
        place=name, people=band(view, row.people), services=services.names(view, row.binding),
    )  # fmt: skip


def _line(shown: Shown, row: Capacity, code: str, room: Room, today: int) -> str:
    view, t = shown.view, shown.view.t
    states = []
    if room.broken:
        states.append(
            t("not kept today, {n} missing", n=view.words.number(today)) if today else t("not kept today")
        )
    elif code in row.binding:
        states.append(t("holds back first"))
    if room.missing:
        states.append(t("no data of its own: the band of the others"))
    mark = ' class="here"' if code in row.binding or room.broken else ""
    return f"<tr{mark}><td>{escape(services.name(view, code))}</td><td>{opened(view, room.people)}</td><td>{escape('; '.join(states) or t('has room'))}</td></tr>"


def _counted(shown: Shown, row: Capacity, given: Mapping[str, str]) -> str:
    """HTML in which an analyst types free places of this aimag, beside those of the others."""
    t = shown.view.t
    fields = []
    for service in LOADED:
        known = typed(given, service)
        others = "".join(f"{aimag}:{number};" for aimag, number in known.items() if aimag != row.aimag)
        said = t("Vacancies counted here") if service == "vacancies" else t("Free dwellings counted here")
        fields.append(pick.typed(service, said, known.get(row.aimag, ""), prefix=f"{others}{row.aimag}:"))
    return (
        f'<details id="counted"{" open" if any(typed(given, s) for s in LOADED) else ""}><summary>{escape(t("Vacancies and free dwellings, where somebody counted them"))}</summary>'
        f'<div class="controls">{"".join(fields)}</div><p class="sub">{escape(t("No public source gives them by aimag. Bring a table of them on the page Upload, under the English name “Job vacancies” or “Vacant dwellings”, or type them here. Dwellings count once people per dwelling are typed among the standards."))}</p></details>'
    )
