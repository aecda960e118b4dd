"""Parsers of binary formats, each run as a process of its own under limits: a hostile file ends that process alone.

These modules import nothing heavy that they do not need. They are run by `etl.intake.limits`, never imported by it.
"""
