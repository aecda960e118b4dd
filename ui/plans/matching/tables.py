"""The plan as tables: groups by places, the aimags, what holds people back; the same numbers for files."""

from __future__ import annotations

import json
from html import escape

import ui.plans.matching.said as say
from planning.matching import Answer
from planning.matching.problem import Problem
from store import survey_queries
from ui import captions
from ui.ask import ask
from ui.plans import services
from ui.plans.matching.asked import Asked
from ui.table import Cell, Table
from ui.view import View

MOST_ROWS = 120  # groups shown on the screen; files hold all of them


def plan(view: View, asked: Asked) -> Table:
    """Every group and place with households, one row each, and one for those who fit nowhere."""
    t, answer = view.t, asked.answer
    assert answer is not None
    problem = answer.problem
    rows: list[tuple[Cell, ...]] = []
    for g in range(len(problem.groups)):
        for p in placed_at(answer, g):
            count = int(answer.found.placed[g, p]) if answer.found else 0
            rows.append((*_group(view, problem, g), problem.places[p], say.place(view, problem.places[p]), _rank(view, problem, g, p), count, _people(problem, g, count)))  # fmt: skip
        rest = unplaced(answer, g)
        if rest:
            rows.append((*_group(view, problem, g), "", t("nowhere"), "", rest, _people(problem, g, rest)))
    columns = (t("Group"), t("Group, in words"), t("From, code"), t("Place, code"), t("Place"), t("Choice"), t("Households"), t("People"))  # fmt: skip
    return Table(
        "matching-plan",
        t("Who goes where"),
        columns,
        tuple(rows),
        (*[None] * 6, 0, 0),
        notes(view, asked),
        facts=facts(view, asked),
    )


def places(view: View, asked: Asked) -> Table:
    """Every place: people placed, those in their homeland, those who would rather be there, what holds them back."""
    t, answer = view.t, asked.answer
    assert answer is not None and answer.waiting is not None
    rows: list[tuple[str, str, float, float, float, str]] = [
        (
            place, say.place(view, place), count, answer.in_homeland[place], answer.waits[place],
            ", ".join(say.service(view, row.service) for row in answer.waiting.at(place)),
        )
        for place, count in answer.placed.items()
    ]  # fmt: skip
    counted = t("People") if answer.in_people else t("Households")
    columns = (t("Code"), t("Place"), counted, t("of them in their homeland"), t("would rather be here"), t("What holds people back"))  # fmt: skip
    order = sorted(rows, key=lambda row: -row[2])
    picks = tuple(f"aimag={row[0]}" if row[0] in view.places else "" for row in order)
    return Table("matching-places", t("People by place"), columns, tuple(order), (None, None, 0, 0, 0, None), notes(view, asked), picks, facts(view, asked))  # fmt: skip


def held(view: View, asked: Asked) -> Table:
    """Every service that holds somebody back at a place, with its shadow price where it has one."""
    t, answer = view.t, asked.answer
    assert answer is not None and answer.found is not None and answer.waiting is not None
    prices = {(row.place, row.service): row.shadow_price for row in answer.found.binding}
    more = {(row.place, row.service): row.households for row in answer.more if row.units == 1}
    missing = {place: asked.missing(place) for place in answer.problem.places}
    rows = tuple(
        (
            say.place(view, row.place), say.service(view, row.service), row.households, row.left,
            missing[row.place].get(row.service, 0.0), row.more + missing[row.place].get(row.service, 0.0),
            more.get((row.place, row.service)), prices.get((row.place, row.service)),
        )
        for row in answer.waiting.held
    )  # fmt: skip
    columns = (
        t("Place"), t("Service"), t("Households held back"), t("Left of it"), t("Missing today"), t("Enough for all who wait: more"),
        t("One more lets go, households"), t("Shadow price"),
    )  # fmt: skip
    note = t(
        "Shadow price: what one more unit, beyond those missing today, adds to the objective when households could be divided."
    )
    return Table("matching-held", t("What holds people back"), columns, rows, (None, None, 0, 1, 1, 1, 0, 2), (*notes(view, asked), note), facts=facts(view, asked))  # fmt: skip


def matrix(view: View, asked: Asked, selected: str | None) -> str:
    """HTML of groups by places in households: first choices are framed, heads stay in sight."""
    t, answer = view.t, asked.answer
    assert answer is not None and answer.found is not None
    problem, found = answer.problem, answer.found
    used = [p for p in range(len(problem.places)) if found.placed[:, p].any()]
    order = sorted(range(len(problem.groups)), key=lambda g: (-int(problem.households[g]), g))
    first = problem.first_choices
    heads = "".join(
        f'<th scope="col"{_here(problem.places[p] == selected)}><span>{escape(say.place(view, problem.places[p]))}</span></th>'
        for p in used
    )
    lines = []
    for g in order[:MOST_ROWS]:
        cells = "".join(
            _cell(view, int(found.placed[g, p]), own=bool(first[g, p]), here=problem.places[p] == selected)
            for p in used
        )
        rest = int(found.unplaced[g])
        lines.append(
            f'<tr><th scope="row">{escape(say.group(view, problem.groups[g]))}</th>{cells}'
            f'{_cell(view, rest, total=True)}<td class="n total">{view.words.number(int(problem.households[g]))}</td></tr>'
        )
    sums = "".join(_cell(view, int(found.placed[:, p].sum()), total=True) for p in used)
    last = (
        f'<tr><th scope="row">{escape(t("Total"))}</th>{sums}{_cell(view, int(found.unplaced.sum()), total=True)}'
        f'<td class="n total">{view.words.number(int(problem.households.sum()))}</td></tr>'
    )
    title = escape(t("Households by group and place"))
    left = len(order) - MOST_ROWS
    cut = (
        f'<p class="sub">{escape(t("The {n} largest groups are shown; the file holds all {all}.", n=MOST_ROWS, all=view.words.number(len(order))))}</p>'
        if left > 0
        else ""
    )
    return cut + (
        f'<div class="flow-matrix" data-scroll tabindex="0" role="region" aria-label="{title}"><table><caption class="sr">{title}</caption>'
        f'<thead><tr><th scope="col">{escape(t("Who ↓ · where →"))}</th>{heads}<th scope="col"><span>{escape(t("nowhere"))}</span></th>'
        f'<th scope="col"><span>{escape(t("Total"))}</span></th></tr></thead><tbody>{"".join(lines)}{last}</tbody></table></div>'
    )


def reasons(view: View, asked: Asked) -> Table:
    """Households without a place by what holds them back at every place they named."""
    t, answer = view.t, asked.answer
    assert answer is not None and answer.waiting is not None
    rows = tuple(
        (say.listed(view, [say.service(view, code) for code in reason]), count)
        for reason, count in answer.waiting.unplaced.items()
    )
    columns = (t("What is short at every place they named"), t("Households"))
    return Table(
        "matching-nowhere",
        t("Who fits nowhere, and why"),
        columns,
        rows,
        (None, 0),
        notes(view, asked),
        facts=facts(view, asked),
    )


def notes(view: View, asked: Asked) -> tuple[str, ...]:
    """What must stand beside every number of the plan."""
    said = [say.headline(view, asked), say.lead(view, asked)]
    if asked.demonstration:
        said.append(view.t("Demonstration: made up, nobody was interviewed"))
    return (*said, *assumed(view, asked))


def assumed(view: View, asked: Asked) -> list[str]:
    """What was assumed, in sentences; nothing for a file that was brought."""
    if asked.made is None:
        return []
    t, number, made = view.t, view.words.number, asked.made
    said = [
        t("How many leave is an assumption: a wish to resettle is not a plan to move."),
        t("Households are those of the survey round who would resettle in a rural area, by aimag of origin and wanted aimag; a household has {persons} people.", persons=number(made.persons.estimate or 0, 2)),
        t("Who named another aimag than the homeland takes the homeland as second choice, worth {n} in 100 of the first (assumption).", n=number(100 * (made.second_choice.estimate or 0))),
        t("Room: what the stock of each service leaves above the standard, {standard}; a standard that is not kept today leaves none.", standard=t(say.STANDARDS[asked.choice.preset])),
    ]  # fmt: skip
    said += _typed(view, asked)
    if asked.choice.goal != "preference":
        said.append(t("Expected employment: newcomers are taken to be employed as often as people of the aimag are now (assumption)."))  # fmt: skip
    if made.people_left_out >= 10:
        said.append(t("{n} people are not placed: the aimag that they want is hidden in the survey.", n=say.people(view, made.people_left_out)))  # fmt: skip
    return said


def facts(view: View, asked: Asked) -> tuple[tuple[str, str], ...]:
    """What every row of a file repeats: kind of data, who leaves, survey, round and standard; or the file that was brought."""
    t, choice = view.t, asked.choice
    if asked.made is None:
        return ((t("Kind of data"), t("assumption")), (t("The problem as a file"), choice.problem))
    surveys = {one.code: view.words.name(one) for one in ask(survey_queries.surveys, view.build)}
    kind = captions.kind(view, "demonstration") if asked.demonstration else t("survey estimate")
    return (
        (t("Kind of data"), kind), (t("Survey"), surveys.get(choice.survey, choice.survey)), (t("Round"), choice.round),
        (t("People who leave"), say.people(view, asked.made.people.estimate or 0.0)), (t("Standard"), t(say.STANDARDS[choice.preset])),
    )  # fmt: skip


def _typed(view: View, asked: Asked) -> list[str]:
    """Standards that the reader typed or left out, and places that were counted."""
    found, t = json.loads(asked.choice.standards), view.t
    typed = [
        f"{services.standard(view, code)} {view.words.number(limit['value'], 2)} ({limit['by']})"
        for code, limit in found["standards"].items()
        if limit
    ]
    left_out = [services.standard(view, code) for code, limit in found["standards"].items() if limit is None]
    loaded = [services.name(view, code) for code in found["loaded"]]
    said = []
    if typed:
        said.append(t("Other levels are typed in place of the standard: {list}.", list="; ".join(typed)))
    if left_out:
        said.append(t("Not counted: {list}.", list="; ".join(left_out)))
    if loaded:
        said.append(t("Free places that were counted: {list}.", list="; ".join(loaded)))
    return said


def placed_at(answer: Answer, group: int) -> list[int]:
    """The places where a group goes, by their position."""
    return [] if answer.found is None else [int(p) for p in answer.found.placed[group].nonzero()[0]]


def unplaced(answer: Answer, group: int) -> int:
    """Households of a group without a place."""
    return int((answer.problem.households if answer.found is None else answer.found.unplaced)[group])


def _group(view: View, problem: Problem, g: int) -> tuple[str, str, str]:
    return problem.groups[g], say.group(view, problem.groups[g]), problem.origins[g] or ""


def _rank(view: View, problem: Problem, g: int, p: int) -> str:
    if not problem.named[g, p]:
        return view.t("by hand")
    better = int((problem.preferences[g][problem.named[g]] > problem.preferences[g, p]).sum())
    return str(better + 1)


def _people(problem: Problem, g: int, households: int) -> float | None:
    each = float(problem.persons[g])
    return households * each if each == each else None


def _cell(view: View, count: int, *, own: bool = False, here: bool = False, total: bool = False) -> str:
    kinds = [kind for kind, is_so in (("own", own), ("here", here), ("total", total)) if is_so]
    return f'<td class="n {" ".join(kinds)}">{view.words.number(count) if count else ""}</td>'


def _here(is_so: bool) -> str:
    return ' class="here"' if is_so else ""
