"""Sentences that open the maps of destinations and flows: one finding each, and no more than intervals allow."""

from __future__ import annotations

from ui.surveys import say
from ui.surveys.flow_view import Drawn
from ui.surveys.shares import Shares, similar
from ui.view import View


def sentence(picture: Shares, place: str | None) -> str:
    """What the map says of one aimag, or of the highest: its share, and how many cannot be told from it."""
    view, t, words = picture.view, picture.view.t, picture.view.words
    shown = {
        code: row
        for code, row in picture.estimates.items()
        if row.estimate is not None and code in view.places
    }
    if place and place in picture.estimates:
        said = _one(picture, place)
        return said[0].upper() + said[1:]
    sure = {code: row for code, row in shown.items() if row.mark != "u"}
    if not sure:
        return t("No share can be shown: too few respondents stand behind each.")
    if picture.show == "width":
        widest = max(sure, key=lambda code: picture.value(code) or 0.0)
        return t(
            "Least certain: {place}, where the interval is {width} percentage points wide.",
            place=words.place(view.places[widest]), width=words.number(picture.value(widest) or 0.0, 1),
        )  # fmt: skip
    top = max(sure, key=lambda code: sure[code].estimate or 0.0)
    alike = len(similar(shown, top))
    more = (
        t("Similar, as their intervals meet: {n} more.", n=alike)
        if alike
        else t("No other aimag's interval meets this one.")
    )
    return f"{t('Highest')}: {_one(picture, top)} {more}"


def about(picture: Shares) -> str:
    """What is drawn, of whom."""
    t = picture.view.t
    if picture.show == "width":
        return t("Width of the 95 % confidence interval, percentage points: the wider, the less is known")
    if picture.layer == "origin":
        return t("Per cent of those who came from each aimag; a wish is not a forecast")
    return t("Per cent of those who would resettle and named an aimag; a wish is not a forecast")


def _one(picture: Shares, place: str) -> str:
    view, words = picture.view, picture.view.words
    estimate = picture.estimates[place]
    if estimate.estimate is None:
        return say.withheld(view, words.place(view.places[place]), estimate)
    share = say.share(view, estimate)
    if picture.layer == "origin":
        return view.t(
            "of those who came from {place}, {share} wish to return to their homeland.",
            place=words.place(view.places[place], "ablative"), share=share,
        )  # fmt: skip
    return view.t(
        "of those who named an aimag, {share} want to settle in {place}.",
        place=words.place(view.places[place], "dative"), share=share,
    )  # fmt: skip


def flow_title(view: View, found: Drawn) -> str:
    """Which flows are drawn."""
    t, wish = view.t, found.wish
    name = {code: view.words.name(view.places[code]) for code in (wish.first, wish.second) if code}
    if wish.start == "capital":
        return t("From Ulaanbaatar to the wanted aimag")
    if wish.mode == "out":
        return t("{place}: where those who came from here want to go", place=name[wish.first])
    if wish.mode == "in":
        return t("{place}: where those came from who want to go here", place=name[wish.first])
    if wish.mode == "between":
        return t("Between {place} and {other}", place=name[wish.first], other=name[wish.second])
    return t("From the aimag of origin to the wanted aimag")


def counted(view: View, found: Drawn) -> str:
    """How much is shown: flows drawn of all, their share, and what is hidden, behind the cap or nobody's."""
    t, number, left = view.t, view.words.number, found.left
    said = [
        t(
            "Showing {shown} of {all} flows: {share} % of those who named an aimag.",
            shown=number(len(left.drawn)), all=number(left.flows), share=number(100 * left.share, int(left.share < 0.1)),
        )
    ]  # fmt: skip
    if left.confidential:
        said.append(
            t("Hidden [c] and not drawn, as too few respondents stand behind them: {n}.", n=number(left.confidential))
        )  # fmt: skip
    if left.beyond:
        said.append(
            t("Smaller, left out to keep the map legible: {n} ({share} %).", n=number(left.beyond), share=number(100 * left.beyond_share, 1))
        )  # fmt: skip
    if left.nobody:
        said.append(t("Named by nobody in the sample: {n}.", n=number(left.nobody)))
    return " ".join(said)


def finding(view: View, found: Drawn) -> str:
    """The largest flow in words, and how many of the others cannot be told from it."""
    t, words = view.t, view.words
    sure = [arrow for arrow in found.arrows if arrow.estimate.mark != "u"] or list(found.arrows)
    if not sure:
        return t("No flow of this kind can be shown: too few respondents stand behind each.")
    first = sure[0]
    to, share = words.place(view.places[first.wanted], "dative"), say.share(view, first.estimate)
    if found.wish.start == "capital":
        text = t(
            "Wanted most often: {share} of those who named an aimag want to settle in {place}.",
            share=share,
            place=to,
        )
    else:
        text = t(
            "Largest flow between aimags: {share} of those who named an aimag came from {origin} and want {place}.",
            share=share, origin=words.place(view.places[first.origin], "ablative"), place=to,
        )  # fmt: skip
    alike = [
        arrow
        for arrow in found.arrows
        if arrow != first and (arrow.estimate.high or 0.0) >= (first.estimate.low or 0.0)
    ]
    if alike:
        return f"{text} " + t("Similar, as their intervals meet: {n} more.", n=words.number(len(alike)))
    return text
