"""The script Streamlit runs for every visit: head, menu, the page, the foot."""

from __future__ import annotations

from html import escape

import streamlit as st

from store import builds
from ui import address, here, menu, pick, places
from ui.style import sheet


def main() -> None:
    """Draw one run of the app."""
    st.set_page_config(page_title="Нутаг · Nutag", page_icon="◐", layout="wide")
    page = st.navigation(menu.pages(), position="hidden")
    try:
        view = here.view()
    except builds.StoreError as error:
        st.html(f'<div class="empty"><h1>Нутаг · Nutag</h1><p>{escape(here.words().told(error))}</p></div>')
        return
    st.html(sheet(view.theme, here.large(), view.t("Skip to the page")))
    menu.draw(view, page)
    places.found(view)
    body = st.container(key="page")
    foot = st.container(key="foot")
    with body:
        notices = st.empty()
        page.run()
        lines = address.notices()
        if lines:
            notices.html("".join(f'<p class="notice" role="status">{escape(line)}</p>' for line in lines))
    with foot:
        pick.show(_foot(view, menu.section(page)), key="foot-text")


def _foot(view: here.View, section: str) -> str:
    t = view.t
    if section == "Survey":
        honesty = t(
            "Survey answers are estimates: each has its interval and its base, and small groups are hidden."
        )
    elif section == "Plan":
        honesty = t(
            "Assumptions are the reader’s and marked as such; every number opens to where it comes from."
        )
    else:
        honesty = t("Official and published figures only; nothing here is estimated or filled in.")
    return (
        f'<div class="foot"><span>{escape(t("Which data is this"))}: {escape(t("build"))} <b>{view.build}</b>, '
        f"{view.build[:4]}-{view.build[4:6]}-{view.build[6:8]}</span> · "
        f"<span>{escape(honesty)}</span></div>"
    )


main()
