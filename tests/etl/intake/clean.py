"""A clean survey file as it may come from the field, staged: what breaks a rule is changed in it, cell by cell."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from etl.intake import mapping as matching
from etl.intake.mapping import Kept, template
from etl.intake.staged import Column, File, Staged

RESPONDENTS = 640
AIMAGS = ("MN-035", "MN-037", "MN-047", "MN-073")
DISTRICTS = ("MN1101", "MN1107", "MN1110", "MN1119")
OPTIONS = {
    "reasons_moved": (
        *("work", "study", "children_school", "health"),
        *("family", "livestock_lost", "services", "other"),
    ),
    "drivers": ("jobs", "pay", "quality_of_life", "housing", "school", "health", "land", "loan"),
}


def respondents(seed: int = 7) -> pd.DataFrame:
    """Respondents without a fault, one text or None per cell, in the codes of the canonical codebook."""
    chance = random.Random(seed)
    rows = [_person(chance, place) for place in range(RESPONDENTS)]
    return pd.DataFrame(rows, dtype=object)


def _person(chance: random.Random, place: int) -> dict[str, str | None]:
    unit = place // 16
    start = datetime(2025, 5, 1, 9) + timedelta(days=unit, minutes=45 * (place % 8))
    origin = chance.choice(AIMAGS)
    willing = chance.random() < 0.4
    wish = willing and chance.random() < 0.6
    plan = wish and chance.random() < 0.5
    intends = plan and chance.random() < 0.5
    moved = intends and chance.random() < 0.3
    kind = chance.choice(("homeland", "other_rural", "other_town", "undecided")) if willing else None
    elsewhere = chance.choice([code for code in AIMAGS if code != origin])
    wanted = {"homeland": origin, "other_rural": elsewhere, "other_town": elsewhere}.get(kind or "")
    alone = chance.random() < 0.1
    size = 1 if alone else chance.randint(3, 7)
    occupation = chance.choice(("employee", "own_account", "unemployed", "at_home"))
    person: dict[str, str | None] = {
        "respondent": f"R{place:04}",
        "stratum": f"S{unit % 4}",
        "psu": f"P{unit:03}",
        "weight": str(round(chance.uniform(400, 600), 3)),
        "interviewer": f"I{unit % 2 * 4 + place % 16 // 4}",
        "start": start.isoformat(timespec="seconds"),
        "end": (start + timedelta(minutes=chance.randint(25, 40))).isoformat(timespec="seconds"),
        "district": chance.choice(DISTRICTS),
        "origin_aimag": origin,
        "sex": chance.choice(("female", "male")),
        "age_group": chance.choice(("18_24", "25_34", "35_44", "45_54")),
        "education": chance.choice(("basic", "secondary", "vocational", "higher")),
        "occupation": occupation,
        "sector": chance.choice(("trade", "transport", "public"))
        if occupation in ("employee", "own_account")
        else None,
        "household_size": str(size),
        "household_type": "alone" if alone else "couple_children",
        "school_children": "none" if alone else chance.choice(("none", "one", "two_plus")),
        "wish": _yes(wish),
        "plan": _yes(plan),
        "intends_12_months": _yes(intends),
        "moved": _yes(moved),
        "would_resettle": _yes(willing),
        "destination_type": kind,
        "destination_aimag": wanted,
        "expected_pay": str(chance.randint(8, 40) * 100) if willing else None,
    }
    for question, options in OPTIONS.items():
        asked = question == "reasons_moved" or willing
        chosen = chance.sample(options, 3)
        person |= {f"{question}__{code}": _ticked(code in chosen) if asked else None for code in options}
    return person


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _ticked(holds: bool) -> str:
    return "1" if holds else "0"


def stage(
    table: pd.DataFrame, folder: Path, changes: Iterable[tuple[str, str]] = (), more: str | None = None
) -> Staged:
    """Stage respondents; a change gives a column the SQL of its cells, `more` is SQL of rows to add below."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        con.register("given", table)
        con.execute('CREATE TABLE file AS SELECT row_number() OVER () + 1 AS "row", * FROM given')
        names = [name for name in table.columns]
        for name, sql in changes:
            if name in names:
                con.execute(f'UPDATE file SET "{name}" = ({sql})')
            else:
                con.execute(f'ALTER TABLE file ADD COLUMN "{name}" VARCHAR')
                con.execute(f'UPDATE file SET "{name}" = ({sql})')
                names.append(name)
        if more:
            con.execute(f"INSERT INTO file BY NAME {more}")
        columns = tuple(_column(con, name, place) for place, name in enumerate(names, 1))
        chosen = ", ".join(f'"{column.name}"::VARCHAR AS {column.key}' for column in columns)
        con.execute(
            f'COPY (SELECT "row"::BIGINT AS "row", {chosen} FROM file ORDER BY 1) '
            f"TO '{folder / 'rows.parquet'}' (FORMAT parquet)"
        )
        rows = con.execute("SELECT count(*) FROM file").fetchall()[0][0]
    file = File("жишээ.csv", "csv", "0" * 64, 1000, rows, "utf-8", ",", ".", header_row=1)
    staged = Staged(folder, file, columns)
    staged.save()
    return staged


def _column(con: duckdb.DuckDBPyConnection, name: str, place: int) -> Column:
    [(missing, distinct, texts, dates)] = con.execute(
        f"SELECT count(*) - count(c), count(DISTINCT c), count(c) - count(TRY_CAST(c AS DOUBLE)), "
        f'count(c) - count(TRY_CAST(c AS TIMESTAMP)) FROM (SELECT "{name}" AS c FROM file)'
    ).fetchall()
    kind = "number" if not texts else "date" if not dates else "text"
    return Column(name, place, kind if distinct else "text", missing, distinct)


def published(table: pd.DataFrame, file: Path) -> Path:
    """Write the same people as a published round: numbers and ticks typed."""
    numbers = ("weight", "household_size", "expected_pay")
    with duckdb.connect() as con:
        con.register("given", table)
        typed = ", ".join(
            f'"{name}"::DOUBLE AS "{name}"'
            if name in numbers
            else f'"{name}"::INTEGER::BOOLEAN AS "{name}"'
            if "__" in name
            else f'"{name}"::VARCHAR AS "{name}"'
            for name in table.columns
        )
        con.execute(f"COPY (SELECT {typed} FROM given) TO '{file}' (FORMAT parquet)")
    return file


def mapping(staged: Staged, more: Mapping[str, tuple[str, ...]] | None = None) -> matching.Mapping:
    """Match columns that are named as in the canonical codebook; keep the questions on trust."""
    names = [column.name for column in staged.columns]
    columns = {name: (name,) for name in names if name in template("new").targets}
    for question in OPTIONS:
        if found := tuple(name for name in names if name.startswith(f"{question}__")):
            columns[question] = found
    keep = {name: Kept(name, "one") for name in names if name.startswith("trust_")}
    return matching.Mapping(columns=columns | {**(more or {})}, keep=keep)
