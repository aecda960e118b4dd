"""The shares of a map as tables: short for the screen, whole for files."""

from __future__ import annotations

from ui.surveys import beside, say, tables
from ui.surveys.shares import Shares
from ui.table import Table


def title(picture: Shares) -> str:
    """Which question the map answers."""
    t = picture.view.t
    if picture.layer == "origin":
        return t("Who wishes to return, by aimag of origin, {round}", round=picture.choice.round.code)
    return t("Which aimag is wanted, {round}", round=picture.choice.round.code)


def screen(picture: Shares) -> Table:
    """Aimag, share with interval and mark, base; highest first. A row picks its aimag."""
    view, t = picture.view, picture.view.t
    rows = []
    for code in _order(picture):
        row = picture.estimates[code]
        n = f"[{row.mark}]" if row.n is None else row.n
        rows.append((_name(picture, code), say.cell(view, row, picture.share_decimals), n))
    heads = (t("Aimag"), t("Share, % (interval)"), "n")
    picks = tuple(f"aimag={code}" for code in _order(picture))
    return Table("destinations", title(picture), heads, tuple(rows), (None, 0, 0), picks=picks)


def whole(picture: Shares) -> Table:
    """Every share with interval, standard error, base and mark; all that must be said with them."""
    view, t = picture.view, picture.view.t
    rows = tuple(
        (code, _name(picture, code), *tables.numbers(view, picture.estimates[code]))
        for code in _order(picture)
    )
    said = t("Aimag of origin") if picture.layer == "origin" else t("Wanted aimag")
    return Table(
        f"{picture.layer}-{picture.choice.survey.code}-{picture.choice.round.code}",
        title(picture),
        (t("Code"), said, *tables.heads(view)),
        rows,
        (None, None, *tables.DECIMALS),
        beside.notes(view, picture.choice, picture.answered),
        facts=tables.facts(view, picture.choice, picture.answered),
    )


def _order(picture: Shares) -> list[str]:
    return sorted(picture.estimates, key=lambda code: -(picture.estimates[code].estimate or -1.0))


def _name(picture: Shares, code: str) -> str:
    known = picture.view.places.get(code)
    return picture.view.words.name(known) if known else code
