"""IPAddress: one ClusterIP that is taken, and whose it is."""

from sandbox.engine.api.ip_address.kind import KIND

__all__ = ["KIND"]
