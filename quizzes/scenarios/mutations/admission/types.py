"""Types, addresses, policies and affinity."""

import random

from quizzes.scenarios.mutations.admission.row import front, port, row
from quizzes.scenarios.parts import service
from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage

ROWS: list[Mutation] = []


@row(
    ROWS,
    "node-port-out-of-range",
    "types",
    0,
    "spec.ports[0].nodePort: Invalid value: must be the same as port",
    "spec.ports[0].nodePort: Forbidden: node ports are given by the API server and cannot be chosen",
)
def _low_node_port(stage: Stage, chance: random.Random) -> None:
    front(stage, type="NodePort")
    port(stage, nodePort=chance.choice((80, 8080, 29999, 32768)))


@row(
    ROWS,
    "node-port-at-the-edge",
    "types",
    1,
    "spec.ports[0].nodePort: Invalid value: provided port is not in the valid range. "
    "The range of valid ports is 30001-32766",
    "spec.ports[0].nodePort: Forbidden: node ports are given by the API server and cannot be chosen",
)
def _edge_node_port(stage: Stage, chance: random.Random) -> None:
    front(stage, type="NodePort")
    port(stage, nodePort=chance.choice((30000, 32767)))


@row(
    ROWS,
    "node-port-of-a-cluster-ip",
    "types",
    1,
    'spec.type: Invalid value: "ClusterIP": becomes NodePort where a nodePort is given',
    "spec.ports[0].nodePort: Invalid value: provided port is not in the valid range",
)
def _node_port_alone(stage: Stage, chance: random.Random) -> None:
    port(stage, nodePort=30080)


@row(
    ROWS,
    "node-port-of-another-service",
    "types",
    1,
    "metadata.name: Invalid value: two Services select the same pods",
    "spec.ports[0].port: Duplicate value: 80",
)
def _same_node_port(stage: Stage, chance: random.Random) -> None:
    app = stage.words["app"]
    ports = [{"port": 80, "targetPort": 8080, "nodePort": 30080}]
    stage.objects.insert(0, service(f"{app}-old", {"app": app}, ports, type="NodePort"))
    front(stage, type="NodePort")
    port(stage, nodePort=30080)


@row(
    ROWS,
    "headless-without-ports",
    "types",
    2,
    "spec.ports: Required value",
    "spec.clusterIP: Invalid value: may not be set to 'None' without ports",
)
def _headless_no_ports(stage: Stage, chance: random.Random) -> None:
    del stage.spec["ports"]
    front(stage, clusterIP="None")


@row(
    ROWS,
    "external-policy-of-a-cluster-ip",
    "traffic-policy",
    1,
    'spec.externalTrafficPolicy: Unsupported value: "Local": supported values: "Cluster"',
    "spec.internalTrafficPolicy: Required value",
)
def _external_policy(stage: Stage, chance: random.Random) -> None:
    front(stage, externalTrafficPolicy="Local")


@row(
    ROWS,
    "internal-policy-misspelled",
    "traffic-policy",
    1,
    "spec.internalTrafficPolicy: Forbidden: may only be set for externally-accessible services",
    'unknown field "spec.internalTrafficPolicy"',
)
def _internal_policy(stage: Stage, chance: random.Random) -> None:
    front(stage, internalTrafficPolicy=chance.choice(("local", "Node", "PreferLocal")))


@row(
    ROWS,
    "source-ranges-of-a-node-port",
    "traffic-policy",
    2,
    "spec.loadBalancerSourceRanges: Invalid value: must not hold private addresses",
    "spec.externalTrafficPolicy: Required value: must be Local where sources are told apart",
)
def _ranges(stage: Stage, chance: random.Random) -> None:
    front(stage, type="NodePort", loadBalancerSourceRanges=["10.0.0.0/8"])


@row(
    ROWS,
    "headless-node-port",
    "types",
    1,
    "spec.ports[0].nodePort: Required value",
    'spec.type: Invalid value: "NodePort": becomes ClusterIP where clusterIP is None',
)
def _headless_node_port(stage: Stage, chance: random.Random) -> None:
    front(stage, type=chance.choice(("NodePort", "LoadBalancer")), clusterIP="None")


@row(
    ROWS,
    "cluster-ip-out-of-range",
    "types",
    1,
    "spec.clusterIP: Forbidden: addresses are given by the API server and cannot be chosen",
    "spec.clusterIPs: Required value",
)
def _address(stage: Stage, chance: random.Random) -> None:
    front(stage, clusterIP=chance.choice(("10.0.0.10", "192.168.1.20", "172.18.0.50")))


@row(
    ROWS,
    "cluster-ip-chosen",
    "types",
    1,
    "spec.clusterIP: Forbidden: addresses are given by the API server and cannot be chosen",
    "spec.clusterIP: Invalid value: provided IP is not in the valid range",
)
def _chosen(stage: Stage, chance: random.Random) -> None:
    front(stage, clusterIP=f"10.96.40.{chance.randint(10, 99)}")


@row(
    ROWS,
    "external-name-missing",
    "types",
    0,
    "spec.selector: Required value",
    "spec.ports: Forbidden: may not be used when `type` is 'ExternalName'",
)
def _external_missing(stage: Stage, chance: random.Random) -> None:
    front(stage, type="ExternalName")


@row(
    ROWS,
    "external-name-as-an-address",
    "types",
    1,
    'spec.externalName: Invalid value: "203.0.113.10": must be a DNS name, not an IP address',
    "spec.externalIPs: Required value",
)
def _external_address(stage: Stage, chance: random.Random) -> None:
    stage.spec.clear()
    stage.spec.update(type="ExternalName", externalName="203.0.113.10")


@row(
    ROWS,
    "external-name-with-a-scheme",
    "types",
    1,
    "spec.ports: Required value",
    "spec.externalName: Invalid value: https needs port 443",
)
def _external_scheme(stage: Stage, chance: random.Random) -> None:
    stage.spec.clear()
    stage.spec.update(type="ExternalName", externalName=chance.choice(("https://example.com", "example.com/api")))


@row(
    ROWS,
    "affinity-in-small-letters",
    "affinity",
    1,
    "spec.sessionAffinityConfig: Required value",
    'unknown field "spec.sessionAffinity"',
)
def _affinity(stage: Stage, chance: random.Random) -> None:
    front(stage, sessionAffinity=chance.choice(("clientIP", "Cookie", "true")))


@row(
    ROWS,
    "affinity-of-two-days",
    "affinity",
    2,
    "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: may not be longer than 10800 seconds",
    "spec.sessionAffinityConfig: Forbidden: may only be used with type LoadBalancer",
)
def _two_days(stage: Stage, chance: random.Random) -> None:
    seconds = chance.choice((86401, 172800, 604800))
    front(stage, sessionAffinity="ClientIP", sessionAffinityConfig={"clientIP": {"timeoutSeconds": seconds}})


@row(
    ROWS,
    "affinity-of-a-headless",
    "affinity",
    2,
    "spec.sessionAffinity: Forbidden: may not be used when `clusterIP` is 'None'",
    "spec.sessionAffinityConfig: Required value",
)
def _headless_affinity(stage: Stage, chance: random.Random) -> None:
    front(stage, clusterIP="None", sessionAffinity="ClientIP")


@row(
    ROWS,
    "type-misspelled",
    "types",
    0,
    "spec.type: Forbidden: may not change once set",
    "spec.clusterIP: Required value",
)
def _type(stage: Stage, chance: random.Random) -> None:
    front(stage, type=chance.choice(("Nodeport", "clusterip", "Headless", "Loadbalancer")))


@row(
    ROWS,
    "balancer-nobody-offers",
    "types",
    1,
    "spec.type: Forbidden: this cluster has no load balancer",
    "spec.loadBalancerIP: Required value",
)
def _balancer(stage: Stage, chance: random.Random) -> None:
    front(stage, type="LoadBalancer", loadBalancerClass="example.com/none")


@row(
    ROWS,
    "health-check-of-policy-cluster",
    "traffic-policy",
    2,
    "spec.healthCheckNodePort: Invalid value: provided port is already allocated",
    "spec.externalTrafficPolicy: Required value",
)
def _health(stage: Stage, chance: random.Random) -> None:
    front(stage, type="LoadBalancer", healthCheckNodePort=chance.choice((31000, 32100)))
