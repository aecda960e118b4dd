"""The view of the person whose run this is: build in use, language, theme."""

from __future__ import annotations

import streamlit as st

from store import builds
from ui import address
from ui.view import View
from ui.words import LANGUAGES, Words

__all__ = ["View", "large", "view", "words"]


def view() -> View:
    """The view of this run. Raises StoreError when there is no build to look at."""
    spoken = words()
    return View(_build(spoken), spoken.language, "hall" if _dark() else "light")


def words() -> Words:
    """The words of this run, also when there is no build to look at."""
    return Words(address.chosen("lang", LANGUAGES, _first_language(), wrong=""))


def _build(words: Words) -> str:
    """The version that the address asks for, with a word on newer data; else the one in use."""
    asked = address.given("build")
    try:
        build = builds.chosen(asked)
    except builds.StoreError:
        address.put(build=None)
        address.notice(
            words.t("There is no version {value} any more; the data in use are shown.", value=str(asked)[:60])
        )
        return builds.current()
    if builds.superseded_by(build):
        address.notice(
            words.t(
                "These are the data of version {value}. Newer data exist: take build=… out of the address, or see Versions.",
                value=build,
            )
        )
    return build


def large() -> bool:
    """Whether type is to be read from the back of a hall."""
    return address.given("theme") == "hall"


def _first_language() -> str:
    """Mongolian, unless the browser asks for English."""
    return "en" if (st.context.locale or "").lower().startswith("en") else "mn"


def _dark() -> bool:
    """What the browser draws; before it has said so, what the address asks for."""
    drawn = st.context.theme.type
    return drawn == "dark" if drawn else address.given("theme") == "hall"
