"""Ports: numbers, names, protocols."""

import random

from quizzes.scenarios.mutations.admission.row import front, port, row
from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage

ROWS: list[Mutation] = []


@row(
    ROWS,
    "two-ports-without-names",
    "ports",
    0,
    "spec.ports[1]: Duplicate value: a Service has one port",
    "spec.ports[1].targetPort: Invalid value: all ports of a Service lead to one targetPort",
)
def _unnamed(stage: Stage, chance: random.Random) -> None:
    stage.spec["ports"].append({"port": 443, "targetPort": 8443})


@row(
    ROWS,
    "one-port-of-two-without-a-name",
    "ports",
    1,
    "spec.ports[0].name: Forbidden: the first port may not have a name",
    "spec.ports[1]: Duplicate value: a Service has one port",
)
def _one_unnamed(stage: Stage, chance: random.Random) -> None:
    stage.spec["ports"][0] = {"name": "http", **stage.spec["ports"][0]}
    stage.spec["ports"].append({"port": 443, "targetPort": 8443})


@row(
    ROWS,
    "one-port-two-protocols",
    "ports",
    1,
    "spec.ports[1]: Duplicate value: port 53 is there already",
    "spec.ports[1].protocol: Invalid value: a Service has one protocol",
)
def _two_protocols(stage: Stage, chance: random.Random) -> None:
    stage.spec["ports"] = [
        {"name": "dns", "port": 53, "protocol": "UDP"},
        {"name": "dns-tcp", "port": 53, "protocol": "TCP"},
    ]


@row(
    ROWS,
    "one-port-twice",
    "ports",
    1,
    "spec.ports[1].targetPort: Invalid value: two targetPorts for one port",
    "spec.ports[1].name: Forbidden: may not be used where ports are equal",
)
def _twice(stage: Stage, chance: random.Random) -> None:
    stage.spec["ports"] = [
        {"name": "http", "port": 80, "targetPort": 8080},
        {"name": "web", "port": 80, "targetPort": 9090},
    ]


@row(
    ROWS,
    "node-port-for-tcp-and-udp",
    "ports",
    2,
    "spec.ports[1].nodePort: Duplicate value: 30053",
    "spec.ports[1].nodePort: Invalid value: 30053: provided port is already allocated",
)
def _shared_node_port(stage: Stage, chance: random.Random) -> None:
    front(stage, type="NodePort")
    stage.spec["ports"] = [
        {"name": "dns", "port": 53, "protocol": "UDP", "nodePort": 30053},
        {"name": "dns-tcp", "port": 53, "protocol": "TCP", "nodePort": 30053},
    ]


@row(
    ROWS,
    "no-ports",
    "ports",
    0,
    "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
    "spec.clusterIP: Forbidden: may not be allocated without ports",
)
def _no_ports(stage: Stage, chance: random.Random) -> None:
    del stage.spec["ports"]


@row(
    ROWS,
    "port-over-65535",
    "ports",
    0,
    "spec.ports[0].port: Invalid value: provided port is not in the valid range. "
    "The range of valid ports is 30000-32767",
    "spec.ports[0].targetPort: Invalid value: must be the same as port",
)
def _high(stage: Stage, chance: random.Random) -> None:
    port(stage, port=chance.choice((65536, 70000, 80800)))


@row(
    ROWS,
    "protocol-in-small-letters",
    "ports",
    1,
    'spec.ports[0].protocol: Invalid value: "tcp": must match the protocol of the container',
    'unknown field "spec.ports[0].protocol"',
)
def _small(stage: Stage, chance: random.Random) -> None:
    port(stage, protocol=chance.choice(("tcp", "udp")))


@row(
    ROWS,
    "protocol-http",
    "ports",
    1,
    'spec.ports[0].protocol: Invalid value: "HTTP": use appProtocol',
    "spec.ports[0].name: Required value",
)
def _http(stage: Stage, chance: random.Random) -> None:
    port(stage, protocol=chance.choice(("HTTP", "HTTPS")))


@row(
    ROWS,
    "port-name-with-an-underscore",
    "ports",
    1,
    "spec.ports[0].name: Forbidden: may not be used with one port only",
    "spec.ports[0].name: Invalid value: no container has a port of this name",
)
def _underscore(stage: Stage, chance: random.Random) -> None:
    stage.spec["ports"][0] = {"name": chance.choice(("http_web", "web_ui", "HTTP")), **stage.spec["ports"][0]}


@row(
    ROWS,
    "target-port-that-nobody-names",
    "ports",
    1,
    "spec.ports[0].targetPort: Invalid value: no container has a port of this name",
    "spec.ports[0].targetPort: Invalid value: must be a number",
)
def _target_name(stage: Stage, chance: random.Random) -> None:
    port(stage, targetPort=chance.choice(("http", "web", "api")))


@row(
    ROWS,
    "target-port-with-a-long-name",
    "ports",
    2,
    "spec.ports[0].targetPort: Invalid value: no container has a port of this name",
    "spec.ports[0].targetPort: Invalid value: must be a number",
)
def _target_long(stage: Stage, chance: random.Random) -> None:
    port(stage, targetPort=chance.choice(("http-of-the-shop", "administration-ui", "prometheus-metrics")))
