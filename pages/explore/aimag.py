"""The subject in half a minute."""

from ui import here

view = here.view()
