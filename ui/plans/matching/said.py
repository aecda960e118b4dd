"""What the matching page says in sentences: who finds room, what holds the others back, what cannot hold together."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from planning.faults import NOT_JSON, Fault
from planning.matching import Answer, Effect, More, Override, reading
from planning.matching.conflicts import Condition
from planning.matching.proposal import SEVERAL
from planning.matching.waiting import BY_HAND, BY_LIMIT, NAMED_NOWHERE, NO_GOOD, NOT_BEST
from ui.plans.matching.asked import Asked
from ui.view import View

UNITS = {
    "teachers": "teacher", "schools": "school", "kindergartens": "kindergarten", "physicians": "physician",
    "nurses": "nurse", "hospital_beds": "hospital bed", "jobs": "job",
}  # fmt: skip
SERVICES = {
    "teachers": "teachers", "schools": "schools", "kindergartens": "kindergartens", "physicians": "physicians",
    "nurses": "nurses", "hospital_beds": "hospital beds", "jobs": "jobs", "max_population_share": "the limit of newcomers",
    "max_households": "the limit of households", BY_HAND: "a decision by hand", BY_LIMIT: "the limits on the whole plan",
    NOT_BEST: "the plan is not proved best", NAMED_NOWHERE: "named no place", NO_GOOD: "no place counts for them in the objective",
}  # fmt: skip
SHORT = {"max_population_share": "limit", "max_households": "limit"}
LIMITS = {
    "max_population_share": "newcomers are at most {value} in 100 of the people of an aimag",
    "min_share_to": "at least {value} in 100 of those placed go to {places}",
    "min_placed_share": "at least {value} in 100 have a place",
    "min_homeland_share": "at least {value} in 100 of those placed go to their homeland",
    "max_households": "at most {count} households go to {places}",
    "min_households": "at least {count} households go to {places}",
}
FAULTS = {**reading.TEXTS, "not_json": NOT_JSON, "nothing_left": "No service is left that could hold anybody back. Count at least one.", "not_found": "No plan was found, and no proof that there is none. Ease a limit."}  # fmt: skip
# What is wrong with decisions taken on the page.
DECISIONS = {
    "too_many": "More households are placed by hand than group {group} has: {households} of {had}. Take a decision back.",
    "no_such_group": "A decision by hand is about the group {group}, which is not here: other people leave now. Take it back, or ask as when it was taken.",
    "no_such_place": "A decision by hand is about {place}, which is not among the places. Take it back.",
}
STANDARDS = {
    "national": "the average of the country today",
    "three_quarters": "what three in four aimags keep today",
    "weakest": "what every aimag keeps today",
}
STEPS = {
    "problem": "Reading the problem",
    "plan": "Looking for the best plan",
    "more": "Trying what one more of each service would change",
    "effects": "Trying what each decision by hand changes",
}
WORDS = (
    *UNITS.values(),
    *SERVICES.values(),
    *SHORT.values(),
    *LIMITS.values(),
    *FAULTS.values(),
    *DECISIONS.values(),
    *STEPS.values(),
    *STANDARDS.values(),
)


def people(view: View, count: float) -> str:
    """A number of people, no more exact than it is known."""
    return view.words.number(count, -2 if count >= 10_000 else -1 if count >= 1000 else 0)


def place(view: View, code: str, case: str = "nominative") -> str:
    """A place of the country by its name, in a case; any other as it calls itself."""
    if code not in view.places:
        return code
    return (
        view.words.place(view.places[code], case)
        if case != "nominative"
        else view.words.name(view.places[code])
    )


def group(view: View, code: str) -> str:
    """A group of a survey round: where it comes from and where it wants to go; any other as it calls itself."""
    origin, arrow, wanted = code.partition(" > ")
    if not arrow or wanted not in view.places:
        return code
    if origin == SEVERAL:
        return view.t("from several aimags, want {wanted}", wanted=place(view, wanted))
    if origin == wanted:
        return view.t("from {origin}, want home", origin=place(view, origin, "ablative"))
    return view.t(
        "from {origin}, want {wanted}", origin=place(view, origin, "ablative"), wanted=place(view, wanted)
    )


def service(view: View, code: str) -> str:
    """A service, or whatever else holds people back, within a sentence."""
    return view.t(SERVICES[code]) if code in SERVICES else code


def short(view: View, code: str) -> str:
    """The same in a word, for maps."""
    return view.t(SHORT[code]) if code in SHORT else service(view, code)


def listed(view: View, parts: Iterable[str]) -> str:
    """Things one after the other, the last with "and"."""
    *first, last = parts
    return view.t("{first} and {last}", first=", ".join(first), last=last) if first else last


def headline(view: View, asked: Asked) -> str:
    """The answer in a sentence: how many find room, and how many nowhere."""
    t, made = view.t, asked.answer
    if made is None and asked.choice.problem:
        return t("The file cannot be answered as it is.")
    if made is None or made.found is None:
        return t("There is no plan that keeps to all of this.")
    found, problem = made.found, made.problem
    if made.in_people:
        placed, total = sum(made.placed.values()), float(problem.households @ made.each)
        return t(
            "Of {total} people, {placed} find room where they want to go; {rest} fit nowhere.",
            total=people(view, total), placed=people(view, placed), rest=people(view, total - placed),
        )  # fmt: skip
    number = view.words.number
    total, placed = int(problem.households.sum()), int(found.placed.sum())
    return t(
        "Of {total} households, {placed} find room where they want to go; {rest} fit nowhere.",
        total=number(total), placed=number(placed), rest=number(total - placed),
    )  # fmt: skip


def lead(view: View, asked: Asked) -> str:
    """What must be said under the answer: first choice, homeland, the band of the rooms, how good the plan is."""
    t, number, made = view.t, view.words.number, asked.answer
    if made is None or made.found is None:
        return why_none(view, asked)
    found = made.found
    parts = [t("{n} in 100 of all go to their first choice.", n=number(100 * found.first_choice_share, 1))]
    if found.homeland_share is not None:
        parts.append(
            t("Of those placed, {n} in 100 go to their homeland.", n=number(100 * found.homeland_share, 1))
        )
    if asked.ends:
        low, high = asked.ends
        parts.append(
            t("The room of the aimags is known within bands: {low} people fit at the low end, {high} at the high end.", low=people(view, low), high=people(view, high))
        )  # fmt: skip
    return " ".join((*parts, proof(view, made)))


def proof(view: View, made: Answer) -> str:
    """How good the plan is: the best there is, or how far from it at most."""
    if made.found is None or made.found.status == "optimal":
        return view.t("No plan is better by this objective.")
    gap = view.words.number(100 * made.found.gap, 3)
    return view.t("A better plan could gain at most {gap} % of the objective.", gap=gap)


def why_none(view: View, asked: Asked) -> str:
    """Why there is no plan: the smallest set of conditions that cannot hold together, or what is wrong."""
    if asked.refusal:
        return view.t(
            "This round did not ask for origin, wanted aimag and household size. Choose another round."
        )
    faults = asked.faults or ((asked.answer.fault,) if asked.answer and asked.answer.fault else ())
    return " ".join(dict.fromkeys(wrong(view, fault) for fault in faults if fault))


def wrong(view: View, fault: Fault) -> str:
    """One thing that is wrong or cannot hold, in words."""
    if fault.code in ("conflict", "nobody_fits"):
        items = [condition(view, item) for item in fault.slots["set"]]  # type: ignore[attr-defined]
        if fault.code == "nobody_fits":
            return view.t("Nobody can be placed: {conditions}. Choose another standard, or leave the service out.", conditions=listed(view, items))  # fmt: skip
        return view.t(
            "These cannot hold together: {conditions}. Ease one of them.", conditions="; ".join(items)
        )
    if fault.code in FAULTS:
        said = DECISIONS if fault.code in DECISIONS and fault.slots.get("where") == "overrides" else FAULTS
        slots = {
            name: group(view, str(value)) if name == "group" else place(view, str(value)) if name == "place" else value
            for name, value in fault.slots.items()
        }  # fmt: skip
        return view.t(said[fault.code], **slots)
    return str(fault)


def condition(view: View, item: Condition) -> str:
    """A condition in words."""
    names = _places(view, item.places)
    if item.kind == "override":
        return view.t("by hand: {decision}", decision=override(view, Override(item.name or None, item.places[0], int(item.value or 0), "")))  # fmt: skip
    if item.kind == "capacity":
        return view.t("{places} have no more room: {service}", places=names, service=service(view, item.name))
    value = view.words.number(100 * (item.value or 0), 0 if (100 * (item.value or 0)) % 1 < 1e-9 else 1)
    slots = {"value": value, "places": names, "count": f"{item.value or 0:.0f}"}
    template = LIMITS[item.name]
    return view.t(template, **{name: slot for name, slot in slots.items() if "{" + name + "}" in template})


def override(view: View, said: Override) -> str:
    """A decision by hand in words, without its reason."""
    where = place(view, said.place)
    if said.group is None:
        return view.t("nobody goes to {place}", place=where)
    who = group(view, said.group)
    if not said.households:
        return view.t("nobody {group} goes to {place}", group=who, place=where)
    count = view.words.number(said.households)
    return view.t("{households} households {group} go to {place}", households=count, group=who, place=where)


def _places(view: View, codes: tuple[str, ...]) -> str:
    if len(codes) == 21:
        return view.t("all 21 aimags")
    return listed(view, [place(view, code) for code in codes]) if codes else ""


def one_more(view: View, asked: Asked, made: Answer, more: More) -> str:
    """What one more unit of a service changes, in words; or as many more as there must be before anybody can come."""
    where, single = place(view, more.place, "dative"), more.units == 1
    units = UNITS if single else SERVICES
    unit = view.t(units[more.service]) if more.service in units else more.service
    number = view.words.number
    slots = {"unit": unit, "place": where, "households": number(more.households)}
    if not single:
        missing = asked.missing(more.place).get(more.service, 0.0)
        slots |= {"n": number(more.units), "missing": number(missing, 1)}
    if not more.households:
        if single:
            return view.t("One more {unit} in {place} alone lets nobody more go: less than a household needs, or something else is short too.", unit=unit, place=where)  # fmt: skip
        return view.t("{n} more {unit} in {place} alone let nobody more go: something else is short too.", n=slots["n"], unit=unit, place=where)  # fmt: skip
    if not made.in_people:
        return view.t(
            "One more {unit} in {place} lets more households go where they want: {households}.", **slots
        )
    slots["people"] = people(view, more.households * float(made.each.mean()))
    if single:
        return view.t("One more {unit} in {place} lets {people} more people go where they want (households: {households}).", **slots)  # fmt: skip
    return view.t("{n} more {unit} in {place}, of which {missing} are missing today already, let {people} more people go where they want (households: {households}).", **slots)  # fmt: skip


def enough(view: View, asked: Asked, code: str) -> str:
    """What would let all come who wait for a place; empty when nobody waits there."""
    made = asked.answer
    if made is None or made.found is None or made.waiting is None:
        return ""
    rows = [row for row in made.waiting.at(code) if row.service in made.problem.services and row.more > 1e-6]
    if not rows or not made.waits[code]:
        return ""
    missing = asked.missing(code)
    lists = ", ".join(
        f"{service(view, row.service)} +{view.words.number(ceil(row.more + missing.get(row.service, 0.0) - 1e-6))}"
        for row in rows
    )
    said = view.t(
        "For all {people} people who would rather be in {place} there would have to be: {more}.",
        people=people(view, made.waits[code]), place=place(view, code, "dative"), more=lists,
    )  # fmt: skip
    short = [
        f"{service(view, row.service)} {view.words.number(ceil(missing[row.service] - 1e-6))}"
        for row in rows
        if missing.get(row.service, 0.0) > 1e-6
    ]
    if short:
        said += " " + view.t(
            "Of these, missing today already by the standard: {missing}.", missing=", ".join(short)
        )
    return said


def effect(view: View, change: Effect) -> str:
    """What a decision by hand changes, in words."""
    signed = view.words.number
    return view.t(
        "objective {objective}, households placed {households}, in their first choice {first}",
        objective=signed(change.objective, 2, signed=True), households=signed(change.households, signed=True),
        first=signed(change.first_choice, signed=True),
    )  # fmt: skip
