"""If so many people came: which aimag would not keep which standard, what must be added, and at what cost."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from planning.capacity import Capacity, Stress
from planning.capacity.services import BY_CODE
from planning.capacity.stress import Added
from planning.values import Value
from ui import captions, pick
from ui.ask import ask
from ui.painted import with_unit
from ui.plans import assumptions, numbers, services
from ui.plans.capacity import controls
from ui.plans.capacity.request import ADDED, TARGETS, stress, stressed
from ui.plans.capacity.said import COUNTED, stress_headline, totals
from ui.plans.capacity.shown import Shown
from ui.view import View


def view_of(shown: Shown, given: Mapping[str, str], selected: str) -> str:
    """HTML of the card: who comes, the matrix of what must be added, costs, and one aimag opened."""
    view, t = shown.view, shown.view.t
    rows = stress(view, shown.asked)
    head = captions.head(
        t("Stress: if so many people came"),
        t(
            "Of those who would resettle in a rural area, 44 in 100 would go to their homeland. How many people that is was not published, and it must not be taken of the 13 in 100: say how many come."
        ),
    ) + _who(shown, given)
    if not rows:
        return (
            head
            + f'<p class="empty">{escape(t("This round does not say where people come from: choose another one, or the registered departures."))}</p>'
        )
    badge = (
        f'<p><span class="badge demonstration">{escape(demonstration(view, rows))}</span></p>'
        if demonstration(view, rows)
        else ""
    )
    return (
        head
        + badge
        + f'<p class="sentence">{escape(stress_headline(view, shown.asked.people, rows))}</p>'
        + _matrix(shown, rows, selected)
        + hidden(shown, rows)
        + captions.head(
            t("Costs"),
            t("No official unit cost is there, so none is filled in: type what one more costs."),
            heading="h3",
        )
        + controls.costs(view, given, ADDED)
        + f'<p class="sentence">{escape(cost(shown, rows))}</p>'
        + _opened(shown, rows, selected)
    )


def demonstration(view: View, rows: tuple[Stress, ...]) -> str:
    """What must be said where people are shared out by a survey that was made up; empty where they are not."""
    return captions.kind(view, "demonstration") if any(row.people.demonstration for row in rows) else ""


def missing(shown: Shown, aimag: str) -> dict[str, int]:
    """Units that an aimag is missing already today, by service."""
    rows = ask(stressed, shown.view.build, shown.asked.content, 0.0, "", None)
    return {one.service: one.today for row in rows if row.aimag == aimag for one in row.added}


def hidden(shown: Shown, rows: tuple[Stress, ...]) -> str:
    """HTML that names aimags among which nobody is shared out, because the survey hides them; empty when there are none."""
    view = shown.view
    names = [
        view.words.name(view.places[r.aimag])
        for r in shown.capacities
        if r.aimag not in {s.aimag for s in rows}
    ]
    if not names:
        return ""
    said = view.t("Hidden in the survey, so nobody is counted there: {names}.", names=", ".join(names))
    return f'<p class="sub">{escape(said)}</p>'


def cost(shown: Shown, rows: tuple[Stress, ...]) -> str:
    """The cost of what must be added, as far as unit costs were typed."""
    view, t = shown.view, shown.view.t
    priced = shown.standards.unit_costs_mnt
    needed = [code for code, units in totals(rows)[0].items() if units]
    without = [code for code in needed if code not in priced]
    if len(without) == len(needed):
        return t("No cost is typed, so there is no total.")
    total = sum(one.cost_mnt or 0.0 for row in rows for one in row.added)
    said = t("At the costs typed: {total} ₮ in all.", total=view.words.number(total))
    if without:
        said += " " + t(
            "Not in it, because no cost is typed: {services}.", services=services.names(view, tuple(without))
        )
    return said


def value(view: View, capacity: Capacity, row: Stress, one: Added) -> Value:
    """Units to add as a value that rests on the newcomers and on the figures of the service."""
    room = capacity.rooms[one.service]
    return Value(
        f"added/{one.service}/{row.aimag}", float(one.units), "calculated", "", base=row.aimag,
        inputs=(row.people, *room.people.inputs),
    )  # fmt: skip


def _in_all(shown: Shown, code: str, added: Mapping[str, int]) -> Value:
    """Units to add over all aimags, which rest on who comes and on the standard; each aimag opens to the rest."""
    people = Value("newcomers", shown.asked.people, "assumption", "persons", by=shown.asked.by)
    limit = shown.standards.limits[BY_CODE[code].standard]
    return Value(f"added/{code}", float(added.get(code, 0)), "calculated", "", inputs=(people, limit))


def _who(shown: Shown, given: Mapping[str, str]) -> str:
    view, t, number = shown.view, shown.view.t, shown.view.words.number
    people = given.get("people", "") or f"{shown.asked.people:.0f}"
    chips = {f"{target}": number(target) for target in (10_000, *TARGETS)}
    shares = {"departures": t("by registered departures since 2015"), **assumptions.rounds(view)}
    survey = "/".join(shown.asked.survey) if shown.asked.survey else "departures"
    return (
        '<div class="controls">'
        + pick.segments("people", t("People who would come"), chips, f"{shown.asked.people:.0f}")
        + pick.typed("people", t("People who would come (assumption)"), people)
        + pick.select("share_out", t("Shared out among homelands"), shares, survey)
        + "</div>"
    )


def _matrix(shown: Shown, rows: tuple[Stress, ...], selected: str) -> str:
    view, t, number = shown.view, shown.view.t, shown.view.words.number
    codes = [code for code in ADDED if any(one.service == code for row in rows for one in row.added)]
    heads = "".join(f'<th class="n" scope="col">{escape(services.name(view, code))}</th>' for code in codes)
    lines = []
    for row in sorted(rows, key=lambda r: -(r.people.estimate or 0.0)):
        known = {one.service: one for one in row.added}
        cells = "".join(_cell(view, known.get(code)) for code in codes)
        here = ' class="here"' if row.aimag == selected else ""
        lines.append(
            f'<tr{here}><td><button type="button" data-set="aimag={row.aimag}">{escape(view.words.name(view.places[row.aimag]))}</button></td>'
            f'<td class="n">{number(row.people.estimate or 0.0, -1)}</td>{cells}</tr>'
        )
    added, missing = totals(rows)
    sums = "".join(
        f"<td class='n'>{numbers.opened(view, _in_all(shown, code, added), badge=False)}</td>"
        for code in codes
    )
    already = "".join(f'<td class="n">{number(missing.get(code, 0))}</td>' for code in codes)
    foot = (
        f'<tr><td><b>{escape(t("To add, in all"))}</b></td><td class="n">{number(sum(r.people.estimate or 0.0 for r in rows), -1)}</td>{sums}</tr>'
        f'<tr><td>{escape(t("missing already today"))}</td><td class="n"></td>{already}</tr>'
    )
    legend = (
        f'<div class="survey-marks"><span><i class="breaks"></i>{escape(t("would no longer be kept"))}</span>'
        f'<span><i class="broken"></i>{escape(t("not kept already today"))}</span><span><i></i>{escape(t("kept"))}</span></div>'
    )
    caption = t("Units to add so that every standard is kept, by aimag and service")
    return (
        f'<div class="scroll"><table class="matrix stress"><caption class="sr">{escape(caption)}</caption><thead><tr><th>{escape(t("Aimag"))}</th>'
        f'<th class="n">{escape(t("Newcomers"))}</th>{heads}</tr></thead><tbody>{"".join(lines)}{foot}</tbody></table></div>{legend}'
        f'<p class="sub">{escape(t(COUNTED))}</p>'
    )


def _cell(view: View, one: Added | None) -> str:
    if one is None:
        return f'<td class="n none" title="{escape(view.t("no data"))}">–</td>'
    if not one.units:
        return f'<td class="n none" title="{escape(view.t("kept"))}">·</td>'
    said = view.words.number(one.units)
    if one.today:
        title = view.t(
            "not kept already today: {today} of these are missing without anybody coming",
            today=view.words.number(one.today),
        )
        return f'<td class="n broken" title="{escape(title)}">+{said}</td>'
    return f'<td class="n breaks" title="{escape(view.t("would no longer be kept"))}">+{said}</td>'


def _opened(shown: Shown, rows: tuple[Stress, ...], selected: str) -> str:
    """HTML of what one aimag must add, each number open to its roots."""
    view, t = shown.view, shown.view.t
    row = next((row for row in rows if row.aimag == selected), None)
    capacity = next((c for c in shown.capacities if c.aimag == selected), None)
    if row is None or capacity is None:
        return ""
    lines = "".join(
        f"<tr><td>{escape(services.name(view, one.service))}</td><td>{numbers.opened(view, value(view, capacity, row, one))}</td>"
        f'<td class="n">{_level(view, one)}</td></tr>'
        for one in row.added
    )
    heads = "".join(f"<th>{escape(head)}</th>" for head in (t("Service"), t("To add")))
    return (
        captions.head(view.words.place(view.places[selected]), heading="h3")
        + f'<div class="scroll"><table class="values"><thead><tr>{heads}<th class="n">{escape(t("Level with the newcomers, nothing added"))}</th></tr></thead><tbody>'
        + f"<tr><td>{escape(t('Newcomers'))}</td><td>{numbers.opened(view, row.people)}</td><td></td></tr>{lines}</tbody></table></div>"
    )


def _level(view: View, one: Added) -> str:
    indicator = view.indicators[BY_CODE[one.service].standard]
    return escape(
        with_unit(view, view.value(one.level, indicator), indicator.unit, view.words.of(indicator, "unit"))
    )
