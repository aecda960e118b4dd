"""The target: what is known, what would be needed, and a forecast only under assumptions that the reader makes."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from planning.funnel import Target
from planning.values import Value
from ui import address, captions, pick
from ui.drawings.fan import fan
from ui.plans import assumptions, numbers, target_files, target_parts, target_said
from ui.plans.scenarios import save
from ui.surveys.card import HALF, WHOLE, svg, width
from ui.table import Table
from ui.table import html as table_html
from ui.view import View


def draw(view: View) -> None:
    """Draw the page under the assumptions in the address."""
    given = address.kept(assumptions.ADDRESS)
    wrong = assumptions.unknown_survey(view, given)
    if wrong:
        address.notice(wrong)
        address.put(known=None)
    said, answer = assumptions.scenario(view, given), target_files.answer(view, given)
    made_up = captions.kind(view, "demonstration") if "demonstration" in answer.cautions else ""
    badge = f'<p><span class="badge demonstration">{escape(made_up)}</span></p>' if made_up else ""
    pick.show(
        f'{badge}<h1>{escape(target_said.headline(view, answer))}</h1><p class="lead">{escape(target_said.lead(view, answer))}</p>',
        key="answer",
    )
    with st.container(key="card-assumptions"):
        pick.show(
            captions.head(
                view.t("What is assumed"),
                view.t(
                    "Nothing is assumed unless it is chosen here; each assumption is yours and stands with the result."
                ),
            )
            + assumptions.controls(view, said),
            key="assumptions",
        )
    save.control(view, "target", given)
    left, right = st.columns(2, gap="small")
    with left, st.container(key="card-stages"):
        pick.show(_stages(view, answer), key="stages")
    with right, st.container(key="card-needed"):
        pick.show(_needed(view, answer, given), key="needed")
    if answer.forecast and answer.forecast.years:
        with st.container(key="card-forecast"):
            pick.show(_forecast(view, answer, given, width(view, WHOLE)), key="forecast")
        left, right = st.columns(2, gap="small")
        if assumptions.choice(view, given):
            with left, st.container(key="card-groups"):
                pick.show(target_parts.groups(view, answer, given, width(view, HALF)), key="groups")
        if answer.forecast.to:
            with right, st.container(key="card-wanted"):
                pick.show(target_parts.wanted(view, answer, width(view, HALF)), key="wanted")
    with st.container(key="card-levers"):
        pick.show(_levers(view, said, answer), key="levers")
    with st.container(key="card-reality"):
        pick.show(_reality(view, answer), key="reality")
    with st.container(key="card-studies"):
        pick.show(_studies(view, answer), key="studies")


def _stages(view: View, answer: Target) -> str:
    t = view.t
    scenario, stages, forecast = answer.scenario, answer.stages, answer.forecast
    rows: list[tuple[str, Value | None]] = [
        (t("People who could be asked"), scenario.base),
        (t("Wish to return"), stages.wish.value),
        (t("Plan to move, of those who wish"), stages.plan.value if stages.plan else None),
        (t("Move, of those who plan"), scenario.rate.value if scenario.rate else None),
        (t("Everyone who wishes: a ceiling, not a forecast"), forecast.ceiling if forecast else None),
        (t("People who plan to move"), forecast.planning if forecast else None),
    ]
    items = "".join(
        f"<tr><td>{escape(name)}</td><td>{numbers.opened(view, value) if value else escape(t('not known'))}</td></tr>"
        for name, value in rows
    )
    cautions = "".join(f"<li>{escape(sentence)}</li>" for sentence in target_said.cautions(view, answer))
    return (
        captions.head(t("From the wish to the move"), t("Each number opens to where it comes from."))
        + f'<table class="values"><tbody>{items}</tbody></table><ul class="said">{cautions}</ul>'
    )


def _needed(view: View, answer: Target, given: Mapping[str, str]) -> str:
    t = view.t
    parts = []
    for need in answer.needed:
        values = [
            value
            for value in (need.base_if_all_go, need.base, need.of_wishing, need.of_planning, need.jobs)
            if value
        ]
        rows = "".join(
            f"<tr><td>{escape(numbers.name(view, value))}</td><td>{numbers.opened(view, value)}</td></tr>"
            for value in values
        )
        parts.append(
            f'<h3>{escape(t("For {people} movers", people=view.words.number(need.people)))}</h3><p class="sentence">{escape(target_said.needed(view, answer, need))}</p>'
            f'<table class="values"><tbody>{rows}</tbody></table>'
        )
    links = captions.downloads(view, "target", said=t("All numbers and what they rest on"), **given)
    return (
        captions.head(t("What the target would need"), t("The question turned round"))
        + "".join(parts)
        + links
    )


def _forecast(view: View, answer: Target, given: Mapping[str, str], wide: float) -> str:
    t, number = view.t, view.words.number
    assert answer.forecast is not None
    years = answer.forecast.years
    most = answer.reality.most.estimate if answer.reality.most else None
    picture = svg(
        view,
        *_placed(fan(view, years, answer.scenario.people, most, width=wide), wide),
        target_said.headline(view, answer),
    )
    heads = (
        t("Years from now"),
        t("Median"),
        *(
            t("{level} in 100 draws, {end}", level=level, end=end)
            for level in (50, 80, 95)
            for end in (t("from"), t("to"))
        ),
        *(t("Chance of {people}, %", people=number(people)) for people in answer.scenario.people),
    )
    rows = tuple(
        (
            year.year,
            year.median,
            *(end for level in (0.5, 0.8, 0.95) for end in year.bands[level]),
            *(100 * year.chance[people] for people in answer.scenario.people),
        )
        for year in years
    )
    table = Table(
        "forecast",
        t("Movers by year, under the assumptions"),
        heads,
        rows,
        (0, -2, *[-2] * 6, *[0] * len(answer.scenario.people)),
    )
    return (
        captions.head(
            t("Movers by year, under the assumptions"),
            target_said.fan_key(view),
        )
        + f'<p class="sentence">{escape(target_said.chances(view, answer))}</p>{picture}'
        + f'<details id="forecast-table"><summary>{escape(t("The same as a table"))}</summary>{table_html(table, view.words.number)}</details>'
        + f'<p class="sub">{escape(t("{draws} draws, seed {seed}: the same assumptions give the same digits.", draws=number(answer.forecast.draws), seed=answer.forecast.seed))}</p>'
        + captions.downloads(view, None, "target_years", **given)
    )


def _placed(drawn: tuple[str, float], wide: float) -> tuple[str, float, float]:
    inner, height = drawn
    return inner, wide, height


def _levers(view: View, said: dict[str, object], answer: Target) -> str:
    t = view.t
    rows = "".join(
        f"<tr><td>{escape(t(assumptions.LEVER_NAMES[effect.code]))}</td>"
        f"<td>{numbers.opened(view, effect.movers) if effect.movers else escape(target_said.stopped(view, effect.stopped))}</td>"
        f"<td>{numbers.opened(view, effect.cost_per_move_mnt) if effect.cost_per_move_mnt else '–'}</td></tr>"
        for effect in answer.effects
    )
    table = (
        f'<div class="scroll"><table class="values"><thead><tr><th>{escape(t("Measure"))}</th><th>{escape(t("More movers"))}</th><th>{escape(t("Cost of one realised move"))}</th></tr></thead><tbody>{rows}</tbody></table></div>'
        if rows
        else ""
    )
    return (
        captions.head(
            t("Measures"),
            t(
                "What a measure does in Mongolia was never measured: every response is an assumption, drawn from half to twice of what is chosen."
            ),
        )
        + assumptions.lever_controls(view, said)
        + table
        + target_said.tornado(view, answer, width(view, WHOLE))
    )


def _reality(view: View, answer: Target) -> str:
    t, number = view.t, view.words.number
    reality = answer.reality
    if reality.most is None:
        return captions.head(t("Reality check")) + f"<p>{escape(t('no data'))}</p>"
    rows = tuple((str(value.year), value.estimate) for value in reality.yearly)
    table = Table(
        "departures", t("Registered departures from the capital"), (t("Year"), t("People")), rows, (None, 0)
    )
    spans = "".join(
        f"<li>{escape(t('{people} people are as many as leave in {years} years, if everyone who leaves counted.', people=number(people), years=number(years, 1)))}</li>"
        for people, years in reality.fewest_years.items()
    )
    return (
        captions.head(
            t("Reality check: registered departures from the capital"),
            t("people a year, official; not every move is registered, and not every one is a return"),
        )
        + f'<p class="sentence">{escape(t("At most {n} people were registered as leaving in one year, {year}.", n=number(reality.most.estimate or 0), year=reality.most.year))}</p>'
        + f'<ul class="said">{spans}</ul><details id="departures"><summary>{escape(t("The same as a table"))}</summary>{table_html(table, number)}</details>{numbers.roots(view, reality.most)}'
    )


def _studies(view: View, answer: Target) -> str:
    t = view.t
    rows = tuple(
        (
            target_said.cited(view, study.study),
            t(study.country),
            t(study.stage_from),
            t(study.stage_to),
            study.horizon_years,
            study.rate_pct,
        )
        for study in answer.studies
    )
    heads = (t("Study"), t("Country"), t("From"), t("To"), t("Years"), t("In 100"))
    table = Table("studies", t("What became of intentions elsewhere"), heads, rows, (*[None] * 4, 0, 1))
    return captions.head(
        t("What became of intentions elsewhere"),
        t("published follow-up studies; none is of Mongolia, and none goes from a wish to a move"),
    ) + table_html(table, view.words.number)
