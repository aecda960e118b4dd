"""Who leaves and who arrives, by year."""

from __future__ import annotations

from explore.ranking import CAPITAL
from store import queries
from ui.aimag.card import caption, card, sentence, twin
from ui.aimag.subject import INDEX_YEAR, Subject
from ui.ask import ask
from ui.drawings.flows import Year, flows
from ui.drawings.marks import Drawing
from ui.table import Table

CODES = ("migration_arrivals", "migration_departures", "migration_net")
WIDTHS = {"desk": 620.0, "tablet": 700.0, "phone": 350.0}


def title(subject: Subject) -> str:
    """What the picture shows."""
    return subject.view.t("Who leaves and who arrives")


def section(subject: Subject, screen: str) -> str:
    """HTML of the card."""
    view, t = subject.view, subject.view.t
    rows = years(subject)
    table = Table(
        "flows", title(subject), (t("Year"), t("Arrivals"), t("Departures"), t("Net migration")),
        tuple((str(row.year), row.arrivals, row.departures, row.net) for row in reversed(rows)), (None, 0, 0, 0),
    )  # fmt: skip
    used = [figure for code in CODES for figure in subject.figures.years(code, subject.code).values()]
    within = t(
        "Moves between the aimags of the region are counted among its arrivals and departures; the net leaves them out."
    )
    body = (
        drawing(subject, WIDTHS[screen]).html + sentence(said(subject)) + twin(subject, table)
        + caption(subject, t("Registered moves, people"), used, image="flows", notes=within if subject.is_region and len(subject.members) > 1 else "")
    )  # fmt: skip
    return card("flows", title(subject), view.t("people, registered moves"), body)


def years(subject: Subject) -> tuple[Year, ...]:
    """The years in which arrivals, departures and net are all known."""
    series = [subject.figures.series(code, subject.code) for code in CODES]
    arrivals, departures, net = (dict(rows) for rows in series)
    known = sorted(arrivals.keys() & departures.keys() & net.keys())
    return tuple(Year(year, arrivals[year], departures[year], net[year]) for year in known)


def drawing(subject: Subject, width: float) -> Drawing:
    """The picture, its ban and its election years taken from the usage warnings."""
    warnings = ask(queries.warnings, subject.view.build)
    ban = next(w for w in warnings if w.code == "registration_ban" and w.place == CAPITAL)
    paused = frozenset(w.year_from or 0 for w in warnings if w.code == "election_pause")
    return flows(
        subject.view, years(subject), banned=(ban.year_from or 0, ban.year_to or 0), paused=paused, width=width, label=said(subject)
    )  # fmt: skip


def said(subject: Subject) -> str:
    """What the picture says: the last year, the years with the greatest loss and gain."""
    view, rows = subject.view, years(subject)
    number = view.words.number
    lowest, highest = min(rows, key=lambda row: row.net), max(rows, key=lambda row: row.net)
    losing = sum(row.net < 0 for row in rows if row.year >= INDEX_YEAR)
    total = sum(row.year >= INDEX_YEAR for row in rows)
    first = view.t(
        "More people moved out than in in {losing} of the {n} years since {from_year}.", losing=losing, n=total, from_year=INDEX_YEAR
    )  # fmt: skip
    second = view.t(
        "Net migration was lowest in {low_year} ({low}) and highest in {high_year} ({high}).",
        low_year=lowest.year, low=number(lowest.net, signed=True), high_year=highest.year, high=number(highest.net, signed=True),
    )  # fmt: skip
    return f"{first} {second}"
