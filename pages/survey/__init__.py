"""Pages: thin scripts, one folder per section."""
