"""From the base by wish, destination and plan to the move: how many, how sure, and what the target would need."""

from planning.funnel.scenario import Scenario, read
from planning.funnel.target import Target, target

__all__ = ["Scenario", "Target", "read", "target"]
