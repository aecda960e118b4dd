"""The plan: the target, capacity, matching, readiness, scenarios, each number open to its roots."""
