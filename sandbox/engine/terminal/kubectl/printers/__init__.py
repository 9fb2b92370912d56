"""Tables of ``kubectl get``, one file a kind; :data:`PRINTERS` lists them.

One more kind's table is a file here that offers ``PRINTER`` and a line in the list.
"""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.printers import (
    config_map,
    controller_revision,
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
)
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns

PRINTERS: dict[str, Printer] = {
    "ConfigMap": config_map.PRINTER,
    "ControllerRevision": controller_revision.PRINTER,
    "DaemonSet": daemon_set.PRINTER,
    "Deployment": deployment.PRINTER,
    "EndpointSlice": endpoint_slice.PRINTER,
    "Endpoints": endpoints.PRINTER,
    "IPAddress": ip_address.PRINTER,
    "Ingress": ingress.PRINTER,
    "Job": job.PRINTER,
    "Namespace": namespace.PRINTER,
    "Node": node.PRINTER,
    "Pod": pod.PRINTER,
    "ReplicaSet": replica_set.PRINTER,
    "Secret": secret.PRINTER,
    "Service": service.PRINTER,
    "ServiceAccount": service_account.PRINTER,
    "ServiceCIDR": service_cidr.PRINTER,
    "StatefulSet": stateful_set.PRINTER,
}


def _plain(obj: Object, view: View) -> list[str]:
    return [obj.name, str(obj.metadata.get("creationTimestamp", ""))]


#: The table of a kind that the API server has none of its own for.
DEFAULT = Printer(columns("Name", "Created At"), _plain)


def printer(kind: str) -> Printer:
    """The table of a kind."""
    return PRINTERS.get(kind, DEFAULT)


__all__ = ["DEFAULT", "PRINTERS", "Printer", "View", "printer"]
