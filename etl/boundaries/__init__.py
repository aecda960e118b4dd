"""Official boundaries: COD-AB Mongolia read, checked, generalised and kept beside the builds."""

from __future__ import annotations

from collections.abc import Callable

from etl.boundaries.kept import CREDIT, LICENCE, BoundaryError, BoundarySet, current

__all__ = ["CREDIT", "LICENCE", "BoundaryError", "BoundarySet", "current", "main"]


def main(argv: list[str], rebuild: Callable[[], str] | None = None) -> int:
    """Run `python -m etl boundaries`; `rebuild` makes a new build afterwards and returns its id.

    The exit status is 0 when the boundaries are in use, 1 when they were refused or could not be had,
    2 for wrong use. `SystemExit` is raised by argparse for `--help` and unknown options.
    """
    # A build asks only for current(); the geometry libraries cost half a second it need not pay.
    from etl.boundaries.command import run

    return run(argv, rebuild)
