"""How one endpoint is taken out of several: by affinity, else at random, each alike."""
