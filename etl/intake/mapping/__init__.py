"""Which column is which question, and what is written in it: proposed, confirmed, remembered, kept in a file."""

from etl.intake.mapping.codebook import ROLES, TEMPLATE, Codebook, codebook, template
from etl.intake.mapping.files import as_written, faults, from_written, read, write
from etl.intake.mapping.model import Kept, Mapping, layout
from etl.intake.mapping.proposing import Choice, Guess, Proposal, propose
from etl.intake.mapping.review import Review, review
from etl.intake.mapping.rules import RULES
from etl.intake.mapping.telling import findings
from etl.intake.written import Read

__all__ = [
    "ROLES", "RULES", "TEMPLATE", "Choice", "Codebook", "Guess", "Kept", "Mapping", "Proposal", "Read", "Review",
    "as_written", "codebook", "faults", "findings", "from_written", "layout", "propose", "read", "review", "template",
    "write",
]  # fmt: skip
