"""What changed between two rounds, in words and as rows of the picture."""

from __future__ import annotations

from typing import NamedTuple

from store import survey_queries
from store.survey_queries import Question, Round, Wording
from survey import changes
from survey.changes import HEADLINE, Change, Changes
from survey.results import Estimate
from ui.ask import ask
from ui.drawings.changes import Row
from ui.surveys import codebook
from ui.surveys.choice import Choice
from ui.view import View

CHANGED, STANDS_OUT = ("rose", "fell"), ("rose", "fell", "unsure")


class Pair(NamedTuple):
    """Two rounds of a survey, the earlier first, and the question by whose answers they are divided, if any."""

    choice: Choice
    old: Round
    new: Round
    group: str | None

    @property
    def address(self) -> dict[str, str]:
        """The pair as parameters of a download."""
        pair = {"survey": self.choice.survey.code, "round": self.new.code, "against": self.old.code}
        return pair | ({"group": self.group} if self.group else {})


def found(view: View, pair: Pair) -> Changes:
    """The changes between the rounds, worked out once."""
    survey = pair.choice.survey.code
    return ask(changes.changes, view.build, survey, pair.old.code, pair.new.code, pair.group)


def questions(view: View, pair: Pair) -> dict[str, Question]:
    """The questions of the survey by code, whichever round asked them."""
    known = ask(survey_queries.questions, view.build, pair.choice.survey.code)
    return {q.code: q for q in known}


def word(view: View, verdict: str) -> str:
    """A verdict in a few words."""
    t = view.t
    return {
        "rose": t("rose"),
        "fell": t("fell"),
        "unsure": t("may be chance"),
        "similar": t("similar"),
        "reworded": t("cannot be compared: other wording"),
        "hidden": t("hidden"),
        "absent": t("asked in one round only"),
        "untested": t("cannot be tested"),
    }[verdict]


def label(view: View, pair: Pair, change: Change) -> str:
    """The question and answer of a change; the answer yes goes without saying."""
    question = questions(view, pair)[change.question]
    parts = [view.words.name(question)]
    if change.answer is not None and str(change.answer) != "yes":
        parts.append(codebook.answer(view, pair.choice, change.question, change.answer))
    said = ": ".join(parts)
    if pair.group and change.by:
        said += f", {codebook.answer(view, pair.choice, pair.group, change.by[0])}"
    return said


def by_how_much(view: View, change: Change) -> str:
    """The difference with its interval, such as "+5.5 (+2.2 to +8.8)"; points for shares."""
    d = change.difference
    if d is None:
        return ""
    scale = 1 if is_mean(change) else 100
    said = [view.words.number(scale * v, 1, signed=True) for v in (d.difference, d.low, d.high)]
    return view.t("{difference} ({low} to {high})", difference=said[0], low=said[1], high=said[2])


def marks_of(change: Change) -> tuple[str, ...]:
    """The marks of either side, once each."""
    return tuple(dict.fromkeys(e.mark for e in (change.old, change.new) if e is not None and e.mark))


def rows(view: View, pair: Pair) -> list[tuple[str, list[Row]]]:
    """Rows of the picture: headline questions, then what stands out beside them; largest change first."""
    headline: list[Change] = []
    others: list[Change] = []
    concepts = {q.code: q.concept for q in questions(view, pair).values()}
    for change in found(view, pair).rows:
        if change.verdict == "reworded" and pair.group:
            if all(known.question != change.question for known in headline):
                headline.append(
                    change._replace(by=(), answer=None, old=None, new=None)
                )  # once for all groups
        elif concepts[change.question] in HEADLINE:
            headline.append(change)
        elif change.verdict in STANDS_OUT and not is_mean(change):
            others.append(change)
    others.sort(key=lambda c: (c.verdict == "unsure", -abs(c.difference.difference if c.difference else 0)))
    groups = [(view.t("Headline questions"), headline)]
    if others:
        groups.append((view.t("What stands out besides"), others))
    return [(said, [_row(view, pair, change) for change in members]) for said, members in groups]


def headline(view: View, pair: Pair) -> str:
    """What changed, in one sentence."""
    t, all_ = view.t, found(view, pair)
    certain = sum(change.verdict in CHANGED for change in all_.rows)
    if not all_.compared:
        return t("{old} and {new} share nothing that can be compared", old=pair.old.code, new=pair.new.code)
    if not certain:
        return t(
            "From {old} to {new} nothing changed by more than chance explains",
            old=pair.old.code, new=pair.new.code,
        )  # fmt: skip
    return t(
        "From {old} to {new}, {n} of {all} answers changed by more than chance explains",
        old=pair.old.code, new=pair.new.code, n=certain, all=all_.compared,
    )  # fmt: skip


def sentences(view: View, pair: Pair, most: int = 5) -> list[str]:
    """The changes that stand out, then the wish when it is not among them; at most `most`."""
    concepts = {q.code: q.concept for q in questions(view, pair).values()}
    changed = [change for change in found(view, pair).rows if change.verdict in CHANGED]
    changed.sort(key=lambda c: -abs(c.difference.difference if c.difference else 0))
    wish = [c for c in found(view, pair).rows if concepts[c.question] == "wish" and c not in changed and not pair.group]  # fmt: skip
    return [sentence(view, pair, change) for change in (*changed[:most], *wish)]


def sentence(view: View, pair: Pair, change: Change) -> str:
    """A change in words that respect its significance."""
    t, name = view.t, label(view, pair, change)
    old, new = _value(view, change.old), _value(view, change.new)
    if change.verdict in CHANGED:
        return _changed(view, change, name)
    if change.verdict == "unsure":
        return t(
            "{name}: from {old} to {new}, {difference}. Alone this would stand out; among so many comparisons it may be chance.",
            name=name, old=old, new=new, difference=by_how_much(view, change),
        )  # fmt: skip
    if change.verdict == "similar":
        return t("{name}: similar in both rounds ({old} and {new}).", name=name, old=old, new=new)
    return f"{name}: {word(view, change.verdict)}."


def _changed(view: View, change: Change, name: str) -> str:
    """A certain change as a sentence: from what to what, by how much, between what and what."""
    t, d = view.t, change.difference
    if d is None or change.old is None or change.new is None:
        return f"{name}: {word(view, change.verdict)}."
    scale = 1 if is_mean(change) else 100
    low, high = sorted((abs(scale * d.low), abs(scale * d.high)))
    slots = {
        key: view.words.number(value, 1)
        for key, value in (
            ("old", scale * (change.old.estimate or 0)), ("new", scale * (change.new.estimate or 0)),
            ("by", abs(scale * d.difference)), ("low", low), ("high", high),
        )
    }  # fmt: skip
    if is_mean(change):
        if change.verdict == "rose":
            return t(
                "{name}: rose from {old} to {new}, by {by} (between {low} and {high}).", name=name, **slots
            )
        return t("{name}: fell from {old} to {new}, by {by} (between {low} and {high}).", name=name, **slots)
    if change.verdict == "rose":
        return t("{name}: rose from {old} to {new} per cent, by {by} percentage points (between {low} and {high}).", name=name, **slots)  # fmt: skip
    return t("{name}: fell from {old} to {new} per cent, by {by} percentage points (between {low} and {high}).", name=name, **slots)  # fmt: skip


def guard(view: View, pair: Pair) -> str:
    """How many differences were compared, and what the guard against many comparisons does."""
    all_ = found(view, pair)
    return view.t(
        "{n} differences were compared at once. If nothing had changed, about {expected} of them would stand out by chance alone; "
        "with Holm’s correction the chance that even one of the changes named here is a false alarm stays below 5 in 100.",
        n=all_.compared, expected=view.words.number(0.05 * all_.compared),
    )  # fmt: skip


def wordings(view: View, pair: Pair) -> list[tuple[Question, Wording, Wording, list[Question]]]:
    """Questions that were worded differently, both wordings, and the questions that rest on them."""
    known, survey = questions(view, pair), pair.choice.survey.code
    broken = ask(changes.wording_breaks, view.build, survey, pair.old.code, pair.new.code)
    out = []
    for code in dict.fromkeys(broken.values()):
        said = {w.round: w for w in ask(survey_queries.wordings, view.build, survey, code)}
        if pair.old.code in said and pair.new.code in said:
            rest = [known[q] for q, cause in broken.items() if cause == code and q != code]
            out.append((known[code], said[pair.old.code], said[pair.new.code], rest))
    return out


def _row(view: View, pair: Pair, change: Change) -> Row:
    old, new = (
        None if e is None or e.estimate is None else 100 * e.estimate for e in (change.old, change.new)
    )
    d = change.difference
    by, low, high = (100 * d.difference, 100 * d.low, 100 * d.high) if d else (None, None, None)
    shown = change.verdict not in ("reworded", "absent")
    marks = "".join(f" [{mark}]" for mark in marks_of(change) if mark in "cu")
    return Row(
        label(view, pair, change), old if shown else None, new if shown else None, by, low, high, change.verdict,
        by_how_much(view, change), word(view, change.verdict) + marks,
    )  # fmt: skip


def wording(view: View, pair: Pair, question: str, round: str) -> str:
    """How a round put a question; empty when it did not."""
    known = ask(survey_queries.wordings, view.build, pair.choice.survey.code, question)
    return next((view.words.of(w, "text") for w in known if w.round == round), "")


def _value(view: View, estimate: Estimate | None) -> str:
    if estimate is None or estimate.estimate is None:
        return "–"
    if estimate.statistic == "mean":
        return view.words.number(estimate.estimate, 1)
    return f"{view.words.number(100 * estimate.estimate, 1)} %"


def is_mean(change: Change) -> bool:
    """Whether a change is of a mean, not of a share."""
    return any(e is not None and e.statistic == "mean" for e in (change.old, change.new))
