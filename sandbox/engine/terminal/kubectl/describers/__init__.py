"""Texts of ``kubectl describe``, one file a kind; :data:`DESCRIBERS` lists them.

One more kind's description is a file here that offers ``describe`` and a line in the list.
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State
from sandbox.engine.terminal.kubectl.describers import (
    config_map,
    daemon_set,
    deployment,
    endpoint_slice,
    endpoints,
    ingress,
    ip_address,
    job,
    namespace,
    node,
    pod,
    replica_set,
    secret,
    service,
    service_account,
    service_cidr,
    stateful_set,
    unstructured,
)
from sandbox.engine.terminal.kubectl.describers.description import Description

DESCRIBERS: dict[str, Callable[[Object, Description], None]] = {
    "ConfigMap": config_map.describe,
    "DaemonSet": daemon_set.describe,
    "Deployment": deployment.describe,
    "EndpointSlice": endpoint_slice.describe,
    "Endpoints": endpoints.describe,
    "IPAddress": ip_address.describe,
    "Ingress": ingress.describe,
    "Job": job.describe,
    "Namespace": namespace.describe,
    "Node": node.describe,
    "Pod": pod.describe,
    "ReplicaSet": replica_set.describe,
    "Secret": secret.describe,
    "Service": service.describe,
    "ServiceAccount": service_account.describe,
    "ServiceCIDR": service_cidr.describe,
    "StatefulSet": stateful_set.describe,
}


def described(state: State, obj: Object, *, shows_events: bool = True) -> str:
    """The whole text about an object."""
    out = Description(state, shows_events=shows_events)
    DESCRIBERS.get(obj.kind, unstructured.describe)(obj, out)
    return out.text()


__all__ = ["DESCRIBERS", "described"]
