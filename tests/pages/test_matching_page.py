"""The matching draws for anything that can be asked, says what cannot hold together, and keeps decisions by hand."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from planning import matching
from planning.matching import Override
from store import builds
from store.workspace import Workspace
from tests.pages.test_pages import run
from tests.planning.test_waiting import two_aimags
from ui import exports
from ui.plans import downloads
from ui.plans.matching import asked as asking
from ui.plans.matching import brought, by_hand, choice, files, tables, values
from ui.plans.matching import said as say
from ui.plans.matching.asked import Asked
from ui.request import BadRequest
from ui.view import View

EVERYTHING = {
    "movers": "100000", "goal": "mix", "mix": "75", "second": "25", "preset": "weakest", "standard_pupils_per_school": "off", "standard_pupils_per_teacher": "30",
    "room": "high", "cap": "2", "losing": "30", "placed": "10", "arrows": "diverted",
}  # fmt: skip
FROM_TARGET = {"movers": "target", "known": "demonstration/2025", "base": "600000", "rate": "middle", "preset": "weakest"}  # fmt: skip
NONSENSE = {
    "movers": "-3", "goal": "gold", "mix": "101", "second": "x", "preset": "none", "standard_unemployment_rate": "x", "room": "?", "cap": "nan",
    "losing": "0", "placed": "1e9", "hand": "zz.<b>", "problem": "../..", "arrows": "q", "hand_group": "x", "hand_place": "y",
}  # fmt: skip
IMPOSSIBLE = {"preset": "three_quarters", "placed": "75"}


def view(language: str = "en") -> View:
    return View(builds.current(), language, "light")


def asked(given: Mapping[str, str], *overrides: Override, language: str = "en") -> Asked:
    wanted = choice.choice(view(language), given)
    return asking.of_survey(view(language), wanted, choice.people(view(language), wanted, given), overrides)


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize(
    "address",
    [EVERYTHING, FROM_TARGET, NONSENSE, IMPOSSIBLE, {"preset": "national", "aimag": "MN-046"}],
    ids=["everything", "from the target", "nonsense", "impossible", "nobody fits"],
)
def test_the_matching_draws(built_store: Path, address: dict[str, str], language: str) -> None:
    test = run("matching", lang=language, **address)
    assert [fault.message for fault in test.exception] == []


def test_everybody_is_counted_with_a_place_or_without(built_store: Path) -> None:
    found = asked(EVERYTHING)
    table = tables.plan(view(), found)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert found.answer is not None and found.answer.found is not None
    assert sum(int(str(row["Households"])) for row in rows) == found.answer.problem.households.sum()
    nowhere = sum(int(str(row["Households"])) for row in rows if row["Place"] == "nowhere")
    assert nowhere == found.answer.found.unplaced.sum() > 0
    assert nowhere == sum(int(str(row[1])) for row in tables.reasons(view(), found).rows)


def test_what_cannot_hold_together_is_named_and_can_be_eased(built_store: Path) -> None:
    from ui.plans.matching import controls

    found = asked(IMPOSSIBLE)
    assert found.answer is not None and found.answer.found is None
    said = say.lead(view(), found)
    assert said.startswith("These cannot hold together: at least 75 in 100 have a place; ")
    assert "have no more room: " in said
    assert "placed=" in dict(controls.easings(view(), found))
    with pytest.raises(BadRequest, match="cannot hold together"):
        downloads.TABLES["matching_places"](view(), IMPOSSIBLE)
    assert all(row[4] == "nowhere" for row in downloads.TABLES["matching_plan"](view(), IMPOSSIBLE).rows)


def test_by_the_average_of_the_country_nobody_fits_and_it_says_which_service(built_store: Path) -> None:
    said = say.lead(view(), asked({"preset": "national"}))
    assert said.startswith("Nobody can be placed: all 21 aimags have no more room: physicians.")


def test_every_number_of_the_answer_rests_on_something(built_store: Path) -> None:
    found = asked(EVERYTHING)
    rest = {**values.values(view(), found), **values.of_aimag(found, "MN-046")}
    assert {"placed", "unplaced", "first_choice", "homeland_share", "expected_employed", "waiting"} <= set(
        rest
    )
    for value in rest.values():
        kinds = {root.kind for root in value.roots()}
        assert kinds and kinds <= {"official", "demonstration", "assumption", "calculated"}
        assert all(root.sources or root.by for root in value.roots())
    assert rest["placed"].demonstration


def test_the_movers_of_the_target_page_leave(built_store: Path) -> None:
    found = asked(FROM_TARGET)
    assert found.made is not None and found.made.people.code.startswith("expected/5")
    assert {"survey", "assumption", "demonstration"} & {root.kind for root in found.made.people.roots()}


def test_one_more_is_counted_after_what_is_missing_today(built_store: Path) -> None:
    found = asked({"preset": "three_quarters"})
    assert found.answer is not None and found.made is not None
    for more in found.answer.more:
        missing = found.missing(more.place).get(more.service, 0.0)
        assert missing < more.units <= missing + 1
    first = max(found.answer.more, key=lambda row: row.households)
    assert f"(households: {first.households})" in say.one_more(view(), found, found.answer, first)


def test_a_decision_is_kept_logged_and_taken_back_and_the_log_keeps_both(built_store: Path) -> None:
    override = Override(None, "MN-055", 0, "=the road is closed")
    made = by_hand.add(override, "Bat")
    assert by_hand.decisions([made.id, "nothing"]) == (made,)
    before, after = asked({}), asked({"hand": made.id}, override)
    assert before.answer and after.answer and before.answer.found and after.answer.found
    assert after.answer.found.placed[:, after.answer.problem.places.index("MN-055")].sum() == 0
    [change] = after.answer.effects
    assert change.objective == pytest.approx(after.answer.found.objective - before.answer.found.objective)
    test = run("matching", lang="en", hand=made.id)
    assert [fault.message for fault in test.exception] == []
    by_hand.take_back(made, "Bat")
    with Workspace() as workspace:
        logged = workspace.audit.read(subject=f"{by_hand.KIND} {made.id}")
    assert [line.what for line in logged] == ["matching decision taken back", "matching decision added"]
    assert logged[1].after["content"]["reason"] == "=the road is closed" and logged[1].who == "Bat"


def test_a_decision_that_does_not_fit_is_said(built_store: Path) -> None:
    found = asked({}, Override("MN-035 > MN-035", "MN-035", 10**6, "all of them"))
    assert found.answer is None
    assert say.lead(view(), found).startswith(
        "More households are placed by hand than group from Orkhon, want home has"
    )


def test_what_was_asked_can_be_asked_again_on_the_command_line(built_store: Path) -> None:
    given = EVERYTHING | {"hand": ""}
    _, content = exports.make(view(), "matching_problem", "json", given)
    again = matching.solve(matching.problem(json.loads(content)))
    _, answer = exports.make(view(), "matching_answer", "json", given)
    told: dict[str, Any] = json.loads(answer)
    assert "Demonstration: made up, nobody was interviewed" in told["about"].values()
    assert "Demonstration: made up, nobody was interviewed" in json.loads(content)["about"].values()
    assert again.objective == pytest.approx(told["objective"]) and told["status"] == "optimal"
    assert sum(row["households"] for row in told["assigned"]) == again.placed.sum()
    _, none = exports.make(view(), "matching_answer", "json", IMPOSSIBLE)
    assert json.loads(none)["status"] == "infeasible" and json.loads(none)["conflict"]


@pytest.mark.parametrize("language", ["mn", "en"])
def test_tables_and_the_map_leave_the_page(built_store: Path, language: str) -> None:
    for name in ("matching_plan", "matching_places", "matching_held", "matching_nowhere", "matching_numbers"):
        stem, content = exports.make(view(language), name, "csv", EVERYTHING)
        assert stem.startswith("matching-") and content
        if name != "matching_numbers":
            made_up = view(language).t("Demonstration: made up, nobody was interviewed")
            assert all(made_up in line for line in content.decode("utf-8-sig").splitlines()[1:])
    stem, content = exports.make(view(language), "matching_map", "svg", EVERYTHING)
    assert (
        stem == "matching-map"
        and view(language).t("Demonstration: made up, nobody was interviewed") in content.decode()
    )
    assert files.plan(view(language), EVERYTHING).notes[0] == say.headline(
        view(language), asked(EVERYTHING, language=language)
    )


def test_a_file_that_was_brought_is_answered_or_told_what_is_wrong_with_it(
    built_store: Path, tmp_path: Path
) -> None:
    def bring(content: str) -> str:
        coming = builds.store_root() / brought.FOLDER / "coming-test"
        coming.mkdir(parents=True)
        (coming / brought.FILE).write_text(content, "utf-8")
        checksum = hashlib.sha256(content.encode()).hexdigest()
        assert brought.keep(coming, checksum, "mine.json") == checksum
        return checksum

    good = bring(json.dumps(two_aimags()))
    assert asking.of_file(choice.choice(view(), {"problem": good}), ()).answer is None
    until = time.monotonic() + 60
    while (now := brought.look(good, ())) and now.under_way and time.monotonic() < until:
        time.sleep(0.2)
    found = asking.of_file(choice.choice(view(), {"problem": good}), ())
    assert (
        say.headline(view(), found) == "Of 10 households, 8 find room where they want to go; 2 fit nowhere."
    )
    for address in ({"problem": good}, {"problem": bring("[1]")}, {"problem": "0" * 64}):
        test = run("matching", lang="mn", **address)
        assert [fault.message for fault in test.exception] == []
    bad = bring(json.dumps(two_aimags(objective={"preference": 0})))
    wrong = asking.of_file(choice.choice(view("mn"), {"problem": bad}), ())
    assert "жин 0 байна" in say.lead(view("mn"), wrong)
    assert len(files.plan(view(), {"problem": good}).rows) == 3
