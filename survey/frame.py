"""The sampling units of a design: which belongs to which, how many were drawn, out of how many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.coding import compact
from survey.design import Design, SurveyError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """Units of every stage, first stage first, numbered in the order of their names.

    `parents[s]` is, for each unit of stage s, its unit of the stage above (its stratum for the first stage);
    `drawn[s]` and `fraction[s]` are, for each unit of the stage above, the number of units drawn from it and
    the fraction of its units that were drawn (0 = with replacement). `copies` counts, for each last-stage
    unit, the respondents it stands for where every respondent is a unit, else 1. `used` marks the
    first-stage units with a weight above zero, `drawn_used` counts them where respondents are units.
    """

    design: Design
    strata: tuple[object, ...]
    parents: tuple[Ints, ...]
    drawn: tuple[Ints, ...]
    fraction: tuple[Floats, ...]
    copies: Ints
    used: NDArray[np.bool_]
    respondents_used: Ints

    @staticmethod
    def of(
        design: Design,
        units: list[tuple[Ints, tuple[object, ...]]],
        rows: Ints,
        fpc: list[tuple[Any, ...]],
    ) -> tuple[Frame, Ints]:
        """The frame behind a table of sums, and the last-stage unit of each of its rows.

        `units` are codes and names, stratum first where there is one, then stage by stage; `rows` counts the
        respondents of each row; `fpc` holds least, most and number of given values for each row and stage.
        Raises SurveyError for units in two strata and finite populations that make no sense.
        """
        stratum, names = (
            (units[0][0], units[0][1]) if design.stratum else (np.zeros(len(rows), np.int64), ("",))
        )
        stages = units[1:] if design.stratum else units
        above, parents, drawn, sizes = stratum, [], [], [len(names)]
        if not stages:  # every respondent is a unit
            unit = np.arange(len(rows))
            parents, drawn = (
                [stratum],
                [np.bincount(stratum, weights=rows, minlength=len(names)).astype(np.int64)],
            )
            copies = rows.astype(np.int64)
            rows_above = [stratum]
        else:
            rows_above = []
            for stage, (codes, labels) in enumerate(stages):
                if stage == 0 and design.stratum and not design.nested:
                    _nested(stratum, codes, names, labels, design)
                key = above * len(labels) + codes
                seen, place = compact(key, sizes[-1] * len(labels))
                rows_above.append(above)
                parents.append(seen // len(labels))
                drawn.append(np.bincount(parents[-1], minlength=sizes[-1]))
                above = place
                sizes.append(len(seen))
            unit, copies = above, np.ones(sizes[-1], dtype=np.int64)
        fractions = _fractions(design, fpc, rows_above, drawn, rows)
        unused = np.zeros(len(parents[0]), dtype=bool)
        return Frame(design, names, tuple(parents), tuple(drawn), fractions, copies, unused, copies), unit

    def counted(self, unit: Ints, positive: Ints) -> Frame:
        """The same frame, knowing which units hold somebody with a weight above zero."""
        held = np.bincount(unit, weights=positive, minlength=len(self.copies)).astype(np.int64)
        first = self.first(np.arange(len(self.copies)))
        used = np.bincount(first, weights=held, minlength=len(self.parents[0])) > 0
        return replace(
            self, used=used, respondents_used=held if not self.design.psu else used.astype(np.int64)
        )

    def first(self, unit: Ints) -> Ints:
        """The first-stage unit of each last-stage unit."""
        for parent in reversed(self.parents[1:]):
            unit = parent[unit]
        return unit

    def degrees_of_freedom(self) -> int:
        """First-stage units minus strata, those with a weight above zero (R's `degf`)."""
        used = self.respondents_used > 0
        return int(self.respondents_used.sum()) - len(np.unique(self.parents[0][used]))

    def lonely(self) -> tuple[object, ...]:
        """Names of the strata with one first-stage unit that is not all there is."""
        alone = (self.drawn[0] == 1) & (self.fraction[0] < 1 - 1e-7)
        return tuple(self.strata[i] for i in np.flatnonzero(alone))


def _nested(
    stratum: Ints, psu: Ints, strata: tuple[object, ...], names: tuple[object, ...], design: Design
) -> None:
    """Refuse units that lie in two strata."""
    pairs = np.unique(psu * len(strata) + stratum)
    owner = pairs // len(strata)
    twice = np.unique(owner[1:][owner[1:] == owner[:-1]])
    if len(twice):
        said = ", ".join(repr(names[i]) for i in twice[:5])
        raise SurveyError(
            f"{len(twice)} sampling unit(s) of column {design.psu[0]!r} lie in more than one stratum of "
            f"{design.stratum!r} ({said}): if unit names start anew in each stratum say so (--nested), else mend them."
        )


def _fractions(
    design: Design, fpc: list[tuple[Any, ...]], above: list[Ints], drawn: list[Ints], rows: Ints
) -> tuple[Floats, ...]:
    """Fractions drawn, from population sizes or fractions (all above 1, or all at most 1, as in R)."""
    if not fpc:
        return tuple(np.zeros(len(counts)) for counts in drawn)
    for (_, _, given), name in zip(fpc, design.fpc, strict=True):
        if (given < rows).any():
            raise SurveyError(
                f"Column {name!r} (finite population) is empty for {int((rows - given).sum())} rows: fill it in."
            )
    lows, highs = [np.concatenate([f[i] for f in fpc]) for i in (0, 1)]
    if (lows <= 0).any():
        raise SurveyError(
            f"Finite population column(s) {', '.join(design.fpc)} hold zero or negative values."
        )
    sizes = bool((highs > 1).any())
    if sizes and (lows < 1).any():
        raise SurveyError(
            f"Finite population column(s) {', '.join(design.fpc)} mix sizes (1 and more) with fractions (below 1): give one or the other."
        )
    fractions = []
    for (low, high, _), parent, counts, name in zip(fpc, above, drawn, design.fpc, strict=True):
        least, most = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)
        np.minimum.at(least, parent, low)
        np.maximum.at(most, parent, high)
        if (least != most).any():
            raise SurveyError(
                f"Column {name!r} (finite population) varies within one stratum or sampling unit: it must be the same for all of its rows."
            )
        share = counts / least if sizes else least
        if (share > 1 + 1e-9).any():
            raise SurveyError(
                f"Column {name!r} says that more units were drawn than there are: check the population sizes."
            )
        fractions.append(np.minimum(share, 1.0))
    return tuple(fractions)
