"""Can 50–100 thousand people really go: target, capacity, matching, readiness, scenarios."""
