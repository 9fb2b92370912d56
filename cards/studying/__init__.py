"""Studying in sessions: a log of what learners rated, and the schedule that follows from it."""
