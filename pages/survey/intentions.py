"""Wish, plan, intention, move: who, where to, and why."""

from ui import here
from ui.surveys import intentions

intentions.draw(here.view())
