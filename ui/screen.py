"""How wide the screen is, told by the browser once."""

from __future__ import annotations

import streamlit as st

SCREENS = ("desk", "tablet", "phone")


def screen() -> str:
    """`desk`, `tablet` or `phone`; desk until the browser has said otherwise."""
    return st.session_state.get("screen", "desk")


def told(value: str) -> None:
    """Remember what the browser says."""
    if value in SCREENS:
        st.session_state["screen"] = value
