"""The page: the answer, what is asked, the plan as map and table, what holds people back, decisions by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import streamlit as st

import ui.plans.matching.said as say
from planning.values import Value
from ui import address, captions, maps, pick
from ui.ask import ask
from ui.drawings import placed as drawing
from ui.drawings.share_map import size
from ui.plans import assumptions, numbers
from ui.plans.matching import asked as asking
from ui.plans.matching import (
    brought,
    by_hand,
    choice,
    controls,
    file_cards,
    hand_form,
    picture,
    tables,
    values,
)
from ui.plans.matching.asked import Asked
from ui.plans.scenarios import save
from ui.screen import screen
from ui.surveys import choice as surveys
from ui.table import html as table_html
from ui.view import View

MOST_ENOUGH = 6  # places of which it is said what would let everybody come


def draw(view: View) -> None:
    """Draw the page for what the address asks."""
    survey = surveys.choose(view)
    if survey is None:
        pick.show(surveys.empty(view), key="empty")
        return
    parts = (assumptions.ADDRESS, choice.ROOM, choice.OWN)
    given = {name: value for part in parts for name, value in address.kept(part).items()} | survey.address
    for line in choice.standards(view, given).wrong:
        address.notice(line)
    wanted = choice.choice(view, given)
    if wanted.problem and brought.folder_of(wanted.problem) is None:
        address.notice(view.t("The problem that this link names is not here any more. Bring its file again."))
        address.put(problem=None)
        wanted = replace(wanted, problem="")
        given.pop("problem", None)
    taken = by_hand.decisions(wanted.hand)
    overrides = tuple(one.override for one in taken)
    if wanted.problem:
        asked = asking.of_file(wanted, overrides)
        if not asked.faults and (asked.answer is None or file_cards.under_way(wanted.problem, overrides)):
            with st.container(key="card-matching-wait"):
                file_cards.wait(view, wanted.problem, overrides, asked.answer is not None)
            if asked.answer is None:
                return
        about = file_cards.about(view, asked)
    else:
        asked = asking.of_survey(view, wanted, choice.people(view, wanted, given), overrides)
        about = controls.controls(view, wanted, survey, given) + _numbers(view, asked)
    badge = f"<p>{surveys.badge(view, survey)}</p>" if asked.demonstration else ""
    pick.show(
        f'{badge}<h1>{escape(say.headline(view, asked))}</h1><p class="lead">{escape(say.lead(view, asked))}</p>',
        key="answer",
    )
    with st.container(key="card-matching-asked"):
        sub = view.t("Every choice stands in the address: a copied link asks the same.")
        pick.show(captions.head(view.t("What is asked"), sub) + about, key="asked")
    if asked.answer and asked.answer.found and not wanted.problem:
        save.control(view, "matching", given)
    selected = address.given("aimag")
    if asked.answer and asked.answer.found:
        _plan(view, asked, given, selected)
    elif asked.answer:
        with st.container(key="card-matching-none"):
            pick.show(_none(view, asked), key="none")
    with st.container(key="card-matching-hand"):
        hand_form.draw(view, asked, wanted, given, taken)
    with st.container(key="card-matching-file"):
        file_cards.draw(view, asked, given)


def _plan(view: View, asked: Asked, given: Mapping[str, str], selected: str | None) -> None:
    with st.container(key="card-matching-map"):
        pick.show(_map(view, asked, given, selected), key="map")
    left, right = st.columns(2, gap="small")
    with left, st.container(key="card-matching-held"):
        pick.show(_held(view, asked, given), key="held")
    with right, st.container(key="card-matching-nowhere"):
        pick.show(_nowhere(view, asked, given), key="nowhere")
    with st.container(key="card-matching-table"):
        links = captions.downloads(view, "matching_plan", **given)
        pick.show(
            captions.head(view.t("Who goes where"), view.t("households; the first choice of a group is framed"))
            + tables.matrix(view, asked, selected)
            + links,
            key="matrix",
        )  # fmt: skip


def _numbers(view: View, asked: Asked) -> str:
    """HTML of the numbers behind the answer, each open to its roots."""
    t = view.t
    if asked.made is None:
        return ""
    found: list[Value] = [asked.made.people, asked.made.persons, asked.made.second_choice]
    found += values.values(view, asked).values()
    rows = "".join(
        f"<tr><td>{escape(numbers.name(view, value))}</td><td>{numbers.opened(view, value)}</td></tr>"
        for value in found
    )
    return f'<details id="matching-numbers"><summary>{escape(t("The numbers, and what each rests on"))}</summary><div class="scroll"><table class="values"><tbody>{rows}</tbody></table></div></details>'


def _map(view: View, asked: Asked, given: Mapping[str, str], selected: str | None) -> str:
    t = view.t
    shown = picture.placed(view, asked)
    places = table_html(tables.places(view, asked), view.words.number, here=f"aimag={selected}")
    if not shown.told:
        return (
            captions.head(t("Where they find room"))
            + picture.absent(view)
            + places
            + captions.downloads(view, "matching_places", **given)
        )
    wide, high = size(view)
    arrows = {code: t(said) for code, said in choice.ARROWS.items()}
    segments = pick.segments("arrows", t("Arrows"), arrows, asked.choice.arrows)
    drawn = drawing.country(view, shown, selected, large=screen() == "phone")
    return (
        captions.head(t("Where they find room"), picture.sub(view, asked))
        + f'<div class="controls"><div class="control"><span aria-hidden="true">{escape(t("Arrows"))}</span>{segments}</div></div>'
        + f'<svg class="country" viewBox="0 0 {wide:.0f} {high:.0f}" role="group" aria-label="{escape(say.headline(view, asked))}">{drawn}</svg>'
        + drawing.legend(view, shown)
        + _one_aimag(view, asked, selected)
        + f'<details id="matching-places"><summary>{escape(t("The same as a table"))}</summary>{places}</details>'
        + _caption(view, asked, captions.downloads(view, "matching_places", "matching_map", **given))
    )


def _one_aimag(view: View, asked: Asked, selected: str | None) -> str:
    """HTML of the aimag that is picked: its people, its rooms, each open to its roots."""
    problem = asked.answer.problem if asked.answer else None
    if problem is not None and selected in problem.places and asked.made is None:
        return f'<p class="sentence">{escape(say.enough(view, asked, selected))}</p>'
    if problem is None or selected not in problem.places:
        return f'<p class="sub">{escape(view.t("Pick an aimag to see its room by service and where each number comes from."))}</p>'
    found = values.of_aimag(asked, selected)
    rows = "".join(
        f"<tr><td>{escape(numbers.name(view, value))}</td><td>{numbers.opened(view, value)}</td></tr>"
        for value in found.values()
    )
    enough = say.enough(view, asked, selected)
    return (
        f'<h3>{escape(say.place(view, selected))}</h3><p class="sentence">{escape(enough)}</p>'
        f'<div class="scroll"><table class="values"><tbody>{rows}</tbody></table></div>'
    )


def _held(view: View, asked: Asked, given: Mapping[str, str]) -> str:
    t, answer = view.t, asked.answer
    assert answer is not None and answer.waiting is not None
    more = sorted(answer.more, key=lambda row: -row.households)
    lines = [say.one_more(view, asked, answer, row) for row in more if row.households]
    if not lines:
        lines = [say.one_more(view, asked, answer, row) for row in more[:2]]
    order = sorted(answer.waits, key=lambda place: -answer.waits[place])
    enough = [say.enough(view, asked, place) for place in order[:MOST_ENOUGH]]
    table = tables.held(view, asked)
    said = "".join(f"<li>{escape(line)}</li>" for line in lines)
    let = "".join(f"<li>{escape(line)}</li>" for line in enough if line)
    return (
        captions.head(t("What holds people back"), t("worked out from two plans in whole households, with and without"))
        + (f'<ul class="said">{said}</ul>' if said else f'<p class="sentence">{escape(t("Nothing holds anybody back."))}</p>' if not let else "")
        + (f"<h3>{escape(t('What would let everybody come'))}</h3><ul class='said'>{let}</ul>" if let else "")
        + f'<details id="matching-held"><summary>{escape(t("All services that hold somebody back"))}</summary>{table_html(table, view.words.number)}</details>'
        + captions.downloads(view, "matching_held", **given)
    )  # fmt: skip


def _nowhere(view: View, asked: Asked, given: Mapping[str, str]) -> str:
    t, answer = view.t, asked.answer
    assert answer is not None and answer.found is not None
    table = tables.reasons(view, asked)
    rest = int(answer.found.unplaced.sum())
    said = (
        t(
            "{n} households fit nowhere; by what is short at every place they named:",
            n=view.words.number(rest),
        )
        if rest
        else t("Everybody fits somewhere.")
    )
    shown = table_html(table, view.words.number) if rest else ""
    return (
        captions.head(t("Who fits nowhere, and why"))
        + f'<p class="sentence">{escape(said)}</p><div class="tall">{shown}</div>'
        + captions.downloads(view, "matching_nowhere", **given)
    )


def _none(view: View, asked: Asked) -> str:
    """HTML of an answer without a plan: everybody counted, and what could be eased at a click."""
    t, answer = view.t, asked.answer
    assert answer is not None
    count = view.words.number(int(answer.problem.households.sum()))
    chips = "".join(
        f'<button type="button" data-set="{escape(change)}">{escape(said)}</button>'
        for change, said in controls.easings(view, asked)
    )
    return (
        captions.head(t("Nobody is placed"))
        + f'<p class="sentence">{escape(t("All {n} households are counted as fitting nowhere.", n=count))}</p>'
        + (f'<p>{escape(t("Ease one of them:"))}</p><div class="chips">{chips}</div>' if chips else "")
    )


def _caption(view: View, asked: Asked, links: str) -> str:
    kinds = ["demonstration"] if asked.demonstration else []
    return captions.caption(
        view, measure=view.t("people placed, matched to the room of services"), year=asked.choice.round, sources=(),
        kinds=kinds, boundaries=captions.boundary_credit(view, ask(maps.origin, view.build)), lines=tables.assumed(view, asked),
        downloads=links,
    )  # fmt: skip
