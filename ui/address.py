"""The address owns what a person has chosen, as codes; memory carries it from page to page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

_MEMORY = "address"
_NOTICES = "address_notices"


def given(name: str) -> str | None:
    """What the address says, or what was chosen last on any page."""
    value = st.query_params.get(name)
    return value if value is not None else _memory().get(name)


def kept(names: Sequence[str]) -> dict[str, str]:
    """What was chosen under these names, written back into the address so that a copied link holds all of it.

    An address that says any of them says all of them: what was chosen before is not mixed into an opened link.
    """
    memory = _memory()
    told = [name for name in names if name in st.query_params]
    known = {name: st.query_params[name] for name in told} or {n: memory[n] for n in names if n in memory}
    for name in names:
        put(**{name: known.get(name)})
    return known


def put(**choices: str | None) -> None:
    """Write choices into the address and remember them; None takes one away."""
    for name, value in choices.items():
        if value is None:
            _memory().pop(name, None)
            if name in st.query_params:
                del st.query_params[name]
            continue
        _memory()[name] = value
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def chosen(name: str, allowed: Sequence[str], default: str, *, wrong: str = "") -> str:
    """The code chosen for `name`, kept in the address.

    One that is not allowed is replaced by the default, and `wrong` (with a slot {value}) is said on the page;
    without `wrong` it is replaced silently, as for a choice remembered from another page.
    """
    value = given(name)
    if value is None or value not in allowed:
        if wrong and value is not None and name in st.query_params:
            notice(wrong.format(value=value[:60]))
        value = default
    put(**{name: value})
    return value


def nearest_year(name: str, allowed: Sequence[int], *, wrong: str = "") -> int:
    """The year chosen, or the nearest there is (the latest when none was chosen); 0 is undated."""
    text = given(name)
    try:
        wanted = int(text) if text is not None else max(allowed)
    except ValueError:
        wanted = max(allowed)
    year = min(allowed, key=lambda known: (abs(known - wanted), -known))
    if wrong and text is not None and str(year) != text and st.query_params.get(name) == text:
        notice(wrong.format(value=text[:60], year=year))
    put(**{name: str(year)})
    return year


def notice(sentence: str) -> None:
    """Say a sentence at the head of the page in this run."""
    st.session_state.setdefault(_NOTICES, []).append(sentence)


def notices() -> list[str]:
    """The sentences to say, once each; asking empties the list."""
    return list(dict.fromkeys(st.session_state.pop(_NOTICES, [])))


def _memory() -> dict[str, str]:
    return st.session_state.setdefault(_MEMORY, {})
