"""What is wrong with a survey file, or must be known about it: one finding per rule and column."""

from __future__ import annotations

from dataclasses import dataclass, field

BLOCKS, ACKNOWLEDGE, NOTE = "blocks", "acknowledge", "note"
ROWS_NAMED = 100


@dataclass(frozen=True)
class Rule:
    """A check by its code: its group (file, columns, rows, statistics), how severe it is, what it says.

    `message` and `remedy` are English sentences with named slots, and the keys of their translations.
    """

    code: str
    group: str
    severity: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Finding:
    """A rule that a file breaks. `rows` are rows of the person's own file, the first ROWS_NAMED of `count`.

    `slots` fill the rule's sentences; `value` is an example of what was found.
    """

    rule: Rule
    column: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 0
    value: str | None = None
    slots: dict[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.rule.message.format(**self.filled)

    @property
    def remedy(self) -> str:
        """What to do, in English."""
        return self.rule.remedy.format(**self.filled)

    @property
    def filled(self) -> dict[str, object]:
        """All that fills the slots of the sentences."""
        return {"column": self.column, "count": self.count, "value": self.value, **self.slots}


class Refused(Exception):
    """A file that cannot be taken at all; `findings` say why, each with its remedy."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(f"{finding.message} {finding.remedy}" for finding in findings))
        self.findings = findings
