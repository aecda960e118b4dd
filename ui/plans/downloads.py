"""The tables and pictures of the pages of the plan that can be downloaded, by name.

A picture is given as the stem of its file (ASCII) and its SVG, a file for programs as its stem and its content.
"""

from __future__ import annotations

from collections.abc import Callable

from ui.plans import target_files
from ui.plans.capacity import files as capacity
from ui.plans.matching import files as matching
from ui.plans.readiness import files as readiness
from ui.plans.scenarios import files
from ui.request import Parameters
from ui.table import Table
from ui.view import View

TABLES: dict[str, Callable[[View, Parameters], Table]] = {
    "target": target_files.values,
    "capacity": capacity.rooms_table,
    "capacity_stress": capacity.stress_table,
    "capacity_values": capacity.values_table,
    "readiness": readiness.standings_table,
    "readiness_without": readiness.left_out_table,
    "readiness_values": readiness.values_table,
    "scenario": files.one,
    "scenarios": files.several,
    "decisions": files.decisions,
    "matching_plan": matching.plan,
    "matching_places": matching.places,
    "matching_held": matching.held,
    "matching_nowhere": matching.nowhere,
    "matching_numbers": matching.numbers,
}
IMAGES: dict[str, Callable[[View, Parameters], tuple[str, str]]] = {
    "target_years": target_files.years_picture,
    "capacity": capacity.ranking_picture,
    "capacity_map": capacity.map_picture,
    "capacity_stress": capacity.stress_picture,
    "matching_map": matching.image,
    "readiness": readiness.ranking_picture,
    "readiness_map": readiness.map_picture,
}
FILES: dict[str, Callable[[View, Parameters], tuple[str, bytes]]] = {
    "scenario": files.as_json,
    "matching_problem": matching.problem,
    "matching_answer": matching.answer,
}
