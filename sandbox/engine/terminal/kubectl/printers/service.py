"""The table of Services."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.printers.printer import Printer, View, columns


def _cells(service: Object, view: View) -> list[str]:
    spec = service.spec
    addresses = spec.get("clusterIPs") or ()
    ports = ",".join(_port(port) for port in spec.get("ports") or ())
    return [
        service.name,
        str(spec.get("type", "")),
        addresses[0] if addresses else "<none>",
        _external(service),
        ports or "<none>",
        view.age(service),
        wording.labels_text(spec.get("selector")),
    ]


def _port(port: dict[str, object]) -> str:
    number = f"{port.get('port')}:{port['nodePort']}" if port.get("nodePort") else str(port.get("port"))
    return f"{number}/{port.get('protocol', '')}"


def _external(service: Object) -> str:
    spec = service.spec
    external = list(spec.get("externalIPs") or ())
    match spec.get("type"):
        case "ClusterIP" | "NodePort":
            return ",".join(external) or "<none>"
        case "LoadBalancer":
            balanced = load_balancer_text(service)
            if external:
                return ",".join([*([balanced] if balanced else []), *external])
            return balanced or "<pending>"
        case "ExternalName":
            return str(spec.get("externalName", ""))
    return "<unknown>"


def load_balancer_text(obj: Object) -> str:
    """The addresses or names that a load balancer was given. (The API server never cuts them off.)"""
    ingress = (obj.status.get("loadBalancer") or {}).get("ingress") or ()
    return ",".join(sorted({found for one in ingress if (found := one.get("ip") or one.get("hostname"))}))


PRINTER = Printer(columns("Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", wide=("Selector",)), _cells)
