"""Figures by aimag and year: an indicator from a person's table, checked, published as a manifest, shown as any other.

`about.read` reads the description, `checking.check` holds the table against it, `keeping.publish` publishes it.
"""
