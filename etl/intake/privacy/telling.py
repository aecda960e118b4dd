"""Say what was found of people in a file, and how well those published can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.intake import rows
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, NOTE, Finding, Rule
from etl.intake.privacy.scanning import Private

GROUP = "columns"
_REMEDY = "It is left out. To keep it outside the published round, write the reason."

KINDS = {
    "register_number": "register numbers",
    "phone": "phone numbers",
    "email": "e-mail addresses",
    "name": "names of people",
    "coordinates": "exact coordinates",
    "account": "account or card numbers",
    "address": "addresses",
    "birth_date": "dates of birth",
}
DROPPED = {
    kind: Rule(f"private_{kind}", GROUP, NOTE, f"Column {{column}} holds {said} in {{count}} rows.", _REMEDY)
    for kind, said in KINDS.items()
}
USED = Rule(
    "private_used",
    GROUP,
    BLOCKS,
    "Column {column} says who somebody is and is about to be published.",
    "Take it out of the mapping.",
)
UNIQUE = Rule(
    "privacy_unique",
    GROUP,
    ACKNOWLEDGE,
    "{count} of {respondents} respondents can be told from all others by what is published of them, and "
    "{few} are one of fewer than {limit}.",
    "Think of joining rare answers. Pages show no group this small; the file of respondents is not published.",
)
RULES = (*DROPPED.values(), USED, UNIQUE)


@dataclass(frozen=True)
class Anonymity:
    """How respondents can be told apart by quasi-identifiers: `unique` are alone, `few` in groups below `limit`."""

    questions: tuple[str, ...]
    respondents: int
    unique: int
    few: int
    limit: int


def findings(
    found: Iterable[Private],
    published: Iterable[str],
    respondents: Anonymity | None = None,
    hidden: Iterable[str] = (),
) -> list[Finding]:
    """What a person is told: each private column, those about to be published as blocking.

    `published` are columns mapped to questions or kept as questions, `hidden` those declared private as well.
    """
    shown = [*found]
    used = {*published}
    told = [
        Finding(DROPPED[private.kind], private.column, count=private.count, value=private.example)
        for private in shown
    ]
    private = dict.fromkeys((*(one.column for one in shown), *sorted(hidden)))
    told += [Finding(USED, name) for name in private if name in used]
    if respondents and respondents.unique:
        slots: dict[str, object] = {
            "respondents": respondents.respondents,
            "few": respondents.few,
            "limit": respondents.limit,
        }
        told.append(Finding(UNIQUE, count=respondents.unique, slots=slots))
    return told


def anonymity(respondents: Path, questions: Sequence[str], limit: int = 5) -> Anonymity:
    """How many respondents of a harmonised file are alone, or one of fewer than `limit`, by their answers.

    Missing answers count as an answer of their own.
    """
    names = ", ".join(f'"{name}"' for name in questions)
    with duckdb.connect(config={"threads": 2}) as con:
        source = f"read_parquet('{rows.quoted(str(respondents))}')"
        grouped = (
            f"SELECT count(*) AS n FROM {source} GROUP BY {names}"
            if names
            else f"SELECT count(*) AS n FROM {source}"
        )
        [(total, unique, few)] = con.execute(
            "SELECT coalesce(sum(n), 0)::BIGINT, count_if(n = 1), "
            f"coalesce(sum(n) FILTER (n < $limit), 0)::BIGINT FROM ({grouped})",
            {"limit": limit},
        ).fetchall()
    return Anonymity(tuple(questions), total, unique, few, limit)
