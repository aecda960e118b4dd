"""HTML of what can be asked of the matching."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import ui.plans.matching.said as say
from planning.capacity.services import BY_CODE
from planning.capacity.standards import PRESETS
from store import survey_queries
from ui import pick, places
from ui.ask import ask
from ui.plans import services
from ui.plans.capacity.request import OFF
from ui.plans.matching import choice as asking
from ui.plans.matching.asked import Asked
from ui.plans.matching.choice import Choice
from ui.surveys.choice import Choice as Survey
from ui.view import View

ROOMS = {
    "low": "at the low end of its band",
    "estimate": "in the middle",
    "high": "at the high end of its band",
}
WORDS = tuple(ROOMS.values())
# Limits by the name that the address has for them.
CHANGED = {"max_population_share": "cap", "min_share_to": "losing", "min_placed_share": "placed"}


def controls(view: View, choice: Choice, survey: Survey, given: Mapping[str, str]) -> str:
    """HTML of the choices, in four lines: who leaves, what counts, what room there is, what must be kept to."""
    return "".join(
        (
            _who(view, choice, survey, given),
            _goal(view, choice),
            _room(view, choice, given),
            _limits(view, choice),
        )
    )


def easings(view: View, asked: Asked) -> list[tuple[str, str]]:
    """What would ease the conditions that cannot hold together: a change of the address, and words."""
    fault = asked.answer.fault if asked.answer else None
    t, out = view.t, dict[str, str]()
    for item in fault.slots.get("set", ()) if fault else ():  # type: ignore[attr-defined]
        if item.kind == "limit" and item.name in CHANGED:
            out[f"{CHANGED[item.name]}="] = t("without: {limit}", limit=say.condition(view, item))
        elif item.kind == "capacity" and item.name in asking.SERVICES:
            change = f"standard_{BY_CODE[item.name].standard}={OFF}"
            out[change] = t("without counting {service}", service=say.service(view, item.name))
            for code in PRESETS[PRESETS.index(asked.choice.preset) + 1 :]:
                out[f"preset={code}"] = t("by the standard: {standard}", standard=t(say.STANDARDS[code]))
    return list(out.items())


def _who(view: View, choice: Choice, survey: Survey, given: Mapping[str, str]) -> str:
    t, number = view.t, view.words.number
    options = {str(count): number(count) for count in asking.PEOPLE}
    chosen = asking.FROM_TARGET if choice.from_target else str(choice.movers)
    options.setdefault(str(choice.movers), number(choice.movers))
    known = asking.forecast_is_known(view, given)
    options[asking.FROM_TARGET] = (
        t("as the target page comes to")
        if known
        else t("as the target page comes to (nothing is assumed there yet)")
    )
    kinds = pick.select("movers", t("People who leave (assumption)"), options, chosen)
    other = pick.typed("movers", t("or another number of people"), "")
    rounds = {round_.code: round_.code for round_ in survey.rounds}
    said = f'<span aria-hidden="true">{escape(t("Round"))}</span>'
    segments = pick.segments("round", t("Round"), rounds, survey.round.code)
    round_ = f'<div class="control">{said}{segments}</div>' if len(rounds) > 1 else ""
    several = {one.code: view.words.name(one) for one in ask(survey_queries.surveys, view.build)}
    which = pick.select("survey", t("Survey"), several, survey.survey.code) if len(several) > 1 else ""
    return f'<div class="controls">{which}{round_}{kinds}{other}</div>'


def _goal(view: View, choice: Choice) -> str:
    t = view.t
    parts = [
        pick.select("goal", t("What counts"), {k: t(v) for k, v in asking.GOALS.items()}, choice.goal),
        pick.select(
            "second", t("Worth of the homeland as second choice (assumption)"),
            {s: t("{n} in 100", n=s) for s in asking.SECONDS}, str(choice.second),
        ),
    ]  # fmt: skip
    if choice.goal == "mix":
        mixes = {m: t("{n} in 100", n=m) for m in asking.MIXES}
        parts.insert(1, pick.select("mix", t("Weight of employment"), mixes, str(choice.mix)))
    return f'<div class="controls">{"".join(parts)}</div>'


def _room(view: View, choice: Choice, given: Mapping[str, str]) -> str:
    t = view.t
    standards = {code: t(said) for code, said in say.STANDARDS.items()}
    chips = ""
    for code in asking.SERVICES:
        name = f"standard_{BY_CODE[code].standard}"
        off = given.get(name) == OFF
        chips += (
            f'<button type="button" data-set="{name}={"" if off else OFF}" aria-pressed="{"false" if off else "true"}">'
            f"{escape(services.name(view, code))}</button>"
        )
    query = {name: given[name] for name in asking.ROOM if given.get(name)} | {"preset": choice.preset}
    more = places.link(
        view, "capacity", t("Other levels, and free places that were counted: Capacity"), **query
    )
    return (
        '<div class="controls">'
        + pick.select("preset", t("Standard of the services"), standards, choice.preset)
        + pick.select(
            "room", t("Room of the aimags"), {code: t(said) for code, said in ROOMS.items()}, choice.room
        )
        + f'<div class="control"><span>{escape(t("Services that count"))}</span><div class="chips toggles">{chips}</div></div></div>'
        + f'<p class="sub">{more}</p>'
    )


def _limits(view: View, choice: Choice) -> str:
    t, number = view.t, view.words.number
    none = {"": t("no limit")}
    caps = none | {
        value: t("{n} in 100", n=number(float(value), 1 if "." in value else 0))
        for value in asking.CAPS
        if value
    }
    cap = "" if choice.cap is None else f"{choice.cap:g}"
    if cap:
        caps.setdefault(cap, t("{n} in 100", n=number(choice.cap or 0, 2)))
    names = say.listed(view, [say.place(view, code) for code in asking.losing(view.build)])
    return (
        '<div class="controls">'
        + pick.select("cap", t("Newcomers, of the people of an aimag at most"), caps, cap)
        + pick.select("losing", t("Of those placed, to the aimags that lose most at least"), _shares(view, asking.LOSINGS, choice.losing), str(choice.losing or ""))
        + pick.select("placed", t("Of all, placed at least"), _shares(view, asking.PLACED, choice.placed), str(choice.placed or ""))
        + f'</div><p class="sub">{escape(t("The aimags that lost most people by registered moves since 2015: {names}.", names=names))}</p>'
    )  # fmt: skip


def _shares(view: View, offered: tuple[str, ...], chosen: int | None) -> dict[str, str]:
    values = sorted({*(int(value) for value in offered if value), *({chosen} if chosen else ())})
    return {"": view.t("no limit"), **{str(value): view.t("{n} in 100", n=value) for value in values}}
