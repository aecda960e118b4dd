"""A draft from its file to its publication, as the page asks for it."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from etl.intake.jobs.__main__ import main
from store import builds, survey_queries
from store.workspace import Conflict, Workspace
from tests.etl.intake import clean
from tests.ui.intake.conftest import PERSON, Drafted, again, looked, published
from ui import address, work
from ui.intake import cases, steps
from ui.intake.deciding import decide
from ui.intake.findings import telling
from ui.view import View


@pytest.fixture
def misspelt() -> pd.DataFrame:
    """Respondents of whom some wrote an aimag and an education that nobody knows."""
    people = clean.respondents()
    people.loc[people["origin_aimag"] == "MN-035", "origin_aimag"] = "Орхин"
    people.loc[people["education"] == "higher", "education"] = "дээт"
    return people


def test_what_is_written_for_places_is_settled_as_a_place_also_as_no_answer(
    drafted: Drafted, misspelt: pd.DataFrame
) -> None:
    case = looked(drafted(misspelt))
    assert steps.open_of(case) | {"check": 0} == {"match": 1, "places": 1, "check": 0}
    assert case.preview is None and not case.ready
    cases.decide(case, mapping={"answers": {"education": {"дээт": "higher"}}})
    cases.decide(case, mapping={"places": {"Орхин": None}})
    waiting = again(case)
    assert waiting.mapping["places"] == {"Орхин": None}
    assert waiting.mapping["answers"] == {"education": {"дээт": "higher"}}
    assert not waiting.fresh and not waiting.ready
    settled = looked(waiting)
    assert settled.fresh and settled.found["unread"] == [] and settled.preview is not None
    assert "places" not in steps.open_of(settled)


def test_a_choice_made_while_the_file_is_looked_at_is_kept_and_waits_to_be_applied(
    drafted: Drafted, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = looked(drafted())
    cases.decide(case, mapping={"weight": {"calibrate": {"margins": {"district": "official"}}}})
    monkeypatch.setattr(work, "_launch", lambda folder, program: None)
    cases.look(case.draft.id)
    cases.decide(case, mapping={"columns": {"sector": None}})
    main(case.folder)
    later = again(case)
    assert later.mapping["columns"]["sector"] is None
    assert later.mapping["weight"]["calibrate"]["margins"] == {"district": "official"}
    assert not later.fresh and not later.ready
    assert looked(later).fresh


def test_a_draft_that_another_window_changed_is_not_overwritten(drafted: Drafted) -> None:
    case = drafted()
    with Workspace() as workspace:
        workspace.drafts.change(case.draft, "another window", survey="other")
    with pytest.raises(Conflict):
        cases.decide(case, survey="mine")
    assert again(case).draft.survey == "other"


def test_weights_that_cannot_be_calibrated_are_a_finding_and_everything_else_stays(drafted: Drafted) -> None:
    case = looked(drafted())
    cases.decide(case, mapping={"weight": {"calibrate": {"margins": {"district": {"MN1101": -5}}}}})
    refused = looked(again(case))
    assert refused.progress is not None and refused.progress.state == "done"
    assert refused.mapping["columns"]["wish"] == "wish"
    assert {finding.rule.group for finding in refused.blocking} == {"statistics"}
    assert "calibration_target" in [finding.rule.code for finding in refused.blocking]
    assert steps.open_of(refused)["weigh"] == len(refused.blocking)
    cases.decide(refused, mapping={"weight": "file"})
    assert looked(again(case)).preview


def test_calibrated_weights_come_with_their_diagnostics(drafted: Drafted) -> None:
    case = drafted()
    totals = {"female": 200_000, "male": 100_000}
    cases.decide(case, mapping={"weight": {"calibrate": {"margins": {"sex": totals}}}})
    found = looked(again(case)).found["weights"]
    assert [round(share["after"], 6) for share in found["shares"]] == [0.666667, 0.333333]
    assert found["n_eff_after"] < found["n_eff_before"]


def test_a_soum_of_another_aimag_is_told_and_not_offered(drafted: Drafted) -> None:
    people = clean.respondents()
    people["origin_soum"] = ["Хархорин" if aimag == "MN-073" else None for aimag in people["origin_aimag"]]
    case = looked(drafted(people))
    [value] = case.found["unread"]
    assert (value["places"], value["within"], value["suggestions"]) == ("soum", "MN-073", [])
    assert [code[:4] for code in value["elsewhere"]] == ["MN62"]
    cases.decide(case, mapping={"places": {"MN-073/Хархорин": None}})
    assert looked(again(case)).found["unread"] == []


def test_an_empty_sheet_is_refused_and_the_draft_goes_on_with_the_sheet_before(
    drafted: Drafted, tmp_path: Path
) -> None:
    file = tmp_path / "Судалгаа.xlsx"
    with pd.ExcelWriter(file) as book:
        clean.respondents().to_excel(book, sheet_name="Өгөгдөл", index=False)
        pd.DataFrame().to_excel(book, sheet_name="Хоосон", index=False)
    case = looked(drafted(file=file))
    cases.decide(case, mapping={"columns": {"sector": None}})
    refused = looked(case, sheet="Хоосон")
    assert refused.refused and refused.staged is not None and refused.staged.file.sheet == "Өгөгдөл"
    back = looked(refused)
    assert not back.refused and back.fresh and back.mapping["columns"]["sector"] is None


def test_a_preview_that_was_swept_is_not_offered(drafted: Drafted) -> None:
    case = looked(drafted())
    assert case.preview is not None
    builds.path(case.preview).unlink()
    assert again(case).preview is None and not again(case).ready
    assert looked(case).preview is not None


def test_a_round_is_published_once_and_its_layout_needs_nothing_said_the_next_time(
    drafted: Drafted, misspelt: pd.DataFrame
) -> None:
    case = drafted(misspelt)
    decided = {"places": {"Орхин": "MN-061"}, "answers": {"education": {"дээт": "higher"}}}
    cases.decide(case, mapping=decided, survey="people", acknowledge={"survey_untold": True})
    case = looked(again(case))
    cases.decide(case, acknowledge={finding.rule.code: True for finding in case.open})
    case = again(case)
    assert case.ready and case.found["compared"] is None
    assert published(case)["outcome"] == "added"
    assert not (case.folder / "original").exists() and not builds.path(case.preview or "").exists()
    assert [round.code for round in survey_queries.rounds(builds.current(), "people")] == ["2025"]

    second = looked(drafted(misspelt, round_="2026"))
    assert second.survey == "people" and second.found["remembered"]
    assert not second.found["unread"] and not second.found["asked"] and second.preview
    assert second.found["compared"]["old"] == "2025"
    assert "question_gone" not in {finding.rule.code for finding in second.findings}

    third = looked(drafted(misspelt.drop(columns="household_type"), round_="2027", said=decided))
    assert third.found["compared"]["gone"] == ["household_type"]


def test_drafts_are_their_authors_alone(drafted: Drafted) -> None:
    case = drafted()
    assert cases.opened("1" * 32, case.draft.id) is None
    assert [draft.id for draft in cases.mine(PERSON)] == [case.draft.id]
    assert cases.mine("1" * 32) == []


def test_what_broken_uploads_left_is_swept_and_drafts_are_not(drafted: Drafted, store: Path) -> None:
    case = drafted()
    left = store / "staging" / "left"
    left.mkdir()
    for folder in (left, case.folder):
        os.utime(folder, (0, 0))
    cases.sweep(store)
    assert not left.exists() and case.folder.exists()


def test_who_decides_over_what_another_window_decided_is_told_on_the_page(drafted: Drafted) -> None:
    case = drafted()
    with Workspace() as workspace:
        workspace.drafts.change(case.draft, "another window", survey="other")
    view = View(builds.current(), "en", "light")
    address.notices()
    decide(view, case, mapping={"columns": {"sector": None}})
    [notice] = address.notices()
    assert "changed in another window" in notice and again(case).draft.mapping == case.draft.mapping


def test_the_form_behind_a_file_names_its_columns_and_answers(drafted: Drafted, tmp_path: Path) -> None:
    people = clean.respondents()
    people["q7"] = people.pop("sex").map({"female": "1", "male": "2"})
    case = looked(drafted(people))
    assert "sex" not in case.mapping["columns"]
    (case.folder / "form").mkdir()
    with pd.ExcelWriter(case.folder / "form" / "form.xlsx") as book:
        asked = pd.DataFrame([["select_one sexes", "q7", "Хүйс"]], columns=["type", "name", "label"])
        asked.to_excel(book, sheet_name="survey", index=False)
        choices = [["sexes", "1", "Эмэгтэй"], ["sexes", "2", "Эрэгтэй"]]
        pd.DataFrame(choices, columns=["list_name", "name", "label"]).to_excel(
            book, sheet_name="choices", index=False
        )
    case = looked(case)
    assert case.mapping["columns"]["sex"] == "q7" and case.found["unread"] == []


def test_findings_name_questions_and_answers_as_the_codebook_does(drafted: Drafted) -> None:
    case = drafted()
    cases.decide(case, mapping={"weight": {"calibrate": {"margins": {"sex": {"female": 5, "male": -5}}}}})
    case = looked(again(case))
    tell = telling(View(builds.current(), "mn", "light"), case)
    said = " ".join(tell.of(found)[0] for found in case.blocking)
    assert "«Эрэгтэй»" in said and "«Хүйс»" in said
