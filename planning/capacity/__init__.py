"""How many more people each aimag can take before a stated standard of a service breaks."""

from planning.capacity.room import Capacity, Room, capacities
from planning.capacity.standards import Standards, default, read
from planning.capacity.stress import Stress, arrivals, stress

__all__ = [
    "Capacity",
    "Room",
    "Standards",
    "Stress",
    "arrivals",
    "capacities",
    "content",
    "default",
    "read",
    "stress",
]
