"""A build for the eyes of one person: the round as pages will show it, before it is published.

It is a hidden file that no list names and no rollback finds. What a preview leaves behind is swept after an hour.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from etl import build
from etl.intake.accepted import Accepted
from etl.problems import BuildFailed
from etl.publishing.contents import carried
from etl.publishing.rounds import faults, kept, manifest_of
from store import builds, microdata, writing


def preview(accepted: Accepted, *, root: Path | None = None) -> str:
    """Make a hidden build with the round in it; returns its id, for the pages and nothing else.

    Raises BuildFailed with every fault that would keep the round from being published.
    """
    root = root or builds.store_root()
    if problems := list(faults(accepted)):
        raise BuildFailed(problems)
    contents = carried(root)
    replaced = contents.find(("round", accepted.survey, accepted.round), root)
    file = microdata.path(writing.checksum(accepted.respondents), root)
    tables = kept(accepted, file.stem, root)
    others = [
        one for name, one in zip(contents.manifests, contents.read(root), strict=True) if name != replaced
    ]
    new = manifest_of(accepted, tables, "", "", replaced)
    name = f".preview-{secrets.token_hex(16)}"
    try:
        build.write(builds.path(name, root), name, root, [*others, new], contents.keep_demonstration)
    except BaseException:
        builds.path(name, root).unlink(missing_ok=True)
        raise
    return name
