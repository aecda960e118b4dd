"""Calibration of weights to known population margins, on collapsed margin cells; never on rows.

The cells are the distinct combinations of the margin variables, so the work does not grow with the number of
respondents: a respondent's calibrated weight is the own weight times the factor of the respondent's cell.
"""

from survey.calibration.diagnostics import Diagnostics, Share, diagnose
from survey.calibration.margins import Cells, Constraints, Margin, constrain, read_margins
from survey.calibration.problems import CalibrationError, Problem
from survey.calibration.residuals import fitted, regression_coefficients, sweep_coefficients
from survey.calibration.solve import METHODS, Calibration, calibrate
from survey.calibration.trimming import Trimmed, calibrate_trimmed, trim

__all__ = [
    "METHODS",
    "Calibration",
    "CalibrationError",
    "Cells",
    "Constraints",
    "Diagnostics",
    "Margin",
    "Problem",
    "Share",
    "Trimmed",
    "calibrate",
    "calibrate_trimmed",
    "constrain",
    "diagnose",
    "fitted",
    "read_margins",
    "regression_coefficients",
    "sweep_coefficients",
    "trim",
]
