"""How ready each aimag is to receive people, with ranks only as certain as they are."""

from ui import here
from ui.plans.readiness import page

page.draw(here.view())
