"""``kubectl describe service``."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.cluster.indexes import SLICES_BY_SERVICE
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.terminal.kubectl import wording
from sandbox.engine.terminal.kubectl.describers.description import Description

_MOST = 3


def describe(service: Object, out: Description) -> None:
    """The Service with the ready endpoints of each port."""
    spec = service.spec
    slices = sorted(out.state.found(SLICES_BY_SERVICE, (service.namespace, service.name)), key=lambda one: one.name)
    out.head(service)
    out.line(f"Selector:\t{wording.labels_text(spec.get('selector'))}")
    out.line(f"Type:\t{spec.get('type', '')}")
    if spec.get("ipFamilyPolicy") is not None:
        out.line(f"IP Family Policy:\t{spec['ipFamilyPolicy']}")
    out.line(f"IP Families:\t{','.join(spec.get('ipFamilies') or ()) or '<none>'}")
    out.line(f"IP:\t{spec.get('clusterIP', '')}")
    out.line(f"IPs:\t{','.join(spec['clusterIPs']) if spec.get('clusterIPs') else '<none>'}")
    if spec.get("externalIPs"):
        out.line(f"External IPs:\t{','.join(spec['externalIPs'])}")
    if spec.get("loadBalancerIP"):
        out.line(f"Desired LoadBalancer IP:\t{spec['loadBalancerIP']}")
    if spec.get("externalName"):
        out.line(f"External Name:\t{spec['externalName']}")
    ingress = (service.status.get("loadBalancer") or {}).get("ingress") or ()
    if ingress:
        out.line(f"LoadBalancer Ingress:\t{', '.join(_ingress(one) for one in ingress)}")
    for port in spec.get("ports") or ():
        _port(out, port, slices)
    out.line(f"Session Affinity:\t{spec.get('sessionAffinity', '')}")
    if spec.get("externalTrafficPolicy"):
        out.line(f"External Traffic Policy:\t{spec['externalTrafficPolicy']}")
    if spec.get("internalTrafficPolicy") is not None:
        out.line(f"Internal Traffic Policy:\t{spec['internalTrafficPolicy']}")
    if spec.get("healthCheckNodePort"):
        out.line(f"HealthCheck NodePort:\t{spec['healthCheckNodePort']}")
    if spec.get("loadBalancerSourceRanges"):
        out.line(f"LoadBalancer Source Ranges:\t{','.join(spec['loadBalancerSourceRanges'])}")
    if spec.get("trafficDistribution"):
        out.line(f"Traffic Distribution:\t{spec['trafficDistribution']}")
    out.events()


def _ingress(one: Tree) -> str:
    if not one.get("ip"):
        return str(one.get("hostname", ""))
    return f"{one['ip']} ({one['ipMode']})" if one.get("ipMode") else str(one["ip"])


def _port(out: Description, port: Tree, slices: Sequence[Object]) -> None:
    name, protocol = port.get("name") or "<unset>", port.get("protocol", "")
    out.line(f"Port:\t{name}\t{port.get('port')}/{protocol}")
    out.line(f"TargetPort:\t{port.get('targetPort', 0)}/{protocol}")
    if port.get("nodePort"):
        out.line(f"NodePort:\t{name}\t{port['nodePort']}/{protocol}")
    out.line(f"Endpoints:\t{endpoints_text(slices, port.get('name') or '')}")


def endpoints_text(slices: Sequence[Object], port_name: str) -> str:
    """Ready endpoints of the port of that name, three at most; ``<none>`` only where there is no slice."""
    if not slices:
        return "<none>"
    found: list[str] = []
    for piece in slices:
        ready = [
            endpoint["addresses"][0]
            for endpoint in piece.tree.get("endpoints") or ()
            if (endpoint.get("conditions") or {}).get("ready") is not False
        ]
        ports = piece.tree.get("ports") or ()
        if not ports:
            found.extend(ready)
        for port in ports:
            if (port.get("name") or "") == port_name:
                found.extend(wording.host_port(address, port.get("port") or 0) for address in ready)
    text = ",".join(found[:_MOST])
    return f"{text} + {len(found) - _MOST} more..." if len(found) > _MOST else text
