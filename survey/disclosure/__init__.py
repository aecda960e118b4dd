"""Which numbers of a survey may leave the house: one rule for the screen, maps, files, slides and programs."""
