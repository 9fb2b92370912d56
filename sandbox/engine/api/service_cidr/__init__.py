"""ServiceCIDR: a range that ClusterIPs come from."""

from sandbox.engine.api.service_cidr.kind import KIND

__all__ = ["KIND"]
