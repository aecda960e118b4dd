"""The demonstration round, written as people write such files, comes back as the same codes and numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.intake.harmonise import Harmonised, harmonise
from etl.intake.mapping import propose, template
from etl.intake.staged import Staged
from store import builds, survey_queries

Table = dict[str, list[object]]
Stage = Callable[..., Staged]


@pytest.fixture(scope="module")
def original(built_store: Path) -> Path:
    """Give the respondents of the demonstration round of 2025."""
    rounds = survey_queries.rounds(builds.current(), "demonstration")
    return survey_queries.microdata(rounds[-1])


@pytest.fixture(scope="module")
def table(original: Path) -> Table:
    """Give the same as lists by column."""
    return read(original)


def read(file: Path) -> Table:
    with duckdb.connect() as con:
        found = con.execute(f"FROM read_parquet('{file}')")
        names = [column[0] for column in found.description]
        return dict(zip(names, map(list, zip(*found.fetchall(), strict=True)), strict=True))


def returned(staged: Staged) -> Harmonised:
    """Propose and harmonise with nobody to ask."""
    proposal = propose(staged, template("trip"), year=2025)
    assert proposal.asked == () and proposal.review.asked() == () and proposal.review.unmatched() == ()
    return harmonise(staged, proposal.mapping, "trip", "2025", seen=proposal.review)


def test_codes_come_back(stage: Stage, table: Table) -> None:
    assert read(returned(stage(table)).respondents) == table
