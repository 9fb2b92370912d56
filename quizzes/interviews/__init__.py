"""Mock interviews: a clock, questions that one answers aloud, tasks that the engine checks, and a report."""
