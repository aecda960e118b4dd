"""Every version says what it changed; going back is one step and is itself remembered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.build import build
from etl.publishing.versions import before, rollback, versions
from store import builds, microdata, queries, survey_queries
from store.workspace import Workspace

from .conftest import SURVEY, Story


def test_versions_tell_who_when_why_from_which_file_and_what_changed(story: Story) -> None:
    corrected, both, one, first = versions(story.root)
    assert [version.build for version in (first, one, both, corrected)] == story.builds
    assert (corrected.event, corrected.who, corrected.why) == ("publish", "Сараа", "Давхардлыг хассан")
    assert (corrected.current, both.current, both.kept) == (True, False, True)
    [change] = corrected.changes
    assert (change.what, change.kind, change.of, change.name) == ("replaced", "round", SURVEY, "2023")
    assert change.before and change.after == change.before - 5
    assert (change.file, change.sha256) == ("Судалгаа 2023.csv", "f" * 64)
    [change] = both.changes
    assert (change.what, change.name, change.before, change.file) == (
        "added",
        "2025",
        None,
        "Судалгаа 2025.csv",
    )
    assert first.changes == () and first.event == "build"
    assert [version.build for version in versions(story.root, SURVEY)] == story.builds[:0:-1]
    assert versions(story.root, "another") == []


def test_going_back_is_one_step_and_is_remembered(story: Story) -> None:
    _, one, both, corrected = story.builds
    assert rollback(who="Дорж", note="Буруу хассан", root=story.root) == both
    assert builds.current(story.root) == both
    assert rollback(who="Дорж", root=story.root) == one
    assert rollback(corrected, who="Дорж", root=story.root) == corrected
    with Workspace(story.root) as workspace:
        lines = [line for line in workspace.audit.read(what="rollback") if line.outcome == "done"]
    assert [(line.who, line.before["build"], line.after["build"]) for line in reversed(lines)] == [
        ("Дорж", corrected, both),
        ("Дорж", both, one),
        ("Дорж", one, corrected),
    ]
    assert lines[-1].note == "Буруу хассан"
    assert [version.build for version in versions(story.root)] == story.builds[::-1]


def test_a_build_of_the_same_data_is_no_version_to_go_back_to(story: Story) -> None:
    rebuilt = build(story.root)
    assert versions(story.root)[0].changes == ()
    assert before(story.root) == story.added[1].build
    rollback(story.first, who="Дорж", root=story.root)
    with pytest.raises(builds.StoreError, match=r"Nothing was published before .*rollback --to BUILD"):
        rollback(who="Дорж", root=story.root)
    assert builds.current(story.root) == story.first != rebuilt


def test_old_versions_stay_readable_and_newer_data_are_known_of(story: Story) -> None:
    assert builds.chosen(None, story.root) == builds.chosen("", story.root) == story.corrected.build
    for build_ in story.builds:
        assert builds.chosen(build_, story.root) == build_
        assert queries.places(build_)
        for survey in survey_queries.surveys(build_):
            for round_ in survey_queries.rounds(build_, survey.code):
                assert microdata.is_intact(round_.sha256, story.root)
    assert builds.superseded_by(story.first, story.root) == story.corrected.build
    assert builds.superseded_by(story.corrected.build, story.root) is None
    for name in ("20200101", "../CURRENT", "\0", "."):
        with pytest.raises(builds.StoreError, match="There is no build"):
            builds.chosen(name, story.root)


@pytest.mark.parametrize("what", ["gone", "old tables"])
def test_a_version_that_cannot_be_used_as_it_is_is_built_anew(story: Story, what: str) -> None:
    target = story.added[1].build
    note = story.root / "builds" / f"{target}.json"
    if what == "gone":
        builds.path(target, story.root).unlink()
        (story.root / "builds" / "past").mkdir()
        shutil.move(note, story.root / "builds" / "past" / note.name)
        assert [version.kept for version in versions(story.root)] == [True, False, True, True]
    else:
        said = json.loads(note.read_text(encoding="utf-8"))
        note.write_text(json.dumps({**said, "schema": "of another time"}), encoding="utf-8")
    made = rollback(target, who="Дорж", note="Буцаав", root=story.root)
    assert made not in story.builds and builds.current(story.root) == made
    assert builds.note(made, story.root)["manifests"] == said_by(story, target)
    newest = versions(story.root)[0]
    assert (newest.event, newest.who, newest.why) == ("rollback", "Дорж", "Буцаав")
    assert newest.changes[0].after == newest.changes[0].before + 5  # type: ignore[operator]


def said_by(story: Story, build: str) -> object:
    return builds.note(build, story.root)["manifests"]


def test_a_version_that_is_not_there_or_not_whole_is_refused(story: Story) -> None:
    with pytest.raises(
        builds.StoreError, match=rf"no version yesterday\. Known versions: {story.corrected.build}, "
    ):
        rollback("yesterday", who="Дорж", root=story.root)
    for sha256 in builds.note(story.added[0].build, story.root)["microdata"]:
        microdata.path(sha256, story.root).unlink()
    with pytest.raises(builds.StoreError, match=r"respondents .* are missing or damaged\. Choose another"):
        rollback(story.added[0].build, who="Дорж", root=story.root)
    assert builds.current(story.root) == story.corrected.build


def test_the_command_lists_and_goes_back(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["versions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"* {story.corrected.build}  20") and lines[0].endswith(
        "UTC  publish by Сараа: Давхардлыг хассан"
    )
    assert lines[1].strip().startswith("real 2023 replaced: ") and lines[1].endswith(
        "respondents, Судалгаа 2023.csv (sha256 ffffffffffff)"
    )
    assert main(["versions", "--survey", "another"]) == 0
    assert capsys.readouterr().out == "There is no version that changed survey another.\n"
    assert main(["rollback", "--who", "Дорж", "--note", "Буцаав"]) == 0
    assert capsys.readouterr().out == f"Build {story.added[1].build} is in use.\n"
    assert main(["versions", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [version["build"] for version in listed if version["current"]] == [story.added[1].build]
    assert listed[0]["changes"][0]["sha256"] == "f" * 64
    assert main(["rollback", "--to", "yesterday"]) == 1
    assert "There is no version yesterday" in capsys.readouterr().err
    assert main(["use", story.first]) == 0
    with Workspace(story.root) as workspace:
        assert workspace.audit.read(what="rollback")[0].after == {"build": story.first}


def test_who_it_was_is_the_name_given_else_the_variable(
    story: Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NUTAG_USER", "Сараа")
    assert main(["rollback"]) == 0
    with Workspace(story.root) as workspace:
        assert workspace.audit.read(what="rollback")[0].who == "Сараа"
