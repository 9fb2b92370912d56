"""All controllers, in the order in which they get their turn.

What makes pods comes before what runs them, and what sums up pods (endpoints) comes last, so
that it sees many changes at once.
"""

from __future__ import annotations

from sandbox.engine.controllers import (
    daemon_set,
    deployment,
    endpoint_slice,
    endpoint_slice_mirroring,
    endpoints,
    garbage_collector,
    job,
    kubelet,
    namespace,
    replica_set,
    scheduler,
    service_load_balancer,
    stateful_set,
)
from sandbox.engine.controllers.controller import Controller

CONTROLLERS: tuple[Controller, ...] = (
    scheduler.CONTROLLER,
    kubelet.CONTROLLER,
    replica_set.CONTROLLER,
    deployment.CONTROLLER,
    stateful_set.CONTROLLER,
    daemon_set.CONTROLLER,
    job.CONTROLLER,
    garbage_collector.CONTROLLER,
    namespace.CONTROLLER,
    service_load_balancer.CONTROLLER,
    endpoint_slice.CONTROLLER,
    endpoints.CONTROLLER,
    endpoint_slice_mirroring.CONTROLLER,
)
