"""Any indicator, any year, on the map and beside it."""

from ui import here, map_page

map_page.draw(here.view())
