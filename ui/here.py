"""The view of the person whose run this is: build in use, language, theme."""

from __future__ import annotations

import streamlit as st

from store import builds
from ui import address
from ui.view import View
from ui.words import LANGUAGES

__all__ = ["View", "large", "view"]


def view() -> View:
    """The view of this run. Raises StoreError when there is no build to look at."""
    language = address.chosen("lang", LANGUAGES, _first_language(), wrong="")
    return View(builds.current(), language, "hall" if _dark() else "light")


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
