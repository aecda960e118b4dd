"""Design-based estimation from survey microdata: calibration to known margins. Codes and numbers only."""
