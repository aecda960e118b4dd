"""The page on which households are matched to places: what is asked, the answer, its picture, decisions by hand."""
