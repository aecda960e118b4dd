"""From the wish to the target: what is known, what is assumed, what would be needed."""

from ui import here
from ui.plans import target_page

target_page.draw(here.view())
