"""What happened, for others to show: plain dicts for JSON, pages and pictures."""
