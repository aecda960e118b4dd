"""Jobs on a table of figures by aimag and year: read and checked against its description; then published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from etl.intake import outcome
from etl.intake.findings import Refused
from etl.intake.jobs import Told, files
from etl.intake.staged import Staged
from etl.publishing.figures import checking, keeping
from etl.publishing.figures.about import About
from store import builds
from store.workspace import Workspace

SHOWN = 200


def prepare(folder: Path, job: dict[str, Any], tell: Told) -> dict[str, Any]:
    """Stage the table unless that is done, and hold it against what was said of its figures."""
    staged = files.staged(folder, job, tell)
    tell("examine", None)
    checked = _checked(staged, job["mapping"]["table"])
    return {
        "said": {name: job[name] for name in ("survey", "round", "mapping")},
        "columns": [column.name for column in staged.columns],
        "findings": outcome.findings([*staged.findings, *checked.findings]),
        "later": [],
        "figures": [[one.place, one.year, one.value] for one in sorted(checked.figures)[:SHOWN]],
        "count": len(checked.figures),
        "places": len({one.place for one in checked.figures}),
        "years": sorted({one.year for one in checked.figures}),
        "indicator": checked.about.indicator,
        "source": checked.about.source,
        "unit": checked.about.unit,
        "first_rows": outcome.rows_of(staged),
    }


def publish(folder: Path, job: dict[str, Any], tell: Told) -> dict[str, Any]:
    """Publish the figures as they were shown, checked once more; then the file goes from the server."""
    tell("examine", None)
    staged = Staged.load(folder)
    checked = _checked(staged, job["mapping"]["table"])
    acknowledged = frozenset(job["acknowledged"])
    if blocked := checked.blocked(acknowledged):
        raise Refused(blocked)
    published = keeping.publish(
        checked,
        who=job["who"],
        note=job["note"],
        acknowledged=tuple(sorted(acknowledged & {found.rule.code for found in checked.findings})),
        progress=lambda step, of, name: tell(name, step / of),
    )
    with Workspace() as workspace:
        workspace.drafts.change(workspace.drafts.get(job["draft"]), job["who"], state="published")
    files.clear(folder)
    return {
        "build": published.build,
        "outcome": published.outcome,
        "indicator": checked.about.indicator["indicator"],
        "years": sorted({one.year for one in checked.figures}),
    }


def _checked(staged: Staged, said: dict[str, Any]) -> checking.Checked:
    about = About(
        {name: value for name, value in said.get("indicator", {}).items() if name != "new"},
        {name: value for name, value in said.get("source", {}).items() if name != "new"},
        said.get("unit"),
        dict(said.get("columns", {})),
    )
    earlier = keeping.earlier(str(about.indicator.get("indicator")), str(about.source.get("source")))
    return checking.check(staged, about, builds.current(), earlier)
