"""Everything about one aimag or region."""

from ui import here
from ui.aimag import page

page.draw(here.view())
