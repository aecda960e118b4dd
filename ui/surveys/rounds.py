"""What changed between two rounds of a survey, and what is noise."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from ui import address, captions, pick
from ui.ask import ask
from ui.drawings.changes import changes as picture
from ui.drawings.changes import drawing
from ui.request import BadRequest, Parameters
from ui.screen import screen
from ui.surveys import choice, codebook, marks, rounds_said, rounds_tables, say
from ui.surveys.choice import Choice
from ui.surveys.poster import poster
from ui.surveys.rounds_said import Pair
from ui.table import Table
from ui.table import html as table_html
from ui.view import View


def draw(view: View) -> None:
    """Draw the page for the survey, the two rounds and the groups in the address."""
    chosen = choice.choose(view)
    if chosen is None:
        pick.show(choice.empty(view), key="rounds-empty")
        return
    pair = _pair(view, chosen)
    if pair is None:
        said = view.t("This survey has one round so far; with the next one, what changed is shown here.")
        pick.show(f'<h1>{escape(view.t("Rounds"))}</h1>{choice.controls(view, chosen)}<p class="empty">{escape(said)}</p>', key="rounds-one")  # fmt: skip
        return
    pick.show(ask(_head, view, pair), key="rounds-head")
    between(view, pair)


def between(view: View, pair: Pair) -> None:
    """Draw what changed between two rounds in numbers and wording, and what each sample is worth."""
    with st.container(key="card-changes"):
        pick.show(ask(_changes, view, pair, screen() == "phone"), key="rounds-changes")
    left, right = st.columns([3, 2], gap="small")
    with left, st.container(key="card-wordings"):
        pick.show(ask(_wordings, view, pair), key="rounds-wordings")
    with right, st.container(key="card-samples"):
        pick.show(ask(_samples, view, pair), key="rounds-samples")


def table(view: View, given: Parameters) -> Table:
    """The download of all comparisons."""
    return rounds_tables.changes_table(view, requested(view, given))


def image(view: View, given: Parameters) -> tuple[str, str]:
    """The download of the picture."""
    pair = requested(view, given)
    inner, size = drawing(view, rounds_said.rows(view, pair), pair.old.code, pair.new.code)
    svg = poster(
        view, pair.choice._replace(round=pair.new), inner, size, title=rounds_said.headline(view, pair),
        sentence=rounds_said.guard(view, pair), notes=_bases(view, pair), method="mean",
    )  # fmt: skip
    return f"rounds-{pair.choice.survey.code}-{pair.old.code}-{pair.new.code}", svg


def requested(view: View, given: Parameters) -> Pair:
    """The pair of rounds that a download asks for. Raises BadRequest when there is no such pair or group."""
    chosen = choice.requested(view, given)
    others = [round for round in chosen.rounds if round.code != chosen.round.code]
    against = given.get("against") or (_before(chosen) if others else "")
    if against not in {round.code for round in others}:
        raise BadRequest(view.t("This survey has no round {value}.", value=against[:60]))
    group = given.get("group")
    if group and group not in codebook.presets(view, chosen):
        raise BadRequest(view.t("There is no group {value}.", value=group[:60]))
    return _ordered(chosen, against, group or None)


def _pair(view: View, chosen: Choice) -> Pair | None:
    others = [round.code for round in chosen.rounds if round.code != chosen.round.code]
    if not others:
        return None
    wrong = view.t("This survey has no round {value}; another is shown.", value="{value}")
    against = address.chosen("against", others, _before(chosen), wrong=wrong)
    group = address.chosen("group", ("", *codebook.presets(view, chosen)), "")
    return _ordered(chosen, against, group or None)


def _before(chosen: Choice) -> str:
    """The round before the chosen one; after the first, the next."""
    place = chosen.rounds.index(chosen.round)
    return chosen.rounds[place - 1 if place else 1].code


def _ordered(chosen: Choice, against: str, group: str | None) -> Pair:
    old, new = (round for round in chosen.rounds if round.code in (chosen.round.code, against))
    return Pair(chosen, old, new, group)


def _head(view: View, pair: Pair) -> str:
    t = view.t
    many = len(pair.choice.rounds) > 2
    offered = {r.code: r.code for r in pair.choice.rounds if r.code != pair.choice.round.code}
    against = pair.old.code if pair.new.code == pair.choice.round.code else pair.new.code
    more = [pick.select("against", t("Compared with"), offered, against)] if many else []
    groups = {"": t("Everyone, all questions")} | {
        code: t("Headline questions by: {group}", group=name)
        for code, name in codebook.presets(view, pair.choice).items()
    }
    more.append(pick.select("group", t("Compare"), groups, pair.group or ""))
    lines = "".join(f"<li>{escape(line)}</li>" for line in rounds_said.sentences(view, pair))
    return (
        f'<h1>{escape(rounds_said.headline(view, pair))}</h1><ul class="said">{lines}</ul>'
        + choice.controls(view, pair.choice, *more, rounds=many)
    )


def _changes(view: View, pair: Pair, narrow: bool) -> str:
    t = view.t
    title = t("What changed from {old} to {new}: {survey}", old=pair.old.code, new=pair.new.code, survey=view.words.name(pair.choice.survey))  # fmt: skip
    sub = t("Ring: {old}. Dot: {new}. Bar: 95 % interval of the difference; it is solid where the change is more than chance.", old=pair.old.code, new=pair.new.code)  # fmt: skip
    svg = picture(view, rounds_said.rows(view, pair), pair.old.code, pair.new.code, narrow=narrow)
    whole = rounds_tables.changes_table(view, pair)
    link = urlencode({"lang": view.language, "theme": view.theme_name})
    said = (
        f'<p class="sentence">{escape(rounds_said.guard(view, pair))} '
        f'<a href="methods?{link}#comparison" target="_self">{escape(t("How this is worked out"))}</a></p>'
    )
    bases = "".join(f"<p>{escape(line)}</p>" for line in _bases(view, pair))
    kind = "demonstration" if pair.choice.demonstration else "survey"
    under = captions.caption(
        view, measure=view.words.name(pair.choice.survey), year=f"{view.words.of(pair.old, 'period')} – {view.words.of(pair.new, 'period')}",
        sources=(), kinds=(kind,), lines=(f"{t('Source')}: {view.words.of(pair.choice.survey, 'publisher')}", *_left_out(view, pair)),
        downloads=captions.downloads(view, "rounds", "rounds", **pair.address),
    )  # fmt: skip
    drawn = [e for c in rounds_said.found(view, pair).rows if c.question in _drawn(view, pair) for e in (c.old, c.new) if e]  # fmt: skip
    return (
        captions.head(title, sub) + svg + marks.legend(view, drawn) + said
        + f'<details id="rounds-bases"><summary>{escape(t("Questions, bases and respondents"))}</summary><div class="caption">{bases}</div></details>'
        + f'<details id="rounds-table"><summary>{escape(t("The same as a table"))} ({len(whole.rows)})</summary>{table_html(whole, view.words.number)}</details>'
        + under
    )  # fmt: skip


def _bases(view: View, pair: Pair) -> tuple[str, ...]:
    """For each question of the picture: its words, its base, its respondents and the silent share in both rounds."""
    known, whole = rounds_said.questions(view, pair), rounds_said.found(view, pair)
    silent = {code: sides for code, *sides in whole.silent}
    number, out = view.words.number, []
    for code in _drawn(view, pair):
        sides = [
            view.t("{round}: {missing} % gave no answer", round=round.code, missing=number(pct, 1))
            for round, pct in zip((pair.old, pair.new), silent[code], strict=True)
            if pct is not None
        ]
        row = next(c for c in whole.rows if c.question == code)
        n = ", ".join(f"n {r.code} = {number(e.n)}" for r, e in ((pair.old, row.old), (pair.new, row.new)) if e is not None and e.n is not None and not pair.group)  # fmt: skip
        said = view.t("Question: “{text}”", text=rounds_said.wording(view, pair, code, pair.new.code))
        base = f"{view.t('Base')}: {view.words.of(known[code], 'base')}"
        out.append("; ".join(part for part in (said, base, n, *sides) if part))
    return tuple(out)


def _drawn(view: View, pair: Pair) -> list[str]:
    """The questions of the picture."""
    known = rounds_said.questions(view, pair)
    return list(dict.fromkeys(
        c.question for c in rounds_said.found(view, pair).rows
        if known[c.question].concept in rounds_said.HEADLINE or c.verdict in rounds_said.STANDS_OUT
    ))  # fmt: skip


def _left_out(view: View, pair: Pair) -> tuple[str, ...]:
    known, left = rounds_said.questions(view, pair), rounds_said.found(view, pair).left_out
    if not left:
        return ()
    names = ", ".join(view.words.name(known[code]) for code in left)
    return (view.t("Not compared, for they have too many answers: {names}", names=names),)


def _wordings(view: View, pair: Pair) -> str:
    t, words = view.t, view.words
    head = captions.head(
        t("Questions that were put differently"),
        t("Their answers are not compared: a change may come from the words."),
    )
    parts = []
    for question, old, new, rest in rounds_said.wordings(view, pair):
        also = t("For the same reason not compared: {names}", names=", ".join(words.name(q) for q in rest))
        note = words.of(new, "note")
        parts.append(
            f"<h3>{escape(words.name(question))}</h3>"
            f"<p><b>{escape(old.round)}</b> {escape(say.quoted(view, words.of(old, 'text')))}</p>"
            f"<p><b>{escape(new.round)}</b> {escape(say.quoted(view, words.of(new, 'text')))}</p>"
            + (f'<p class="sub">{escape(note)}</p>' if note else "")
            + (f'<p class="sub">{escape(also)}</p>' if rest else "")
        )
    nothing = t("All questions of both rounds were put in the same words.")
    return head + ("".join(parts) or f'<p class="empty">{escape(nothing)}</p>')


def _samples(view: View, pair: Pair) -> str:
    t = view.t
    facts = rounds_tables.sample_table(view, pair)
    note = t(
        "Unequal weights and the drawing of whole areas make a sample worth fewer respondents than it has: "
        "as many as a simple random sample of equal precision would need."
    )
    return (
        captions.head(facts.title, t("What each sample is worth"))
        + table_html(facts, view.words.number)
        + f'<p class="sub">{escape(note)}</p>'
    )
