"""Jobs on a survey file: read, examined and shown to its author as pages will show it; then published."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from etl.intake import comparing, decisions, outcome
from etl.intake import mapping as mappings
from etl.intake.accepting import accept, weighed
from etl.intake.examining import Examined, blocked, examine
from etl.intake.findings import Refused
from etl.intake.jobs import Told, files
from etl.intake.mapping import Mapping
from etl.intake.mapping.model import FROM_FILE
from etl.intake.staged import Staged
from etl.publishing import preview, rounds
from store import builds, survey_queries
from store.workspace import Workspace

NEW_SURVEY = "migration"


def prepare(folder: Path, job: dict[str, Any], tell: Told) -> dict[str, Any]:
    """Stage the file unless that is done, examine it, and make a preview when nothing is in the way."""
    staged = files.staged(folder, job, tell)
    tell("examine", None)
    layout = mappings.layout(staged)
    with Workspace() as workspace:
        remembered = workspace.mappings.recall(layout)
    decided = decisions.of_file(job["mapping"], staged)
    written = decisions.over(remembered.mapping if remembered else {}, decided)
    given = mappings.from_written(written) if written else None
    survey = job["survey"] or (remembered.survey if remembered else "") or _only_survey()
    seen = _examined(staged, survey, job["round"] or _year(staged), given)
    files.forget_preview(_before(folder).get("preview"))
    more: dict[str, Any] = {
        "said": {name: job[name] for name in ("survey", "round", "mapping")},
        "remembered": remembered.at if remembered else None,
        "later": [],
    }
    return outcome.written(seen, more | ({} if blocked(seen.findings) else _shown(seen, tell)))


def publish(folder: Path, job: dict[str, Any], tell: Told) -> dict[str, Any]:
    """Publish the file as it was shown; it is examined once more, since others may have published meanwhile.

    Then the file goes from the server: its respondents are kept as codes, and the person has the file.
    """
    tell("examine", None)
    given = mappings.from_written(job["mapping"])
    seen = examine(Staged.load(folder), job["survey"], job["round"], given=given)
    published = rounds.publish(
        accept(seen, frozenset(job["acknowledged"])),
        who=job["who"],
        note=job["note"],
        progress=lambda step, of, name: tell(name, step / of),
    )
    with Workspace() as workspace:
        kept = mappings.as_written(seen.mapping.without_round())
        workspace.mappings.remember(mappings.layout(seen.staged), seen.survey, kept, job["who"])
        workspace.drafts.change(workspace.drafts.get(job["draft"]), job["who"], state="published")
    files.forget_preview(_before(folder).get("preview"))
    files.clear(folder)
    return {
        "build": published.build,
        "outcome": published.outcome,
        "survey": seen.survey,
        "round": seen.round,
    }


def _examined(staged: Staged, survey: str, round_: str, given: Mapping | None) -> Examined:
    """Examine a file; totals that the weights cannot be held against are a finding among the others."""
    try:
        return examine(staged, survey, round_, given=given)
    except Refused as refused:
        if given is None or given.weight == FROM_FILE:
            raise
        seen = examine(staged, survey, round_, given=replace(given, weight=FROM_FILE))
        understood = replace(seen.proposal, mapping=replace(seen.mapping, weight=given.weight))
        return replace(seen, proposal=understood, findings=(*refused.findings, *seen.findings))


def _shown(seen: Examined, tell: Told) -> dict[str, Any]:
    """The round as pages will show it, what is known of it only then, and how it differs from the one before."""
    tell("weigh", None)
    try:
        made = weighed(seen)
    except Refused as refused:  # the weights that were asked for cannot be made
        return {"later": outcome.findings(refused.findings)}
    tell("preview", None)
    build = preview.preview(made.made.accepted())
    tell("compare", None)
    before = comparing.previous(build, seen.survey, seen.round)
    return {
        "later": outcome.findings(made.findings),
        "respondents": made.made.tables["round"][0]["respondents"],
        "preview": build,
        "weights": outcome.weights(made.weights),
        "replaces": _is_published(seen),
        "compared": outcome.compared(comparing.compare(build, seen.survey, before, seen.round))
        if before
        else None,
    }


def _is_published(seen: Examined) -> bool:
    """Whether the build in use has this round already, so that publishing corrects it."""
    known = survey_queries.rounds(builds.current(), seen.survey)
    return seen.round in {round.code for round in known}


def _only_survey() -> str:
    """The survey that a file belongs to when nobody has said so: the only real one, or a new one."""
    real = [survey.code for survey in survey_queries.surveys(builds.current()) if survey.kind == "survey"]
    return real[0] if len(real) == 1 else NEW_SURVEY


def _year(staged: Staged) -> str:
    """The round when nobody has said so: the year in the file's name, or this year."""
    named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", staged.file.name)
    return named[-1] if named else str(date.today().year)


def _before(folder: Path) -> dict[str, Any]:
    """What the job before found; {} when there was none."""
    try:
        found: dict[str, Any] = json.loads((folder / "prepare.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
