"""The subject in half a minute."""

from ui import here, overview_page

overview_page.draw(here.view())
