"""IP-flow diagrams: for each kind of Service a picture of a packet's way, drawn from a run of the YAML beside it."""
