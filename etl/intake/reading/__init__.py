"""Reading: a survey file of any format as it came from the field → a staged file, or the reasons why not."""

from etl.intake.reading.engine import Progress
from etl.intake.reading.rules import RULES
from etl.intake.reading.staging import stage

__all__ = ["RULES", "Progress", "stage"]
