"""Complementary suppression by boxes: why no hidden count comes back by adding and subtracting.

A table with all its margins is one array whose axes end in a total. A *box* takes two levels on each axis of one
of its tables. Moving respondents round its corners, +1 and -1 by turns, leaves every margin of the table as it
is. So a cell that is the corner of a box with hidden corners only cannot be computed: two different populations
give the same published numbers. Finer tables keep the same freedom when they hide the box at some levels of the
further variables (its *lifts*); lifts to several variables combine as a product, so one movement of respondents
stays unseen in all tables at once, whichever of them are asked for.

Tables are decided from coarse to fine, each from its own margins alone: a pattern never depends on the request.
The boxes are those of the hypercube method (SDC handbook, magnitude tables; Repsilber 1994), which asks as here
that enough respondents can move for the cell's possible values to reach its threshold.

Where the sizes of groups are told elsewhere (a group is itself an answer, or a margin that is published), only
boxes that span the answers will do: they leave every size as it is. There a group below the threshold must exchange
answers with groups large enough to reach it together, or small groups taken together would come back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np

from survey.disclosure.rule import Cells, Flags, Rule, with_totals

TOTAL = -1
MOSTLY_HIDDEN = (
    0.9  # a table of which less than a tenth could be shown is not worth its search: all is hidden
)
Index = tuple[int, ...]


@dataclass
class Box:
    """Corners of a movement of respondents, and the levels at which finer tables hide it."""

    corners: dict[Index, int]  # cell, sign of its change
    axes: frozenset[int]
    need: int
    lifts: dict[int, list[int]] = field(default_factory=dict)


class Suppression:
    """The pattern of one table of counts and all its margins; `hidden` is true where nothing may be shown.

    `n` has the answer as its last axis; answers are exclusive. `hidden` has the same axes with totals appended.
    With `sizes_known` the sizes of all groups are told, and only answers are hidden; tables in `public` are told as
    well. Cells that are `hidden_anyway` cost nothing; those in `also` are hidden beside what is below the thresholds.
    """

    def __init__(
        self,
        n: Cells,
        rule: Rule,
        sizes_known: bool = False,
        hidden_anyway: Flags | None = None,
        public: Collection[frozenset[int]] = (),
        also: Flags | None = None,
    ) -> None:
        self.n = with_totals(n)
        self.rule = rule
        self.answer = n.ndim - 1
        self.also = np.zeros(self.n.shape, bool) if also is None else also
        self.hidden: Flags = np.zeros(self.n.shape, bool)
        # Hiding costs the respondents lost to the reader; an empty cell hides nobody, so it comes last.
        self.price = np.where(self.n > 0, self.n, n.sum()).astype(np.float64)
        if hidden_anyway is not None:
            self.price[hidden_anyway] = 0.0
        self.need: Cells = np.zeros(self.n.shape, np.int64)
        self.lack: Cells = np.zeros(self.n.shape, np.int64)
        self.sizes_known = sizes_known
        self.safe: Flags = np.zeros(self.n.shape, bool)
        self.boxes: list[Box] = []
        self.too_thin: list[frozenset[int]] = []
        self.boxes_at: dict[Index, list[Box]] = {}
        if n.sum() < rule.min_base:
            self.hidden[...] = True
            return
        for size in range(1, n.ndim + 1):
            for axes in map(frozenset, combinations(range(n.ndim), size)):
                if not (axes in public or (sizes_known and self.answer not in axes)):
                    self._decide(axes)

    def _decide(self, axes: frozenset[int]) -> None:
        """Hide what one table must hide, given its margins."""
        table = tuple(slice(0, -1) if axis in axes else TOTAL for axis in range(self.n.ndim))
        self.hidden[table] = self._primary(axes, table) | self.also[table]
        self.need[table] = self._needs(axes, table)
        if self.sizes_known:
            base = self.n[(*table[:-1], slice(-1, None))]
            self.lack[table] = np.where(base > 0, np.maximum(self.rule.min_base - base, 0), 0)
        self.price[table][self.hidden[table]] = 0.0
        if any(thin <= axes for thin in self.too_thin):
            self.hidden[table] = True
            return
        for box in self.boxes:
            if box.axes < axes:
                self._lift(box, axes)
        people = self.n[table] > 0
        if min(people.shape) > 1 and self.hidden[table][people].mean() > MOSTLY_HIDDEN:
            self.too_thin.append(axes)
            self.hidden[table] = True
            return
        cells = np.argwhere(self.hidden[table] & ~self.safe[table])
        order = np.argsort(-self.need[table][tuple(cells.T)], kind="stable")
        places = sorted(axes)
        for place in cells[order].tolist():
            cell = [TOTAL] * self.n.ndim
            for axis, level in zip(places, place, strict=True):
                cell[axis] = level
            if not self.safe[tuple(cell)] and not self._extend(tuple(cell), axes):
                self._enclose(tuple(cell), places, table)

    def _primary(self, axes: frozenset[int], table: tuple[slice | int, ...]) -> Flags:
        if self.answer not in axes:
            return self.rule.small_base(self.n[table])
        bases = (*table[:-1], slice(-1, None))
        small = self.rule.small_numerator(self.n[table], self.n[bases])
        return small | self.hidden[bases] | self.rule.small_base(self.n[bases])

    def _needs(self, axes: frozenset[int], table: tuple[slice | int, ...]) -> Cells:
        """How many respondents must be able to move into each cell: up to its threshold, or one."""
        n = self.n[table]
        if self.answer not in axes:
            return np.maximum(self.rule.min_base - n, 1)
        known = np.zeros(n.shape, bool)
        for size in range(1, len(axes) + 1):
            for summed in combinations(sorted(axes), size):
                margin = tuple(slice(-1, None) if axis in summed else part for axis, part in enumerate(table))
                known |= (self.n[margin] == 0) & ~self.hidden[margin]
        small = (n > 0) & (n < self.rule.min_numerator)
        return np.where(small, self.rule.min_numerator - n, np.where(known, 0, 1))

    def _lift(self, box: Box, axes: frozenset[int]) -> None:
        """Keep the freedom of a coarser box in a finer table: at few levels, the cheapest first."""
        new = sorted(axes - box.axes)
        if len(new) == 1:
            axis = new[0]
            corners = [(self._line(corner, axis), sign) for corner, sign in box.corners.items()]
            price = np.add.reduce([self.price[line] for line, _ in corners])
            room = np.minimum.reduce([self.n[line] for line, sign in corners if sign < 0])
            found, levels = 0, box.lifts.setdefault(axis, [])
            for level in np.lexsort((-room, price, room == 0)).tolist():
                levels.append(level)
                found += int(room[level])
                if found >= box.need:
                    break
        for steps in product(*(box.lifts[axis] for axis in new)):
            self._hide(moved(box, dict(zip(new, steps, strict=True))))

    def _extend(self, cell: Index, axes: frozenset[int], more: bool = False) -> bool:
        """Make a hidden cell safe by lifting a box of its margin to its level; with `more` where that hides others."""
        need = int(self.need[cell])
        for axis in sorted(axes):
            margin = (*cell[:axis], TOTAL, *cell[axis + 1 :])
            for box in self.boxes_at.get(margin, ()):
                corners = moved(box, {axis: cell[axis]})
                side = corners[cell]
                room = min(int(self.n[corner]) for corner, sign in corners.items() if sign != side)
                free = more or all(self.hidden[corner] for corner in corners)
                if free and room >= need and self._reaches(corners, cell):
                    if cell[axis] not in box.lifts[axis]:
                        box.lifts[axis].append(cell[axis])
                    self._hide(corners)
                    return True
        return False

    def _enclose(self, cell: Index, places: list[int], table: tuple[slice | int, ...]) -> None:
        """Hide the cheapest box round a cell that has room enough, or the roomiest when none has."""
        n, price = self.n[table], self.price[table]
        own = [cell[axis] for axis in places]
        cost = np.zeros(n.shape)
        room = np.full(n.shape, np.iinfo(np.int64).max)
        for size in range(1, len(own) + 1):
            for turned in combinations(range(len(own)), size):
                view = tuple(
                    slice(None) if axis in turned else slice(level, level + 1)
                    for axis, level in enumerate(own)
                )
                cost += price[view]
                if size % 2:
                    np.minimum(room, n[view], out=room)
        lack, large = int(self.lack[cell]), np.ones(n.shape, bool)
        for axis in range(len(own) - 1) if lack else ():
            view = tuple(slice(None) if a == axis else slice(own[a], own[a] + 1) for a in range(len(own) - 1))
            large &= self.n[(*table[:-1], slice(-1, None))][view] >= lack
        for axis, level in enumerate(own):
            cost[(slice(None),) * axis + (level,)] = np.inf
        possible = np.isfinite(cost)
        if not possible.any():
            return  # an axis of one level: the cell is its own margin, and is lifted with it
        need = int(self.need[cell])
        possible = possible & large if (possible & large).any() else possible
        enough = possible & (room >= need)
        if not enough.any():
            if self._extend(cell, frozenset(places), more=True):
                return
            enough = possible & (room == room[possible].max())
        other = np.unravel_index(np.argmin(np.where(enough, cost, np.inf)), n.shape)
        found: dict[Index, int] = {}
        for turns in product((0, 1), repeat=len(own)):
            corner = list(cell)
            for axis, turn, level, opposite in zip(places, turns, own, other, strict=True):
                corner[axis] = int(opposite) if turn else level
            found[tuple(corner)] = -1 if sum(turns) % 2 else 1
        box = Box(found, frozenset(places), need)
        self.boxes.append(box)
        for place in found:
            self.boxes_at.setdefault(place, []).append(box)
        self._hide(found)
        self.safe[cell] = True  # when there is no more room, this is the best there is

    def _hide(self, corners: dict[Index, int]) -> None:
        """Hide the corners of a box, and note which of them it makes safe."""
        room = {side: min(int(self.n[c]) for c, sign in corners.items() if sign == side) for side in (1, -1)}
        for corner, sign in corners.items():
            self.hidden[corner], self.price[corner] = True, 0.0
            if room[-sign] >= self.need[corner] and self._reaches(corners, corner):
                self.safe[corner] = True

    def _reaches(self, corners: dict[Index, int], cell: Index) -> bool:
        """Whether the groups that a cell's own exchanges with are large enough."""
        lack = int(self.lack[cell])
        if not lack:
            return True
        groups = [corner[:-1] for corner in corners if corner[-1] == cell[-1]]
        near = [g for g in groups if sum(one != own for one, own in zip(g, cell, strict=False)) == 1]
        return all(self.n[(*group, TOTAL)] >= lack for group in near)

    @staticmethod
    def _line(corner: Index, axis: int) -> tuple[slice | int, ...]:
        return (*corner[:axis], slice(0, -1), *corner[axis + 1 :])


def moved(box: Box, levels: dict[int, int]) -> dict[Index, int]:
    """The corners of a box at given levels of further axes."""
    return {
        tuple(levels.get(axis, level) for axis, level in enumerate(corner)): sign
        for corner, sign in box.corners.items()
    }
