"""Showing HTML in which a person can pick things; what is picked goes into the address.

Streamlit's own widgets keep labels, not codes, and speak English in places; marks of ours keep codes, speak
both languages and are the same elements on every page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

from ui import address, screen

_JS = (Path(__file__).parent / "pick.js").read_text(encoding="utf-8")
_component = st.components.v2.component("nutag.pick", js=_JS, isolate_styles=False)


def show(html: str, key: str, on_pick: Callable[[str, str], None] | None = None) -> None:
    """Show HTML made by this package; a mark with `data-set="name=code"` puts the code into the address.

    With `on_pick`, name and code go there instead.
    """

    def picked() -> None:
        for pick in _unseen(key, st.session_state[key].get("set")):
            name, _, value = pick.partition("=")
            if on_pick and name:
                on_pick(name, value)
            elif name == "screen":
                screen.told(value)
            elif name == "place":  # value is "aimag=…" or "region=…"
                level, _, code = value.partition("=")
                address.put(**{"region": None, "soum": None, level: code})
            elif name:
                address.put(
                    **({"region": None, "soum": None} if name == "aimag" else {}), **{name: value or None}
                )

    _component(key=key, data={"html": html, "seen": _seen().get(key, 0)}, on_set_change=picked)


def _unseen(key: str, sent: str | None) -> list[str]:
    """What was picked since the last time; the browser sends all that it was not told to be seen."""
    if not sent:
        return []
    said = json.loads(sent)
    first, picks, before = int(said["first"]), said["picks"], _seen().get(key, 0)
    _seen()[key] = max(before, first + len(picks))
    return [str(pick) for pick in picks[max(0, before - first) :]]


def _seen() -> dict[str, int]:
    """How many picks were seen of each element of this visit."""
    return st.session_state.setdefault("picks_seen", {})


def select(name: str, label: str, options: dict[str, str] | dict[str, dict[str, str]], chosen: str) -> str:
    """HTML of a choice from a list: codes to labels, or group names to such lists."""

    def option(code: str, said: str) -> str:
        mark = " selected" if code == chosen else ""
        return f'<option value="{escape(code)}"{mark}>{escape(said)}</option>'

    parts = []
    for key, value in options.items():
        if isinstance(value, dict):
            inner = "".join(option(code, said) for code, said in value.items())
            parts.append(f'<optgroup label="{escape(key)}">{inner}</optgroup>')
        else:
            parts.append(option(key, value))
    control = f'<select data-param="{escape(name)}">{"".join(parts)}</select>'
    return f'<label class="control"><span>{escape(label)}</span>{control}</label>'


def typed(
    name: str,
    label: str,
    value: str,
    *,
    prefix: str = "",
    hint: str = "",
    number: bool = True,
    bare: bool = False,
) -> str:
    """HTML of something to type; `prefix` goes before it into the address, `bare` leaves the label to screen readers."""
    mode = ' inputmode="decimal"' if number else ""
    before = f' data-prefix="{escape(prefix)}"' if prefix else ""
    return (
        f'<label class="control{" number" if number else ""}"><span{" class=sr" if bare else ""}>{escape(label)}</span>'
        f'<input type="text"{mode} data-param="{escape(name)}"{before} value="{escape(value)}" placeholder="{escape(hint)}"></label>'
    )


def segments(name: str, label: str, options: dict[str, str], chosen: str) -> str:
    """HTML of a choice among a few, all in sight."""
    buttons = "".join(
        f'<button type="button" data-set="{escape(name)}={escape(code)}"'
        f' aria-pressed="{"true" if code == chosen else "false"}">{escape(said)}</button>'
        for code, said in options.items()
    )
    return f'<div class="segments" role="group" aria-label="{escape(label)}">{buttons}</div>'


def slider(name: str, label: str, values: list[str], chosen: str, note: str = "") -> str:
    """HTML of a slider over values, with the chosen one and a note beside its label."""
    place = values.index(chosen)
    beside = f' <span class="note">{escape(note)}</span>' if note else ""
    return (
        f'<label class="control slider"><span>{escape(label)} <output>{escape(chosen)}</output>{beside}</span>'
        f'<input type="range" min="0" max="{len(values) - 1}" step="1" value="{place}" data-param="{escape(name)}"'
        f' data-values="{escape(",".join(values))}" data-labels="{escape("|".join(values))}" aria-valuetext="{escape(chosen)}"></label>'
    )


def years(
    name: str, label: str, known: tuple[int, ...], chosen: int, said: list[str], play: str, pause: str
) -> str:
    """HTML of a slider over years with a button that plays them; nothing plays by itself."""
    values = ",".join(map(str, known))
    if len(known) == 1:
        return f'<div class="control"><span>{escape(label)}</span><output>{escape(said[0])}</output></div>'
    place = known.index(chosen)
    return (
        f'<label class="control years"><span>{escape(label)} <output>{escape(said[place])}</output></span>'
        f'<input type="range" min="0" max="{len(known) - 1}" step="1" value="{place}" data-param="{escape(name)}"'
        f' data-values="{values}" data-labels="{escape("|".join(said))}" aria-valuetext="{escape(said[place])}"></label>'
        f'<button type="button" class="play" data-play="{escape(name)}" data-values="{values}" data-now="{chosen}"'
        f' aria-pressed="false" title="{escape(play)}"><span class="when-still">▶<span class="sr">{escape(play)}</span></span>'
        f'<span class="when-playing">❚❚<span class="sr">{escape(pause)}</span></span></button>'
    )
