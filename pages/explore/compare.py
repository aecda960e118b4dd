"""A few aimags or regions side by side."""

from ui import compare_page, here

compare_page.draw(here.view())
