"""Readiness to receive people: a composite index whose every step can be seen, and ranks only as certain as they are."""

from planning.readiness.answer import LeftOut, Readiness, Standing, readiness
from planning.readiness.settings import Settings, read

__all__ = ["LeftOut", "Readiness", "Settings", "Standing", "read", "readiness"]
