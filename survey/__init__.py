"""Design-based estimation from survey microdata: numbers that carry their uncertainty, base and marks. Codes and numbers only."""
