"""Labs: a cluster that is broken or empty, a goal, steps whose checks are claims, and the terminal to work in."""
