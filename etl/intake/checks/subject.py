"""What the checks look at: the columns of a file by the questions and the design they were matched to."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.intake.staged import Column, Staged

YES, NO = "yes", "no"
TICKED = frozenset({"1", "true", "yes", "y", "x", "тийм", "✓", "+"})


@dataclass(frozen=True)
class Asked:
    """A question as the file holds it.

    `columns` is one column, or one for each option of a select-multiple question, whose codes are `options`.
    `answers` maps what was written to the code, None for what stands for no answer; `known` are the codes that
    the codebook offers. `base` is a filter such as `would_resettle=yes`.
    """

    code: str
    type: str
    columns: tuple[Column, ...]
    answers: dict[str, str | None] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    concept: str | None = None
    stage: str | None = None
    places: str | None = None
    unit: str | None = None
    base: str | None = None

    @property
    def column(self) -> Column:
        """Its only column, or the first one."""
        return self.columns[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its columns in the staged file."""
        return tuple(column.key for column in self.columns)

    def written(self, codes: set[str]) -> tuple[str, ...]:
        """What stands for any of the codes."""
        return tuple(text for text, code in self.answers.items() if code in codes)

    def ticked(self, text: str) -> bool:
        """Whether the cell of an option says that it was chosen."""
        return self.answers[text] == YES if text in self.answers else text.strip().casefold() in TICKED


@dataclass(frozen=True)
class Subject:
    """A staged file, its questions by code, and the columns of its design by role.

    Roles are respondent, weight, stratum, psu, fpc, interviewer, start and end. `nested` says that codes of
    sampling units begin anew in each stratum.
    """

    staged: Staged
    questions: dict[str, Asked]
    roles: dict[str, Column]
    dropped: frozenset[str] = frozenset()
    nested: bool = False
    calibrated: bool = False

    def concept(self, name: str) -> Asked | None:
        """The question that stands for a canonical concept."""
        return next((asked for asked in self.questions.values() if asked.concept == name), None)

    def key(self, role: str) -> str | None:
        """The staged column of a role of the design."""
        return self.roles[role].key if role in self.roles else None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are not dropped."""
        return tuple(column for column in self.staged.columns if column.name not in self.dropped)
