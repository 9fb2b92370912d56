"""State of a cluster: objects, versions, changes, indexes, the virtual clock and the fixed shape."""
