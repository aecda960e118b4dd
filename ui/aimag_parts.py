"""Parts of the page of one place: locator, standing among peers, table of figures, soums, neighbours, likeness."""

from __future__ import annotations

from html import escape

from explore import profile
from explore.profile import Standing
from explore.similar import similar, years_used
from store import queries
from ui import places
from ui.ask import ask
from ui.drawings.country import svg_map
from ui.drawings.statements import statements
from ui.painted import with_unit
from ui.table import Cell, Table
from ui.view import View

KEY = (
    "net_migration_rate", "population_change_since_2015", "labour_force_participation_rate", "unemployment_rate", "gdp_per_capita",
    "poverty_headcount_rate", "physicians_per_1000", "beds_per_1000", "pupils_per_teacher", "kindergartens_per_10000",
    "vehicles_per_1000", "local_services_on_e_mongolia",
)  # fmt: skip
SOUM = (
    "population_resident",
    "resident_density",
    "herder_households",
    "livestock",
    "livestock_per_herder_household",
)


def members(view: View, place: str) -> tuple[str, ...]:
    """The aimags of a region, in alphabetical order."""
    field = "region_2024" if place.startswith("R2024") else "region_2001"
    inside = {aimag.code for aimag in ask(queries.aimags, view.build) if getattr(aimag, field) == place}
    return tuple(p.code for p in view.level("aimag") if p.code in inside)


def locator(view: View, place: str) -> str:
    """SVG of the country with the place filled and its neighbours tinted; a click opens another aimag."""
    country, theme = ask(svg_map, view.build, "aimag"), view.theme
    own = set(members(view, place)) if place.startswith("R") else {place}
    near = {code for code, _ in ask(queries.neighbours, view.build, place)}
    left, top, width, height = country.view_box
    shapes = []
    for code, path in country.paths.items():
        fill = theme.primary if code in own else theme.sequential[1] if code in near else theme.no_data
        name = view.words.name(view.places[code])
        shapes.append(
            f'<path data-set="aimag={code}" role="button" tabindex="-1" aria-label="{escape(name)}" d="{path}" fill="{fill}" stroke="{theme.card}" stroke-width="2"><title>{escape(name)}</title></path>'
        )
    return f'<svg class="dots" viewBox="{left} {top} {width} {height}" role="group" aria-label="{escape(view.t("Where it lies"))}">{"".join(shapes)}</svg>'


def rank_said(view: View, standing: Standing) -> str:
    """The rank in words."""
    n, rank = len(standing.peers), standing.rank
    if rank == 1:
        return view.t("highest of {n}", n=n)
    if rank == n:
        return view.t("lowest of {n}", n=n)
    return view.t("{rank} of {n} from the highest", rank=rank, n=n)


def strips(view: View, place: str, level: str) -> str:
    """HTML of one line of dots per key indicator, the place marked, with value, rank and national value."""
    rows = []
    for code in KEY:
        indicator = view.indicators[code]
        found = ask(profile.standing, view.build, code, place, level)
        name = places.link(
            view,
            "map",
            view.words.name(indicator),
            indicator=code,
            **({"aimag": place} if level == "aimag" else {}),
        )
        if found is None:
            rows.append(
                f'<tr><td>{name}</td><td class="wide"></td><td class="n">–</td><td>{escape(view.t("no data"))}</td><td class="n"></td></tr>'
            )
            continue
        value = view.value(found.latest.value, indicator)
        national = "–" if found.national is None else view.value(found.national, indicator)
        year = f' <span class="sub">{view.words.year(found.latest.year or 0)}</span>'
        rows.append(
            f'<tr><td>{name}{year}<br><span class="sub">{escape(view.words.of(indicator, "unit"))}</span></td><td class="wide">{_strip(view, found)}</td>'
            f'<td class="n"><b>{value}</b></td><td>{escape(rank_said(view, found))}</td><td class="n">{national}</td></tr>'
        )
    heads = (view.t("Indicator"), "", view.t("Value"), view.t("Position"), view.t("Country"))
    head = "".join(
        f"<th{' class=n' if i in (2, 4) else ''}>{escape(said)}</th>" for i, said in enumerate(heads)
    )
    return f'<div class="scroll"><table class="strips"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _strip(view: View, found: Standing) -> str:
    low, high = min(found.peers.values()), max(found.peers.values())

    def x(value: float) -> float:
        return 8 + (value - low) / ((high - low) or 1) * 244

    theme = view.theme
    dots = "".join(
        f'<circle cx="{x(v):.1f}" cy="11" r="3.5" fill="{theme.muted}" opacity=".45"/>'
        for v in found.peers.values()
    )
    line = (
        ""
        if found.national is None or not low <= found.national <= high
        else f'<line x1="{x(found.national):.1f}" x2="{x(found.national):.1f}" y1="1" y2="21" stroke="{theme.ink}" stroke-dasharray="2 2"/>'
    )
    return f'<svg viewBox="0 0 260 22" width="260" height="22" aria-hidden="true">{line}{dots}<circle cx="{x(found.latest.value):.1f}" cy="11" r="6.5" fill="{theme.accent}" stroke="{theme.card}" stroke-width="1.5"/></svg>'


def figures(view: View, place: str, level: str, topic: str) -> Table:
    """Every listed indicator of a topic: newest value, year, national value and rank; absent ones marked."""
    t = view.t
    rows: list[tuple[Cell, ...]] = []
    absent = {(what, where) for what, where, _, _ in ask(queries.not_applicable, view.build)}
    for indicator in view.indicators.values():
        if indicator.topic != topic or not indicator.listed:
            continue
        found = ask(profile.standing, view.build, indicator.code, place, level)
        name, unit = view.words.name(indicator), view.words.of(indicator, "unit")
        if found is None:
            mark = t("[z] not applicable") if (indicator.code, place) in absent else t("[x] no data")
            rows.append((name, unit, mark, "", "", ""))
            continue
        national: Cell = "" if found.national is None else view.value(found.national, indicator)
        rows.append(
            (
                name,
                unit,
                view.value(found.latest.value, indicator),
                view.words.year(found.latest.year or 0),
                rank_said(view, found),
                national,
            )
        )
    columns = (t("Indicator"), t("Unit"), t("Value"), t("Year"), t("Position"), t("Country"))
    return Table(topic, topic, columns, tuple(rows), (None,) * 6)


def soums(view: View, aimag: str) -> Table:
    """The soums (districts) of an aimag with their newest figures, most residents first."""
    inside = [p for p in view.level("soum") if p.aimag == aimag]
    found = {
        code: {o.place: o.value for o in ask(queries.observations, view.build, code, "soum")} for code in SOUM
    }
    ordered = sorted(inside, key=lambda p: -found["population_resident"].get(p.code, 0))
    rows = tuple(
        (view.words.name(p), *(found[code].get(p.code, view.t("[x] no data")) for code in SOUM))
        for p in ordered
    )
    heads = tuple(
        f"{view.words.name(view.indicators[code])} ({view.words.of(view.indicators[code], 'unit')})"
        for code in SOUM
    )
    title = view.t("Districts") if aimag == "MN-1" else view.t("Soums")
    return Table(
        "soums",
        title,
        (title, *heads),
        rows,
        (None, *(view.indicators[code].decimals for code in SOUM)),
        picks=tuple(f"soum={p.code}" for p in ordered),
    )


def region_members(view: View, place: str) -> Table:
    """The aimags of a region with a few figures of the newest year."""
    codes = ("population_mid_year", "net_migration_rate", "unemployment_rate", "gdp_per_capita")
    rows = []
    for aimag in members(view, place):
        cells: list[Cell] = [view.words.name(view.places[aimag])]
        for code in codes:
            found = ask(profile.standing, view.build, code, aimag, "aimag")
            cells.append(
                view.t("[x] no data")
                if found is None
                else view.value(found.latest.value, view.indicators[code])
            )
        rows.append(tuple(cells))
    heads = tuple(
        f"{view.words.name(view.indicators[c])} ({view.words.of(view.indicators[c], 'unit')})" for c in codes
    )
    return Table(
        "members",
        view.t("Aimags of the region"),
        (view.t("Aimag"), *heads),
        tuple(rows),
        (None,) * 5,
        picks=tuple(f"aimag={a}" for a in members(view, place)),
    )


def neighbours(view: View, aimag: str) -> str:
    """HTML of the neighbours, the longest border first."""
    km = view.t("km")
    chips = "".join(
        f'<button type="button" data-set="aimag={code}">{escape(view.words.name(view.places[code]))} · {view.words.number(length)}\u00a0{km}</button>'
        for code, length in ask(queries.neighbours, view.build, aimag)
    )
    return f'<div class="chips">{chips}</div>'


def likeness(view: View, aimag: str) -> str:
    """HTML of the similar aimags, each with the figures that make it similar."""
    found = ask(similar, view.build, aimag)
    if not found:
        return f'<p class="sub">{escape(view.t("The capital has no similar aimag."))}</p>'
    used = ask(years_used, view.build)
    parts = []
    for item in found:
        reasons = []
        for code in item.alike:
            indicator = view.indicators[code]
            values = {
                o.place: o.value
                for o in ask(queries.observations, view.build, code, "aimag")
                if (o.year or 0) == used[code]
            }
            pair = (view.value(values[aimag], indicator), view.value(values[item.aimag], indicator))
            unit = with_unit(view, "", indicator.unit, view.words.of(indicator, "unit")).strip("\u00a0 ()")
            reasons.append(f"{escape(view.words.name(indicator))} ({escape(unit)}): {pair[0]} – {pair[1]}")
        button = f'<button type="button" class="link" data-set="aimag={item.aimag}"><b>{escape(view.words.name(view.places[item.aimag]))}</b></button>'
        parts.append(f"<li>{button}<br><span class='sub'>{'; '.join(reasons)}</span></li>")
    names = ", ".join(view.words.name(view.indicators[code]) for code in used)
    how = view.t(
        "Nearest in {n} figures, each in its newest complete year, counted in standard deviations: {names}.",
        n=len(used),
        names=names,
    )
    return f'<ul class="plain">{"".join(parts)}</ul><p class="sub">{escape(how)}</p>'


def near(view: View, aimag: str) -> str:
    """HTML of neighbours, similar aimags and what was published about this one."""
    t = view.t
    return (
        f"<h2>{escape(t('Neighbours'))}</h2>{neighbours(view, aimag)}"
        f"<h2>{escape(t('Similar aimags, and why'))}</h2>{likeness(view, aimag)}{statements(view, aimag)}"
    )
