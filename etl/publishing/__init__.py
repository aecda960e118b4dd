"""Publishing: an accepted round or table of figures → a manifest → a new build; versions, rollback, backup.

`rounds.publish`, `figures.publish`, `versions.versions`, `versions.rollback`, `archive.backup`, `restoring.restore`.
"""
