"""The tables and pictures of the pages of the plan that can be downloaded, by name.

A picture is given as the stem of its file (ASCII) and its SVG.
"""

from __future__ import annotations

from collections.abc import Callable

from ui.plans import target_files
from ui.request import Parameters
from ui.table import Table
from ui.view import View

TABLES: dict[str, Callable[[View, Parameters], Table]] = {
    "target": target_files.values,
}
IMAGES: dict[str, Callable[[View, Parameters], tuple[str, str]]] = {
    "target_years": target_files.years_picture
}
