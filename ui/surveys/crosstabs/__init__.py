"""The page of crosstabs: what is asked, its table, its bars, its files."""
