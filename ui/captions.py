"""What stands under every picture: measure, unit, year, sources, warnings, downloads."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

from store import queries
from store.queries import Warning
from ui.ask import ask
from ui.view import View


def head(title: str, sub: str = "", *, heading: str = "h2") -> str:
    """HTML of the title over a picture and the line under it."""
    line = f'<div class="sub">{escape(sub)}</div>' if sub else ""
    return f'<div class="picture-head"><{heading}>{escape(title)}</{heading}>{line}</div>'


def caption(
    view: View,
    *,
    measure: str,
    year: str,
    sources: Iterable[str],
    warnings: Iterable[Warning] = (),
    kinds: Iterable[str] = (),
    boundaries: str = "",
    lines: Iterable[str] = (),
    downloads: str = "",
) -> str:
    """HTML of the caption; `sources` are source codes, `boundaries` the credit of the outlines drawn.

    `lines` are said after the measure.
    """
    t = view.t
    known = {source.code: source for source in ask(queries.sources, view.build)}
    cited = [known[code] for code in dict.fromkeys(sources) if code in known]
    named = "; ".join(
        f"{view.words.of(source, 'publisher')}, {view.words.of(source, 'title')}" for source in cited[:4]
    )
    if len(cited) > 4:
        named += "; " + t("and {n} more", n=len(cited) - 4)
    badges = "".join(
        f'<span class="badge {escape(code)}">{escape(kind(view, code))}</span> '
        for code in sorted(set(kinds))
    )
    link = f'<a href="sources?{urlencode({"lang": view.language, "theme": view.theme_name})}" target="_self">{escape(t("Sources"))}</a>'
    parts = [f"<p>{badges}{escape(measure)} · {escape(year)}</p>"]
    parts += [f"<p>{escape(line)}</p>" for line in lines]
    if named:
        parts.append(f"<p>{escape(t('Source'))}: {escape(named)} · {link}</p>")
    if boundaries:
        parts.append(f"<p>{escape(boundaries)}</p>")
    texts = dict.fromkeys(
        (w.severity, view.words.of(w, "text")) for w in sorted(warnings, key=lambda w: w.severity)
    )
    said = [f'<p class="{severity}">{escape(text)}</p>' for severity, text in texts]
    if len(said) > 4:
        summary = t("Warnings ({n})", n=len(said))
        said = [f'<details class="warnings"><summary>{escape(summary)}</summary>{"".join(said)}</details>']
    parts += said
    return f'<div class="caption">{"".join(parts)}{downloads}</div>'


def kind(view: View, code: str) -> str:
    """How a figure came to be, in words."""
    said = {
        "official": view.t("official figure"),
        "published": view.t("published figure"),
        "calculated": view.t("calculated from official figures"),
        "survey": view.t("survey estimate"),
        "demonstration": view.t("Demonstration: made up, nobody was interviewed"),
    }
    return said[code]


def downloads(
    view: View,
    table: str | None,
    image: str | None = None,
    *,
    chart: str = "",
    said: str = "",
    **parameters: object,
) -> str:
    """HTML of the links that download the data (CSV, XLSX) and the picture (PNG, SVG).

    `table` and `image` name what the server makes, from `parameters`; `chart` is the title of a chart that
    the browser saves as it stands in the same card; `said` stands for "Data".
    """
    if view.is_preview:
        return f'<p class="sub">{escape(view.t("Downloads are offered when it is published."))}</p>'
    known = {name: value for name, value in parameters.items() if value is not None}
    query = urlencode({"lang": view.language, "theme": view.theme_name, "build": view.build, **known})
    links = []
    for name, kinds, label in (
        (table, ("csv", "xlsx"), said or view.t("Data")),
        (image, ("png", "svg"), view.t("Image")),
    ):
        if name:
            links += [
                f'<a href="download/{name}.{kind}?{query}" download target="_self">{escape(label)} {kind.upper()}</a>'
                for kind in kinds
            ]
    if chart:
        foot = f"{view.t('Nutag')} · {view.t('build')} {view.build}"
        links += [
            f'<button type="button" data-save="{kind}" data-title="{escape(chart)}" data-foot="{escape(foot)}">'
            f"{escape(view.t('Image'))} {kind.upper()}</button>"
            for kind in ("png", "svg")
        ]
    return f'<div class="downloads">{"".join(links)}</div>'


def boundary_credit(view: View, origin: str) -> str:
    """The credit of the outlines that a map draws."""
    if origin == "official":
        return view.t(
            "Administrative boundaries: National Statistics Office of Mongolia and UN OCHA "
            "(COD-AB Mongolia, 19 Oct 2020), CC BY 3.0 IGO, generalised."
        )
    return view.t("Outlines: Nutag, small-scale, for orientation only.")
