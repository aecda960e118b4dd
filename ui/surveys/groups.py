"""Who wishes, plans, intends: groups ranked by their share, with intervals and the ranks they may have."""

from __future__ import annotations

from typing import NamedTuple

from survey import questions
from survey.comparison import Difference
from survey.crosstabs.significance import significance
from survey.crosstabs.table import Wanted
from survey.questions import Answered
from survey.ranks import Rank, joint_level, ranks
from survey.results import Estimate
from ui import address, pick
from ui.ask import ask
from ui.drawings.intervals import Row, described, intervals
from ui.request import BadRequest, Parameters
from ui.surveys import beside, codebook, say, stages, tables
from ui.surveys.card import card, hidden, hidden_line, svg
from ui.surveys.choice import Choice, requested
from ui.surveys.poster import poster
from ui.table import Table
from ui.view import View

NAME = "intention_groups"
FIRST_GROUP = "age_group"


class Group(NamedTuple):
    """One group: its name, its share, the same with the interval that all groups hold at once, and its ranks."""

    name: str
    yes: Estimate
    joint: Estimate
    rank: Rank | None


def stage_chosen(view: View, choice: Choice) -> str:
    """The stage in the address, a concept that the round asked about."""
    known = tuple(stage.concept for stage in stages.found(view, choice))
    wrong = view.t("There is no stage {value}; another is shown.", value="{value}")
    return address.chosen("stage", known, known[0], wrong=wrong) if known else ""


def group_chosen(view: View, choice: Choice) -> str:
    """The question in the address by which groups are made."""
    known = tuple(codebook.presets(view, choice))
    first = FIRST_GROUP if FIRST_GROUP in known else known[0] if known else ""
    wrong = view.t("There are no groups {value}; others are shown.", value="{value}")
    return address.chosen("group", known, first, wrong=wrong) if known else ""


def select(view: View, choice: Choice, group: str) -> str:
    """HTML of the choice of groups."""
    return pick.select("group", view.t("Groups by"), codebook.presets(view, choice), group)


def found(view: View, choice: Choice, stage: str, group: str) -> tuple[Answered, Answered, tuple[Group, ...]]:
    """The share of everyone, the shares of groups, and the groups from the highest to the lowest.

    Groups without a number come last. Ranks rest on intervals that hold together for all groups shown.
    """
    whole = next(one.answered for one in stages.found(view, choice) if one.concept == stage)
    by = _table(view, choice, whole.question.code, group)
    shown = [row for row in by.estimates if row.answer == stages.YES]
    joint = _table(
        view, choice, whole.question.code, group, joint_level(sum(row.low is not None for row in shown))
    )
    wide = {row.by: row for row in joint.estimates if row.answer == stages.YES}
    places = ranks([wide[row.by] for row in shown])
    all_groups = [
        Group(codebook.answer(view, choice, group, row.by[0]), row, wide[row.by], place)
        for row, place in zip(shown, places, strict=True)
    ]
    all_groups.sort(key=lambda g: (g.yes.estimate is None, -(g.yes.estimate or 0.0)))
    return whole, by, tuple(all_groups)


def finding(view: View, choice: Choice, stage: str, group: str) -> str:
    """Which groups differ for certain: those whose joint intervals lie apart; otherwise that none do."""
    t = view.t
    _, _, all_groups = found(view, choice, stage, group)
    known = [g for g in all_groups if g.rank]
    if len(known) < 2:
        return t("Too few groups can be shown to compare them.")
    what = stages.names(view)[stage]
    by = say.inside(view.words.name(codebook.questions(view, choice)[group]))
    first, below = max(
        ((g, [other.name for other in known if apart(g.joint, other.joint)]) for g in known),
        key=lambda pair: len(pair[1]),
    )
    if not below:
        clear = [
            say.apart(view, say.quoted(view, name), t("the other groups"), d.low or 0.0, d.high or 0.0)
            for name, d in _against_rest(view, choice, stage, group)
        ]
        if clear:
            return t("{what}, by {group}: {clear}. No other difference can be shown.", what=what, group=by, clear="; ".join(clear))  # fmt: skip
        if len(known) < len(all_groups):
            return t(
                "{what}, by {group}: the groups that are shown are similar, from {low} to {high} in 100; no difference between them can be shown.",
                what=what, group=by, low=say.percent(view, known[-1].yes), high=say.percent(view, known[0].yes),
            )  # fmt: skip
        return t(
            "{what}, by {group}: the groups are similar, from {low} to {high} in 100; no difference between them can be shown.",
            what=what, group=by, low=say.percent(view, known[-1].yes), high=say.percent(view, known[0].yes),
        )  # fmt: skip
    return t(
        "{what}, by {group}: higher in “{first}” than in {others}. Where ranks overlap, no difference can be shown.",
        what=what, group=by, first=first.name, others=quoted(view, below),
    )  # fmt: skip


def _against_rest(view: View, choice: Choice, stage: str, group: str) -> list[tuple[str, Difference]]:
    """The groups that differ from all others together, tested as the crosstab tests its rows."""
    question = next(s.answered.question for s in stages.found(view, choice) if s.concept == stage)
    wanted = Wanted(choice.survey.code, choice.round.code, group, question.code)
    tested = ask(significance, view.build, wanted).differences
    return [
        (codebook.answer(view, choice, group, d.a), d)
        for d in tested
        if d.significant and d.answer == stages.YES
    ]


def quoted(view: View, names: list[str]) -> str:
    """Names in the quotation marks of the language."""
    return ", ".join(say.quoted(view, name) for name in names)


def apart(first: Estimate, second: Estimate) -> bool:
    """Whether the first interval lies above the second."""
    return first.low is not None and second.high is not None and first.low > second.high


def rank_said(view: View, rank: Rank | None) -> str:
    """The ranks that a group may have."""
    if rank is None:
        return ""
    if rank.best == rank.worst:
        return view.t("rank {n}", n=rank.best)
    return view.t("rank {best}–{worst}", best=rank.best, worst=rank.worst)


def picture(view: View, choice: Choice, stage: str, group: str, width: float) -> tuple[str, float]:
    """Inner SVG of the groups and its height; nothing where no group can be shown."""
    whole, _, all_groups = found(view, choice, stage, group)
    if not rows(view, all_groups):
        return "", 1.0
    everyone = stages.yes_of(whole)
    middle = None
    if everyone is not None and everyone.estimate is not None:
        middle = (100 * everyone.estimate, view.t("everyone: {n}", n=say.percent(view, everyone)))
    return intervals(view, rows(view, all_groups), width=width, middle=middle)


def rows(view: View, groups: tuple[Group, ...]) -> list[Row]:
    """The groups that have a number, as rows of a picture."""
    places = say.shared_decimals(g.yes for g in groups)
    return [
        row(view, g.name, g.yes, rank_said(view, g.rank), places)
        for g in groups
        if g.yes.estimate is not None
    ]


def row(view: View, name: str, estimate: Estimate, note: str = "", places: int | None = None) -> Row:
    """An estimate as a row of a picture, in percent, written with so many decimals."""
    low, high = (None if end is None else 100 * end for end in (estimate.low, estimate.high))
    between = say.between(view, estimate, places)
    said = say.percent(view, estimate, places) + (f" ({between})" if between else "")
    return Row(name, 100 * (estimate.estimate or 0.0), low, high, said, note, estimate.mark == "u")


def html(view: View, choice: Choice, stage: str, group: str, width: int) -> str:
    """HTML of the card."""
    whole, by, all_groups = found(view, choice, stage, group)
    inner, height = picture(view, choice, stage, group, width)
    switch = pick.segments(
        "stage",
        view.t("Stage"),
        {s.concept: stages.names(view)[s.concept] for s in stages.found(view, choice)},
        stage,
    )
    return card(
        view, choice, by._replace(missing_pct=whole.missing_pct), title=_title(view, choice, stage, group), sub=_sub(view),
        sentence=finding(view, choice, stage, group),
        picture=svg(view, inner, width, height, described(rows(view, all_groups))) if inner else "",
        under=hidden(view, (g.name for g in all_groups if g.yes.mark == "c")),
        controls=f'<div class="controls">{switch}{select(view, choice, group)}</div>',
        table=table(view, choice, stage, group), download=NAME, given={"stage": stage, "group": group}, notes=(_ranks_note(view),),
    )  # fmt: skip


def table(view: View, choice: Choice, stage: str, group: str) -> Table:
    """The groups from the highest share to the lowest, with the ranks they may have; everyone comes first."""
    whole, by, all_groups = found(view, choice, stage, group)
    everyone = stages.yes_of(whole)
    first = [(view.t("Everyone"), *tables.numbers(view, everyone), None, None)] if everyone else []
    return Table(
        f"intention-groups-{stage}-{group}-{choice.round.code}".replace("_", "-"),
        _title(view, choice, stage, group),
        (view.words.name(codebook.questions(view, choice)[group]), *tables.heads(view), view.t("Rank, from"), view.t("Rank, to")),
        (*first, *((g.name, *tables.numbers(view, g.yes), *(g.rank or (None, None))) for g in all_groups)),
        (None, *tables.DECIMALS, 0, 0),
        (*beside.notes(view, choice, by), _ranks_note(view)),
        facts=tables.facts(view, choice, by),
    )  # fmt: skip


def asked(view: View, given: Parameters) -> tuple[Choice, str, str]:
    """Survey and round, stage and groups that a download asks for; raises BadRequest for what is not there."""
    choice = requested(view, given)
    known = [stage.concept for stage in stages.found(view, choice)]
    groups = codebook.presets(view, choice)
    stage = given.get("stage", known[0] if known else "")
    group = given.get("group", FIRST_GROUP if FIRST_GROUP in groups else next(iter(groups), ""))
    if stage not in known:
        raise BadRequest(view.t("There is no stage {value}.", value=stage[:60]))
    if group not in groups:
        raise BadRequest(view.t("There are no groups {value}.", value=group[:60]))
    return choice, stage, group


def download_table(view: View, given: Parameters) -> Table:
    """The table that an address asks for."""
    return table(view, *asked(view, given))


def download_picture(view: View, given: Parameters) -> tuple[str, str]:
    """The picture that an address asks for."""
    choice, stage, group = asked(view, given)
    _, by, all_groups = found(view, choice, stage, group)
    inner, height = picture(view, choice, stage, group, 900)
    names = ", ".join(g.name for g in all_groups if g.yes.mark == "c")
    made = poster(
        view, choice, inner, (900, height), by, title=_title(view, choice, stage, group), sub=_sub(view),
        sentence=finding(view, choice, stage, group),
        notes=((hidden_line(view, names),) if names else ()) + (_ranks_note(view),),
    )  # fmt: skip
    return table(view, choice, stage, group).name, made


def _title(view: View, choice: Choice, stage: str, group: str) -> str:
    question = next(s.answered.question for s in stages.found(view, choice) if s.concept == stage)
    by = codebook.questions(view, choice)[group]
    return view.t(
        "{stage}, by group: {group}", stage=view.words.name(question), group=say.inside(view.words.name(by))
    )


def _sub(view: View) -> str:
    return view.t(
        "percent of each group; bands are 95 % intervals; highest first, with the ranks it may have"
    )


def _ranks_note(view: View) -> str:
    return view.t(
        "Ranks: from intervals that hold for all groups at once (95 %); overlapping ranks mean that the order is not known"
    )


def _table(view: View, choice: Choice, question: str, group: str, level: float = 0.95) -> Answered:
    return ask(
        questions.table, view.build, choice.survey.code, choice.round.code, question, (group,), level=level
    )
