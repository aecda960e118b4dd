"""Pictures as HTML and SVG: each module draws one kind, as a string made from values."""
