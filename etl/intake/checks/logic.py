"""Checks of answers against each other: who is asked what, the order of stages, the household."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from etl.codebook import base as terms
from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, absent, among, either, every, number, present
from etl.intake.checks.subject import NO, YES, Asked
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Rule
from store.survey_tables import STAGES

OUTSIDE = Rule(
    "answered_outside_base",
    "rows",
    ACKNOWLEDGE,
    "People answered {question} whom it does not concern; it is for {base}.",
    "Correct one of the two answers. The answers of people outside do not count.",
)
INSIDE = Rule(
    "unanswered_inside_base",
    "rows",
    ACKNOWLEDGE,
    "Most people whom {question} concerns did not answer it ({share} per cent of {base}).",
    "Check that the answers were exported and matched, and that the questionnaire led people to the question.",
)
STAGE_ORDER = Rule(
    "stage_order",
    "rows",
    BLOCKS,
    "People say yes to {later} and no to {earlier}, which comes before it.",
    "Correct one of the two answers, and check that the columns of wish, plan, intention and move were not mixed up.",
)
ALONE = Rule(
    "household_alone",
    "rows",
    ACKNOWLEDGE,
    "Size and type of the household do not agree: people live alone among several, or as one with others.",
    "Correct the size or the type.",
)
CHILDREN = Rule(
    "children_exceed_household",
    "rows",
    ACKNOWLEDGE,
    "Households have as many school children as members, or more.",
    "Correct the number of children or the size of the household.",
)
LIFE = Rule(
    "age_against_occupation",
    "rows",
    ACKNOWLEDGE,
    "Age and occupation hardly agree, such as a pensioner below 25 years.",
    "Correct the age or the occupation.",
)
HOMELAND = Rule(
    "homeland_elsewhere",
    "rows",
    ACKNOWLEDGE,
    "People want to go to their homeland but name another aimag than the one they came from.",
    "Correct the destination or its aimag.",
)
MOVED_NOT_WILLING = Rule(
    "wish_without_resettling",
    "rows",
    ACKNOWLEDGE,
    "People wish to return to their homeland but would not resettle in a rural area.",
    "Correct one of the two answers, or check that their yes and no were not mixed up.",
)
RULES = (OUTSIDE, INSIDE, STAGE_ORDER, ALONE, CHILDREN, LIFE, HOMELAND, MOVED_NOT_WILLING)

MOSTLY_SILENT = 0.5
CONTRADICTIONS = (  # concept, codes, concept, codes: nobody can have both
    (LIFE, "age_group", {"18_24"}, "occupation", {"retired"}),
    (LIFE, "age_group", {"65_plus"}, "occupation", {"student"}),
    (MOVED_NOT_WILLING, "wish", {YES}, "would_resettle", {NO}),
)


def conditions(look: Look) -> Iterator[Condition]:
    """Answers that another answer of the same person speaks against."""
    for asked in look.subject.questions.values():
        if asked.base:
            yield from _bases(look, asked)
    yield from _stages(look)
    yield from _households(look)
    for rule, first, codes, second, others in CONTRADICTIONS:
        one, other = look.subject.concept(first), look.subject.concept(second)
        if one and other:
            part = every(look.answered(one, codes), look.answered(other, others))
            yield Condition(rule, part, other.column)
    yield from _homeland(look)


def _bases(look: Look, asked: Asked) -> Iterator[Condition]:
    inside: list[Part] = []
    outside: list[Part] = []
    for name, codes in terms(asked.base or "").items():
        other = look.subject.questions.get(name)
        if other is None or other.type != "one":
            return
        inside.append(look.answered(other, codes))
        outside.append(look.answered(other, set(other.known) - codes))
    answered = _answered(look, asked)
    slots: dict[str, object] = {"question": asked.code, "base": asked.base}
    yield Condition(OUTSIDE, every(either(*outside), answered), asked.column, slots=slots)
    silent = every(*inside, absent(asked.keys))
    counts = ", ".join(f"count_if({part.sql})" for part in (every(*inside), silent))
    [(concerned, without)] = look.ask(
        f"SELECT {counts} FROM sampled", (*every(*inside).values, *silent.values)
    )
    if concerned and without > MOSTLY_SILENT * concerned:
        share = round(100 * without / concerned)
        yield Condition(INSIDE, silent, asked.column, slots={**slots, "share": share})


def _answered(look: Look, asked: Asked) -> Part:
    """There is an answer; of options, one that is chosen: an export may fill in no for those not asked."""
    if asked.type == "many":
        return either(*(look.chosen(asked, option) for option in asked.options or asked.known))
    silent = [text for text, code in asked.answers.items() if code is None]
    key = asked.column.key
    return every(present(key), Part(f"NOT {among(key, silent).sql}", tuple(silent)))


def _stages(look: Look) -> Iterator[Condition]:
    asked = [found for stage in STAGES if (found := _of_stage(look, stage))]
    for earlier, later in pairwise(asked):
        ruled_out = look.answered(earlier, {NO})
        slots: dict[str, object] = {"earlier": earlier.code, "later": later.code}
        broken = every(ruled_out, look.answered(later, {YES}))
        yield Condition(STAGE_ORDER, broken, later.column, slots=slots)


def _of_stage(look: Look, stage: str) -> Asked | None:
    return next((q for q in look.subject.questions.values() if q.stage == stage and q.type == "one"), None)


def _households(look: Look) -> Iterator[Condition]:
    size, kind, children = (
        look.subject.concept(name) for name in ("household_size", "household_type", "school_children")
    )
    if size is None or size.type != "number":
        return
    members = number(size.column.key)
    if kind and kind.type == "one":
        alone = look.answered(kind, {"alone"})
        others = look.answered(kind, set(kind.known) - {"alone"})
        part = either(every(alone, Part(f"{members} > 1")), every(others, Part(f"{members} = 1")))
        yield Condition(ALONE, part, size.column)
    if children and children.type == "one":
        too_many = (({"one"}, 2), ({"two_plus"}, 3))
        parts = (
            every(look.answered(children, codes), Part(f"{members} < ?", (least,)))
            for codes, least in too_many
        )
        yield Condition(CHILDREN, either(*parts), children.column)
    elif children and children.type == "number":
        yield Condition(CHILDREN, Part(f"{number(children.column.key)} >= {members}"), children.column)


def _homeland(look: Look) -> Iterator[Condition]:
    kind, wanted, origin = (
        look.subject.concept(name) for name in ("destination_type", "destination_aimag", "origin_aimag")
    )
    if not (kind and wanted and origin):
        return
    home = look.answered(kind, {"homeland"})
    pairs = []
    for code in origin.known:
        there = look.answered(origin, {code})
        if there.values:
            pairs.append(
                every(
                    there,
                    present(wanted.column.key),
                    Part(f"NOT {look.answered(wanted, {code}).sql}", look.answered(wanted, {code}).values),
                )
            )
    if pairs:
        yield Condition(HOMELAND, every(home, either(*pairs)), wanted.column)
