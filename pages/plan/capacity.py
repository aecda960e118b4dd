"""How many more people each aimag can take before a standard breaks, and what newcomers would need."""

from ui import here
from ui.plans.capacity import page

page.draw(here.view())
