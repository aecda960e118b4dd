"""The steps of `python -m etl publish-table`: read, check, show, publish."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from etl.intake.command.described import said
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, Finding, Refused
from etl.intake.reading import stage
from etl.publishing.figures import about as description
from etl.publishing.figures import checking, keeping
from geo.places import names
from store import builds

TEMPLATE = description.TEMPLATE
_SHOWN = 5


def run(args: argparse.Namespace) -> int:
    """Run the command; 0 published or there already, 1 refused. Nothing is ever asked."""
    about, findings = description.read(args.about)
    try:
        with tempfile.TemporaryDirectory(prefix="nutag-") as folder:
            staged = stage(args.file, Path(folder) / "staged", sheet=args.sheet)
            if about is None:
                raise Refused(findings)
            earlier = keeping.earlier(str(about.indicator.get("indicator")), str(about.source.get("source")))
            checked = checking.check(staged, about, builds.current(), earlier)
        findings += checked.findings
        acknowledged = tuple(filter(None, args.acknowledge.split(",")))
        blocked = checked.blocked(acknowledged)
        blocked += [one for one in findings if one.rule.severity == BLOCKS and one not in blocked]
        if blocked:
            raise Refused(blocked)
        _say(findings)
        for one in checked.figures[:_SHOWN]:
            print(f"  {names(one.place).name_en} {one.year}: {one.value:,.10g} {about.indicator['unit']}")
        more = len(checked.figures) - _SHOWN
        print(f"  … and {more} more figures" if more > 0 else f"  {len(checked.figures)} figures in all")
        if args.dry_run:
            return 0
        published = keeping.publish(checked, who=args.who, note=args.note, acknowledged=acknowledged)
    except Refused as refused:
        _say(refused.findings)
        print("Nothing was published.", file=sys.stderr)
        return 1
    indicator = about.indicator["indicator"]
    said = (
        "was there already; nothing changed"
        if published.outcome == "unchanged"
        else f"was {published.outcome}"
    )
    print(f"{indicator} {said}. Build {published.build} is in use.")
    return 0


def _say(findings: Iterable[Finding]) -> None:
    order = {BLOCKS: 0, ACKNOWLEDGE: 1}
    for one in sorted(findings, key=lambda one: order.get(one.rule.severity, 2)):
        print(said(one), file=sys.stderr)
