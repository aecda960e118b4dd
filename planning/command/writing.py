"""Results written for people and for programs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

FORMATS = ("table", "json")


def form(parser: argparse.ArgumentParser) -> None:
    """Add the option of the form of the output."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="of the output (default: table)")


def own_output() -> None:
    """Keep standard output for what we print: what libraries write to it of their own accord goes to standard error.

    HiGHS does so now and then, in the middle of a program's JSON.
    """
    sys.stdout.flush()
    ours = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = os.fdopen(ours, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors)


def as_json(content: object) -> None:
    """Write one JSON document to standard output; a number that is not finite becomes null."""
    print(json.dumps(plain(content), ensure_ascii=False, indent=1, allow_nan=False))


def plain(content: Any) -> Any:
    """The same content in the types that JSON has."""
    if hasattr(content, "as_json"):
        return plain(content.as_json())
    if hasattr(content, "_asdict"):
        return plain(content._asdict())
    if isinstance(content, Mapping):
        return {str(key): plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple, set, frozenset, np.ndarray)):
        return [plain(value) for value in content]
    if isinstance(content, np.generic):
        return plain(content.item())
    if isinstance(content, float):
        return content if np.isfinite(content) else None
    return content


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write rows under their heads, numbers to the right."""
    cells = [list(heads), *([said(value) for value in row] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    right = [all(isinstance(row[i], (int, float, type(None))) for row in rows) for i in range(len(heads))]
    for line in cells:
        parts = [
            c.rjust(w) if to_right else c.ljust(w) for c, w, to_right in zip(line, widths, right, strict=True)
        ]
        print("  ".join(parts).rstrip())


def said(value: object) -> str:
    """A value as people read it; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
