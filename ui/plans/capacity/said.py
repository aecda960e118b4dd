"""What the capacity page says in sentences."""

from __future__ import annotations

from collections import Counter

from planning.capacity import Stress
from ui.plans import services
from ui.plans.capacity.request import TARGETS
from ui.plans.capacity.shown import Shown, rounded
from ui.view import View

PRESETS = {
    "national": "today’s national average",
    "three_quarters": "what three in four aimags keep today",
    "weakest": "what every aimag keeps today",
}
COUNTED = "Classrooms and school places were not published by aimag: schools are counted in their place, kindergartens likewise."
WORDS = (*PRESETS.values(), COUNTED)


def standard(shown: Shown) -> str:
    """What the standards are called."""
    t, name = shown.view.t, shown.view.t(PRESETS[shown.asked.preset])
    return t("{standard}, changed as typed below", standard=name) if shown.asked.edited else name


def headline(shown: Shown) -> str:
    """The answer in a sentence."""
    t, number = shown.view.t, shown.view.words.number
    if not shown.open:
        return t(
            "With {standard} as the standard, no aimag has room: in every one some service has nothing to spare.",
            standard=standard(shown),
        )
    low, high = (rounded(shown.total(end)) for end in ("low", "high"))
    return t(
        "With {standard} as the standard, {n} of {all} aimags have room, together for {people} people ({low} to {high}).",
        standard=standard(shown), n=len(shown.open), all=len(shown.capacities), people=number(rounded(shown.total())),
        low=number(low), high=number(high),
    )  # fmt: skip


def lead(shown: Shown) -> str:
    """What stands under the answer: what holds back, against the target, and why an average leaves no room."""
    t, number = shown.view.t, shown.view.words.number
    said = []
    if shown.asked.preset == "national" and not shown.asked.edited and not shown.open:
        said.append(
            t(
                "An average is by its nature missed by many, and the capital counts in this one: choose another standard, or type a norm."
            )
        )
    holding = Counter(code for row in shown.capacities for code in (shown.broken(row) or row.binding))
    if holding and not shown.of:
        code, count = holding.most_common(1)[0]
        said.append(
            t(
                "What holds back most often: {service}, in {n} aimags.",
                service=services.names(shown.view, (code,)),
                n=count,
            )
        )
    if shown.open:
        fitting = rounded(min(shown.total(), TARGETS[0]))
        said.append(
            t(
                "Of {target} people, {people} would find room.",
                target=number(TARGETS[0]),
                people=number(fitting),
            )
            if fitting < TARGETS[0]
            else t(
                "There is room for {target} people; whether they would go there is another question.",
                target=number(TARGETS[0]),
            )
        )
    return " ".join(said)


def unknown(shown: Shown) -> str:
    """Which services hold back nobody because no aimag has data of them."""
    without = shown.capacities[0].without if shown.capacities else ()
    if not without:
        return ""
    return shown.view.t(
        "No aimag has data of: {services}. They hold back nobody here, which says nothing of the places.",
        services=services.names(shown.view, without),
    )


def stress_headline(view: View, people: float, rows: tuple[Stress, ...]) -> str:
    """What would have to be added, in a sentence."""
    t, number = view.t, view.words.number
    breaking = [row for row in rows if row.broken]
    if not breaking:
        return t(
            "If {people} people came, every standard would still be kept everywhere.", people=number(people)
        )
    added, missing = totals(rows)
    listed, already = (
        ", ".join(f"{services.names(view, (code,))} {number(n)}" for code, n in counts.items() if n)
        for counts in (added, missing)
    )
    return t(
        "If {people} people came, {n} of {all} aimags would not keep some standard. To keep them all, this would have to be added: {listed}. Missing already today: {missing}.",
        people=number(people), n=len(breaking), all=len(rows), listed=listed,
        missing=already or t("nothing"),
    )  # fmt: skip


def totals(rows: tuple[Stress, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """Units to add, and those missing already, by service over all aimags."""
    added: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for row in rows:
        for one in row.added:
            added[one.service] += one.units
            missing[one.service] += one.today
    return dict(added), dict(missing)
