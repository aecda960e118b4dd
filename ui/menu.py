"""The menu: sections and their pages, and the head of every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from store.builds import PROJECT
from ui import address, pick, places
from ui.screen import screen
from ui.view import View


@dataclass(frozen=True)
class Entry:
    """A page: its script below pages/, its address, its name in English."""

    script: str
    path: str
    name: str


# Section → pages. The first page of all is the one that opens at `/`.
MENU: dict[str, tuple[Entry, ...]] = {
    "Explore": (
        Entry("explore/overview.py", "overview", "Overview"),
        Entry("explore/map.py", "map", "Map"),
        Entry("explore/aimag.py", "aimag", "Aimag"),
        Entry("explore/compare.py", "compare", "Compare"),
    ),
    "Survey": (
        Entry("survey/intentions.py", "intentions", "Intentions"),
        Entry("survey/destinations.py", "destinations", "Destinations"),
        Entry("survey/crosstab.py", "crosstab", "Crosstab"),
        Entry("survey/rounds.py", "rounds", "Rounds"),
        Entry("survey/published.py", "published", "Published"),
        Entry("survey/methods.py", "methods", "Methods"),
    ),
    "Plan": (
        Entry("plan/target.py", "target", "Target"),
        Entry("plan/capacity.py", "capacity", "Capacity"),
        Entry("plan/matching.py", "matching", "Matching"),
        Entry("plan/readiness.py", "readiness", "Readiness"),
        Entry("plan/scenarios.py", "scenarios", "Scenarios"),
    ),
    "Manage": (
        Entry("manage/upload.py", "upload", "Upload"),
        Entry("manage/versions.py", "versions", "Versions"),
        Entry("manage/sources.py", "sources", "Sources"),
        Entry("manage/dictionary.py", "dictionary", "Dictionary"),
    ),
}
_CARRIED = ("lang", "theme", "aimag", "survey", "round", "build")


@cache
def _page(entry: Entry) -> StreamlitPage:
    first = entry is MENU["Explore"][0]
    return st.Page(PROJECT / "pages" / entry.script, title=entry.name, url_path=entry.path, default=first)


def pages() -> dict[str, list[StreamlitPage]]:
    """All pages by section."""
    return {section: [_page(entry) for entry in entries] for section, entries in MENU.items()}


def go(path: str) -> None:
    """Open another page, what was chosen carried along."""
    entry = next(e for entries in MENU.values() for e in entries if e.path == path)
    st.switch_page(_page(entry), query_params=_carried())


def section(page: StreamlitPage) -> str:
    """The section that a page is in."""
    return next(
        (name for name, entries in MENU.items() for e in entries if page.url_path == e.path), next(iter(MENU))
    )


def draw(view: View, page: StreamlitPage) -> None:
    """The head: name, sections, search, language, theme; under it the pages of the section."""
    t, here = view.t, section(page)
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.html('<span class="brand"><i aria-hidden="true">◐</i> ' + t("Nutag") + "</span>", width="content")
        for name, entries in MENU.items():
            if name == here:
                st.html(f'<span class="section" aria-current="true">{t(name)}</span>', width="content")
            else:
                st.page_link(_page(entries[0]), label=t(name), query_params=_carried())
        places.search(view)
        pick.show(
            f'<div class="switches" data-screen="{screen()}">'
            + pick.segments("lang", t("Language"), {"mn": "МН", "en": "EN"}, view.language)
            + _theme_link(view)
            + "</div>",
            key="switches",
        )
    with st.container(key="pages", horizontal=True, vertical_alignment="center"):
        for entry in MENU[here]:
            if entry is _shown(here, page):
                st.html(f'<span class="current" aria-current="page">{t(entry.name)}</span>', width="content")
            else:
                st.page_link(_page(entry), label=t(entry.name), query_params=_carried())


def _shown(section: str, page: StreamlitPage) -> Entry:
    """The entry of a page; the default page has no path of its own."""
    return next((e for e in MENU[section] if page.url_path == e.path), MENU[section][0])


def _carried() -> dict[str, str]:
    return {name: value for name in _CARRIED if (value := address.given(name))}


def _theme_link(view: View) -> str:
    """A plain link: the browser takes a theme when it loads the page."""
    other = "light" if view.theme.dark else "hall"
    label = view.t("Desk theme") if view.theme.dark else view.t("Hall theme")
    query = urlencode({**st.query_params.to_dict(), "theme": other})
    return f'<a class="theme" href="?{query}" target="_self" title="{label}">{"☀" if view.theme.dark else "◑"}<span> {label}</span></a>'
