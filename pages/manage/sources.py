"""Where everything was read."""

from ui import here, sources_page

sources_page.draw(here.view())
