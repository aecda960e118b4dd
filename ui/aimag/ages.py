"""Who lives there by age, where that is known."""

from __future__ import annotations

from html import escape

from explore.ranking import CAPITAL
from ui.aimag import saying
from ui.aimag.card import caption, card, sentence, twin
from ui.aimag.subject import Subject
from ui.drawings.ages import ages
from ui.drawings.marks import Drawing
from ui.table import Table

YEAR = 2019
_STARTS = range(0, 70, 5)
GROUPS = (
    *(f"population_resident_age_{start:02}_{start + 4:02}" for start in _STARTS),
    "population_resident_age_70_plus",
)
_SHARES = ("share_age_00_14", "share_age_15_64", "share_age_65_plus", "dependency_ratio")


def title(subject: Subject) -> str:
    """What the picture shows."""
    return subject.view.t("Residents by age, {year}", year=YEAR)


def section(subject: Subject) -> str:
    """HTML of the card: the picture, or why there is none."""
    t = subject.view.t
    picture = drawing(subject)
    if picture is None:
        return card(
            "ages", title(subject), "", f'<div class="empty"><p>{escape(_why_not(subject))}</p></div>'
        )
    people = _people(subject, subject.code)
    table = Table(
        "ages", title(subject), (t("Age"), t("Residents"), t("Share, %")),
        tuple((_said(code), people[code], 100 * people[code] / sum(people.values())) for code in GROUPS), (None, 0, 1),
    )  # fmt: skip
    used = [figure for code in GROUPS if (figure := subject.figures.years(code, subject.code).get(YEAR))]
    body = (
        picture.html
        + sentence(said(subject))
        + twin(subject, table)
        + caption(subject, t("Residents, percent"), used, image="ages")
    )
    return card("ages", title(subject), sub(subject), body)


def sub(subject: Subject) -> str:
    """How the picture is read."""
    if subject.figures.value(GROUPS[0], subject.code, YEAR) is None or CAPITAL in (
        subject.code,
        *subject.members,
    ):
        return subject.view.t("percent of residents")
    return subject.view.t("percent of residents; stroke: Ulaanbaatar")


def drawing(subject: Subject) -> Drawing | None:
    """The picture, with the shares of the capital for comparison; None where the groups are not known."""
    view, people = subject.view, _people(subject, subject.code)
    if len(people) < len(GROUPS):
        return None
    itself = CAPITAL in (subject.code, *subject.members)
    other = {} if itself else _people(subject, CAPITAL)
    whole, whole_other = sum(people.values()), sum(other.values())
    rows = tuple(
        (_said(code), share := 100 * people[code] / whole, f"{view.words.number(share, 1)}\u00a0%",
         100 * other[code] / whole_other if other else None)
        for code in GROUPS
    )  # fmt: skip
    return ages(rows, large=view.theme.large, label=said(subject), reference=view.t("stroke: Ulaanbaatar"))


def said(subject: Subject) -> str:
    """The broad groups in words."""
    view = subject.view
    young, working, old, ratio = (subject.figures.value(code, subject.code, YEAR) for code in _SHARES)
    if young is None or working is None or old is None or ratio is None:
        return ""
    number = view.words.number
    return view.t(
        "Children under 15 make up {young} percent, people aged 15–64 {working} and those aged 65 and over {old}; {ratio} dependants for every 100 people aged 15–64.",
        young=number(young, 1), working=number(working, 1), old=number(old, 1), ratio=number(ratio, 1),
    )  # fmt: skip


def _people(subject: Subject, place: str) -> dict[str, float]:
    found = {code: subject.figures.value(code, place, YEAR) for code in GROUPS}
    return {code: value for code, value in found.items() if value is not None}


def _said(code: str) -> str:
    ends = code.removeprefix("population_resident_age_").split("_")
    return f"{int(ends[0])}+" if ends[1] == "plus" else f"{int(ends[0])}–{int(ends[1])}"


def _why_not(subject: Subject) -> str:
    view = subject.view
    without = [p.code for p in view.level("aimag") if len(_people(subject, p.code)) < len(GROUPS)]
    names = saying.listed(view, [subject.name(code) for code in without])
    if subject.is_region:
        own = saying.listed(view, [subject.name(code) for code in without if code in subject.members])
        return view.t(
            "The age structure of a region is shown only where all its aimags are known; {names} of this region are not: the table that could be read lacks some of their soums.",
            names=own,
        )  # fmt: skip
    return view.t(
        "The age structure of {n} of the 22 units is not known: the table of {year} that could be read lacks some soums of {names}. A sum of the rest would be wrong, so none is shown.",
        n=len(without), year=YEAR, names=names,
    )  # fmt: skip
