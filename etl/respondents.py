"""Files of respondents: written from a table, and held against the codebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd

from etl.problems import Problem
from store import microdata

_COLUMNS = (Path(__file__).parent / "sql" / "columns_of_round.sql").read_text(encoding="utf-8")
_TYPES = {"one": "VARCHAR", "number": "DOUBLE", "many": "BOOLEAN"}
_AGAIN = "Make a new build with `python -m etl build`."
_CORRECT = "Correct the file and publish the round again."
_RESTORE = "Restore a backup with `python -m etl restore FILE`, or publish the round again."


def keep(table: pd.DataFrame, root: Path | None = None) -> str:
    """Keep respondents as Parquet, in the order given; returns the checksum that names the file.

    The same table gives the same bytes under the same version of DuckDB.
    """

    def write(file: Path) -> None:
        with duckdb.connect(config={"threads": 1}) as con:
            con.register("respondents", table)
            texts = [name for name in table if isinstance(table[name].dtype, pd.CategoricalDtype)]
            plain = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in texts)
            chosen = f"* REPLACE ({plain})" if plain else "*"
            con.execute(
                f"COPY (SELECT {chosen} FROM respondents) TO '{_quoted(file)}' "
                "(FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 10000)"
            )

    return microdata.keep(write, root)


def padded(sha256: str, columns: Sequence[str], root: Path | None = None) -> str:
    """Keep a copy of a file with these BOOLEAN columns, all empty, where it lacks them; returns its checksum.

    A file that is missing or has them all is returned as it is.
    """
    file = microdata.path(sha256, root)
    if not file.is_file():
        return sha256  # which is told when the build is checked

    def write(copy: Path) -> None:
        empty = ", ".join(f'NULL::BOOLEAN AS "{name}"' for name in absent)
        con.execute(
            f"COPY (SELECT *, {empty} FROM {source}) TO '{_quoted(copy)}' (FORMAT parquet, COMPRESSION zstd)"
        )

    with duckdb.connect(config={"threads": 1}) as con:
        source = f"read_parquet('{_quoted(file)}')"
        present = {name for name, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall()}
        absent = [name for name in columns if name not in present]
        return microdata.keep(write, root) if absent else sha256


def alike(one: Path, other: Path) -> bool:
    """Whether two files hold the same respondents with the same answers, in any order."""
    digests = (
        "SELECT count(*), bit_xor(hash(r)), sum(hash(r)::HUGEINT) FROM (SELECT r FROM read_parquet(?) AS r)"
    )
    described = "SELECT name, type FROM parquet_schema(?) ORDER BY ALL"
    with duckdb.connect() as con:
        asked = [(question, str(file)) for question in (described, digests) for file in (one, other)]
        columns, others, rows, other_rows = (con.execute(text, [file]).fetchall() for text, file in asked)
    return columns == others and rows == other_rows


def faults(con: duckdb.DuckDBPyConnection, root: Path | None = None) -> Iterator[Problem]:
    """Files of the rounds in a build that are damaged or do not fit the codebook."""
    rounds = con.execute(
        "SELECT survey, round, sha256, weight, respondents, kind = 'demonstration' "
        "FROM round JOIN survey USING (survey) ORDER BY ALL"
    ).fetchall()
    for survey, round_, sha256, weight, respondents, made_here in rounds:
        file = microdata.path(sha256, root)
        remedy = _AGAIN if made_here else _CORRECT
        if not microdata.is_intact(sha256, root):
            message = f"The respondents of survey {survey}, round {round_} are missing or damaged."
            yield Problem(str(file), message, _AGAIN if made_here else _RESTORE)
            continue
        source = f"read_parquet('{_quoted(file)}')"
        found = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall()}
        for fault in (
            *_columns(con, survey, round_, file, found),
            *_unknown_codes(con, survey, file, source, found),
        ):
            yield replace(fault, remedy=remedy)
        if found.get(weight) == "DOUBLE":
            [(rows, bad)] = con.execute(
                f'SELECT count(*), count(*) FILTER ("{weight}" IS NULL OR NOT "{weight}" >= 0) FROM {source}'
            ).fetchall()
            if bad:
                yield Problem(str(file), f"{bad} respondents have no weight or a negative one.", remedy)
            if rows != respondents:
                yield Problem(str(file), f"The file has {rows} respondents, the round {respondents}.", remedy)


def _columns(
    con: duckdb.DuckDBPyConnection, survey: str, round_: str, file: Path, found: dict[str, str]
) -> Iterator[Problem]:
    expected = dict(con.execute(_COLUMNS, {"survey": survey, "round": round_}).fetchall())
    for name in sorted(expected.keys() - found.keys()):
        yield Problem(str(file), "A column of the codebook is missing.", _AGAIN, column=name)
    for name in sorted(found.keys() - expected.keys()):
        yield Problem(str(file), "The codebook does not know this column.", _AGAIN, column=name)
    for name in sorted(expected.keys() & found.keys()):
        kind = _TYPES.get(expected[name], found[name])
        if found[name] != kind:
            yield Problem(str(file), f"The column is {found[name]}; expected {kind}.", _AGAIN, column=name)


def _unknown_codes(
    con: duckdb.DuckDBPyConnection, survey: str, file: Path, source: str, found: dict[str, str]
) -> Iterator[Problem]:
    questions = con.execute(
        "SELECT question FROM question WHERE survey = $survey AND type = 'one' ORDER BY position",
        {"survey": survey},
    ).fetchall()
    for (question,) in questions:
        if found.get(question) != _TYPES["one"]:
            continue  # which has been said
        codes = con.execute(
            f'SELECT DISTINCT "{question}" AS code FROM {source} WHERE code IS NOT NULL AND code NOT IN '
            "(SELECT answer FROM answer WHERE survey = $survey AND question = $question) ORDER BY code",
            {"survey": survey, "question": question},
        ).fetchall()
        for (code,) in codes:
            yield Problem(
                str(file), "The codebook does not know this answer.", _AGAIN, column=question, value=code
            )


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")
