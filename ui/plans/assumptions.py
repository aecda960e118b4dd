"""What the reader assumes about the target, in the address: nothing is assumed unless it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from planning.funnel.conversion import CHOICES
from planning.funnel.levers import LEVERS
from store import survey_queries
from ui import pick
from ui.ask import ask
from ui.surveys import codebook
from ui.surveys.choice import Choice, requested
from ui.view import View

BASES = (300_000, 400_000, 500_000, 600_000, 800_000, 1_000_000)
HORIZONS = (1, 2, 3, 5, 7, 10, 15)
RESPONSES = (0, 2, 5, 10, 20)
RATES = {
    "": "none: no forecast",
    "low": "low: 17 in 100 within 3 years (Transylvania)",
    "middle": "middle: 33 in 100 within 2 years (Netherlands)",
    "high": "high: 71 in 100 within 2 years (Switzerland)",
    "band": "the whole band, from low to high",
}
LEVER_NAMES = {
    "land": "Land",
    "housing_loan": "Housing loan",
    "relocation_grant": "Relocation grant",
    "kindergarten_school_places": "Kindergarten and school places",
    "vacancies": "Vacancies",
    "one_stop_services": "One-stop services",
}
# All that the page keeps in the address, which a scenario can pin.
ADDRESS = (
    "known", "groups", "base", "plan", "rate", "horizon", "seed", "by",
    *(f"{part}_{code}" for code in LEVERS for part in ("lever", "reach", "cost")),
)  # fmt: skip
WORDS = (*RATES.values(), *LEVER_NAMES.values())


def scenario(view: View, given: Mapping[str, str]) -> dict[str, Any]:
    """The scenario that an address tells, in the form of a scenario file; what cannot be is left out."""
    t = view.t
    said: dict[str, Any] = {"by": given.get("by", "").strip()[:80] or t("the reader")}
    known = given.get("known", "published")
    if known in rounds(view):
        survey, _, round_ = known.partition("/")
        said["survey"] = {"survey": survey, "round": round_}
        groups, here = given.get("groups", ""), choice(view, given)
        if here and groups in codebook.presets(view, here):
            said["groups"] = groups
    base = given.get("base", "")
    if base.isdecimal() and 1_000 <= int(base) <= 3_000_000:
        said["base"] = int(base)
    seed = given.get("seed", "")
    if seed.isdecimal() and int(seed) <= 2**31:
        said["seed"] = int(seed)
    if given.get("rate") in CHOICES:
        said["conversion"] = given["rate"]
    horizon = given.get("horizon", "")
    said["horizon"] = int(horizon) if horizon.isdecimal() and 1 <= int(horizon) <= 30 else 5
    plan = given.get("plan", "")
    if plan.isdecimal() and 1 <= int(plan) <= 100:
        said["plan"] = int(plan) / 100
    levers = [_lever(given, code) for code in LEVERS]
    said["levers"] = [lever for lever in levers if lever]
    return said


def address_of(said: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that tell these assumptions, as far as an address can: reading them back shows how far that is."""
    survey, rate = said.get("survey"), said.get("conversion")
    numbers = {name: said.get(name) for name in ("base", "horizon", "seed")} | {
        "plan": _percent(said.get("plan"))
    }
    for lever in said.get("levers") or ():
        response = lever.get("response")
        middle = response.get("value") if isinstance(response, Mapping) else response
        numbers |= {
            f"lever_{lever['lever']}": _percent(middle),
            f"reach_{lever['lever']}": _percent(lever.get("reach")),
            f"cost_{lever['lever']}": lever.get("unit_cost_mnt"),
        }
    out = {name: str(round(number)) for name, number in numbers.items() if isinstance(number, (int, float))}
    if survey:
        out["known"] = f"{survey['survey']}/{survey['round']}"
        if isinstance(said.get("groups"), str):
            out["groups"] = said["groups"]
    return out | ({"rate": rate} if isinstance(rate, str) else {})


def _percent(share: object) -> float | None:
    return 100 * share if isinstance(share, (int, float)) else None


def unknown_survey(view: View, given: Mapping[str, str]) -> str:
    """A sentence on a survey round that the address names and that is not there; empty when all is well."""
    known = given.get("known", "published")
    if known == "published" or known in rounds(view):
        return ""
    return view.t("There is no survey {value}; another is shown.", value=known[:60])


def choice(view: View, given: Mapping[str, str]) -> Choice | None:
    """The survey round that the address names; None where what was published is meant."""
    survey, _, round_ = given.get("known", "").partition("/")
    if f"{survey}/{round_}" not in rounds(view):
        return None
    return requested(view, {"survey": survey, "round": round_})


def _lever(given: Mapping[str, str], code: str) -> dict[str, Any] | None:
    response = given.get(f"lever_{code}", "")
    if not response.isdecimal() or not 0 < int(response) <= 100:
        return None
    share = int(response) / 100
    lever: dict[str, Any] = {
        "lever": code,
        "response": {"low": share / 2, "value": share, "high": min(1.0, 2 * share)},
    }
    reach = given.get(f"reach_{code}", "")
    if reach.isdecimal() and 0 < int(reach) <= 100:
        lever["reach"] = int(reach) / 100
    cost = given.get(f"cost_{code}", "")
    if cost.isdecimal() and int(cost) <= 10**10:
        lever["unit_cost_mnt"] = int(cost)
    return lever


def controls(view: View, said: dict[str, Any]) -> str:
    """HTML of the assumptions that can be made."""
    t, number = view.t, view.words.number
    survey = said.get("survey")
    known = f"{survey['survey']}/{survey['round']}" if survey else "published"
    names = {"published": t("what was published (13 in 100)"), **rounds(view)}
    bases = {"": t("none: no forecast"), **{str(base): number(base) for base in BASES}}
    base = str(said.get("base", ""))
    if base and base not in bases:
        bases[base] = number(int(base))
    horizons = {str(years): t("{n} years", n=years) if years > 1 else t("1 year") for years in HORIZONS}
    horizon = str(said["horizon"])
    horizons.setdefault(horizon, t("{n} years", n=horizon))
    plans = {
        "": t("as the survey says; not published"),
        **{str(p): t("{n} in 100", n=p) for p in (5, 10, 16, 20, 30, 50)},
    }
    plan = f"{100 * said['plan']:.0f}" if "plan" in said else ""
    plans.setdefault(plan, t("{n} in 100", n=plan))
    typed = (
        f'<label class="control"><span>{escape(t("or another number of people"))}</span>'
        f'<input type="text" inputmode="numeric" data-param="base" value="{escape(base)}"></label>'
    )
    return (
        '<div class="controls">'
        + pick.select("known", t("Who wishes and plans"), names, known)
        + pick.select("base", t("People who could be asked (assumption)"), bases, base)
        + typed
        + pick.select("plan", t("Of those who wish, plan (assumption)"), plans, plan)
        + pick.select(
            "rate",
            t("Of those who plan, move (assumption)"),
            {k: t(v) for k, v in RATES.items()},
            str(said.get("conversion", "")),
        )
        + pick.select("horizon", t("Within"), horizons, horizon)
        + "</div>"
    )


def lever_controls(view: View, said: dict[str, Any]) -> str:
    """HTML of the measures that can be assumed, each with its response, its reach and its cost."""
    t = view.t
    made = {lever["lever"]: lever for lever in said["levers"]}
    rows = []
    for code in LEVERS:
        lever = made.get(code, {})
        response = f"{100 * lever['response']['value']:.0f}" if lever else ""
        options = {
            "": t("not taken"),
            **{str(r): t("{n} in 100 of those reached would plan", n=r) for r in RESPONSES if r},
        }
        options.setdefault(response, t("{n} in 100 of those reached would plan", n=response))
        reach = f"{100 * lever['reach']:.0f}" if lever.get("reach") else ""
        cost = str(lever.get("unit_cost_mnt", ""))
        rows.append(
            f"<tr><td>{pick.select(f'lever_{code}', t(LEVER_NAMES[code]), options, response)}</td>"
            f"<td>{_typed(t('reached, in 100 who wish'), f'reach_{code}', reach)}</td>"
            f"<td>{_typed(t('cost for one who receives it, ₮'), f'cost_{code}', cost)}</td></tr>"
        )
    return f'<div class="scroll"><table class="mapping levers"><tbody>{"".join(rows)}</tbody></table></div>'


def _typed(label: str, name: str, value: str) -> str:
    return f'<label class="control"><span>{escape(label)}</span><input type="text" inputmode="numeric" data-param="{escape(name)}" value="{escape(value)}"></label>'


def rounds(view: View) -> dict[str, str]:
    """Every round that asked for wishes and plans: survey/round → its name."""
    found = {}
    for survey in ask(survey_queries.surveys, view.build):
        for round_ in ask(survey_queries.rounds, view.build, survey.code):
            found[f"{survey.code}/{round_.code}"] = (
                f"{view.words.name(survey)}, {view.words.of(round_, 'period')}"
            )
    return found
