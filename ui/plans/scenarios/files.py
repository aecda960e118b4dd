"""What leaves the page of scenarios: one scenario, several beside each other, and the log of decisions."""

from __future__ import annotations

from collections.abc import Iterable

from planning import scenarios
from planning.scenarios import Saved, file
from planning.scenarios.comparison import MOST
from store.workspace import WorkspaceError
from ui.plans import numbers
from ui.plans.scenarios import assumed, kept, said, shown
from ui.request import BadRequest, Parameters
from ui.table import Cell, Table
from ui.view import View


def one(view: View, given: Parameters) -> Table:
    """A scenario: its assumptions and its results with their bands, kind and roots."""
    scenario = _found(view, given.get("scenario", ""))
    return _table(view, f"scenario-{scenario.id[:8]}", scenario.name, (scenario,))


def several(view: View, given: Parameters) -> Table:
    """Scenarios beside each other, one row for each number of each."""
    ids = [id for id in given.get("ids", "").split(",") if id][:MOST]
    if not ids:
        raise BadRequest(view.t("There is no such scenario. The link is wrong, or of another Nutag."))
    return _table(view, "scenarios", view.t("Scenarios side by side"), [_found(view, id) for id in ids])


def decisions(view: View, given: Parameters) -> Table:
    """The log of decisions: of one scenario, or of all."""
    t = view.t
    try:
        with kept.scenarios() as every:
            rows = every.decisions(given.get("of") or None)
    except WorkspaceError as error:
        raise BadRequest(view.words.told(error)) from error
    heads = (t("When"), t("Who"), t("Scenario"), t("Decision"), t("Why"), t("Page"), t("Data version"), t("Version"), "id")  # fmt: skip
    cells = tuple(
        (one.at, one.who, one.name, t(said.VERDICTS[one.verdict]), one.why, t(shown.SHOWN[one.page].name), one.build,
         one.version, one.scenario)
        for one in rows
    )  # fmt: skip
    return Table("decisions", t("Log of decisions"), heads, cells, (*[None] * 7, 0, None))


def as_json(view: View, given: Parameters) -> tuple[str, bytes]:
    """The stem of the file and the scenario as the command line reads it."""
    scenario = _found(view, given.get("scenario", ""))
    return f"scenario-{scenario.id[:8]}", file.as_text(scenario).encode()


def _found(view: View, id: str) -> Saved:
    try:
        with kept.scenarios() as every:
            return every.get(id)
    except scenarios.Gone as error:
        raise BadRequest(
            view.t("There is no such scenario. The link is wrong, or of another Nutag.")
        ) from error
    except WorkspaceError as error:
        raise BadRequest(view.words.told(error)) from error


def _table(view: View, name: str, title: str, chosen: Iterable[Saved]) -> Table:
    t = view.t
    ends = tuple(
        f"{said.level_name(view, level)}, {end}" for level in said.BANDS for end in (t("from"), t("to"))
    )
    heads = (t("Scenario"), t("Assumption or result"), t("What"), t("Value"), t("Estimate"), *ends, t("Unit"), t("Kind of number"),
             t("Assumed by"), t("Rests on"), t("Code"), t("Saved by"), t("Saved"), t("Data version"), "id")  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for scenario in chosen:
        seen = kept.pinned(view, scenario)
        last = (scenario.author, scenario.created, scenario.build, scenario.id)
        by = str(scenario.assumptions.get("by") or scenario.author)
        for row in assumed.rows([scenario]):
            rows.append((scenario.name, t("assumption"), assumed.name(seen, row), assumed.value(seen, row.code, row.values[0]),
                         *[None] * 9, "", "", by, "", row.code, *last))  # fmt: skip
        for result in scenario.results:
            value = result.value
            scale = 100 if value.unit in ("share", "chance") else 1
            known = [scale * end if end is not None else None for level in said.BANDS for end in said.ends(result, level) or (None, None)]  # fmt: skip
            rows.append((scenario.name, t("result"), said.result_name(seen, result), "",
                         None if value.estimate is None else scale * value.estimate, *known, numbers.unit(seen, value),
                         t(numbers.KINDS[value.kind]), value.by or "", "; ".join(dict.fromkeys(root.code for root in value.roots())),
                         result.code, *last))  # fmt: skip
    notes = tuple(f"{one.name}: {one.description}" for one in chosen if one.description)
    return Table(name, title, heads, tuple(rows), (*[None] * 4, *[2] * 9, *[None] * 9), notes)
