"""Scenarios on screen: saved from a page of the plan, opened by link, beside each other, and decided on."""
