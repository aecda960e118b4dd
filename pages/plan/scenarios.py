"""Scenarios: kept with their data and numbers, side by side, shared, decided on."""

from ui import here
from ui.plans.scenarios import page

page.draw(here.view())
