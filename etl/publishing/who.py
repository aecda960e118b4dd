"""Who is at work."""

from __future__ import annotations

import getpass
import os


def login() -> str:
    """NUTAG_USER, or the name under which the person is known to the system."""
    named = os.environ.get("NUTAG_USER", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system that gives this process no name
        return "unknown"
