"""Bringing a survey file: receiving it, work beside the server, and the steps from file to round."""
