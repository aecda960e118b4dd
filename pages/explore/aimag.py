"""Everything about one aimag or region."""

from ui import aimag_page, here

aimag_page.draw(here.view())
