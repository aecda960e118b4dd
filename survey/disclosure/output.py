"""The one way out: estimates come in with their counts and leave with what may be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.disclosure import families
from survey.disclosure.boxes import TOTAL
from survey.disclosure.families import Public, Table
from survey.disclosure.rule import Cells, Counts, Flags, Rule, check_names, with_totals
from survey.results import Estimate

COUNTED = {"proportion", "total"}
GIVEN = "given"  # the one answer of a table of numbers: a value was given


@dataclass(frozen=True)
class Pattern:
    """What is hidden in a table and in all its margins; on each axis of `n` and `hidden` the last index is "all".

    With `turns` the variables may be answers of the same table, and the thresholds hold for each of them.
    """

    variables: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]
    n: Cells
    hidden: Flags
    rule: Rule
    turns: bool = False

    def filtered(self, variable: str, codes: Collection[str]) -> Pattern:
        """Keep only some levels of a variable; `variable` is no longer an axis of the result.

        A number of the filtered table is shown only where it follows from numbers that are shown anyway: the
        sum of its levels, or the whole less the other levels. No filter therefore publishes anything new, nor
        does the difference of any two, whoever asks for them and in whatever order, and nothing need be
        remembered. It is then held to the thresholds as well.
        """
        axis = self._axis(variable)
        inside = np.array([code in set(codes) for code in self.levels[axis]])
        unknown = sorted(set(codes) - set(self.levels[axis]))
        if unknown or not inside.any():
            raise ValueError(
                f"Filter on {variable}: {', '.join(unknown) or 'no level'} cannot be kept. Choose among {', '.join(self.levels[axis])}."
            )
        every = np.moveaxis(self.hidden, axis, 0)
        hidden = every[:-1][inside].any(0) & (every[-1] | every[:-1][~inside].any(0))
        n = np.moveaxis(self.n, axis, 0)[:-1][inside].sum(0)
        alone = hidden[..., TOTAL:] | self.rule.small_base(n[..., TOTAL:])
        hidden = hidden | alone | families.small(n, self.rule, range(n.ndim) if self.turns else (n.ndim - 1,))
        rest = [place for place in range(len(self.variables)) if place != axis]
        return replace(
            self,
            variables=tuple(self.variables[place] for place in rest),
            levels=tuple(self.levels[place] for place in rest),
            n=n,
            hidden=hidden,
        )

    def in_the_way(self, variable: str, codes: Collection[str]) -> tuple[str, ...]:
        """Levels of a variable that a filter would split off from each other; () when the filter may be used.

        They are the levels with a base too small to show, or hidden to protect such a one. A filter may keep
        all of them or none. Inner cells of a table by further variables may still be hidden one by one.
        """
        axis = self._axis(variable)
        table = tuple(slice(0, -1) if place == axis else TOTAL for place in range(self.n.ndim))
        hidden = [code for code, flag in zip(self.levels[axis], self.hidden[table], strict=True) if flag]
        return tuple(hidden) if 0 < len(set(hidden) & set(codes)) < len(hidden) else ()

    def hides(self, by: Sequence[str], codes: Sequence[object], answer: object) -> tuple[bool, bool, int]:
        """Whether a number is hidden, whether its base is, and that base."""
        cell = [TOTAL] * self.n.ndim
        for variable, code in zip(by, codes, strict=True):
            axis = self._axis(variable)
            cell[axis] = place_of(code, self.levels[axis], variable)
        base = tuple(cell)
        if answer is not None:
            cell[-1] = place_of(answer, self.answers, "answer")
        return bool(self.hidden[tuple(cell)]), bool(self.hidden[base]), int(self.n[base])

    def _axis(self, variable: str) -> int:
        return place_of(variable, self.variables, "variable")


def protect(counts: Counts, rule: Rule | None = None, public: Public = ()) -> Pattern:
    """Decide what is hidden in a table and all its margins, the same whatever order its variables come in.

    `public` are tables whose weighted totals are known to all, as sets of names of variables and the question.
    """
    rule = rule or Rule()
    check_names(counts)
    turns = counts.question is not None and counts.base is None
    names = (*counts.variables, counts.question or "")
    if counts.base is None:
        table = Table(counts.n, names, (*counts.levels, counts.answers))
        whole = with_totals(counts.n)
        hidden = (
            families.of_question(table, rule, public)
            if turns
            else families.of_options([table], rule, public)[0]
        )
    else:
        options = np.moveaxis(counts.n, -1, 0)
        if not len(options) or (counts.base < options).any():
            raise ValueError(
                "An option was chosen by more respondents than its base has. Count both on the same rows."
            )
        two = [np.stack([chosen, counts.base - chosen], -1) for chosen in options]
        codes = (*counts.levels, ("yes", "no"))
        patterns = families.of_options([Table(n, names, codes) for n in two], rule, public)
        hidden = np.stack([*(pattern[..., 0] for pattern in patterns), patterns[0][..., TOTAL]], -1)
        tables = [with_totals(n) for n in two]
        whole = np.stack([*(table[..., 0] for table in tables), tables[0][..., TOTAL]], -1)
    return Pattern(counts.variables, counts.levels, counts.answers, whole, hidden, rule, turns)


def below(counts: Counts, rule: Rule, turned: Iterable[str]) -> Pattern:
    """Only what is below the thresholds, for tables that other tables protect.

    `turned` are the variables that may be answers as well.
    """
    n = with_totals(counts.n)
    axes = [place for place, name in enumerate(counts.variables) if name in set(turned)]
    hidden = families.small(n, rule, (*axes, n.ndim - 1))
    hidden[..., TOTAL] |= rule.small_base(n[..., TOTAL])
    return Pattern(counts.variables, counts.levels, counts.answers, n, hidden, rule, True)


def apply(estimates: Iterable[Estimate], pattern: Pattern, by: Sequence[str]) -> list[Estimate]:
    """Take out what may not be shown, and mark what remains.

    `by` names the variables of `Estimate.by`, in its order; variables of the pattern that are not among them
    are taken as "all". Proportions and totals of an answer follow its cell, what is made of numbers follows the
    cell of those who gave one; other statistics only their base.
    """
    shown = []
    numbers = pattern.answers == (GIVEN,)
    for estimate in estimates:
        answer = GIVEN if numbers else estimate.answer if estimate.statistic in COUNTED else None
        hidden, without_base, base = pattern.hides(by, estimate.by, answer)
        if hidden or without_base:
            shown.append(blank(estimate, without_base))
        elif not base or estimate.estimate is None:
            shown.append(estimate._replace(mark=estimate.mark or "x"))
        elif pattern.rule.unreliable(estimate.estimate, estimate.se):
            shown.append(estimate._replace(mark=estimate.mark or "u"))
        else:
            shown.append(estimate)
    return shown


def blank(estimate: Estimate, without_base: bool) -> Estimate:
    """The estimate with its numbers taken out; the base stays when it is shown in its own right."""
    return estimate._replace(
        estimate=None,
        se=None,
        low=None,
        high=None,
        df=None,
        n=None if without_base else estimate.n,
        n_answer=None,
        deff=None,
        n_eff=None,
        mark="c",
    )


def place_of(code: object, codes: Sequence[object], what: str) -> int:
    """The position of a code, or one sentence that says which there are."""
    try:
        return codes.index(str(code))
    except ValueError:
        raise ValueError(
            f"{what}: {code!r} is not counted. Choose among {', '.join(map(str, codes))}."
        ) from None
