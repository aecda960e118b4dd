"""Who goes where: households matched to places under the room of their services, and what holds the others back."""

from ui import here
from ui.plans.matching import page

page.draw(here.view())
