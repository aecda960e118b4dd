"""Intake: a survey file as it came from the field → staged text → mapped, checked, protected → a round to publish."""
