"""Find what says who somebody is, leave it out, and say how well respondents can still be told apart."""

from etl.intake.privacy.scanning import Private, kind_by_name, masked, scan
from etl.intake.privacy.telling import KINDS, RULES, Anonymity, anonymity, findings

__all__ = [
    "KINDS", "RULES", "Anonymity", "Private", "anonymity", "findings", "kind_by_name", "masked", "scan",
]  # fmt: skip
