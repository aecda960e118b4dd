"""From raw file to checked table to store."""
