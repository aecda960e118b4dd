"""The demonstration survey in a build: its files fit the codebook, are checked, and give way to a real survey."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from etl import respondents
from etl.__main__ import main
from etl.build import build, drop_demonstration, inputs_digest, read_all
from etl.problems import BuildFailed
from etl.publishing.contents import Contents
from store import builds, microdata, survey_queries
from store.survey_tables import CONCEPTS, SURVEY_TABLES

DEMONSTRATION = "demonstration"


@pytest.fixture
def store(built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own, with the session's build in use."""
    folder = Path(shutil.copytree(built_store, tmp_path / "store"))
    monkeypatch.setenv("NUTAG_STORE", str(folder))
    return folder


@pytest.fixture
def con(store: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the build that may be written to."""
    file = shutil.copy(builds.path(builds.current(store), store), tmp_path / "copy.duckdb")
    with duckdb.connect(str(file)) as con:
        yield con


def rounds(store: Path) -> tuple[survey_queries.Round, ...]:
    return survey_queries.rounds(builds.current(store), DEMONSTRATION)


def test_every_answer_in_the_files_is_in_the_codebook(con: duckdb.DuckDBPyConnection, store: Path) -> None:
    assert list(respondents.faults(con, store)) == []
    con.execute("DELETE FROM answer WHERE question = 'occupation' AND answer = 'retired'")
    con.execute("DELETE FROM answer WHERE question = 'drivers' AND answer = 'loan'")
    con.execute("DELETE FROM answer WHERE question = 'origin_soum' AND answer LIKE 'MN65%'")
    con.execute("UPDATE question SET type = 'one' WHERE question = 'household_size'")
    con.execute("DELETE FROM wording WHERE question = 'moved' AND round = '2023'")
    told = "\n".join(map(str, respondents.faults(con, store)))
    assert told.count("column occupation, value 'retired': The codebook does not know this answer.") == 2
    assert told.count("column drivers__loan: The codebook does not know this column.") == 2
    assert told.count("column origin_soum, value 'MN65") >= 19
    assert told.count("column household_size: The column is DOUBLE; expected VARCHAR.") == 2
    assert told.count("column moved: The codebook does not know this column.") == 1


def test_every_canonical_concept_is_asked(store: Path) -> None:
    questions = survey_queries.questions(builds.current(store), DEMONSTRATION)
    assert {question.concept for question in questions} - {None} == set(CONCEPTS)


def test_damaged_or_missing_respondents_are_told(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (survey_queries.microdata(round_, store) for round_ in rounds(store))
    content = bytearray(first.read_bytes())
    content[len(content) // 2] ^= 1
    first.write_bytes(content)
    second.unlink()
    assert main(["verify"]) == 1
    told = capsys.readouterr().err
    assert told.count("are missing or damaged. Make a new build with `python -m etl build`.") == 2
    with pytest.raises(builds.StoreError, match=r"round 2025 are missing: there is no .*\.parquet"):
        survey_queries.microdata(rounds(store)[1], store)
    assert main(["build"]) == 0
    assert main(["verify"]) == 0


def test_a_file_half_written_is_never_seen(store: Path) -> None:
    before = sorted(file.name for file in (store / "microdata").iterdir())

    def interrupted(file: Path) -> None:
        file.write_bytes(b"PAR1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        microdata.keep(interrupted, store)
    assert sorted(file.name for file in (store / "microdata").iterdir()) == before


def test_the_demonstration_gives_way_to_a_real_survey(con: duckdb.DuckDBPyConnection) -> None:
    drop_demonstration(con)
    [(alone,)] = con.execute("SELECT count(*) FROM question").fetchall()
    assert alone > 0
    con.execute("INSERT INTO survey SELECT * REPLACE ('real' AS survey, 'survey' AS kind) FROM survey")
    con.execute("INSERT INTO answer SELECT * REPLACE ('real' AS survey) FROM answer")
    [(answers,)] = con.execute("SELECT count(*) // 2 FROM answer").fetchall()
    drop_demonstration(con)
    for table in SURVEY_TABLES:
        left = con.execute(f"SELECT count(*) FROM {table.name} WHERE survey = 'demonstration'").fetchall()
        assert left == [(0,)]
    assert con.execute("SELECT survey FROM survey").fetchall() == [("real",)]
    assert con.execute("SELECT count(*) FROM answer").fetchall() == [(answers,)]


def test_keeping_the_demonstration_is_another_build(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert inputs_digest(store) != inputs_digest(store, contents=Contents(keep_demonstration=True))
    assert main(["build", "--if-needed", "--keep-demonstration"]) == 0
    assert main(["build", "--if-needed", "--keep-demonstration"]) == 0
    assert "is up to date" in capsys.readouterr().out.splitlines()[-1]
    assert main(["build", "--if-needed"]) == 0, "a start of the app keeps what was chosen"
    assert "is up to date" in capsys.readouterr().out.splitlines()[-1]
    assert main(["build", "--if-needed", "--no-keep-demonstration"]) == 0
    assert "is in use" in capsys.readouterr().out.splitlines()[-1]


def test_the_command_makes_the_files_of_the_build(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(store / "microdata")
    assert main(["demo"]) == 0
    shown = capsys.readouterr().out
    for round_ in rounds(store):
        assert f"{round_.code}: {round_.respondents} respondents, 132 units in 7 strata" in shown
        assert str(survey_queries.microdata(round_, store)) in shown
    assert main(["verify"]) == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("questions", ",would_resettle=yes,", ",would_resettle=perhaps,", "column base, value 'would_resettle=perhaps': The base is not"),
        ("questions", ",would_resettle=yes,", ",drivers=jobs,", "The base is not an earlier question"),
        ("questions", "sex,sex,person,one", "sex,sex,person,number", "A question of type number has answers."),
        ("questions", "household,number", "household,one", "A question of type one lacks answers."),
        ("wordings", "demonstration,2025,expected_pay", "demonstration,2025,respondent", "No round asks this question."),
        ("answers", "sex,female", "gender,female", "'gender' is not in questions.csv, column question."),
        ("rounds", "demonstration,2025", "demonstration,2024", "'2025' is not in rounds.csv, column round."),
    ],
)  # fmt: skip
def test_a_codebook_that_does_not_hold_together_is_told(
    raw: Path, seal: Callable[[Path, str], None], file: str, old: str, new: str, words: str
) -> None:
    path = raw / "survey" / f"{file}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    seal(raw, f"survey/{file}.csv")
    with pytest.raises(BuildFailed) as failed:
        read_all(raw)
    assert words in str(failed.value)


def test_a_round_without_respondents_is_told(
    raw: Path, tmp_path: Path, seal: Callable[[Path, str], None]
) -> None:
    path = raw / "survey" / "rounds.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "demonstration,2027,2027,a,b,weight,,,,no,fail,,\n",
        encoding="utf-8",
    )
    seal(raw, "survey/rounds.csv")
    with pytest.raises(BuildFailed, match="do not fit the tables"):
        build(tmp_path / "store", raw=raw)
