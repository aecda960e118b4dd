"""The page of one aimag or region: one module per card, each a pure function of the subject."""
