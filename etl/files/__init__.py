"""The raw files the build reads, each described once."""

from __future__ import annotations

from etl.files import catalogue, figures, places, surveys
from etl.raw import RawFile

OUTLINE = "boundaries/aimag_outline.geojson"
FILES: tuple[RawFile, ...] = (*figures.FILES, *places.FILES, *catalogue.FILES, *surveys.FILES)
