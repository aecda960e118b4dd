"""Everything a person sees: shell, words, address, charts, exports."""
