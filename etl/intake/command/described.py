"""A staged file in words for a person, and as the JSON document that programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Refused
from etl.intake.mapping import Proposal
from etl.intake.privacy import masked
from etl.intake.rows import opened
from etl.intake.staged import Column, Staged

_OF_FILE = ("format", "encoding", "delimiter", "decimal", "sheet", "header_row", "rows", "sha256")
_NO_PLACES: dict[str, Any] = {"matched": 0, "asked": [], "unmatched": []}
FIRST_ROWS = 5
SHOWN_COLUMNS = 8
SHOWN_CELL = 14
SHOWN_ROWS = 10
_SEVERITY = {BLOCKS: "BLOCKS", ACKNOWLEDGE: "acknowledge"}


def document(staged: Staged, findings: Iterable[Finding], proposal: Proposal | None = None) -> dict[str, Any]:
    """Return what programs read: the file, its columns with their concepts, places, problems, what is private."""
    concepts = _concepts(proposal)
    return {
        "file": {name: getattr(staged.file, name) for name in _OF_FILE},
        "columns": [
            {
                "name": column.name,
                "concept": concepts.get(column.name),
                "type": column.type,
                "missing": column.missing,
                "distinct": column.distinct,
            }
            for column in staged.columns
        ],
        "places": proposal.review.places().as_json() if proposal else _NO_PLACES,
        "problems": [problem(finding) for finding in findings],
        "privacy": [asdict(private) for private in proposal.private] if proposal else [],
    }


def refused(reason: Refused) -> dict[str, Any]:
    """Return the document of a file that cannot be taken: nothing but its problems."""
    return {
        "file": dict.fromkeys(_OF_FILE),
        "columns": [],
        "places": _NO_PLACES,
        "problems": [problem(finding) for finding in reason.findings],
        "privacy": [],
    }


def problem(finding: Finding) -> dict[str, Any]:
    """Return one finding as programs read it."""
    return {
        "code": finding.rule.code,
        "severity": finding.rule.severity,
        "column": finding.column,
        "rows": [*finding.rows],
        "count": finding.count,
        "value": finding.value,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def lines(staged: Staged, proposal: Proposal) -> Iterator[str]:
    """Give a staged file as lines of text: what it is, its columns, its first rows, what was met."""
    file = staged.file
    facts = (
        file.format,
        file.encoding,
        file.delimiter and f"delimiter {file.delimiter!r}",
        file.decimal and f"decimal {file.decimal}",
        file.member and f"file {file.member}",
        file.sheet and f"sheet {file.sheet}",
        file.header_row and f"names in row {file.header_row}",
    )
    yield plain(f"{file.name}: " + ", ".join(fact for fact in facts if fact))
    yield f"{file.rows} rows, {len(staged.columns)} columns, {file.bytes / 1e6:.1f} MB, SHA-256 {file.sha256}"
    yield ""
    concepts = _concepts(proposal)
    width = max(len(plain(column.name)[:40]) for column in staged.columns)
    for column in staged.columns:
        yield (
            f"  {plain(column.name)[:40]:{width}}  {column.type:8}{column.missing:>9} missing{column.distinct:>9} "
            f"distinct  {concepts.get(column.name, '')}"
        ).rstrip()
    yield ""
    yield from _first_rows(staged, proposal.hidden)
    places = proposal.review.places()
    if places.matched or places.asked or places.unmatched:
        yield ""
        yield (
            f"Places: {len(places.matched)} matched, {len(places.asked)} to be asked, "
            f"{len(places.unmatched)} unknown."
        )
    for private in proposal.private:
        yield plain(f"Private ({private.kind}): {private.column}, {private.count} rows; left out by default.")
    if staged.findings:
        yield ""
    yield from map(said, staged.findings)


def said(finding: Finding) -> str:
    """Return one finding as a line of text: how severe it is, its rule, its first rows, what to do."""
    severity = _SEVERITY.get(finding.rule.severity, "note")
    more = ", …" if finding.count > len(finding.rows) or len(finding.rows) > SHOWN_ROWS else ""
    rows = f" Rows {', '.join(map(str, finding.rows[:SHOWN_ROWS]))}{more}." if finding.rows else ""
    return plain(f"{severity} [{finding.rule.code}] {finding.message}{rows} {finding.remedy}")


def plain(text: str) -> str:
    """Return text with every character that would steer a terminal, or change the direction of writing, shown."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _concepts(proposal: Proposal | None) -> dict[str, str]:
    columns = proposal.mapping.columns if proposal else {}
    return {name: target for target, names in columns.items() for name in names}


def _first_rows(staged: Staged, hidden: frozenset[str]) -> Iterator[str]:
    shown = staged.columns[:SHOWN_COLUMNS]
    with opened(staged) as con:
        found = con.execute(
            f"SELECT row, {', '.join(column.key for column in shown)} FROM rows ORDER BY row LIMIT {FIRST_ROWS}"
        ).fetchall()
    yield "  row     " + "  ".join(_cell(column.name) for column in shown) + _more(staged.columns)
    for row, *cells in found:
        said = (
            masked(cell) if column.name in hidden else cell for column, cell in zip(shown, cells, strict=True)
        )
        yield f"  {row:<8}" + "  ".join(map(_cell, said))


def _cell(text: str | None) -> str:
    said = plain("" if text is None else text)
    return f"{said if len(said) <= SHOWN_CELL else said[: SHOWN_CELL - 1] + '…':{SHOWN_CELL}}"


def _more(columns: tuple[Column, ...]) -> str:
    return f"  … {len(columns) - SHOWN_COLUMNS} more" if len(columns) > SHOWN_COLUMNS else ""
