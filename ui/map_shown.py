"""A map on the page, of which an area or symbol can be clicked."""

from __future__ import annotations

import streamlit as st

from geo.deck import ReadyDeck
from ui import address, maps, places
from ui.screen import screen
from ui.view import View


def show(view: View, drawn: ReadyDeck, *, key: str, said: str) -> None:
    """Show a map; a click on an area or symbol selects its place everywhere. `said` is the text for those who do not see it."""

    def clicked() -> None:
        objects = st.session_state[key].selection.objects
        found = [
            thing["properties"]["code"] for layer in ("areas", "symbols") for thing in objects.get(layer, [])
        ]
        if not found and "background" in objects:
            return
        # Nothing selected means that the last thing was clicked again, which Streamlit takes for letting go.
        code = found[-1] if found else st.session_state.get(f"{key}-last")
        if code:
            st.session_state[f"{key}-last"] = code
            address.put(**places.choice(view, code))

    st.pydeck_chart(
        drawn,
        height=maps.SIZES[screen()][1],
        on_select=clicked,
        selection_mode="single-object",
        key=key,
        alt=said,
    )
