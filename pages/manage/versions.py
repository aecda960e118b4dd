"""Versions of the data: what changed, by whom and why; and going back."""

from ui import here
from ui import versions_page as page

page.draw(here.view())
