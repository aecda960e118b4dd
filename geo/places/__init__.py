"""Find the aimag, soum or district that a person's words stand for, or say which they may stand for."""

from geo.places.gazetteer import Gazetteer, gazetteer
from geo.places.matching import Match, Suggestion, is_code, names, resolve
from geo.places.tables import Level, Place, PlacesError

__all__ = [
    "Gazetteer", "Level", "Match", "Place", "PlacesError", "Suggestion", "gazetteer", "is_code", "names",
    "resolve",
]  # fmt: skip
