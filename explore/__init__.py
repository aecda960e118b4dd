"""What the official figures say: rankings, profiles, neighbours by likeness, coverage. Codes and numbers only."""
