"""Two to four scenarios side by side: what they assume otherwise, what comes of each, and how far they are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from planning import scenarios
from planning.scenarios import Result, Saved
from planning.scenarios.comparison import Difference
from store.writing import StoreError
from survey.design import SurveyError
from ui import captions
from ui.drawings.banded import Row, banded, described
from ui.plans import numbers
from ui.plans.scenarios import assumed, kept, opened, said
from ui.surveys.card import WHOLE, svg, width
from ui.view import View

DRAWN = ("moved", "everyone_who_plans", "everyone_who_wishes")
ON_PICTURE = (*DRAWN, "room_of_all", "placed")


def beside(view: View, chosen: Sequence[Saved]) -> str:
    """HTML of the comparison; the first is the one that differences are taken from."""
    t = view.t
    badge = (
        f'<p><span class="badge demonstration">{escape(captions.kind(view, "demonstration"))}</span></p>'
        if any(one.demonstration for one in chosen)
        else ""
    )
    links = captions.downloads(
        view, "scenarios", said=t("Comparison"), ids=",".join(one.id for one in chosen)
    )
    return (
        badge
        + captions.head(
            t("Side by side"),
            t("as worked out when each was saved; what is not the same everywhere is marked ≠"),
        )
        + f'<p class="sentence">{escape(sentence(view, chosen))}</p>'
        + _assumed(view, chosen)
        + _picture(view, chosen)
        + _results(view, chosen)
        + _differences(view, chosen)
        + links
    )


def sentence(view: View, chosen: Sequence[Saved]) -> str:
    """How the others stand to the first, in words."""
    t, number = view.t, view.words.number
    if len({one.page for one in chosen}) > 1:
        return t(
            "These scenarios are of different pages: only their results are shown, and no difference is taken."
        )
    out = []
    for other in chosen[1:]:
        found = differences(chosen[0], other)
        row = next((found[code] for code in ON_PICTURE if found and code in found), None)
        if row is None:
            out += _plainly(view, chosen[0], other)
            continue
        low, high = row.bands[0.8]
        slots = {
            "name": other.name,
            "first": chosen[0].name,
            "what": _what(view, other, row.code),
            "many": number(row.estimate, -2, signed=True),
            "low": number(low, -2, signed=True),
            "high": number(high, -2, signed=True),
        }
        if low == high:
            out.append(t("{what}: “{name}” {many} against “{first}”.", **slots))
        elif low <= 0 <= high:
            out.append(
                t(
                    "{what}: “{name}” and “{first}” cannot be told apart (80 of 100 draws: {low} to {high}).",
                    **slots,
                )
            )
        else:
            out.append(
                t("{what}: “{name}” {many} against “{first}” (80 of 100 draws: {low} to {high}).", **slots)
            )
    if len({one.assumptions.get("horizon") for one in chosen}) > 1:
        out.append(t("They look over different numbers of years."))
    return " ".join(out) or t(
        "No difference is taken between them: nothing that both have is drawn at random."
    )


def _plainly(view: View, first: Saved, other: Saved) -> list[str]:
    """The difference of a number that is not drawn, without a band; none where there is no such number."""
    known, found = ({one.code: one.value.estimate for one in scenario.results} for scenario in (first, other))
    code = next(
        (code for code in ON_PICTURE if known.get(code) is not None and found.get(code) is not None), None
    )
    if code is None:
        return []
    many = view.words.number((found[code] or 0.0) - (known[code] or 0.0), -2, signed=True)
    slots = {"what": _what(view, other, code), "name": other.name, "first": first.name, "many": many}
    return [view.t("{what}: “{name}” {many} against “{first}”.", **slots)]


def differences(first: Saved, other: Saved) -> dict[str, Difference] | None:
    """The other less the first, draw by draw; None when one of them cannot be worked out any more."""
    if not kept.there(first.build) or not kept.there(other.build):
        return None
    try:
        return scenarios.differences(first, other)
    except (SurveyError, StoreError):
        return None


def _assumed(view: View, chosen: Sequence[Saved]) -> str:
    t = view.t
    views = [kept.pinned(view, one) for one in chosen]
    rows = assumed.rows(chosen)
    builds = tuple(one.build for one in chosen)
    body = _row(view, t("Data version"), builds, len(set(builds)) > 1) + "".join(
        _row(
            view,
            assumed.name(view, row),
            tuple(
                assumed.value(seen, row.code, value) for seen, value in zip(views, row.values, strict=True)
            ),
            row.differs,
        )
        for row in rows
    )
    return f"<h3>{escape(t('What is assumed'))}</h3>" + opened.table((t("Assumption"), *_names(chosen)), body)


def _results(view: View, chosen: Sequence[Saved]) -> str:
    t = view.t
    views = [kept.pinned(view, one) for one in chosen]
    body = "".join(
        _row(view, _name(view, row.results), tuple(_cell(seen, one) for seen, one in zip(views, row.results, strict=True)),
             len({one.value.estimate if one else None for one in row.results}) > 1, safe=True)
        for row in scenarios.beside([one.results for one in chosen])
    )  # fmt: skip
    return (
        f"<h3>{escape(t('What came of it'))}</h3><p class='sub'>{escape(t('each number opens to where it comes from; under it its bands'))}</p>"
        + opened.table((t("Result"), *_names(chosen)), body)
    )


def _picture(view: View, chosen: Sequence[Saved]) -> str:
    known = [{one.code: one for one in scenario.results} for scenario in chosen]
    code = next((c for c in ON_PICTURE if sum(c in one for one in known) > 1), None)
    if code is None:
        return ""
    rows = [
        Row(scenario.name, one[code].value.estimate or 0.0, _drawn(one[code]), view.words.number(one[code].value.estimate or 0.0, -2))
        for scenario, one in zip(chosen, known, strict=True)
        if code in one
    ]  # fmt: skip
    lines = sorted(
        {int(one.partition("/")[2]) for found in known for one in found if one.startswith("chance/")}
    )
    wide = width(view, WHOLE)
    drawn, height = banded(view, rows, lines, width=wide)
    title = _what(view, chosen[0], code) if code in known[0] else view.t(numbers.NAMES[code])
    key = (
        view.t(
            "people; the line is the middle of the draws, bands hold 50, 80 and 95 of 100; upright lines are the targets"
        )
        if code in DRAWN
        else view.t("people; the line is the estimate, the band goes as far as what it rests on")
    )
    return f"<h3>{escape(title)}</h3><p class='sub'>{escape(key)}</p>" + svg(
        view, drawn, wide, height, f"{title}. {described(rows)}"
    )


def _differences(view: View, chosen: Sequence[Saved]) -> str:
    t, number = view.t, view.words.number
    first = chosen[0]
    body, rows = [], []
    for other in chosen[1:]:
        if other.page != first.page:
            continue
        found = differences(first, other)
        if found is None:
            gone = t("“{name}”: no difference can be taken, because the data that one of them rests on are not kept here any more.", name=other.name)  # fmt: skip
            body.append(f'<tr><td colspan="6">{escape(gone)}</td></tr>')
            continue
        for code, row in found.items():
            ends = "".join(
                f'<td class="n">{escape(_ends(view, row.bands[level]))}</td>' for level in said.LEVELS
            )
            body.append(
                f'<tr><td>{escape(other.name)}</td><td>{escape(_what(view, other, code))}</td><td class="n"><b>{escape(number(row.estimate, -2, signed=True))}</b></td>{ends}</tr>'
            )
        shown = next((c for c in ON_PICTURE if c in found), None)
        if shown:
            one = found[shown]
            rows.append(Row(other.name, one.estimate, one.bands, number(one.estimate, -2, signed=True)))
    if not body:
        return ""
    wide = width(view, WHOLE)
    picture = ""
    if rows:
        drawn, height = banded(view, rows, (0,), width=wide)
        picture = svg(view, drawn, wide, height, described(rows))
    heads = (
        t("Scenario"),
        t("Result"),
        t("Difference"),
        *(t("{n} in 100", n=round(100 * level)) for level in said.LEVELS),
    )
    return (
        f"<h3>{escape(t('How far they are from the first'))}</h3>"
        f"<p class='sub'>{escape(t('people more or fewer than under “{name}”, draw by draw: what both share is drawn once, samples of different rounds apart; a band that holds 0 tells no difference', name=first.name))}</p>"
        + picture
        + opened.table(heads, "".join(body), numbers=4)
    )  # fmt: skip


def _drawn(result: Result) -> Mapping[float, tuple[float, float]]:
    """The bands to draw; one that has no level is drawn as the widest."""
    plain = said.ends(result, None)
    return {0.95: plain} if plain else result.bands


def _ends(view: View, ends: tuple[float, float]) -> str:
    """The ends of a difference; a dash where nothing is drawn."""
    if ends[0] == ends[1]:
        return "–"
    return view.t("{low} to {high}", **{n: view.words.number(e, -2, signed=True) for n, e in zip(("low", "high"), ends, strict=True)})  # fmt: skip


def _row(view: View, name: str, cells: tuple[str, ...], differs: bool, *, safe: bool = False) -> str:
    mark = f' <b class="differs" title="{escape(view.t("differs"))}">≠<span class="sr">{escape(view.t("differs"))}</span></b>' if differs else ""  # fmt: skip
    body = "".join(f"<td>{cell if safe else escape(cell)}</td>" for cell in cells)
    return f"<tr{' class=differs' if differs else ''}><td>{escape(name)}{mark}</td>{body}</tr>"


def _cell(view: View, result: Result | None) -> str:
    if result is None:
        return "–"
    bands = "; ".join(
        f"{said.level_name(view, level)}: {ends}"
        for level in said.BANDS
        if (ends := said.band(view, result, level)) != "–"
    )
    return said.opened(view, result) + (f'<div class="sub">{escape(bands)}</div>' if bands else "")


def _what(view: View, scenario: Saved, code: str) -> str:
    found = next((one for one in scenario.results if one.code == code), None)
    return said.result_name(view, found) if found else view.t(numbers.NAMES[code])


def _name(view: View, results: Sequence[Result | None]) -> str:
    return said.result_name(view, next(one for one in results if one is not None))


def _names(chosen: Sequence[Saved]) -> tuple[str, ...]:
    return tuple(one.name for one in chosen)
