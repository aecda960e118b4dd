"""From where to where: a question about a wanted place, crossed with the place of origin, as flows.

Every flow is a share of all respondents with an answer to both, so that flows add up to the margins of the
matrix. Staying within one place is a cell of the matrix, but neither a flow in nor a flow out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import fsum
from typing import Literal, NamedTuple, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from store import survey_queries
from store.survey_queries import Question
from survey import estimates
from survey.disclosure.output import Pattern, blank
from survey.questions import Answered, Asked, pattern_of, put, rule_of, table
from survey.results import Estimate

Mode = Literal["all", "out", "in", "between"]
MODES: tuple[Mode, ...] = get_args(Mode)
ELSEWHERE = -2
_COLUMN = "flow"
_Place = TypeVar("_Place", str, tuple[str, str])


class Flows(NamedTuple):
    """The matrix of flows and its margins, protected; every share is of all with an answer to both questions.

    `cells` stand by (origin, wanted place); `origins` and `wanted` are the margins of the matrix by place.
    `within`, `out` and `into` split them: the margin of an origin is within + out, that of a wanted place
    within + into. `base` are the respondents with both answers; `about` holds what must be said beside them, and
    the shares of the wanted places within each origin.
    """

    about: Answered
    origin: Question
    base: int | None
    cells: dict[tuple[str, str], Estimate]
    origins: dict[str, Estimate]
    wanted: dict[str, Estimate]
    within: dict[str, Estimate]
    out: dict[str, Estimate]
    into: dict[str, Estimate]


class Selection(NamedTuple):
    """What a mode draws of the flows between different places, and what it leaves out.

    `drawn` are at most as many flows as asked for, largest first. `flows` is how many the mode concerns; of
    those not drawn `confidential` are hidden, `nobody` are zero or have no estimate, `beyond` lie behind the
    cap. Shares are of all respondents: `share` of the flows drawn, `beyond_share` of those behind the cap,
    `total` of all flows of the mode and `confidential_share` of the hidden ones, both None where a margin
    that they follow from is hidden.
    """

    drawn: tuple[Estimate, ...]
    flows: int
    confidential: int
    nobody: int
    beyond: int
    share: float
    beyond_share: float
    confidential_share: float | None
    total: float | None


def flows(
    build: str,
    survey: str,
    round: str,
    question: str,
    origin: str,
    method: str = "logit",
    level: float = 0.95,
) -> Flows:
    """The flows from the places of `origin` to those of `question`.

    Raises SurveyError for what is not in the codebook or not in the round.
    """
    asked = put(build, survey, round, question, (origin,), ())
    about = table(build, survey, round, question, (origin,), method=method, level=level)
    thresholds = next(known for known in survey_queries.surveys(build) if known.code == survey)
    matrix = _Matrix(asked, origin, pattern_of(asked, rule_of(thresholds)), method, level)
    start, end, stays = matrix.start, matrix.end, matrix.stays
    origins, places = matrix.origins, matrix.places
    own = {place: matrix.hides(place, place) for place in origins if place in places}
    pairs = tuple((one, other) for one in origins for other in places)
    cells = matrix.shares(start * len(places) + end, pairs, {pair: matrix.hides(*pair) for pair in pairs})
    from_here = {place: matrix.hides(place, None) for place in origins}
    to_here = {place: matrix.hides(None, place) for place in places}
    return Flows(
        about,
        next(known for known in survey_queries.questions(build, survey) if known.code == origin),
        None if matrix.hides(None, None) else int(asked.sums[0].positive[matrix.known].sum()),
        {pair: cell._replace(by=pair[:1], answer=pair[1]) for pair, cell in cells.items()},
        origins=matrix.shares(start, origins, from_here),
        wanted=matrix.shares(end, places, to_here),
        within=matrix.shares(np.where(stays, start, ELSEWHERE), origins, own),
        out=matrix.shares(np.where(stays, ELSEWHERE, start), origins, _either(from_here, own)),
        into=matrix.shares(np.where(stays, ELSEWHERE, end), places, _either(to_here, own)),
    )


def select(found: Flows, mode: Mode, first: str, second: str, most: int) -> Selection:
    """The flows between different places that a mode concerns, cut to the `most` largest.

    `out` are those from `first`, `in` those to it, `between` those from `first` to `second` and back.
    """

    def concerned(origin: str, wanted: str) -> bool:
        if mode == "between":
            return {origin, wanted} == {first, second}
        return mode == "all" or (origin if mode == "out" else wanted) == first

    cells = [
        cell
        for (origin, wanted), cell in found.cells.items()
        if origin != wanted and concerned(origin, wanted)
    ]
    there = sorted((cell for cell in cells if cell.estimate), key=lambda cell: -(cell.estimate or 0.0))
    drawn, beyond = there[:most], there[most:]
    parts = {
        "all": list(found.out.values()),
        "out": [found.out[first]] if first in found.out else [],
        "in": [found.into[first]] if first in found.into else [],
        "between": cells,
    }[mode]
    total = total_of(parts)
    share, beyond_share = total_of(drawn) or 0.0, total_of(beyond) or 0.0
    confidential = sum(cell.mark == "c" for cell in cells)
    left = None if total is None else max(total - share - beyond_share, 0.0) if confidential else 0.0
    return Selection(
        tuple(drawn), len(cells), confidential, len(cells) - len(there) - confidential, len(beyond),
        share, beyond_share, left, total,
    )  # fmt: skip


def total_of(parts: list[Estimate]) -> float | None:
    """The sum of shares; None when one of them is hidden."""
    if any(part.mark == "c" for part in parts):
        return None
    return fsum(part.estimate or 0.0 for part in parts)


class _Matrix:
    """A question's respondents by origin and wanted place, ready to be shared out in several ways."""

    def __init__(self, asked: Asked, origin: str, pattern: Pattern, method: str, level: float) -> None:
        self.sums = sums = asked.sums[0]
        self.origin, self.pattern, self.method, self.level = origin, pattern, method, level
        self.origins = tuple(str(code) for code in sums.levels[origin])
        self.places = tuple(str(code) for code in sums.levels[asked.question.code])
        self.start, self.end = sums.codes[origin], sums.codes[asked.question.code]
        self.known = (self.start >= 0) & (self.end >= 0)
        same = np.array([[one == other for other in self.places] for one in self.origins], dtype=bool)
        self.stays = same[self.start, self.end] & self.known

    def hides(self, origin: str | None, wanted: str | None) -> bool:
        """Whether a cell is hidden, or a margin where a place is None."""
        by = () if origin is None else (origin,)
        return self.pattern.hides((self.origin,) * len(by), by, wanted)[0]

    def shares(
        self, codes: NDArray[np.int64], levels: tuple[_Place, ...], hidden: Mapping[_Place, bool]
    ) -> dict[_Place, Estimate]:
        """The share of each level among all with both answers; a code of ELSEWHERE counts in the base alone."""
        coded = np.where(self.known, np.where(codes == ELSEWHERE, len(levels), codes), -1)
        sums = replace(self.sums, codes={_COLUMN: coded}, levels={_COLUMN: (*levels, ELSEWHERE)})
        rows = estimates.proportions(estimates.of_answers(sums, _COLUMN), self.method, self.level)
        return {
            place: self._protected(row, hidden.get(place, False))
            for place, row in zip(levels, rows, strict=False)
        }

    def _protected(self, row: Estimate, hidden: bool) -> Estimate:
        rule, alone = self.pattern.rule, self.hides(None, None)
        if alone or hidden or 0 < (row.n_answer or 0) < rule.min_numerator:
            return blank(row, alone)
        if not row.n or row.estimate is None:
            return row._replace(mark=row.mark or "x")
        return row._replace(mark=row.mark or "u") if rule.unreliable(row.estimate, row.se) else row


def _either(one: Mapping[str, bool], other: Mapping[str, bool]) -> dict[str, bool]:
    return {place: hidden or other.get(place, False) for place, hidden in one.items()}
