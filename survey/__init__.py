<<<<<<< HEAD
"""Design-based estimation from survey microdata: calibration to known margins. Codes and numbers only."""
=======
"""Design-based estimation from survey samples: numbers that carry their uncertainty, base and marks."""
>>>>>>> ac61b93 (Hide what rests on too few respondents, and whatever would give it away)
