"""Which place the address asks for, and the controls to ask for another."""

from __future__ import annotations

from html import escape

from explore import regions
from ui import address, pick
from ui.aimag.subject import Subject
from ui.ask import ask
from ui.view import View


def chosen(view: View) -> tuple[Subject, str | None]:
    """The subject, a region in the address going before an aimag, and the soum selected in it."""
    region, aimag, soum = (_known(view, level) for level in ("region", "aimag", "soum"))
    if region:
        address.put(region=region, soum=None)
        return Subject(view, region), None
    if soum and aimag is None:
        aimag = view.places[soum].aimag
    aimag = aimag or view.level("aimag")[0].code
    if soum and view.places[soum].aimag != aimag:
        soum = None
    address.put(aimag=aimag, soum=soum)
    return Subject(view, aimag), soum


def _known(view: View, level: str) -> str | None:
    code = address.given(level)
    if code is None or (code in view.places and view.places[code].level == level):
        return code
    address.notice(view.t("There is no place {value}.", value=code[:60]))
    address.put(**{level: None})
    return None


def controls(subject: Subject) -> str:
    """HTML: aimag or region, which grouping, which one; and a button that prints the page."""
    view, t = subject.view, subject.view.t
    home = subject.members[0] if subject.is_region else subject.code
    kinds = [
        (f"aimag={home}", t("Aimag"), not subject.is_region),
        (f"region={_region(view, home, 2024)}", t("Region"), subject.is_region),
    ]
    parts = [_buttons(t("Aimag or region"), kinds)]
    if subject.is_region:
        year = regions.grouping(subject.code)
        groupings = [
            (
                f"region={_region(view, home, grouping)}",
                t("grouping of {year}", year=grouping),
                grouping == year,
            )
            for grouping in regions.GROUPINGS
        ]
        parts.append(_buttons(t("Grouping of regions"), groupings))
        options = {code: view.words.name(view.places[code]) for code in subject.peers}
        parts.append(pick.select("region", t("Region"), options, subject.code))
    else:
        options = {place.code: view.words.name(place) for place in view.level("aimag")}
        parts.append(pick.select("aimag", t("Aimag"), options, subject.code))
    parts.append(f'<button type="button" class="print" onclick="print()">{escape(t("Print"))}</button>')
    return f'<div class="controls">{"".join(parts)}</div>'


def _region(view: View, aimag: str, year: int) -> str:
    return ask(regions.region_of, view.build, aimag, year)


def _buttons(label: str, options: list[tuple[str, str, bool]]) -> str:
    """Like `pick.segments`, for marks that set different names."""
    buttons = "".join(
        f'<button type="button" data-set="{escape(pick_)}" aria-pressed="{str(pressed).lower()}">{escape(said)}</button>'
        for pick_, said, pressed in options
    )
    return f'<div class="segments" role="group" aria-label="{escape(label)}">{buttons}</div>'
