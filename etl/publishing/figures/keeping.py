"""Publishing a table of figures: its manifest written, and a new build with it put in use."""

from __future__ import annotations

from pathlib import Path

from etl import build
from etl.intake.findings import Refused
from etl.publishing import leftovers
from etl.publishing.acts import PUBLISH, act
from etl.publishing.contents import carried
from etl.publishing.figures.checking import Checked
from etl.publishing.rounds import ADDED, REPLACED, UNCHANGED, Progress, Published, done, is_in_use, plain
from store import builds, published
from store.workspace.database import now


def publish(
    checked: Checked,
    *,
    who: str,
    note: str,
    acknowledged: tuple[str, ...] = (),
    root: Path | None = None,
    progress: Progress | None = None,
) -> Published:
    """Publish the figures of an indicator, or replace those of the same indicator and source.

    The same table again changes nothing. Raises Refused with what keeps it from being published and is not
    `acknowledged`, BuildFailed, Busy and StoreError as publishing a round does.
    """
    root = root or builds.store_root()
    if blocked := checked.blocked(acknowledged):
        raise Refused(blocked)
    manifest = _manifest(checked, acknowledged)
    indicator = manifest["indicator"]
    with act(root, who, PUBLISH, indicator, f"publishing figures of {indicator}", note=note) as under_way:
        leftovers.sweep(root)
        contents = carried(root)
        earlier = contents.find(published.key(manifest), root)
        if earlier and is_in_use(contents, root) and _is_same(manifest, published.read(earlier, root)):
            return done(under_way, Published(builds.current(root), UNCHANGED, earlier))
        with leftovers.cleared(root) as made:
            said = {"who": who, "when": now(), "why": note, "replaces": earlier}
            name = published.keep({**manifest, **said}, root)
            made.append(published.path(name, root))
            about = {"event": PUBLISH, "who": who, "why": note, "act": under_way.id}
            built = build.make(root, contents.with_manifest(name, root), about, progress)
        return done(under_way, Published(built, REPLACED if earlier else ADDED, name))


def earlier(indicator: str, source: str, root: Path | None = None) -> published.Manifest | None:
    """What the build in use holds of this indicator from this source, which publishing would replace."""
    root = root or builds.store_root()
    name = carried(root).find(("indicators", indicator, source), root)
    return published.read(name, root) if name else None


def _manifest(checked: Checked, acknowledged: tuple[str, ...]) -> published.Manifest:
    about = checked.about
    return {
        "kind": "indicators",
        "indicator": about.indicator["indicator"],
        "source": about.source["source"],
        "tables": {name: [plain(row)] for name, row in about.rows.items()},
        "observations": [[one.place, one.year, one.value] for one in sorted(checked.figures)],
        "file": {"name": checked.file.name, "sha256": checked.file.sha256},
        "mapping": {"columns": about.columns},
        "acknowledged": list(acknowledged),
    }


def _is_same(new: published.Manifest, old: published.Manifest) -> bool:
    names = ("indicator", "source", "tables", "observations", "mapping")
    return all(new[name] == old[name] for name in names) and new["file"]["sha256"] == old["file"]["sha256"]
