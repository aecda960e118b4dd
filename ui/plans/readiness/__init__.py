"""The page of readiness: a composite index whose every step can be changed, and ranks only as certain as they are."""
