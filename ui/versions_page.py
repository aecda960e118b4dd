"""Versions of the data: what each changed, by whom and why; looking at an old one, and going back to it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from etl.problems import BuildFailed
from etl.publishing.versions import Change, Return, Version, returns, rollback, versions
from store import builds
from store.writing import StoreError
from ui import address, pick
from ui.table import Table
from ui.view import View

EVENTS = {
    "build": "Public figures were read anew",
    "publish": "Published",
    "rollback": "Gone back to an earlier version",
    "restore": "Restored from a backup",
}
CHANGES = {"added": "added", "replaced": "replaced", "removed": "removed"}
WORDS = (*EVENTS.values(), *CHANGES.values())
MOST_SHOWN = 60


def draw(view: View) -> None:
    """Draw the list of versions, and the step that goes back to one."""
    t = view.t
    try:
        found, went_back = versions(), returns()
    except StoreError as error:
        pick.show(f'<p class="notice" role="alert">{escape(view.words.told(error))}</p>', key="refused")
        return
    with st.container(key="card-versions"):
        pick.show(
            f'<h1>{escape(t("Versions of the data"))}</h1><p class="lead">{escape(t("Nothing that was published is ever overwritten. A link to an old version keeps working, and says that newer data exist."))}</p>'
            f'<ul class="versions">{"".join(_item(view, version, went_back.get(version.build)) for version in found[:MOST_SHOWN])}</ul>',
            key="versions",
        )
    back = address.given("back")
    if back in {version.build for version in found if not version.current}:
        _form(view, str(back))


def versions_table(view: View) -> Table:
    """Every change of every version: one row each, the newest first."""
    t = view.t
    heads = (t("Version"), t("Made"), t("What happened"), t("Who"), t("Why"), t("Change"), t("Kind"), t("Of"), t("Round"), t("Before"), t("After"), t("File"), "SHA-256")  # fmt: skip
    rows = tuple(
        (
            version.build,
            version.made,
            t(EVENTS[version.event]),
            version.who,
            version.why,
            *_cells(view, change),
        )
        for version in versions()
        for change in (version.changes or (None,))
    )
    decimals = (*[None] * 9, 0, 0, None, None)
    return Table("versions", t("Versions of the data"), heads, rows, decimals)


def _cells(view: View, change: Change | None) -> tuple[str | int | None, ...]:
    if change is None:
        return (None,) * 8
    return (
        view.t(CHANGES[change.what]),
        change.kind,
        change.of,
        change.name,
        change.before,
        change.after,
        change.file,
        change.sha256,
    )


def _item(view: View, version: Version, back: Return | None) -> str:
    t = view.t
    here = f' <span class="badge">{escape(t("in use"))}</span>' if version.current else ""
    who = escape(" · ".join(filter(None, (version.made, version.who, version.why))))
    returned = f"<div>{escape(_returned(view, back))}</div>" if back else ""
    changes = "".join(f"<li>{_change(view, change)}</li>" for change in version.changes)
    actions = "" if version.current else _actions(view, version)
    return (
        f'<li id="v-{escape(version.build)}"><b>{escape(t(EVENTS[version.event]))}</b>{here} <span class="sub">{who}</span>{returned}'
        f'{f"<ul>{changes}</ul>" if changes else ""}<div class="sub">{escape(version.build)}</div>{actions}</li>'
    )


def _returned(view: View, back: Return) -> str:
    said = (f"{back.at[:10]} {back.at[11:19]} UTC", back.who, back.why)
    return f"{view.t('Gone back to this version')}: {' · '.join(filter(None, said))}"


def _change(view: View, change: Change) -> str:
    t, number = view.t, view.words.number
    known = view.indicators.get(change.of) if change.kind != "round" else None
    name = view.words.name(known) if known else f"{change.of} {change.name}".strip()
    counts = " → ".join("–" if count is None else number(count) for count in (change.before, change.after))
    said = (
        t(
            "round {name} {changed}: respondents {counts}",
            name=name,
            changed=t(CHANGES[change.what]),
            counts=counts,
        )
        if change.kind == "round"
        else t(
            "figures {name} {changed}: figures {counts}",
            name=name,
            changed=t(CHANGES[change.what]),
            counts=counts,
        )
    )
    return f'{escape(said)} <span class="sub" title="SHA-256 {escape(change.sha256)}">{escape(change.file)} · {escape(change.sha256[:12])}</span>'


def _actions(view: View, version: Version) -> str:
    t = view.t
    query = urlencode({"lang": view.language, "build": version.build})
    look = f'<a href="overview?{query}" target="_self">{escape(t("Look at it"))}</a>' if version.kept else ""
    return f'<div class="downloads">{look}<button type="button" data-set="back={escape(version.build)}">{escape(t("Go back to it"))}</button></div>'


def _form(view: View, build: str) -> None:
    t = view.t
    with st.container(key="card-back"), st.form("back", border=False):
        st.html(
            f"<h2>{escape(t('Go back to version {build}', build=build))}</h2><p class='sub'>{escape(t('Everybody sees that version from then on. The newer ones are kept, and you can return to them in the same way.'))}</p>"
        )
        left, right = st.columns(2)
        who = left.text_input(t("Your name"), st.session_state.get("name", ""), autocomplete="name")
        why = right.text_input(t("Why"))
        if st.form_submit_button(t("Go back to it"), type="primary"):
            if not who.strip():
                st.error(t("Write your name: the log says who published what."))
                return
            st.session_state["name"] = who.strip()
            try:
                rollback(build, who=who.strip(), note=why.strip())
            except StoreError as error:
                st.error(view.words.told(error))
                return
            except BuildFailed as failed:
                st.error(t("This version cannot be made again, and nothing was changed: {why}", why=failed))
                return
            address.put(back=None, build=None)
            address.notice(t("Version {build} is in use.", build=builds.current()))
            st.rerun()
    pick.show(
        f'<div class="downloads"><button type="button" data-set="back=">{escape(t("Leave it as it is"))}</button></div>',
        key="stay",
    )
