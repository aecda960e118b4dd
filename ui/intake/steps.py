"""The steps from file to round: where one is, what is done, and what is still to be settled."""

from __future__ import annotations

from html import escape

from ui import address
from ui.intake.cases import Case
from ui.view import View

FILE, MATCH, PLACES, CHECK, PROTECT, WEIGH, COMPARE, PREVIEW, PUBLISH = (
    *("file", "match", "places", "check", "protect"),
    *("weigh", "compare", "preview", "publish"),
)
STEPS = {
    FILE: "File",
    MATCH: "Match",
    PLACES: "Place names",
    CHECK: "Check",
    PROTECT: "Protect",
    WEIGH: "Weigh",
    COMPARE: "Compare",
    PREVIEW: "Preview",
    PUBLISH: "Publish",
}
WORDS = tuple(STEPS.values())
_UNTOLD = "survey_untold"


def open_of(case: Case) -> dict[str, int]:
    """How many things are to be settled at each step, none where there is nothing."""
    unread = [bool(value["places"]) for value in case.found["unread"]]
    found = {
        FILE: sum(finding.rule.code == _UNTOLD for finding in case.open),
        MATCH: len(case.found["asked"]) + unread.count(False),
        PLACES: unread.count(True),
        WEIGH: sum(finding.rule.code.startswith("calibration_") for finding in case.blocking),
        CHECK: len(case.open),
    }
    return {step: count for step, count in found.items() if count}


def here(case: Case) -> str:
    """The step that is shown: the one chosen, or the first that keeps the round from being seen, or the preview."""
    chosen = address.given("step")
    if chosen in STEPS:
        return chosen
    return next((step for step in open_of(case) if step != CHECK or case.blocking), PREVIEW)


def row(view: View, case: Case, shown: str) -> str:
    """HTML of all steps; each leads to its part of the page."""
    open_, items = open_of(case), []
    made = case.found.get("preview") is not None
    for step, name in STEPS.items():
        done = step not in open_ and (made or step in (FILE, MATCH, PLACES, PROTECT))
        ahead = step in (WEIGH, COMPARE, PREVIEW, PUBLISH) and not made
        count = f' <b class="count">{view.words.number(open_[step])}</b>' if step in open_ else ""
        mark = f'<span class="sr">{escape(view.t("done"))}</span>' if done else ""
        current = ' aria-current="step"' if step == shown else ""
        state = "open" if count else "ahead" if ahead else "done" if done else ""
        items.append(
            f'<li class="{state}"><button type="button" data-set="step={step}"{current}>'
            f"{escape(view.t(name))}{count}{mark}</button></li>"
        )
    return f'<nav aria-label="{escape(view.t("Steps"))}"><ol class="steps">{"".join(items)}</ol></nav>'


def onwards(view: View, shown: str) -> str:
    """HTML of a way to the step before and to the next."""
    names = [*STEPS]
    place = names.index(shown)
    before = [(step, f"← {view.t(STEPS[step])}") for step in names[max(0, place - 1) : place]]
    after = [(step, f"{view.t(STEPS[step])} →") for step in names[place + 1 : place + 2]]
    buttons = "".join(
        f'<button type="button" data-set="step={step}">{escape(said)}</button>'
        for step, said in before + after
    )
    return f'<div class="downloads onwards">{buttons}</div>'
