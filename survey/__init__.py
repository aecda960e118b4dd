"""Design-based survey estimation: one pass over the respondents, then arithmetic on small tables of sums.

respondents (rows) → sums (PSU × domain × answer) → estimates → disclosure → pages, downloads, command line
"""
