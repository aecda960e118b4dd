"""What a file of any format holds once its cells are texts: the seam between readers and shaping."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.intake.findings import Finding

Cell = str | None
COLUMNS = 4096  # more is no survey: SPSS and Stata files of the largest household surveys stay below
CELL = 32_767  # characters: what a cell of Excel and a string of SPSS hold at most


@dataclass
class Contents:
    """Cells as texts in a Parquet file (`row`, `c1`…), the names over them, and what the file says of them.

    `labels`, `values`, `missing` and `groups` go by the place of a column (from 1). `missing` lists the codes
    that the file declares missing. `file` holds fields of `staged.File`. A column without a name and a cell is
    left out. `first_row` is as in `staged.Staged`; `strange` says that letters beyond ASCII may be there.
    """

    parquet: Path
    names: list[str | None]
    file: dict[str, Any] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)
    missing: dict[int, set[str]] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    strange: bool = True
    first_row: int | None = None
