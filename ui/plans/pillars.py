"""What the pillars of the index of readiness are called."""

from __future__ import annotations

PILLARS = {
    "jobs": "Jobs",
    "services": "Services",
    "living": "Living",
    "connection": "Connection",
    "digital": "Digital",
    "environment": "Environment",
}
WORDS = tuple(PILLARS.values())
