"""One scenario: what came of it, what was assumed, what newer data would change, and what was decided."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from planning import scenarios
from planning.scenarios import Decision, Result, Saved, Version
from ui import captions
from ui.plans.numbers import PLACE
from ui.plans.scenarios import assumed, kept, said, shown
from ui.view import View

LONG = 400


def head(view: View, scenario: Saved) -> str:
    """HTML of the name, the answer in a sentence, who saved it, and the way back to all scenarios."""
    t = view.t
    seen = kept.pinned(view, scenario)
    made_up = captions.kind(view, "demonstration")
    badge = (
        f'<p><span class="badge demonstration">{escape(made_up)}</span></p>' if scenario.demonstration else ""
    )
    about = [
        t("Scenario of the page {page}", page=t(shown.SHOWN[scenario.page].name)),
        t("saved by {who}, {at}", who=scenario.author, at=said.moment(scenario.created)),
        t("data version {build}", build=scenario.build),
    ]
    if scenario.seed is not None:
        about.append(t("seed {seed}", seed=scenario.seed))
    if scenario.changed != scenario.created:
        about.append(t("changed by {who}, {at}", who=scenario.changed_by, at=said.moment(scenario.changed)))
    if scenario.copy_of:
        about.append(t("a copy"))
    return (
        f'<p><button type="button" class="link" data-set="scenario=">← {escape(t("All scenarios"))}</button></p>{badge}'
        f"<h1>{escape(scenario.name)}</h1>"
        f'<p class="lead">{escape(said.headline(seen, scenario))}</p>'
        f'{prose(view, scenario.description)}<p class="sub">{escape(" · ".join(about))}</p>'
    )


def prose(view: View, text: str) -> str:
    """HTML of a description in its own lines; a long one opens."""
    if not text:
        return ""
    if len(text) <= LONG:
        return f'<p class="prose">{escape(text)}</p>'
    first = text[:LONG].rsplit(" ", 1)[0]
    return f'<details class="prose"><summary><span>{escape(first)}… </span><i>{escape(view.t("all of it"))}</i></summary><p>{escape(text)}</p></details>'


def actions(view: View, scenario: Saved) -> str:
    """HTML of what can be done: open on its page, share, export, copy, and for its author rename and delete."""
    t = view.t
    query = urlencode({"lang": view.language, "scenario": scenario.id})
    on = {"theme": view.theme_name} | ({"build": scenario.build} if kept.there(scenario.build) else {})
    links = []
    if scenario.address and kept.there(scenario.build):
        page = shown.link(view, scenario.page, scenario.address, build=scenario.build, scenario=scenario.id)
        links.append(f'<a href="{escape(page)}" target="_self">{escape(t("Open it on its page"))}</a>')
    if scenario.address and kept.newer(scenario):
        page = shown.link(view, scenario.page, scenario.address, scenario=scenario.id)
        links.append(f'<a href="{escape(page)}" target="_self">{escape(t("Open it on the data in use"))}</a>')
    links.append(
        f'<button type="button" data-copy="scenarios?{escape(query)}" data-copied="{escape(t("The link is copied"))}">{escape(t("Copy the link"))}</button>'
    )
    links += [
        f'<a href="download/scenario.{kind}?{escape(query)}&amp;{escape(urlencode(on))}" download target="_self">{kind.upper()}</a>'
        for kind in ("json", "xlsx", "csv")
    ]
    acts = {"copy": t("Copy it"), "decide": t("Write down a decision")}
    if scenario.owner and scenario.owner == kept.owner():
        acts |= {"edit": t("Rename or describe it"), "delete": t("Delete it")}
    links += [
        f'<button type="button" data-set="act={act}">{escape(label)}</button>' for act, label in acts.items()
    ]
    untold = (
        ""
        if scenario.address
        else f'<p class="sub">{escape(t("The address of a page cannot tell all of its assumptions: it is shown here only, and answered by the command line."))}</p>'
    )
    return f'<div class="downloads">{"".join(links)}</div>{untold}'


def results(view: View, scenario: Saved) -> str:
    """HTML of all results as they were when saved, each open to its roots, with its bands."""
    t = view.t
    seen = kept.pinned(view, scenario)
    levels = [
        level
        for level in said.BANDS
        if any(said.ends(one, level) for one in scenario.results if one.value.unit != PLACE)
    ]
    heads = (t("Result"), t("Estimate"), *(said.level_name(view, level) for level in levels))
    rows = "".join(
        f"<tr><td>{escape(said.result_name(seen, one))}</td><td>{said.opened(seen, one)}</td>"
        + "".join(f'<td class="n">{escape(said.band(seen, one, level))}</td>' for level in levels)
        + "</tr>"
        for one in scenario.results
    )
    return (
        captions.head(
            t("What came of it"),
            t("as worked out when it was saved; each number opens to where it comes from; bands hold so many of 100 draws, or are the interval of a survey, or go as far as what the number rests on"),
        )
        + table(heads, rows, numbers=len(levels))
        + _again(view, scenario)
    )  # fmt: skip


def assumptions(view: View, scenario: Saved) -> str:
    """HTML of all assumptions."""
    t = view.t
    seen = kept.pinned(view, scenario)
    rows = "".join(
        f"<tr><td>{escape(assumed.name(seen, row))}</td><td>{escape(assumed.value(seen, row.code, row.values[0]))}</td></tr>"
        for row in assumed.rows([scenario])
    )
    by = t("assumed by: {name}", name=str(scenario.assumptions.get("by") or scenario.author))
    return captions.head(t("What is assumed"), by) + table((t("Assumption"), t("Value")), rows)


def newer(view: View, scenario: Saved) -> str:
    """HTML of what the data in use would change; empty when they are those that the scenario pins."""
    t = view.t
    build = kept.newer(scenario)
    if build is None:
        return ""
    title = captions.head(t("What the data in use would change"), t("data version {build}", build=build))
    gone = (
        ""
        if kept.there(scenario.build)
        else f'<p class="sentence">{escape(t("The data version that it rests on is not kept here any more: its numbers stand as they were saved, and cannot be worked out again."))}</p>'
    )
    now = kept.worked_out(build, scenario)
    if now is None:
        return f"{title}{gone}<p>{escape(t('On the data in use it cannot be worked out: a round or figure that it rests on is not among them.'))}</p>"
    changed = [row for row in scenarios.changes(scenario.results, now) if row.differs]
    if not changed:
        return f"{title}{gone}<p>{escape(t('Nothing: every number is the same to the last digit.'))}</p>"
    seen, other = kept.pinned(view, scenario), View(build, view.language, view.theme_name)
    rows = "".join(
        f"<tr><td>{escape(said.result_name(seen, one))}</td><td>{_cell(seen, row.before)}</td><td>{_cell(other, row.now)}</td></tr>"
        for row in changed
        if (one := row.before or row.now)
    )
    return (
        title
        + gone
        + f'<p class="sentence">{escape(t("{n} of {all} numbers are others on the data in use.", n=len(changed), all=len(scenario.results)))}</p>'
        + table((t("Result"), t("As saved"), t("On the data in use")), rows)
    )


def history(view: View, versions: list[Version]) -> str:
    """HTML of every version; empty while there is one."""
    t = view.t
    if len(versions) < 2:
        return ""
    rows = "".join(
        f"<tr><td><span class='moment'>{escape(said.moment(one.at))}</span></td><td>{escape(one.who)}</td><td>{escape(one.name)}</td><td>{prose(view, one.description)}</td>"
        f"<td>{escape(t('deleted: {why}', why=one.deleted) if one.deleted else '')}</td></tr>"
        for one in versions
    )
    heads = (t("When"), t("Who"), t("Name"), t("Description"), "")
    return f'<details id="versions"><summary>{escape(t("Every version, {n}", n=len(versions)))}</summary>{table(heads, rows)}</details>'


def decisions(view: View, rows: list[Decision], *, of_all: bool) -> str:
    """HTML of the log of decisions; `of_all` names the scenario of each."""
    t = view.t
    title = captions.head(
        t("Decisions"), t("who decided what, when and why; nothing in this log can be changed or taken away")
    )
    if not rows:
        return f"{title}<p class='sub'>{escape(t('No decision has been written down.'))}</p>"
    heads = [t("When"), t("Who"), t("Decision"), t("Why")]
    body = "".join(
        f"<tr><td><span class='moment'>{escape(said.moment(one.at))}</span></td><td>{escape(one.who)}</td>"
        + (f"<td>{name(one.scenario, one.name)}</td>" if of_all else "")
        + f"<td><b>{escape(t(said.VERDICTS[one.verdict]))}</b></td><td>{prose(view, one.why)}</td></tr>"
        for one in rows
    )
    if of_all:
        heads.insert(2, t("Scenario"))
    given = {"at": len(rows)} if of_all else {"of": rows[0].scenario, "at": len(rows)}
    links = captions.downloads(view, "decisions", said=t("Log of decisions"), **given)
    return title + table(tuple(heads), body, listed=True) + links


def name(id: str, name: str) -> str:
    """HTML of a name that opens its scenario."""
    return f'<button type="button" class="link" data-set="scenario={escape(id)}">{escape(name)}</button>'


def table(heads: tuple[str, ...], rows: str, *, numbers: int = 0, listed: bool = False) -> str:
    """HTML of a table that scrolls in itself on a narrow screen, or stands in lines there where it is a list.

    Its last columns hold `numbers`.
    """
    words = len(heads) - numbers
    head = "".join(
        f'<th scope="col"{" class=n" if place >= words else ""}>{escape(one)}</th>'
        for place, one in enumerate(heads)
    )
    return f'<div class="scroll"><table class="values told{" list" if listed else ""}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _again(view: View, scenario: Saved) -> str:
    """A sentence on whether working it out again gives the same digits."""
    t = view.t
    if not kept.there(scenario.build):
        return ""
    again = kept.worked_out(scenario.build, scenario)
    if again is not None and not any(row.differs for row in scenarios.changes(scenario.results, again)):
        return f'<p class="sub">{escape(t("Worked out again just now on the same data: the same to the last digit."))}</p>'
    return f'<p class="notice">{escape(t("This Nutag works out other digits on the same data than the one that saved the scenario; what was saved is shown."))}</p>'


def _cell(view: View, result: Result | None) -> str:
    if result is None:
        return "–"
    ends = said.band(view, result, result.value.level)
    return escape(said.estimate(view, result) + (f" ({ends})" if ends != "–" else ""))
