"""Finding a place by whatever a person writes for it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from geo.places import resolve
from ui import address, menu, pick
from ui.ask import ask
from ui.view import View


def search(view: View) -> None:
    """The search box of the head; the browser suggests names while a person types."""
    t = view.t
    options = "".join(f"<option>{escape(label)}</option>" for label in ask(_labels, view))
    pick.show(
        f'<label class="search"><span class="sr">{escape(t("Search for an aimag or soum"))}</span>'
        f'<input type="search" data-param="search" list="known-places" autocomplete="off"'
        f' placeholder="{escape(t("Aimag, soum…"))}"></label><datalist id="known-places">{options}</datalist>',
        key="search",
    )


def found(view: View) -> None:
    """What the last search found: the place's page opens, or the person is asked which place is meant."""
    text = address.given("search")
    if not text:
        return
    code = ask(_labels, view).get(text)
    match = resolve(text)
    code = code or match.code
    if code:
        address.put(search=None, **choice(view, code))
        menu.go("aimag")
    t = view.t
    lines = [f"<p>{escape(t('No place is called “{text}”.', text=text))}</p>"]
    if match.suggestions:
        several = all(suggestion.distance == 0 for suggestion in match.suggestions)
        said = t("Several places are called “{text}”. Which one?", text=text) if several else lines[0][3:-4]
        buttons = "".join(
            f'<button type="button" data-set="search={escape(label(view, s.code))}">{escape(label(view, s.code))}</button>'
            for s in match.suggestions
        )
        hint = "" if several else f"<p>{escape(t('Did you mean:'))}</p>"
        lines = [f"<p>{said}</p>{hint}<div class='chips'>{buttons}</div>"]
    close = (
        f'<button type="button" class="close" data-set="search=" aria-label="{escape(t("Close"))}">×</button>'
    )
    pick.show(f'<div class="notice asked" role="status">{close}{"".join(lines)}</div>', key="asked")


def choice(view: View, code: str) -> dict[str, str | None]:
    """The address of a place: its aimag, its soum, or its region."""
    place = view.places[code]
    if place.level == "soum":
        return {"aimag": place.aimag, "soum": code, "region": None}
    if place.level == "region":
        return {"region": code, "soum": None}
    return {"aimag": code, "soum": None, "region": None}


def label(view: View, code: str) -> str:
    """A name that belongs to one place only: the soum with its aimag, the aimag with its kind."""
    place = view.places[code]
    said = view.words.place(place)
    if view.language == "en" and place.kind == "aimag":
        said += " aimag"
    if place.level == "soum" and place.aimag:
        said += f", {view.words.name(view.places[place.aimag])}"
    return said


def _labels(view: View) -> dict[str, str]:
    return {label(view, place.code): place.code for level in ("aimag", "soum") for place in view.level(level)}


def link(view: View, path: str, said: str, **more: str) -> str:
    """HTML of a link to another page, language and theme carried along."""
    query = urlencode({"lang": view.language, "theme": view.theme_name, **more})
    return f'<a href="{path}?{query}" target="_self">{escape(said)}</a>'
