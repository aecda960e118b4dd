"""Jobs on a draft, each in a process of its own: a file made ready and examined, a round or a table published."""

from __future__ import annotations

from collections.abc import Callable

Told = Callable[[str, float | None], None]
"""Is told the step that a job is at, and how far it is, 0 to 1, or None where that cannot be known."""
