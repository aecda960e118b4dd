"""What was published beside what the survey gives, and the register as a check."""

from ui import here
from ui.surveys import published

published.draw(here.view())
