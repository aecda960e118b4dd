"""Scenarios: assumptions with a name, the build they rest on and what came of them, kept, compared and decided on."""

from planning.scenarios.comparison import again, assumed, beside, changes, differences
from planning.scenarios.keeping import VERDICTS, Decision, Gone, NotYours, Scenarios, Verdict, Version
from planning.scenarios.pages import PAGES
from planning.scenarios.result import Result
from planning.scenarios.saved import LONGEST, Saved, new

__all__ = [
    "LONGEST", "PAGES", "VERDICTS", "Decision", "Gone", "NotYours", "Result", "Saved", "Scenarios", "Verdict", "Version",
    "again", "assumed", "beside", "changes", "differences", "new",
]  # fmt: skip
