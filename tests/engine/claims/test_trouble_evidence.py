"""For every case of the corpus in ``trouble/``: the evidence names the field that is at fault, with its line.

A row says which step shows the trouble and where its cause stands. The line counts in the text that the
step ``within`` applied: the case's first manifest, unless the fault came with a later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from sandbox.engine.claims.claim import Carried
from sandbox.engine.claims.grammar import from_tree
from sandbox.engine.claims.judge import carry_out
from sandbox.engine.claims.symbols import Symbols
from sandbox.engine.cluster.shape import ProxyMode, Shape
from sandbox.engine.running import RunningCluster
from sandbox.engine.terminal import Shell

CASES = Path(__file__).parents[2] / "corpus" / "cases" / "trouble"
MODES: tuple[ProxyMode, ...] = ("nftables", "iptables")


@dataclass(frozen=True)
class Fault:
    """``case``'s step ``step`` has ``field`` of ``object`` among its first ``among`` causes, at the line ``line``
    that reads ``written``; the summary has ``says``."""

    case: str
    step: int
    object: str
    field: str
    line: int
    written: str
    says: str
    within: int = 0
    among: int = 3


FAULTS = (
    # The pod has 40 seconds to end, and no other pod is there: it still serves, though it is not ready.
    Fault(
        "all-pods-terminating",
        2,
        "Pod default/web-0",
        "spec.terminationGracePeriodSeconds",
        23,
        "terminationGracePeriodSeconds: 40",
        "default/web-0 is left out: terminating.",
    ),
    Fault(
        "all-pods-terminating",
        5,
        "Pod default/web-0",
        "spec.terminationGracePeriodSeconds",
        23,
        "terminationGracePeriodSeconds: 40",
        "answered by default/web-0",
        among=6,
    ),
    # The program listens on 3000, whatever the container's port says.
    Fault(
        "container-does-not-listen",
        3,
        "Pod default/web-0",
        "metadata.annotations[sandbox.kubedrill/listens]",
        21,
        'sandbox.kubedrill/listens: "3000"',
        "listen on 3000/TCP",
    ),
    Fault(
        "container-does-not-listen",
        3,
        "Service default/web",
        "spec.ports[0].targetPort",
        11,
        "targetPort: 8080",
        "nothing listens on port 8080/TCP",
    ),
    # The first pod had the address that the client kept; the new one has another.
    Fault(
        "deleted-pod-address-remembered",
        4,
        "Pod default/web-0",
        "metadata.annotations[sandbox.kubedrill/pod-ip]",
        20,
        "sandbox.kubedrill/pod-ip: 10.244.2.117",
        "had the address 10.244.2.117, and is gone",
    ),
    Fault(
        "deleted-pod-address-remembered",
        4,
        "Pod default/web-0",
        "metadata.annotations[sandbox.kubedrill/pod-ip]",
        8,
        "sandbox.kubedrill/pod-ip: 10.244.2.118",
        "was made anew and has the address 10.244.2.118",
        within=3,
    ),
    # An address where a name belongs.
    Fault(
        "externalname-is-an-address",
        2,
        "Service default/legacy",
        "spec.externalName",
        4,
        "spec: {type: ExternalName, externalName: 10.244.2.140}",
        "An address is no name",
    ),
    Fault(
        "externalname-is-an-address",
        4,
        "Service default/legacy",
        "spec.externalName",
        4,
        "spec: {type: ExternalName, externalName: 10.244.2.140}",
        "legacy does not resolve",
    ),
    # The alias leads to a name that nobody knows.
    Fault(
        "externalname-to-nowhere",
        2,
        "Service default/db",
        "spec.externalName",
        7,
        "externalName: dbb.example.com",
        "knows no dbb.example.com",
    ),
    Fault(
        "externalname-to-nowhere",
        4,
        "Service default/db",
        "spec.externalName",
        7,
        "externalName: dbb.example.com",
        "The name is an alias of dbb.example.com.",
    ),
    # A headless Service leads to the pods themselves: its targetPort translates nothing.
    Fault(
        "headless-with-other-target-port",
        3,
        "Service default/web",
        "spec.ports[0].targetPort",
        11,
        "targetPort: 8080",
        "nothing translates port 80 into 8080",
        among=1,
    ),
    # The client's network is not among those that the load balancer lets in.
    Fault(
        "load-balancer-lets-in-one-network",
        1,
        "Service default/front",
        "spec.loadBalancerSourceRanges",
        8,
        "loadBalancerSourceRanges:",
        "172.18.0.100 lies in none of the loadBalancerSourceRanges",
        among=1,
    ),
    # A class that no controller of the cluster serves.
    Fault(
        "load-balancer-stays-pending",
        1,
        "Service default/front",
        "spec.loadBalancerClass",
        7,
        "loadBalancerClass: example.com/nobody",
        "No controller of this cluster serves the class",
        among=1,
    ),
    Fault(
        "load-balancer-stays-pending",
        2,
        "Service default/front",
        "spec.loadBalancerClass",
        7,
        "loadBalancerClass: example.com/nobody",
        "No controller of this cluster serves the class",
        among=1,
    ),
    # The policy is Local, and the only pod is on the other node.
    Fault(
        "local-policy-without-local-pod",
        1,
        "Service default/web",
        "spec.externalTrafficPolicy",
        8,
        "externalTrafficPolicy: Local",
        "externalTrafficPolicy is Local and node1 has no endpoint",
        among=1,
    ),
    Fault(
        "local-policy-without-local-pod",
        1,
        "Pod default/web-0",
        "spec.nodeName",
        25,
        "nodeName: node2",
        "on another node. The pod is on node2.",
    ),
    # The slice's port has another name than the Service's.
    Fault(
        "manual-slice-with-wrong-port-name",
        3,
        "EndpointSlice default/legacy-1",
        "ports[0].name",
        20,
        "- name: web",
        "no port named 'http'",
        among=1,
    ),
    Fault(
        "manual-slice-with-wrong-port-name",
        3,
        "Service default/legacy",
        "spec.ports[0].name",
        8,
        "- name: http",
        "has no endpoints for port 80",
    ),
    # The slice has labels, and not the one by which it would belong to the Service.
    Fault(
        "manual-slice-without-service-label",
        1,
        "EndpointSlice default/legacy",
        "metadata.labels[kubernetes.io/service-name]",
        16,
        "labels:",
        "no label kubernetes.io/service-name",
    ),
    Fault(
        "manual-slice-without-service-label",
        2,
        "EndpointSlice default/legacy",
        "metadata.labels[kubernetes.io/service-name]",
        16,
        "labels:",
        "It takes the label",
        among=1,
    ),
    # The bare name is looked for in the client's namespace; the Service is in another.
    Fault(
        "name-without-namespace",
        1,
        "Service shop/cart",
        "metadata.namespace",
        10,
        "namespace: shop",
        "it is called cart.shop from elsewhere",
    ),
    Fault(
        "name-without-namespace",
        2,
        "Service shop/cart",
        "metadata.namespace",
        10,
        "namespace: shop",
        "cart does not resolve",
    ),
    Fault("name-without-namespace", 3, "Service shop/cart", "metadata.namespace", 10, "namespace: shop", "not found"),
    # The type is left out, so it is ClusterIP: no way in from outside, neither there nor at the nodes.
    Fault(
        "nodeport-tried-on-clusterip",
        1,
        "Service default/web",
        "spec.type",
        5,
        "spec:",
        "A ClusterIP is known inside the cluster alone.",
    ),
    Fault(
        "nodeport-tried-on-clusterip",
        2,
        "Service default/web",
        "spec.type",
        5,
        "spec:",
        "takes no port of the nodes",
        among=1,
    ),
    # Nobody is published before it is ready, and nobody gets ready before it finds the others.
    Fault(
        "peers-wait-for-each-other",
        1,
        "Service default/peers",
        "spec.publishNotReadyAddresses",
        5,
        "spec:",
        "Pod default/peer-1 is not ready.",
    ),
    Fault(
        "peers-wait-for-each-other",
        2,
        "Service default/peers",
        "spec.publishNotReadyAddresses",
        5,
        "spec:",
        "No ready endpoint of the Service is called peer-1.",
    ),
    Fault(
        "peers-wait-for-each-other",
        2,
        "Pod default/peer-1",
        "spec.containers[0].readinessProbe",
        51,
        "readinessProbe:",
        "Pod default/peer-1 is not ready.",
    ),
    # The label was changed, later that of the other pod taken away.
    Fault(
        "pod-relabelled-at-run-time",
        2,
        "Pod default/web-0",
        "metadata.labels.app",
        18,
        "app: web",
        "1 ready: default/web-1",
    ),
    Fault(
        "pod-relabelled-at-run-time",
        5,
        "Pod default/web-0",
        "metadata.labels.app",
        18,
        "app: web",
        "default/web-0 is left out: app: debug is not app: web.",
    ),
    Fault(
        "pod-relabelled-at-run-time",
        5,
        "Pod default/web-1",
        "metadata.labels.app",
        34,
        "app: web",
        "default/web-1 is left out: no label app.",
        among=4,
    ),
    # The probe asks a port that nobody listens on.
    Fault(
        "readiness-probe-on-wrong-port",
        1,
        "Pod default/web-0",
        "spec.containers[0].readinessProbe.httpGet.port",
        30,
        "port: 8081",
        "nothing listens on port 8081",
        among=1,
    ),
    Fault(
        "readiness-probe-on-wrong-port",
        3,
        "Pod default/web-0",
        "spec.containers[0].readinessProbe.httpGet.port",
        30,
        "port: 8081",
        "default/web-0 is left out: not ready.",
        among=1,
    ),
    Fault(
        "readiness-probe-on-wrong-port",
        4,
        "Pod default/web-0",
        "spec.containers[0].readinessProbe.httpGet.port",
        30,
        "port: 8081",
        "The readiness probe fails: nothing listens on port 8081.",
    ),
    # wbe is not web.
    Fault("selector-typo", 1, "Service default/web", "spec.selector.app", 8, "app: wbe", "no pod matches `app: wbe`"),
    Fault("selector-typo", 1, "Pod default/web-0", "metadata.labels.app", 18, "app: web", "app: web is not app: wbe"),
    Fault(
        "selector-typo",
        3,
        "Service default/web",
        "spec.selector.app",
        8,
        "app: wbe",
        "The Service selects app: wbe. The pod has app: web.",
    ),
    # The second team's manifest has another selector.
    Fault(
        "service-name-clash",
        3,
        "Service default/api",
        "spec.selector.app",
        7,
        "app: users",
        "answered by default/users-0",
        within=2,
        among=6,
    ),
    # A client stays with one pod because the Service says so.
    Fault(
        "session-affinity-looks-unbalanced",
        1,
        "Service default/web",
        "spec.sessionAffinity",
        7,
        "sessionAffinity: ClientIP",
        "The client keeps to the one that it is sent to first.",
        among=1,
    ),
    # The pods take their names from serviceName, below a Service that is not there.
    Fault(
        "statefulset-service-name-wrong",
        2,
        "StatefulSet default/db",
        "spec.serviceName",
        17,
        "serviceName: database",
        "Pod default/db-0 has its name below database, not below db.",
    ),
    Fault(
        "statefulset-service-name-wrong",
        3,
        "StatefulSet default/db",
        "spec.serviceName",
        17,
        "serviceName: database",
        "Pod default/db-0 has its name below database, which is no Service.",
    ),
    # The pods have a port web, and none that is called http.
    Fault(
        "target-port-name-unknown",
        2,
        "Service default/web",
        "spec.ports[0].targetPort",
        12,
        "targetPort: http",
        "default/web-0",
        among=1,
    ),
    Fault(
        "target-port-name-unknown",
        3,
        "Service default/web",
        "spec.ports[0].targetPort",
        12,
        "targetPort: http",
        "targetPort asks for a TCP port named http",
        among=1,
    ),
    Fault(
        "target-port-name-unknown",
        4,
        "Service default/web",
        "spec.ports[0].targetPort",
        12,
        "targetPort: http",
        "default/web-0 is left out: no port http. The container declares web (TCP).",
        among=1,
    ),
    # The targetPort is left out, so it is the port, where nothing listens.
    Fault(
        "target-port-wrong",
        2,
        "Service default/web",
        "spec.ports[0].targetPort",
        10,
        "- port: 80",
        "The Service sends traffic to port 80/TCP of the pod. The pod's program listens on port 8080/TCP.",
        among=1,
    ),
    # The protocol is left out, so it is TCP; the program speaks UDP.
    Fault(
        "udp-program-behind-tcp-port",
        2,
        "Service default/stats",
        "spec.ports[0].protocol",
        10,
        "- port: 8125",
        "The Service takes port 8125 over TCP.",
        among=1,
    ),
    Fault(
        "udp-program-behind-tcp-port",
        3,
        "Pod default/stats-0",
        "spec.containers[0].ports[0].protocol",
        27,
        "protocol: UDP",
        "The pod's program listens on port 8125/UDP instead.",
    ),
    Fault(
        "udp-program-behind-tcp-port",
        3,
        "Service default/stats",
        "spec.ports[0].protocol",
        10,
        "- port: 8125",
        "nothing listens on port 8125/TCP",
    ),
    # Two ports need names; the second manifest has none for either, and the first Service stays as it was.
    Fault(
        "unnamed-ports-refused-then-old-service-serves",
        1,
        "Service default/web",
        "spec.ports[0].name",
        10,
        "- port: 80",
        'The Service "web" is invalid: spec.ports[0].name: Required value',
        within=1,
    ),
    Fault(
        "unnamed-ports-refused-then-old-service-serves",
        1,
        "Service default/web",
        "spec.ports[1].name",
        12,
        "- port: 9090",
        'The Service "web" is invalid',
        within=1,
    ),
    Fault(
        "unnamed-ports-refused-then-old-service-serves",
        3,
        "Service default/web",
        "spec.ports[0].port",
        10,
        "- port: 80",
        "has no port 9090/TCP",
        among=1,
    ),
)


@cache
def _carried(case: str, mode: ProxyMode) -> tuple[tuple[Carried, str], ...]:
    """Each step of the case with what it gave, and the text that it applied."""
    text = (CASES / f"{case}.yaml").read_text()
    claims = from_tree(yaml.safe_load(text)["steps"])
    cluster = RunningCluster(Shape(proxy_mode=mode))
    symbols = Symbols(cluster.state, text)
    return tuple(
        (carry_out(Shell(cluster, f"step {number}"), step, symbols).carried, str(step.value))
        for number, step in enumerate(claims.steps)
    )


def test_every_case_of_trouble_has_its_fault_written_down() -> None:
    assert {fault.case for fault in FAULTS} == {path.stem for path in CASES.glob("*.yaml")}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.case}-{fault.step}-{fault.object}")
def test_the_evidence_names_the_field_at_fault_with_its_line(fault: Fault, mode: ProxyMode) -> None:
    steps = _carried(fault.case, mode)
    carried = steps[fault.step][0]
    first = [
        (one.object, one.field, one.place.source if one.place else "", one.place.line if one.place else 0)
        for one in carried.because[: fault.among]
    ]
    assert (fault.object, fault.field, f"step {fault.within}", fault.line) in first
    assert steps[fault.within][1].splitlines()[fault.line - 1].strip() == fault.written


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.case}-{fault.step}-{fault.object}")
def test_the_summary_names_the_cause_in_plain_words(fault: Fault, mode: ProxyMode) -> None:
    summary = _carried(fault.case, mode)[fault.step][0].summary
    assert fault.says in summary
    assert "{" not in summary
    assert "None" not in summary
    assert ".." not in summary
