"""How survey numbers are made, and the codebook."""

from ui import here
from ui.surveys import methods

methods.draw(here.view())
