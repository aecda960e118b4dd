"""The numbers of the matching page as values: each rests on what it was worked out from, to its roots."""

from __future__ import annotations

import json

from planning import capacity
from planning.capacity import Standards
from planning.values import Value
from ui.plans.matching.asked import Asked
from ui.view import View


def values(view: View, asked: Asked) -> dict[str, Value]:
    """What the answer says of everybody, by code; empty without a plan or for a file that was brought."""
    made, answer = asked.made, asked.answer
    if made is None or answer is None or answer.found is None:
        return {}
    found, problem = answer.found, answer.problem
    standards = capacity.read(view.build, json.loads(asked.choice.standards))
    inputs = (made.people, made.persons, made.second_choice, *_set(standards))
    placed, everyone = float(found.people.sum()), float(problem.households @ problem.persons)
    low, high = asked.ends or (None, None)
    shares: dict[str, float | None] = {
        "first_choice": found.first_choice_share,
        "homeland_share": found.homeland_share,
    }
    out = {
        "placed": Value("placed", placed, "calculated", "persons", low=low, high=high, inputs=inputs),
        "unplaced": Value(
            "unplaced", everyone - placed, "calculated", "persons",
            low=None if high is None else everyone - high, high=None if low is None else everyone - low, inputs=inputs,
        ),
    }  # fmt: skip
    for code, share in shares.items():
        if share is not None:
            out[code] = Value(code, share, "calculated", "share", inputs=inputs)
    if problem.weights.get("employment"):
        out["expected_employed"] = Value(
            "expected_employed", found.term("employment"), "calculated", "persons",
            inputs=(made.people, made.persons, *made.employed.values()),
        )  # fmt: skip
    return out


def of_aimag(asked: Asked, place: str) -> dict[str, Value]:
    """People placed in an aimag, its capacity and the room of each service there."""
    made, answer = asked.made, asked.answer
    if made is None or answer is None or answer.found is None:
        return {}
    inputs = (made.people, made.persons, made.second_choice)
    capacity = made.capacities[place]
    rooms = {f"room/{code}": room.people for code, room in capacity.rooms.items() if code in made.uses}
    placed = Value(
        "placed", answer.placed[place], "calculated", "persons", base=place, inputs=(*inputs, *rooms.values())
    )
    return {
        "placed": placed,
        "waiting": Value("waiting", answer.waits[place], "calculated", "persons", base=place, inputs=inputs),
        **rooms,
    }


def _set(standards: Standards) -> tuple[Value, ...]:
    """The standards that are set to a level."""
    return tuple(value for value in standards.limits.values() if value.estimate is not None)
