"""How a file is brought, step by step with pictures: the text is docs/how-to/upload.*.md."""

from __future__ import annotations

import streamlit as st

from store.builds import PROJECT
from ui import address, pick
from ui.view import View

FOLDER = PROJECT / "docs" / "how-to"
PICTURES = {file.name: file for file in sorted((FOLDER / "pictures").glob("*.png"))}


def link(view: View) -> str:
    """HTML of the button that opens and closes the text."""
    opened = address.given("how") == "open"
    said = view.t("Close the instructions") if opened else view.t("How it is done, with pictures")
    return f'<button type="button" data-set="how={"" if opened else "open"}">{said}</button>'


def draw(view: View) -> None:
    """Draw the text when it was asked for."""
    if address.given("how") != "open":
        return
    text = (FOLDER / f"upload.{view.language}.md").read_text(encoding="utf-8")
    _, _, text = text.partition("\n")  # the page has a heading of its own
    with st.container(key="card-how-to"):
        st.markdown(text.replace("](pictures/", "](how-to/"))
        pick.show(f'<div class="downloads">{link(view)}</div>', key="how-to-close")
