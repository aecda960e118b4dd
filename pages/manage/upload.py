"""From a survey file to a published round."""

from ui import here
from ui.intake import page

page.draw(here.view())
