"""The tables and pictures of survey pages that can be downloaded, by name.

A picture is given as the stem of its file (ASCII) and its SVG.
"""

from __future__ import annotations

from collections.abc import Callable

from ui.request import Parameters
from ui.surveys import destination_files, groups, motives, published, rounds, stages, where_to
from ui.surveys.crosstabs import bars
from ui.surveys.crosstabs import tables as crosstabs
from ui.table import Table
from ui.view import View

TABLES: dict[str, Callable[[View, Parameters], Table]] = {
    stages.NAME: stages.download_table,
    groups.NAME: groups.download_table,
    where_to.NAME: where_to.download_table,
    motives.NAME: motives.download_table,
    "destinations": destination_files.share_table,
    "flows": destination_files.flow_table,
    "flow_totals": destination_files.flow_totals_table,
    "crosstab": crosstabs.as_shown,
    "crosstab_full": crosstabs.full,
    "departures": published.departures_table,
    "published": published.table,
    "rounds": rounds.table,
}
IMAGES: dict[str, Callable[[View, Parameters], tuple[str, str]]] = {
    stages.NAME: stages.download_picture,
    groups.NAME: groups.download_picture,
    where_to.NAME: where_to.download_picture,
    motives.NAME: motives.download_picture,
    "destinations": destination_files.share_picture,
    "destination_tiles": destination_files.tile_picture,
    "flows": destination_files.flow_picture,
    "crosstab": bars.picture,
    "published": published.image,
    "rounds": rounds.image,
}
