"""Where from and where to: maps, flows, matrix."""

from ui import here
from ui.surveys import destinations

destinations.draw(here.view())
