"""From wish to move: four stages, each a part of the one before, as shares of everyone who moved."""

from __future__ import annotations

from typing import NamedTuple

from survey import questions
from survey.questions import Answered
from survey.results import Estimate
from ui.ask import ask
from ui.drawings import stages as drawing
from ui.request import Parameters
from ui.surveys import beside, codebook, say, tables
from ui.surveys.card import card, svg
from ui.surveys.choice import Choice, requested
from ui.surveys.poster import poster
from ui.table import Table
from ui.view import View

STAGES = ("wish", "plan", "intends_12_months", "moved")
YES = "yes"
NAME = "intention_stages"


class Stage(NamedTuple):
    """A stage that the round asked about: its share of everyone, and of those at the stage before."""

    concept: str
    answered: Answered
    yes: Estimate
    before: Answered | None
    step: Estimate | None


def found(view: View, choice: Choice) -> tuple[Stage, ...]:
    """The stages that the round asked about, in their order."""
    asked = [q for concept in STAGES if (q := codebook.by_concept(view, choice, concept))]
    out: list[Stage] = []
    for place, question in enumerate(asked):
        whole = _table(view, choice, question.code)
        yes = yes_of(whole)
        if yes is None:
            continue
        before = _table(view, choice, question.code, ((asked[place - 1].code, (YES,)),)) if place else None
        step = yes_of(before) if before else None
        out.append(Stage(str(question.concept), whole, yes, before, step))
    return tuple(out)


def yes_of(answered: Answered) -> Estimate | None:
    """The row of those who said yes."""
    return next((row for row in answered.estimates if row.answer == YES), None)


def names(view: View) -> dict[str, str]:
    """The stages in a word or two, never one for another."""
    t = view.t
    return {
        "wish": t("Wish"),
        "plan": t("Plan"),
        "intends_12_months": t("Intention within 12 months"),
        "moved": t("Moved"),
    }


def share(view: View, concept: str, estimate: Estimate, of: str = "") -> str:
    """A stage with its share, as a sentence."""
    if estimate.estimate is None:
        return say.withheld(view, names(view)[concept], estimate)
    said = say.share(view, estimate)
    return {
        "wish": view.t("Of those who moved to Ulaanbaatar {share} wish to return to their homeland.", share=said),
        "plan": view.t("Of those who moved {share} plan to move back.", share=said),
        "intends_12_months": view.t("Of those who moved {share} intend to move within 12 months.", share=said),
        "moved": view.t("Of those who moved {share} live in a household of which somebody has moved already.", share=said),
    }[concept]  # fmt: skip


def finding(view: View, choice: Choice) -> str:
    """What the stages say: how much smaller each is, and that none is a forecast."""
    steps = {
        stage.concept: stage.step
        for stage in found(view, choice)
        if stage.step and stage.step.estimate is not None
    }
    said = []
    if "plan" in steps:
        said.append(
            view.t("Of those who wish to return {share} plan to.", share=say.share(view, steps["plan"]))
        )
    if "intends_12_months" in steps:
        share = say.share(view, steps["intends_12_months"])
        said.append(view.t("Of those who plan {share} intend to move within 12 months.", share=share))
    said.append(view.t("A wish is not a plan, and a plan is not a move: none of these shares is a forecast."))
    return " ".join(said)


def picture(view: View, choice: Choice, width: float) -> tuple[str, float]:
    """Inner SVG of the stages and its height."""
    rows = []
    before = ""
    for stage in found(view, choice):
        name = view.words.name(stage.answered.question)
        step = ""
        if stage.step is not None and stage.step.estimate is not None:
            step = view.t("of 100 at the stage above: {share}", share=_said(view, stage.step))
        value, low, high = (
            None if number is None else 100 * number
            for number in (stage.yes.estimate, stage.yes.low, stage.yes.high)
        )
        rows.append(
            drawing.Stage(
                name, value, low, high, _said(view, stage.yes), step if before else "", stage.yes.mark == "u"
            )
        )
        before = name
    return drawing.stages(view, rows, width=width, of=view.t("Of every 100 people who moved to Ulaanbaatar"))


def html(view: View, choice: Choice, width: int) -> str:
    """HTML of the card."""
    all_stages = found(view, choice)
    inner, height = picture(view, choice, width)
    label = " ".join(share(view, stage.concept, stage.yes) for stage in all_stages)
    return card(
        view, choice, *(stage.answered for stage in all_stages),
        title=view.t("From wish to move"),
        sub=view.t("Each stage is a part of the one above; lines are 95 % intervals"),
        sentence=finding(view, choice), picture=svg(view, inner, width, height, label),
        table=table(view, choice), download=NAME,
    )  # fmt: skip


def table(view: View, choice: Choice) -> Table:
    """The stages as shares of everyone, then the steps between them."""
    t, all_stages = view.t, found(view, choice)
    rows, earlier = [], ""
    for stage in all_stages:
        rows.append(
            (
                view.words.name(stage.answered.question),
                t("everyone who moved"),
                *tables.numbers(view, stage.yes),
            )
        )
    for stage in all_stages:
        name = view.words.name(stage.answered.question)
        if stage.step is not None:
            rows.append((name, earlier, *tables.numbers(view, stage.step)))
        earlier = name
    answered = tuple(stage.answered for stage in all_stages)
    return Table(
        f"intention-stages-{choice.survey.code}-{choice.round.code}",
        t("From wish to move"),
        (t("Stage"), t("Share of"), *tables.heads(view)),
        tuple(rows),
        (None, None, *tables.DECIMALS),
        beside.notes(view, choice, *answered),
        facts=tables.facts(view, choice, *answered),
    )


def download_table(view: View, given: Parameters) -> Table:
    """The table that an address asks for."""
    return table(view, requested(view, given))


def download_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The picture that an address asks for."""
    choice = requested(view, given)
    inner, height = picture(view, choice, 760)
    svg = poster(
        view, choice, inner, (760, height), *(stage.answered for stage in found(view, choice)),
        title=view.t("From wish to move"), sentence=finding(view, choice),
        sub=view.t("Each stage is a part of the one above; lines are 95 % intervals"),
    )  # fmt: skip
    return f"intention-stages-{choice.survey.code}-{choice.round.code}", svg


def _said(view: View, estimate: Estimate) -> str:
    between = say.between(view, estimate)
    return say.percent(view, estimate) + (f" ({between})" if between else "")


def _table(view: View, choice: Choice, question: str, where: questions.Filters = ()) -> Answered:
    return ask(questions.table, view.build, choice.survey.code, choice.round.code, question, where=where)
