"""Cheat sheets: short statements on one topic, each with the runs that prove it; as page, PDF and Markdown."""
