"""What changed between two rounds of a survey."""

from ui import here
from ui.surveys import rounds

rounds.draw(here.view())
