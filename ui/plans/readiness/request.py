"""What an address asks of readiness: weights, indicators, and the steps of the index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from planning import readiness
from planning.faults import PlanningError
from planning.readiness import Readiness
from planning.readiness.scoring import AGGREGATIONS, MISSING, NORMALISATIONS
from planning.readiness.selection import KNOWN, PILLARS
from ui.ask import ask
from ui.plans.pillars import PILLARS as NAMES
from ui.view import View

EQUAL = 5.0
MOST = 100.0
SPREADS = ("0.3", "0", "0.15", "0.5", "1")
CERTAINTIES = ("both", "sampling", "weights")
MAPS = ("certain", "index", *PILLARS)
# All that the page keeps in the address, which a scenario can pin: weights by pillar, indicators left out, the missing
# rule, normalisation, aggregation, the spread of plausible weights, what ranks are uncertain by, and the map.
ADDRESS = (
    *(f"weight_{pillar}" for pillar in PILLARS), "without", "missing", "normalisation", "aggregation", "spread", "certainty",
    "by", "ready_map",
)  # fmt: skip


class Asked(NamedTuple):
    """Settings as JSON, by what ranks are uncertain, and what was wrong in the address, in sentences."""

    content: str
    certainty: str
    by: str
    wrong: tuple[str, ...]


def answered(build: str, content: str) -> Readiness:
    """The index under settings in JSON."""
    return readiness.readiness(build, readiness.read(json.loads(content)))


def asked(view: View, given: Mapping[str, str]) -> tuple[Asked, Readiness]:
    """What is asked and its answer; whatever cannot be is said and replaced, so that there always is an answer."""
    wrong: list[str] = []
    weights = _weights(view, given, wrong)
    content = {
        "weights": weights,
        "indicators": _indicators(view, given, wrong),
        "missing": _one_of(view, given, "missing", MISSING, wrong),
        "normalisation": _one_of(view, given, "normalisation", NORMALISATIONS, wrong),
        "aggregation": _one_of(view, given, "aggregation", AGGREGATIONS, wrong),
        "weight_spread": float(_one_of(view, given, "spread", SPREADS, wrong)),
    }
    try:
        found = ask(answered, view.build, json.dumps(content, sort_keys=True))
    except PlanningError:
        named = ", ".join(view.t(NAMES[pillar]) for pillar, weight in weights.items() if weight)
        wrong.append(
            view.t(
                "Only these pillars have a weight above 0, and no aimag has figures for them: {pillars}. Equal weights are shown.",
                pillars=named,
            )
        )
        content["weights"] = dict.fromkeys(PILLARS, EQUAL)
        found = ask(answered, view.build, json.dumps(content, sort_keys=True))
    certainty = _one_of(view, given, "certainty", CERTAINTIES, wrong)
    by = given.get("by", "").strip()[:80] or view.t("the reader")
    return Asked(json.dumps(content, sort_keys=True), certainty, by, tuple(wrong)), found


def scenario(view: View, given: Mapping[str, str]) -> dict[str, Any]:
    """What an address assumes, in the form of a file of settings: all that the answers of the page depend on."""
    found, _ = asked(view, given)
    return {**json.loads(found.content), "by": found.by}


def left_out(given: Mapping[str, str]) -> tuple[str, ...]:
    """Indicators that the address leaves out, as they are written there."""
    return tuple(code.strip() for code in given.get("without", "").split(",") if code.strip())


def _weights(view: View, given: Mapping[str, str], wrong: list[str]) -> dict[str, float]:
    weights = {}
    for pillar in PILLARS:
        text = given.get(f"weight_{pillar}", "").strip()
        try:
            value = float(text.replace(",", ".")) if text else EQUAL
        except ValueError:
            value = -1.0
        if not 0 <= value <= MOST:
            said = view.t(NAMES[pillar])
            wrong.append(
                view.t(
                    "“{value}” is not a weight from 0 to {most}, so {of} keeps {kept}.",
                    value=text[:40],
                    most=f"{MOST:g}",
                    of=said,
                    kept=f"{EQUAL:g}",
                )
            )
            value = EQUAL
        weights[pillar] = value
    if not any(weights.values()):
        wrong.append(
            view.t(
                "All weights are 0, so nothing would count: give at least one pillar a weight. Equal weights are shown."
            )
        )
        return dict.fromkeys(PILLARS, EQUAL)
    return weights


def _indicators(view: View, given: Mapping[str, str], wrong: list[str]) -> list[str]:
    out = left_out(given)
    for code in out:
        if code not in KNOWN:
            wrong.append(view.t("There is no indicator {value} in the index.", value=code[:60]))
    kept = [code for code in KNOWN if code not in out]
    if not kept:
        wrong.append(
            view.t("Every indicator is left out, so there would be no index. All of them are shown.")
        )
    return kept or list(KNOWN)


def _one_of(view: View, given: Mapping[str, str], name: str, known: tuple[str, ...], wrong: list[str]) -> str:
    value = given.get(name, known[0])
    if value not in known:
        wrong.append(view.t("There is no choice {value} for {name}.", value=value[:60], name=name))
        return known[0]
    return value
