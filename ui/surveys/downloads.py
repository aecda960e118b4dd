"""The tables and pictures of survey pages that can be downloaded, by name.

A picture is given as the stem of its file (ASCII) and its SVG.
"""

from __future__ import annotations

from collections.abc import Callable

from ui.request import Parameters
from ui.surveys import rounds
from ui.table import Table
from ui.view import View

TABLES: dict[str, Callable[[View, Parameters], Table]] = {"rounds": rounds.table}
IMAGES: dict[str, Callable[[View, Parameters], tuple[str, str]]] = {"rounds": rounds.image}
