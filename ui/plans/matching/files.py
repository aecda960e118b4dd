"""What leaves the matching page: its tables, its numbers with what they rest on, its map, problem and answer."""

from __future__ import annotations

import json
from typing import Any

from planning.command.match import record, without_plan
from planning.faults import PlanningError
from planning.matching.writing import as_json
from ui.plans import provenance
from ui.plans.matching import asked as asking
from ui.plans.matching import by_hand, choice, picture, tables, values
from ui.plans.matching import said as say
from ui.plans.matching.asked import Asked
from ui.request import BadRequest, Parameters
from ui.table import Table
from ui.view import View


def answered(view: View, given: Parameters) -> Asked:
    """What the address of a download asks. Raises BadRequest when there is no plan to download."""
    wanted = choice.choice(view, given)
    overrides = tuple(one.override for one in by_hand.decisions(wanted.hand))
    if wanted.problem:
        asked = asking.of_file(wanted, overrides)
    else:
        asked = asking.of_survey(view, wanted, choice.people(view, wanted, given), overrides)
    if asked.answer is None:
        raise BadRequest(say.why_none(view, asked))
    return asked


def planned(view: View, given: Parameters) -> Asked:
    """The same where there is a plan. Raises BadRequest with the conflicting conditions where there is none."""
    asked = answered(view, given)
    if asked.answer is None or asked.answer.found is None:
        raise BadRequest(say.why_none(view, asked))
    return asked


def plan(view: View, given: Parameters) -> Table:
    """Who goes where; everybody nowhere when there is no plan."""
    return tables.plan(view, answered(view, given))


def places(view: View, given: Parameters) -> Table:
    """People by place."""
    return tables.places(view, planned(view, given))


def held(view: View, given: Parameters) -> Table:
    """What holds people back."""
    return tables.held(view, planned(view, given))


def nowhere(view: View, given: Parameters) -> Table:
    """Who fits nowhere, and why."""
    return tables.reasons(view, planned(view, given))


def numbers(view: View, given: Parameters) -> Table:
    """Every number of the answer and what it rests on."""
    asked = planned(view, given)
    found = [*values.values(view, asked).values()]
    for place in asked.made.capacities if asked.made else ():
        found += [value for code, value in values.of_aimag(asked, place).items() if code.startswith("room/")]
    title = view.t("The matching: numbers and what they rest on")
    return provenance.table(view, "matching-numbers", title, found, tables.notes(view, asked))


def image(view: View, given: Parameters) -> tuple[str, str]:
    """The map of the plan."""
    return picture.image(view, planned(view, given))


def problem(view: View, given: Parameters) -> tuple[str, bytes]:
    """The problem as the command line reads it."""
    asked = answered(view, given)
    assert asked.answer is not None
    return "matching-problem", _bytes(view, asked, as_json(asked.answer.problem))


def answer(view: View, given: Parameters) -> tuple[str, bytes]:
    """The answer as the command line writes it; without a plan, why."""
    asked = answered(view, given)
    assert asked.answer is not None
    made = asked.answer
    if made.found is not None:
        return "matching-answer", _bytes(view, asked, record(made.found, made.effects))
    assert made.fault is not None
    return "matching-answer", _bytes(view, asked, without_plan(made.problem, PlanningError([made.fault])))


def _bytes(view: View, asked: Asked, said: dict[str, Any]) -> bytes:
    """JSON that says of itself what it is of; the command line passes over `about`."""
    about = dict(tables.facts(view, asked)) | {view.t("Build"): view.build}
    return json.dumps({"about": about, **said}, ensure_ascii=False, indent=1).encode()
