"""A table of figures."""

from ui.intake.cases import Case
from ui.view import View


def draw(view: View, case: Case) -> None:
    """Draw."""
