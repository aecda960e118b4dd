"""Measured work, run by hand: ratios between our way and a peer or a floor, taken in one run."""
