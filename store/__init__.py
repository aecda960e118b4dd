"""Where facts live: table descriptions, builds, and the questions asked of them."""
