"""Where to: the homeland against other rural areas, another town, undecided; for everyone and by group."""

from __future__ import annotations

from survey import questions
from survey.questions import Answered
from survey.results import Estimate
from ui.ask import ask
from ui.drawings.intervals import Row, described, intervals, top
from ui.request import BadRequest, Parameters
from ui.surveys import beside, codebook, groups, say, tables
from ui.surveys.card import card, hidden, hidden_line, svg
from ui.surveys.choice import Choice
from ui.surveys.poster import poster
from ui.table import Table
from ui.view import View

NAME, CONCEPT = "intention_where_to", "destination_type"
HOMELAND, OTHER_RURAL = "homeland", "other_rural"


def found(view: View, choice: Choice, group: str) -> tuple[Answered, Answered]:
    """The kinds of destination for everyone and by group; raises BadRequest when the round did not ask."""
    question = codebook.by_concept(view, choice, CONCEPT)
    if question is None:
        raise BadRequest(view.t("This round did not ask where to."))
    known = (view.build, choice.survey.code, choice.round.code, question.code)
    return ask(questions.table, *known), ask(questions.table, *known, (group,))


def finding(view: View, choice: Choice, group: str) -> str:
    """The homeland against other rural areas, in one sentence with intervals."""
    whole, _ = found(view, choice, group)
    shares = {str(row.answer): row for row in whole.estimates}
    if HOMELAND not in shares or OTHER_RURAL not in shares:
        return ""
    first, second = shares[HOMELAND], shares[OTHER_RURAL]
    if first.estimate is None or second.estimate is None:
        names = kinds(view, choice, whole.question.code)
        hidden = [(names[str(row.answer)], row) for row in (first, second) if row.estimate is None]
        return " ".join(say.withheld(view, name, row) for name, row in hidden)
    said = view.t(
        "Of those who would like to resettle in a rural area {homeland} would go to their homeland, {other} to another rural area.",
        homeland=say.share(view, first), other=say.share(view, second),
    )  # fmt: skip
    if None in (first.low, first.high, second.low, second.high):
        return said
    apart = (first.low or 0) > (second.high or 0) or (second.low or 0) > (first.high or 0)
    more = (
        view.t("The homeland is named more often.")
        if (first.estimate or 0) > (second.estimate or 0)
        else view.t("Another rural area is named more often.")
    )
    return f"{said} {more if apart else view.t('The two are similar.')}"


def kinds(view: View, choice: Choice, question: str) -> dict[str, str]:
    """The kinds of destination by code, with the type of move that the literature calls them."""
    turns = {HOMELAND: view.t("U-turn"), OTHER_RURAL: view.t("J-turn or I-turn")}
    return {
        code: f"{view.words.of(answer, 'text')} ({turns[code]})"
        if code in turns
        else view.words.of(answer, "text")
        for code, answer in codebook.answers(view, choice, question).items()
    }


def panels(view: View, choice: Choice, group: str) -> list[tuple[str, list[Row], list[str]]]:
    """For each kind of destination its name, the rows (everyone, then groups in their order), and what is hidden."""
    whole, by = found(view, choice, group)
    out, places = [], say.shared_decimals((*whole.estimates, *by.estimates))
    for code, name in kinds(view, choice, whole.question.code).items():
        named: list[tuple[str, Estimate]] = [
            (view.t("Everyone"), row) for row in whole.estimates if row.answer == code
        ]
        named += [
            (codebook.answer(view, choice, group, row.by[0]), row)
            for row in by.estimates
            if row.answer == code
        ]
        rows = [
            groups.row(view, label, row, places=places) for label, row in named if row.estimate is not None
        ]
        out.append((name, rows, [label for label, row in named if row.mark == "c"]))
    return out


def html(view: View, choice: Choice, group: str, width: int) -> str:
    """HTML of the card: one picture for each kind of destination, all on one scale; empty when not asked."""
    if codebook.by_concept(view, choice, CONCEPT) is None:
        return ""
    whole, by = found(view, choice, group)
    parts = panels(view, choice, group)
    end = top([row for _, rows, _ in parts for row in rows])
    each = width if width < 520 else 470 if view.theme.large else 600
    drawn = []
    for name, rows, closed in parts:
        inner, height = intervals(view, rows, width=each, end=end)
        picture = svg(view, inner, each, height, f"{name}: {described(rows)}") if rows else ""
        drawn.append(f"<div><h4>{name}</h4>{picture}{hidden(view, closed)}</div>")
    return card(
        view, choice, whole, by, title=_title(view, choice, group), sub=_sub(view),
        sentence=finding(view, choice, group), controls=f'<div class="controls">{groups.select(view, choice, group)}</div>',
        picture=f'<div class="panels">{"".join(drawn)}</div>', table=table(view, choice, group), download=NAME,
        given={"group": group}, notes=(_turns(view),),
    )  # fmt: skip


def table(view: View, choice: Choice, group: str) -> Table:
    """Groups and kinds of destination with shares; everyone comes first."""
    whole, by = found(view, choice, group)
    names = kinds(view, choice, whole.question.code)
    made = tables.table(
        view,
        choice,
        by,
        f"intention-where-to-{group}-{choice.round.code}".replace("_", "-"),
        _title(view, choice, group),
    )
    first = tuple(
        (view.t("Everyone"), names[str(row.answer)], *tables.numbers(view, row)) for row in whole.estimates
    )
    return Table(
        made.name, made.title, made.columns, (*first, *made.rows), made.decimals,
        (*beside.notes(view, choice, whole, by), _turns(view)), facts=made.facts,
    )  # fmt: skip


def download_table(view: View, given: Parameters) -> Table:
    """The table that an address asks for."""
    choice, _, group = groups.asked(view, given)
    return table(view, choice, group)


def download_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The picture that an address asks for: the panels two by two."""
    choice, _, group = groups.asked(view, given)
    made = table(view, choice, group)
    parts = panels(view, choice, group)
    end = top([row for _, rows, _ in parts for row in rows])
    drawn, y, tallest = [], 0.0, 0.0
    for place, (name, rows, _) in enumerate(parts):
        if place % 2 == 0:
            y, tallest = y + tallest, 0.0
        inner, height = intervals(view, rows, width=600, end=end)
        heading = f'<text y="18" font-size="16" font-weight="700" fill="{view.theme.ink}">{name}</text>'
        drawn.append(
            f'<g transform="translate({place % 2 * 640} {y})">{heading}<g transform="translate(0 28)">{inner}</g></g>'
        )
        tallest = max(tallest, height + 50)
    closed = "; ".join(f"{name}: {', '.join(labels)}" for name, _, labels in parts if labels)
    whole, by = found(view, choice, group)
    svg = poster(
        view, choice, "".join(drawn), (1240, y + tallest), whole, by, title=_title(view, choice, group), sub=_sub(view),
        sentence=finding(view, choice, group), notes=((hidden_line(view, closed),) if closed else ()) + (_turns(view),),
    )  # fmt: skip
    return made.name, svg


def _title(view: View, choice: Choice, group: str) -> str:
    by = codebook.questions(view, choice)[group]
    return view.t("Where to, by group: {group}", group=say.inside(view.words.name(by)))


def _sub(view: View) -> str:
    return view.t(
        "percent of those in each group who would like to resettle in a rural area; bands are 95 % intervals; one scale"
    )


def _turns(view: View) -> str:
    return view.t(
        "U-turn: back to the place of origin; J-turn: to another rural place; I-turn: to a rural place by someone of the city. The survey does not tell J from I."
    )
