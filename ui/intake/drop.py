"""The place where a file is dropped."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from ui.intake.receive import MEGABYTE, limit
from ui.view import View

_JS = (Path(__file__).parent / "drop.js").read_text(encoding="utf-8")
_component = st.components.v2.component("nutag.drop", js=_JS, isolate_styles=False)


def show(view: View, key: str, label: str, note: str, received: Callable[[str], None], **about: str) -> None:
    """Show the place; `received` is called with the id of what came. `about` goes along with the file."""
    t = view.t

    def done() -> None:
        identifier = str(st.session_state[key].get("received") or "")
        if identifier:
            received(identifier)

    html = (
        f'<label class="drop"><b>{escape(label)}</b><span>{escape(note)}</span><input type="file"></label>'
        f'<div class="sent"><progress max="1" value="0"></progress><output role="status"></output>'
        f'<button type="button" data-stop>{escape(t("Stop"))}</button></div>'
    )
    said = {
        "large": t("The file is larger than {limit} MB, the most that can be brought by browser. Use the command line, which has no limit.", limit=limit() // MEGABYTE),
        "empty": t("The file is empty. Choose another."),
        "stopped": t("Stopped; nothing was kept."),
        "lost": t("The connection to the server was lost; nothing was kept. Bring the file again."),
    }  # fmt: skip
    to = "receive?" + urlencode({"lang": view.language, **about})
    _component(key=key, data={"html": html, "to": to, "most": limit(), "said": said}, on_received_change=done)
