"""Crosstabs: the answers of one question within those of another, as shares of rows, columns or all."""
