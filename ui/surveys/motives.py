"""Reasons for having moved, what would draw people, what must be there first: options ranked, with intervals."""

from __future__ import annotations

from survey import questions, responses
from survey.questions import Answered
from survey.ranks import joint_level, ranks
from survey.results import Estimate
from ui import address, pick
from ui.ask import ask
from ui.drawings.intervals import Row, described, intervals
from ui.request import BadRequest, Parameters
from ui.surveys import beside, codebook, groups, say, tables
from ui.surveys.card import card, hidden, hidden_line, svg
from ui.surveys.choice import Choice, requested
from ui.surveys.poster import poster
from ui.table import Table
from ui.view import View

NAME, WIDTH = "intention_motives", 420
CONCEPTS = ("reasons_moved", "drivers", "conditions")
BASES = ("respondents", "responses")


def base_chosen() -> str:
    """What shares are of, in the address: `respondents` or `responses`."""
    return address.chosen("of", BASES, BASES[0])


def switch(view: View, of: str) -> str:
    """HTML of the choice of what shares are of."""
    said = {"respondents": view.t("Percent of respondents"), "responses": view.t("Percent of responses")}
    return pick.segments("of", view.t("Shares of"), said, of)


def found(
    view: View, choice: Choice, concept: str, of: str
) -> tuple[Answered, tuple[tuple[Estimate, str], ...]]:
    """The options of a question from the most to the least named, each with the ranks it may have.

    Raises BadRequest when the round did not ask.
    """
    question = codebook.by_concept(view, choice, concept)
    if question is None:
        raise BadRequest(view.t("This round did not ask about {value}.", value=concept[:60]))
    answered = _table(view, choice, question.code, of)
    shown = [row for row in answered.estimates if row.estimate is not None]
    joint = _table(view, choice, question.code, of, joint_level(len(shown)))
    wide = {row.answer: row for row in joint.estimates}
    places = ranks([wide[row.answer] for row in shown])
    said = [(row, groups.rank_said(view, place)) for row, place in zip(shown, places, strict=True)]
    said.sort(key=lambda pair: -(pair[0].estimate or 0.0))
    return answered, (*said, *((row, "") for row in answered.estimates if row.estimate is None))


def finding(view: View, choice: Choice, concept: str, of: str) -> str:
    """The option named most often, and those that may be named as often."""
    answered, options = found(view, choice, concept, of)
    if not options or options[0][0].estimate is None:
        return view.t("Nothing can be shown.")
    first = options[0][0]
    name = codebook.answer(view, choice, answered.question.code, first.answer)
    said = (
        view.t("Named most often: {name}, by {share}.", name=name, share=say.share(view, first))
        if of == "respondents"
        else view.t("Named most often: {name}, {percent} % of all responses ({between}).", name=name, percent=say.percent(view, first), between=say.between(view, first))
    )  # fmt: skip
    rivals = [
        codebook.answer(view, choice, answered.question.code, row.answer)
        for row, _ in options[1:]
        if row.high is not None and first.low is not None and row.high >= first.low
    ]
    if rivals:
        said += " " + view.t("Similar to it: {names}.", names=", ".join(rivals))
    return said


def rows(view: View, choice: Choice, concept: str, of: str) -> list[Row]:
    """The options that have a number, as rows of a picture."""
    answered, options = found(view, choice, concept, of)
    places = say.shared_decimals(row for row, _ in options)
    return [
        groups.row(view, codebook.answer(view, choice, answered.question.code, row.answer), row, rank, places)
        for row, rank in options
        if row.estimate is not None
    ]


def html(view: View, choice: Choice, concept: str, of: str, width: int) -> str:
    """HTML of a card; empty when the round did not ask."""
    if codebook.by_concept(view, choice, concept) is None:
        return ""
    answered, options = found(view, choice, concept, of)
    drawn = rows(view, choice, concept, of)
    inner, height = intervals(view, drawn, width=width)
    closed = (
        codebook.answer(view, choice, answered.question.code, row.answer)
        for row, _ in options
        if row.mark == "c"
    )
    return card(
        view, choice, answered, title=view.words.name(answered.question), sub=_sub(view, answered, of),
        sentence=finding(view, choice, concept, of), picture=svg(view, inner, width, height, described(drawn)),
        under=hidden(view, closed), table=table(view, choice, concept, of), download=NAME, given={"concept": concept, "of": of},
    )  # fmt: skip


def table(view: View, choice: Choice, concept: str, of: str) -> Table:
    """The options from the most to the least named, with the ranks they may have."""
    answered, options = found(view, choice, concept, of)
    made = tables.table(
        view, choice, answered, f"intention-{concept}-{of}-{choice.round.code}".replace("_", "-"),
        view.words.name(answered.question), estimates=[row for row, _ in options],
    )  # fmt: skip
    return Table(
        made.name, made.title, (*made.columns, view.t("Ranks it may have")),
        tuple((*row, rank) for row, (_, rank) in zip(made.rows, options, strict=True)), (*made.decimals, None),
        (_sub(view, answered, of), *beside.notes(view, choice, answered)),
        facts=(*made.facts, (view.t("Shares of"), _sub(view, answered, of))),
    )  # fmt: skip


def asked(view: View, given: Parameters) -> tuple[Choice, str, str]:
    """Survey and round, question and base that a download asks for; raises BadRequest for what is not there."""
    choice = requested(view, given)
    concept, of = given.get("concept", CONCEPTS[0]), given.get("of", BASES[0])
    if concept not in CONCEPTS:
        raise BadRequest(view.t("This round did not ask about {value}.", value=concept[:60]))
    return choice, concept, of if of in BASES else BASES[0]


def download_table(view: View, given: Parameters) -> Table:
    """The table that an address asks for."""
    return table(view, *asked(view, given))


def download_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The picture that an address asks for."""
    choice, concept, of = asked(view, given)
    made = table(view, choice, concept, of)
    answered, options = found(view, choice, concept, of)
    inner, height = intervals(view, rows(view, choice, concept, of), width=800)
    names = ", ".join(
        codebook.answer(view, choice, answered.question.code, row.answer)
        for row, _ in options
        if row.mark == "c"
    )
    svg = poster(
        view, choice, inner, (800, height), answered, title=made.title, sub=_sub(view, answered, of),
        sentence=finding(view, choice, concept, of), notes=(hidden_line(view, names),) if names else (),
    )  # fmt: skip
    return made.name, svg


def _sub(view: View, answered: Answered, of: str) -> str:
    who = view.words.of(answered.question, "base")
    if of == "respondents":
        return view.t(
            "percent of respondents: {who}; several answers each, so the shares add up to more than 100",
            who=who,
        )
    return view.t("percent of all answers given by: {who}; the shares add up to 100", who=who)


def _table(view: View, choice: Choice, question: str, of: str, level: float = 0.95) -> Answered:
    known = (view.build, choice.survey.code, choice.round.code, question)
    if of == "responses":
        return ask(responses.table, *known, level=level)
    return ask(questions.table, *known, level=level)
