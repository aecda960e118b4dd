"""Any question within any other: shares with intervals, tables, bars."""

from ui import here
from ui.surveys.crosstabs import page

page.draw(here.view())
