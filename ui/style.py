"""The style sheet, filled with the colours of a theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ui.theme import Theme

_SHEET = Path(__file__).parent / "style.css"
_TOKENS = ("paper", "card", "ink", "muted", "line", "primary", "accent", "no_data")


@cache
def sheet(theme: Theme, large: bool, skip: str) -> str:
    """A style element: the theme's colours as CSS variables, then the sheet.

    `skip` is what the link to the page's body says, which Streamlit itself says in English.
    """
    tokens = "".join(f"--{name.replace('_', '-')}:{getattr(theme, name)};" for name in _TOKENS)
    tokens += f"--skip:'{skip}';"
    size = "html{font-size:20px}.tiles button span{font-size:.58rem}" if large else ""
    return f"<style>:root{{{tokens}}}{size}{_SHEET.read_text(encoding='utf-8')}</style>"
