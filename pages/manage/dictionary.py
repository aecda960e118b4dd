"""What each figure means."""

from ui import dictionary_page, here

dictionary_page.draw(here.view())
