"""The Service: its fields, defaults, rules, and what it gets from the cluster."""

from sandbox.engine.api.service.fields import FIELDS, ServiceField
from sandbox.engine.api.service.kind import KIND

__all__ = ["FIELDS", "KIND", "ServiceField"]
