"""The report of everything that is wrong with a file: one line per row of the person's file, to mend it by.

Words come from whoever asks: `Telling` holds how sentences are said and numbers written; without it in English.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from openpyxl import Workbook

from etl.intake import rows
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding
from etl.intake.staged import Staged
from store import sheets

TITLE = "What is wrong with the file, and what to do"
HEADINGS = ("Row", "Column", "Value", "Rule", "Group", "Severity", "What is wrong", "What to do")
WIDTHS = (9, 24, 24, 24, 14, 22, 70, 70)
SEVERITIES = {BLOCKS: "Blocks", ACKNOWLEDGE: "Must be acknowledged", NOTE: "Good to know"}
GROUPS = {"file": "File", "columns": "Columns", "rows": "Rows", "statistics": "Statistics"}
MORE_ROWS = "and {count} more"
WORDS = (TITLE, *HEADINGS, *SEVERITIES.values(), *GROUPS.values(), MORE_ROWS)


def _english(sentence: str, **slots: object) -> str:
    return sentence.format(**slots) if slots else sentence


def _digits(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}"


def _decimals(value: float) -> int:
    """As many decimals as the number has, three at most."""
    return 0 if isinstance(value, int) else len(f"{value:.3f}".rstrip("0").partition(".")[2])


@dataclass(frozen=True)
class Telling:
    """How sentences are said and numbers written: `Telling(words.t, words.number)` of `ui.words.Words`."""

    say: Callable[..., str] = _english
    number: Callable[[float, int], str] = _digits

    def of(self, finding: Finding) -> tuple[str, str]:
        """What is wrong, and what to do."""
        slots = {
            name: self.number(value, _decimals(value)) if isinstance(value, int | float) else value
            for name, value in finding.filled.items()
        }
        return self.say(finding.rule.message, **slots), self.say(finding.rule.remedy, **slots)


class Line(NamedTuple):
    """A line of the report; `row` is that of the person's file, None for what concerns more than a row."""

    row: int | None
    column: str | None
    value: str | None
    rule: str
    group: str
    severity: str
    message: str
    remedy: str


def lines(
    findings: Iterable[Finding], staged: Staged | None = None, telling: Telling | None = None
) -> Iterator[Line]:
    """One line for each row that a finding names, with the cell of that row; one for a finding without rows.

    Cells are looked up in the staged file, where there is one.
    """
    telling = telling or Telling()
    found = [*findings]
    cells = _cells(found, staged) if staged else {}
    for finding in found:
        message, remedy = telling.of(finding)
        rule = finding.rule
        about = (
            *(rule.code, telling.say(GROUPS[rule.group]), telling.say(SEVERITIES[rule.severity])),
            *(message, remedy),
        )
        for row in finding.rows:
            yield Line(row, finding.column, cells.get((finding.column, row), finding.value), *about)
        if not finding.rows:
            yield Line(None, finding.column, finding.value, *about)
        elif finding.count > len(finding.rows):
            more = telling.say(MORE_ROWS, count=telling.number(finding.count - len(finding.rows), 0))
            yield Line(None, finding.column, more, *about)


def to_csv(
    findings: Iterable[Finding], staged: Staged | None = None, telling: Telling | None = None
) -> bytes:
    """The report in UTF-8 with BOM; every cell is formula-safe."""
    telling = telling or Telling()
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([telling.say(heading) for heading in HEADINGS])
    for line in lines(findings, staged, telling):
        writer.writerow(["" if cell is None else sheets.safe(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(
    findings: Iterable[Finding], staged: Staged | None = None, telling: Telling | None = None
) -> bytes:
    """The report as a workbook: header frozen, filters set, every text cell formula-safe."""
    telling = telling or Telling()
    book = Workbook(write_only=True)
    book.properties.title = telling.say(TITLE)
    page = sheets.sheet(book, telling.say(HEADINGS[6]), WIDTHS)
    page.freeze_panes = "A2"
    page.append([sheets.text(page, telling.say(heading), bold=True, filled=True) for heading in HEADINGS])
    count = 1
    for line in lines(findings, staged, telling):
        page.append([sheets.value(page, cell) for cell in line])
        count += 1
    page.auto_filter.ref = f"A1:H{count}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(findings: list[Finding], staged: Staged) -> dict[tuple[str | None, int], str | None]:
    """The cells that findings point to, by column and row."""
    wanted: dict[str, set[int]] = {}
    names = {column.name for column in staged.columns}
    for finding in findings:
        if finding.column in names and finding.rows:
            wanted.setdefault(finding.column, set()).update(finding.rows)
    found: dict[tuple[str | None, int], str | None] = {}
    with rows.opened(staged) as con:
        for name, numbers in wanted.items():
            key = staged.column(name).key
            for row, cell in con.execute(
                f"SELECT row, {key} FROM rows WHERE row IN (SELECT unnest(?::BIGINT[]))", [sorted(numbers)]
            ).fetchall():
                found[name, row] = cell
    return found
