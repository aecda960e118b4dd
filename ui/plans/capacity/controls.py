"""Standards on the capacity page: which ones, what each rests on, and what a reader types in their place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from planning.capacity import default
from planning.capacity.services import AT_LEAST
from planning.capacity.standards import PRESETS
from planning.values import Value
from ui import captions, pick
from ui.ask import ask
from ui.plans import numbers, services
from ui.plans.capacity.request import OFF, STANDARDS, answered
from ui.plans.capacity.said import PRESETS as NAMES
from ui.plans.capacity.shown import Shown, rounded
from ui.view import View


def presets(shown: Shown) -> str:
    """HTML of the ready standards, each with what it comes to."""
    view, chips = shown.view, []
    for preset in PRESETS:
        content = json.dumps(json.loads(shown.asked.content) | {"preset": preset}, sort_keys=True)
        rows = ask(answered, view.build, content)[1]
        people = [row.people.estimate or 0.0 for row in rows]
        comes_to = view.t(
            "{n} of {all} aimags, {people} people",
            n=sum(one >= 1 for one in people), all=len(rows), people=view.words.number(rounded(sum(people))),
        )  # fmt: skip
        pressed = "true" if preset == shown.asked.preset else "false"
        chips.append(
            f'<button type="button" data-set="preset={preset}" aria-pressed="{pressed}"><b>{escape(view.t(NAMES[preset]))}</b><br><small>{escape(comes_to)}</small></button>'
        )
    return f'<div class="chips presets" role="group" aria-label="{escape(view.t("The standard"))}">{"".join(chips)}</div>'


def standards(shown: Shown, given: Mapping[str, str]) -> str:
    """HTML of the card: ready standards, and every standard with its source, its unit and what is typed instead."""
    view, t = shown.view, shown.view.t
    official_ones = ask(default, view.build, shown.asked.preset)  # type: ignore[arg-type]
    rows = "".join(_row(shown, given, code, official_ones.get(code)) for code in STANDARDS)
    heads = (t("Standard"), t("As chosen above"), t("Another level"), t("Who set it"), "")
    table = "".join(f"<th>{escape(head)}</th>" for head in heads)
    return (
        captions.head(
            t("Which standard is to be kept?"),
            t(
                "The official figures stand unless another level is typed; each number opens to where it comes from."
            ),
        )
        + presets(shown)
        + f'<details id="standards"{" open" if shown.asked.edited else ""}><summary>{escape(t("Every standard, its source, and another level in its place"))}</summary>'
        + f'<div class="scroll"><table class="values"><thead><tr>{table}</tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def _row(shown: Shown, given: Mapping[str, str], code: str, official_one: Value | None) -> str:
    view, t = shown.view, shown.view.t
    name = services.standard(view, code)
    off, typed = given.get(f"standard_{code}") == OFF, given.get(f"standard_{code}", "")
    direction = t("at least") if code in AT_LEAST else "" if code in services.OWN_STANDARDS else t("at most")
    stands = (
        numbers.opened(view, official_one)
        if official_one
        else f'<span class="sub">{escape(t("not counted unless a level is typed"))}</span>'
    )
    field = pick.typed(f"standard_{code}", t("Another level: {of}", of=name), "" if off else typed, bare=True)
    norm = pick.typed(
        f"norm_{code}", t("Who set it: {of}", of=name), given.get(f"norm_{code}", ""), number=False, bare=True
    )
    drop = ""
    if official_one:
        said = t("count it again") if off else t("leave it out")
        drop = f'<button type="button" class="link" data-set="standard_{code}={"" if off else OFF}">{escape(said)}</button>'
    unit = view.words.of(view.indicators[code], "unit") if code in view.indicators else t("people")
    return (
        f'<tr class="{"off" if off else ""}"><td>{escape(name)}<br><span class="sub">{escape(f"{direction}, {unit}".strip(", "))}</span></td>'
        f"<td>{stands}</td><td>{field}</td><td>{norm}</td><td>{drop}</td></tr>"
    )


def costs(view: View, given: Mapping[str, str], codes: tuple[str, ...]) -> str:
    """HTML of the costs of one more unit, empty until they are typed."""
    fields = "".join(
        pick.typed(f"cost_{code}", t_of(view, code), given.get(f"cost_{code}", ""), hint="₮")
        for code in codes
    )
    return f'<div class="controls">{fields}</div>'


def t_of(view: View, code: str) -> str:
    """The label of a unit cost."""
    return view.t("Cost of one more: {of}", of=services.name(view, code))
