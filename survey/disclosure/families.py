"""What is hidden of a table, whichever of its variables is the answer.

A count of women who wish to return is an answer of "wish by sex" and of "sex by wish" alike, and the number of
women is an answer of "sex". So every variable is taken as the answer in turn, and its cells are protected from one
who knows the sizes of all groups of the others. Tables of one turn show no more than any other turn lets them, so
what each protects stays protected when all of them are read together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from survey.disclosure.boxes import Suppression
from survey.disclosure.rule import Cells, Flags, Rule

Public = Collection[frozenset[str]]


class Table(NamedTuple):
    """Counts with a name and the codes of each axis; the answer is the last axis."""

    n: Cells
    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]

    def answering(self, axis: int) -> Table:
        """The same table with another axis as the answer."""
        order = [*(other for other in range(self.n.ndim) if other != axis), axis]
        return Table(
            self.n.transpose(order),
            tuple(self.names[place] for place in order),
            tuple(self.codes[place] for place in order),
        )

    def sizes(self) -> Table:
        """The respondents by all variables but the answer."""
        return Table(self.n.sum(-1), self.names[:-1], self.codes[:-1])


def of_question(table: Table, rule: Rule, public: Public = ()) -> Flags:
    """The pattern of a table, with its margins, whose variables may each be the answer of the same table.

    `public` are tables, as sets of names, whose weighted totals are known to all.
    """
    found = any_turn(table, rule, public)
    return found | decided(table, rule, False, found)


def of_options(tables: Sequence[Table], rule: Rule, public: Public = ()) -> list[Flags]:
    """The patterns of tables by the same variables and respondents, whose answers divide nothing else."""
    sizes = any_turn(tables[0].sizes(), rule, public)[..., None]  # without its base no answer is shown
    found = []
    for table in tables:
        alone = sizes_told(table, rule, public) if table.n.shape[-1] > 1 else False
        anyway = sizes | alone | np.zeros(tuple(size + 1 for size in table.n.shape), bool)
        found.append(anyway | decided(table, rule, False, anyway))
    return found


def any_turn(table: Table, rule: Rule, public: Public = ()) -> Flags:
    """What is hidden when each variable in turn is the answer, and the sizes of the groups of the others are known."""
    found = np.zeros(tuple(size + 1 for size in table.n.shape), bool)
    for axis in np.flatnonzero(np.array(table.n.shape) > 1).tolist():  # a single answer tells nothing
        found |= np.moveaxis(sizes_told(table.answering(axis), rule, public), -1, axis)
    return found


def sizes_told(table: Table, rule: Rule, public: Public = ()) -> Flags:
    """The pattern of one turn when the sizes of all groups are told, with and without the public tables.

    Counts of respondents are not public where weighted totals are, so both kinds of number are protected.
    """
    found = decided(table, rule, True)
    return found | decided(table, rule, True, found, public) if public else found


def decided(
    table: Table,
    rule: Rule,
    sizes_known: bool,
    hidden_anyway: Flags | None = None,
    public: Public = (),
    also: Flags | None = None,
) -> Flags:
    """The pattern of one turn: variables sorted by name and levels by code, whatever order they were asked in."""
    answer = table.n.ndim - 1
    axes = [*sorted(range(answer), key=table.names.__getitem__), answer]
    orders = [sorted(range(len(codes)), key=codes.__getitem__) for codes in table.codes]
    known = [
        frozenset(axes.index(table.names.index(name)) for name in names)
        for names in public
        if names <= set(table.names)
    ]
    sorted_flags = [
        None if flags is None else flags[np.ix_(*([*order, -1] for order in orders))].transpose(axes)
        for flags in (hidden_anyway, also)
    ]
    n = table.n[np.ix_(*orders)].transpose(axes)
    pattern = Suppression(n, rule, sizes_known, sorted_flags[0], known, sorted_flags[1])
    back = [[*np.argsort(order), len(order)] for order in orders]
    return pattern.hidden.transpose(np.argsort(axes))[np.ix_(*back)]


def small(n: Cells, rule: Rule, axes: Iterable[int]) -> Flags:
    """Cells below the thresholds where one of the axes is the answer; `n` has totals at the end of each axis."""
    found = np.zeros(n.shape, bool)
    for axis in axes:
        cells, flags = np.moveaxis(n, axis, -1), np.moveaxis(found, axis, -1)
        base = cells[..., -1:]
        flags[..., :-1] |= rule.small_base(base) | rule.small_numerator(cells[..., :-1], base)
    return found
