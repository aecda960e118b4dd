"""The published 13, 44 and 27 beside the survey's own, and registered departures as a check on reality."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from explore.ranking import CAPITAL, warnings_for
from ui import captions, pick
from ui.ask import ask
from ui.drawings.reported import by_year, shares, svg
from ui.request import BadRequest, Parameters
from ui.screen import screen
from ui.surveys import beside, choice, published_said
from ui.surveys.choice import Choice
from ui.surveys.poster import poster
from ui.table import Table
from ui.table import html as table_html
from ui.view import View


def draw(view: View) -> None:
    """Draw the page; it shows the round of the year of publication, whichever round other pages show."""
    chosen = choice.choose(view)
    here = published_said.same_year(view, chosen) if chosen else None
    narrow = screen() == "phone"
    pick.show(ask(_head, view, chosen, here), key="published-head")
    with st.container(key="card-published"):
        pick.show(ask(_shares, view, here, narrow), key="published-shares")
    with st.container(key="card-register"):
        pick.show(ask(_register, view, here, narrow), key="published-register")


def table(view: View, given: Parameters) -> Table:
    """The download of published shares and the survey's own."""
    return published_said.published_table(view, _requested(view, given))


def departures_table(view: View, given: Parameters) -> Table:
    """The download of departures by year."""
    return published_said.departures_table(view)


def image(view: View, given: Parameters) -> tuple[str, str]:
    """The download of the picture. Raises BadRequest when there is no such survey."""
    here = _requested(view, given)
    if here is None:
        raise BadRequest(
            view.t(
                "This survey has no round of the year of publication; only the published shares are shown."
            )
        )
    parts, height = [], 0.0
    width = 1080.0
    for base in published_said.bases(view, here):
        inner, (width, tall) = shares(
            view, [published_said.line(view, side) for side in base.sides], published_said.most(view, here)
        )
        head = f'<text x="0" y="{height + 20:.0f}" font-size="17" font-weight="700" fill="{view.theme.ink}">{escape(_capital(base.said))}</text>'
        parts.append(f'{head}<g transform="translate(0 {height + 34:.0f})">{inner}</g>')
        height += tall + 60
    notes = (published_said.apart(view), _legend(view))
    title = view.t("Published shares beside the survey’s own")
    sentence = published_said.by_construction(view) if here.demonstration else " ".join(published_said.verdicts(view, here))  # fmt: skip
    drawn = poster(
        view, here, "".join(parts), (width, height), *(b.answered for b in published_said.bases(view, here) if b.answered),
        title=title, sentence=sentence, notes=notes,
    )  # fmt: skip
    return f"published-{here.survey.code}-{here.round.code}", drawn


def _requested(view: View, given: Parameters) -> Choice | None:
    return published_said.same_year(view, choice.requested(view, {"survey": given.get("survey", "")}))


def _head(view: View, chosen: Choice | None, here: Choice | None) -> str:
    t = view.t
    title = f"<h1>{escape(published_said.headline(view, here))}</h1>"
    lead = f'<p class="lead">{escape(published_said.apart(view))}</p>'
    if chosen is None:
        return title + lead
    controls = choice.controls(view, chosen, rounds=False)
    if here is None:
        said = t("This survey has no round of the year of publication; only the published shares are shown.")
        return f'{title}{lead}{controls}<p class="notice">{escape(said)}</p>'
    if here.demonstration:
        return f'{title}{lead}{controls}<p class="notice">{escape(published_said.by_construction(view))}</p>'
    lines = "".join(f"<li>{escape(line)}</li>" for line in published_said.verdicts(view, here))
    return f'{title}{lead}<ul class="said">{lines}</ul>{controls}'


def _shares(view: View, here: Choice | None, narrow: bool) -> str:
    t, known = view.t, published_said.facts(view)
    parts = []
    for number, base in enumerate(published_said.bases(view, here)):
        lines = [published_said.line(view, side) for side in base.sides]
        inner, size = shares(view, lines, published_said.most(view, here), narrow=narrow)
        before = f"<h3>{escape(t('Another base:'))}</h3>" if number else ""
        parts.append(f"{before}<p class='sentence'><b>{escape(_capital(base.said))}</b></p>" + svg(inner, size, "; ".join(f"{line.label}: {line.said}" for line in lines)))  # fmt: skip
    rest = t(
        "{n} of these 100 were not explained in what was published.",
        n=view.words.number(published_said.unexplained(view)),
    )
    whole = published_said.published_table(view, here)
    answered = tuple(base.answered for base in published_said.bases(view, here) if base.answered)
    own = captions.downloads(
        view, "published", "published" if here else None, **(here.address if here else {})
    )
    under = captions.caption(
        view, measure=t("Share of those asked, percent"), year=str(known[published_said.WISH].year), sources=list(dict.fromkeys(known[c].source for c in published_said.REPORTED)), kinds=["published"],
        downloads="" if here else own,
    ) + (beside.caption(view, here, *answered, downloads=own) if here else "")  # fmt: skip
    return (
        captions.head(t("Published shares beside the survey’s own"), _legend(view))
        + "".join(parts) + f'<p class="sub">{escape(rest)}</p>'
        + f'<details id="published-table"><summary>{escape(t("The same as a table"))}</summary>{table_html(whole, view.words.number)}</details>'
        + under
    )  # fmt: skip


def _register(view: View, here: Choice | None, narrow: bool) -> str:
    t = view.t
    rows = published_said.departures(view)
    inner, size = by_year(view, published_said.years(view), narrow=narrow)
    most, last = max(rows, key=lambda o: o.value), rows[-1]
    said = t(
        "{n} people were registered as leaving the capital in {year}; the most were {most} in {most_year}.",
        n=view.words.number(last.value), year=last.year, most=view.words.number(most.value), most_year=most.year,
    )  # fmt: skip
    by_years = published_said.departures_table(view)
    under = captions.caption(
        view, measure=t("Registered departures to any aimag, people"), year=f"{rows[0].year}–{last.year}", sources=rows[-1].sources, kinds=["official"],
        warnings=warnings_for(view.build, "migration_departures", place=CAPITAL), downloads=captions.downloads(view, "departures", chart=t("Registered departures from Ulaanbaatar by year")),
    )  # fmt: skip
    return (
        captions.head(t("A check on reality: registered departures from Ulaanbaatar"), t("Hatched: years in which registration was restricted or paused"))
        + svg(inner, size, said) + f'<p class="sentence">{escape(said)}</p>' + (_ladder(view, here, narrow) if here else "")
        + f'<details id="departures-table"><summary>{escape(t("The same as a table"))}</summary>{table_html(by_years, view.words.number)}</details>'
        + under
    )  # fmt: skip


def _ladder(view: View, here: Choice, narrow: bool) -> str:
    """The survey's stages beside the register, and why they need not agree."""
    t = view.t
    ladder = published_said.ladder_table(view, here)
    bases = ""
    if narrow:  # no room for the last two columns: the bases are said below, each once
        said = dict.fromkeys(f"{row[3]}: {row[5]}" for row in ladder.rows)
        bases = "".join(f'<p class="sub">{escape(t("Base"))}, {escape(line)}</p>' for line in said)
        ladder = replace(ladder, columns=ladder.columns[:4], decimals=ladder.decimals[:4], rows=tuple(row[:4] for row in ladder.rows))  # fmt: skip
    reasons = (
        t("The survey asks adults who moved from an aimag; the register counts every resident, children and those born in the capital too."),
        t("The survey asks about going back to the homeland; the register counts moves to any aimag."),
        t("The survey tells how many stand at a stage on one day; the register counts moves over a year."),
        t("The register holds registered moves only: under the ban and before elections people moved without being counted, and some were counted later."),
        t("A wish is not a forecast. Of those who wish, few plan; of those who plan, not all go."),
    )  # fmt: skip
    listed = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return (
        f"<h3>{escape(ladder.title)}</h3><p>{choice.badge(view, here)}</p>{table_html(ladder, view.words.number)}{bases}"
        f'<p class="sentence">{escape(t("These numbers need not agree, for they count different things:"))}</p><ul class="said">{listed}</ul>'
    )


def _legend(view: View) -> str:
    return view.t("Diamond: published share. Dot: the survey’s own share, with its 95 % interval.")


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
