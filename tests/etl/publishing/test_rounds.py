"""A published round is there for everybody, whole, and stays; the same again is nothing new."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.build import build, inputs_digest
from etl.intake.accepted import Accepted
from etl.problems import BuildFailed
from etl.publishing import leftovers
from etl.publishing.archive import backup
from etl.publishing.restoring import restore
from etl.publishing.rounds import publish
from etl.verify import verify
from store import builds, microdata, published, survey_queries
from store.locking import Busy, alone
from store.workspace import Workspace
from survey import questions

from .conftest import MAPPING, SURVEY, Story, with_respondents

Accept = Callable[..., Accepted]


def files(root: Path) -> set[str]:
    """Every file of the store but for the lock and the workspace."""
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(("workspace", "publishing"))}


def respondents(build: str, root: Path) -> dict[tuple[str, str], int]:
    """How many respondents each round of a build has."""
    return {
        (survey.code, round_.code): round_.respondents
        for survey in survey_queries.surveys(build)
        for round_ in survey_queries.rounds(build, survey.code)
    }


def shares(build: str, survey: str, round_: str, question: str) -> dict[object, float | None]:
    """The share of each answer."""
    asked = questions.put(build, survey, round_, question, (), ())
    return {row.answer: row.estimate for row in questions.estimated(asked, "proportion")}


def test_each_publication_is_a_build_that_carries_over_the_ones_before(story: Story) -> None:
    first, one, both, corrected = story.builds
    full = respondents(first, story.root)
    assert set(full) == {("demonstration", "2023"), ("demonstration", "2025")}
    sizes = full["demonstration", "2023"], full["demonstration", "2025"]
    assert respondents(one, story.root) == {(SURVEY, "2023"): sizes[0]}
    assert respondents(both, story.root) == {(SURVEY, "2023"): sizes[0], (SURVEY, "2025"): sizes[1]}
    assert respondents(corrected, story.root) == {(SURVEY, "2023"): sizes[0] - 5, (SURVEY, "2025"): sizes[1]}
    assert builds.current(story.root) == corrected
    assert [published.outcome for published in (*story.added, story.corrected)] == [
        "added",
        "added",
        "replaced",
    ]
    assert list(verify(story.root)) == []


def test_the_pages_answer_from_what_was_published(story: Story) -> None:
    wish = shares(story.added[0].build, SURVEY, "2023", "wish")
    assert wish == shares(story.first, "demonstration", "2023", "wish")
    assert wish != shares(story.corrected.build, SURVEY, "2023", "wish")
    [survey] = survey_queries.surveys(story.corrected.build)
    assert (survey.kind, survey.name_mn) == ("survey", "Жинхэнэ судалгаа")
    codebook = survey_queries.questions(story.corrected.build, SURVEY)
    of_demonstration = survey_queries.questions(story.first, "demonstration")
    assert {question.code for question in codebook} == {question.code for question in of_demonstration}
    assert next(question.rounds for question in codebook if question.code == "expected_pay") == ("2025",)


def test_the_manifest_says_where_it_came_from(story: Story) -> None:
    manifest = published.read(story.corrected.manifest, story.root)
    assert manifest["file"] == {"name": "Судалгаа 2023.csv", "sha256": "f" * 64}
    assert (manifest["who"], manifest["why"]) == ("Сараа", "Давхардлыг хассан")
    assert manifest["mapping"] == MAPPING and manifest["acknowledged"] == ["weights-sum"]
    assert manifest["replaces"] == story.added[0].manifest
    assert manifest["when"].endswith("Z")
    with Workspace(story.root) as workspace:
        ended, begun = workspace.audit.read(what="publish")[:2]
    assert (begun.outcome, ended.outcome, ended.subject) == ("begun", "done", "real/2023")
    assert begun.act == ended.act == builds.note(story.corrected.build, story.root)["act"]
    assert ended.before == {"build": story.added[1].build} and ended.after == story.corrected._asdict()


def test_the_same_file_again_is_nothing_new_and_said_so(story: Story, accept: Accept) -> None:
    before = files(story.root)
    again = publish(accept("2025"), who="Дорж", note="Дахин", root=story.root)
    assert again == (story.corrected.build, "unchanged", story.added[1].manifest)
    assert files(story.root) == before
    with Workspace(story.root) as workspace:
        assert workspace.audit.read(what="publish", newest=1)[0].after["outcome"] == "unchanged"


@pytest.mark.parametrize("what", ["mapping", "respondents", "texts", "file"])
def test_anything_else_about_it_is_a_correction(
    story: Story, accept: Accept, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.build.make", lambda root, contents, *_: "made")
    one = accept("2025")
    match what:
        case "mapping":
            one = replace(one, mapping={**MAPPING, "drop": []})
        case "respondents":  # as many, one of them with another answer
            select = "SELECT * REPLACE (if(respondent = '2025-00001', if(wish = 'no', 'yes', 'no'), wish) AS wish) FROM respondents"
            one = replace(
                with_respondents(one, tmp_path / "other.parquet", select), file_sha256=one.file_sha256
            )
        case "texts":
            row = {**one.tables["round"][0], "period_mn": "2025 оны хавар"}
            one = replace(one, tables={**one.tables, "round": (row,)})
        case "file":
            one = replace(one, file_sha256="e" * 64)
    assert publish(one, who="Дорж", note="", root=story.root).outcome == "replaced"


def test_the_same_respondents_in_another_order_are_the_same(
    story: Story, accept: Accept, tmp_path: Path
) -> None:
    one = accept("2025")
    select = "SELECT * FROM respondents ORDER BY respondent DESC"
    turned = replace(with_respondents(one, tmp_path / "turned.parquet", select), file_sha256=one.file_sha256)
    assert turned.respondents.read_bytes() != one.respondents.read_bytes()
    assert publish(turned, who="Дорж", note="", root=story.root).outcome == "unchanged"


def test_a_build_carries_over_what_was_published_and_is_needed_when_that_changed(story: Story) -> None:
    assert builds.inputs_of_current(story.root) == inputs_digest(story.root)
    before = respondents(story.corrected.build, story.root)
    rebuilt = build(story.root)
    assert respondents(rebuilt, story.root) == before
    assert builds.superseded_by(story.corrected.build, story.root) is None, "the same data, built again"
    assert builds.superseded_by(story.first, story.root) == rebuilt
    builds.use(story.added[0].build, story.root)
    assert builds.inputs_of_current(story.root) == inputs_digest(story.root) != builds.note(rebuilt)["inputs"]


def test_a_lost_current_loses_no_round(story: Story) -> None:
    (story.root / "CURRENT").unlink()
    assert respondents(build(story.root), story.root) == respondents(story.corrected.build, story.root)


def test_the_demonstration_stays_beside_it_when_it_is_to_be_kept(store: Path, accept: Accept) -> None:
    build(store, keep_demonstration=True)
    made = publish(accept("2023"), who="Болд", note="", root=store)
    assert {survey.code for survey in survey_queries.surveys(made.build)} == {"demonstration", SURVEY}


def test_options_that_only_another_round_offered_were_asked_of_nobody(
    story: Story, accept: Accept, tmp_path: Path
) -> None:
    one = accept("2025")
    option = {
        **one.tables["answer"][-1],
        "question": "drivers",
        "answer": "fresh_air",
        "text_mn": "Цэвэр агаар",
    }
    wider = with_respondents(
        replace(one, round="2027", tables={
            **one.tables,
            "answer": (*one.tables["answer"], option),
            "round": ({**one.tables["round"][0], "round": "2027", "year": 2027},),
            "wording": tuple({**row, "round": "2027"} for row in one.tables["wording"]),
        }),
        tmp_path / "wider.parquet",
        "SELECT *, drivers__jobs AS drivers__fresh_air FROM respondents",
    )  # fmt: skip
    made = publish(wider, who="Болд", note="", root=story.root)
    assert list(verify(story.root)) == []
    earlier, later = (shares(made.build, SURVEY, round_, "drivers") for round_ in ("2025", "2027"))
    assert later["fresh_air"] == later["jobs"] == earlier["jobs"] > 0
    assert "fresh_air" not in earlier


def bad(accept: Accept, what: str, tmp_path: Path) -> tuple[Accepted, list[str]]:
    """An accepted round with a fault, and what must be said of it."""
    one = accept("2025")
    tables = dict(one.tables)
    match what:
        case "rows":
            tables["survey"] = (
                {**tables["survey"][0], "kind": "census", "min_base": 0, "name_en": None, "colour": "red"},
            )
            tables["question"] = (*tables["question"], tables["question"][0])
            tables["wording"] = ({**tables["wording"][0], "round": "2031"},)
            tables["round"] = ()
            words = ["Only demonstration, survey", "Less than 1", "column name_en: The cell is empty", "column colour",
                     "The same stands already", "The row is of round 2031", "Expected one row, found 0"]  # fmt: skip
            return replace(one, tables=tables), words
        case "answers":
            select = "SELECT * REPLACE ('perhaps' AS wish, -weight AS weight) FROM respondents"
            words = ["'perhaps': The codebook does not know this answer. Correct the file", "a negative one"]
            return with_respondents(one, tmp_path / "bad.parquet", select), words
        case "columns":
            select = "SELECT * EXCLUDE (wish), 1 AS extra FROM respondents LIMIT 9"
            words = [
                "wish: A column of the codebook is missing",
                "extra: The codebook does not know this column",
            ]
            return with_respondents(one, tmp_path / "bad.parquet", select), words
        case "name":
            taken = {
                name: tuple({**row, "survey": "demonstration"} for row in rows)
                for name, rows in tables.items()
            }
            return replace(one, survey="demonstration", tables=taken), [
                "comes with the project. Choose another"
            ]
    return replace(one, respondents=tmp_path / "gone.parquet"), ["The file of respondents is gone"]


def test_private_columns_are_kept_apart_and_outlive_a_sweep_and_a_backup(
    story: Story, accept: Accept, tmp_path: Path
) -> None:
    private = tmp_path / "private.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 2 AS row, '99112233' AS phone) TO '{private}' (FORMAT parquet)")
    mapping = {**MAPPING, "drop": [], "private": {"утас": "дахин холбогдох"}}
    made = publish(accept("2025", private=private, mapping=mapping), who="Болд", note="", root=story.root)
    name = published.read(made.manifest, story.root)["private"]
    kept = microdata.path(name, story.root)
    assert kept.read_bytes() == private.read_bytes()
    assert name not in builds.note(made.build, story.root)["microdata"]
    old = time.time() - 86400
    os.utime(kept, (old, old))
    leftovers.sweep(story.root)
    backup(tmp_path / "nutag.backup", story.root)
    restore(tmp_path / "nutag.backup", who="Админ", root=tmp_path / "fresh")
    assert microdata.path(name, tmp_path / "fresh").read_bytes() == private.read_bytes()
    assert list(verify(story.root)) == []


@pytest.mark.parametrize("what", ["rows", "answers", "columns", "name", "gone"])
def test_a_round_that_does_not_fit_is_refused_whole_and_leaves_nothing(
    store: Path, accept: Accept, tmp_path: Path, what: str
) -> None:
    one, words = bad(accept, what, tmp_path)
    before = files(store)
    with pytest.raises(BuildFailed) as failed:
        publish(one, who="Болд", note="", root=store)
    assert [word for word in words if word not in str(failed.value)] == []
    assert files(store) == before


def test_a_damaged_file_of_a_published_round_is_told_with_the_way_out(story: Story) -> None:
    [row] = published.read(story.corrected.manifest, story.root)["tables"]["round"]
    microdata.path(row["sha256"], story.root).write_bytes(b"torn")
    with pytest.raises(
        BuildFailed, match=r"survey real, round 2023 are missing or damaged\. Restore a backup"
    ):
        build(story.root)
    assert builds.current(story.root) == story.corrected.build
    published.path(story.added[1].manifest, story.root).unlink()
    with pytest.raises(builds.StoreError, match=r"is missing\. Restore it from a backup"):
        build(story.root)


def test_the_second_of_two_publishers_is_told_who_is_at_work(
    store: Path, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.locking.PATIENCE_SECONDS", 0.1)
    refused: list[str] = []

    def second() -> None:
        try:
            publish(accept("2025"), who="Сараа", note="", root=store)
        except Busy as busy:
            refused.append(str(busy))

    with alone(store, "Болд", "publishing survey real, round 2023"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert refused and "is being changed by Болд since" in refused[0]
    assert builds.listed(store)[0].current and len(builds.listed(store)) == 1


def test_what_killed_publications_left_is_swept_and_nothing_that_a_version_needs(story: Story) -> None:
    stray = [story.root / "microdata" / f"{'1' * 64}.parquet", story.root / "published" / f"{'2' * 64}.json"]
    needed = files(story.root)
    for file in stray:
        file.write_bytes(b"half")
    leftovers.sweep(story.root)
    assert all(file.exists() for file in stray), "they may be of a publication under way"
    long_ago = time.time() - 7200
    for file in story.root.rglob("*.*"):
        os.utime(file, (long_ago, long_ago))
    leftovers.sweep(story.root)
    assert files(story.root) == needed
    note = story.root / "builds" / f"{story.first}.json"
    said = json.loads(note.read_text(encoding="utf-8"))
    del said["microdata"]
    note.write_text(json.dumps(said), encoding="utf-8")
    shutil.copy(next((story.root / "microdata").glob("*.parquet")), stray[0])
    os.utime(stray[0], (long_ago, long_ago))
    leftovers.sweep(story.root)
    assert stray[0].exists(), "a build that does not say what it needs keeps everything"


def test_a_file_that_changes_while_it_is_read_is_not_published(
    store: Path, accept: Accept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = accept("2025")
    file = Path(shutil.copy(one.respondents, tmp_path / "mine.parquet"))

    def change(source: Path, target: Path) -> None:
        with duckdb.connect() as con:
            con.execute(f"COPY (FROM read_parquet('{source}') LIMIT 7) TO '{target}' (FORMAT parquet)")

    monkeypatch.setattr("etl.publishing.rounds.shutil.copyfile", change)
    before = files(store)
    with pytest.raises(BuildFailed, match="changed while it was read"):
        publish(replace(one, respondents=file), who="Болд", note="", root=store)
    assert {name for name in files(store) - before} == set()
