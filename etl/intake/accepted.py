"""A round that may be published: respondents, codebook and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, object]


@dataclass(frozen=True)
class Accepted:
    """A checked round. `tables` holds rows for the tables of `store.survey_tables`, by table name; the row of
    `round` lacks `sha256` until the respondents are kept. `respondents` is a typed Parquet file: one VARCHAR
    column per one-question (codes), DOUBLE per number, BOOLEAN `question__answer` per option, and the design.
    `private` holds columns that say who somebody is and are kept with a reason: apart, and on no page.
    """

    survey: str
    round: str
    tables: dict[str, tuple[Row, ...]]
    respondents: Path
    file_name: str
    file_sha256: str
    mapping: dict[str, object] = field(default_factory=dict)
    acknowledged: tuple[str, ...] = ()
    private: Path | None = None
