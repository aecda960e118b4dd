"""From a wish to a plan that holds: the target, capacities, matching, readiness. Codes and numbers only."""
