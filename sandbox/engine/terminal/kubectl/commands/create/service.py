"""``kubectl create service clusterip|nodeport|loadbalancer|externalname``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.engine.api import formats
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.create import generated
from sandbox.engine.terminal.kubectl.failures import Failure, UsageFailure
from sandbox.engine.terminal.kubectl.flags import Flag


def ports(texts: list[str], node_port: int = 0) -> list[Tree]:
    """The ports of ``--tcp=80:8080`` (or ``--tcp=80:http``), named as kubectl names them. Raises Failure."""
    return [_port(text, node_port) for text in texts]


def _port(text: str, node_port: int) -> Tree:
    first, *others = text.split(":")
    port = _unsigned(first)
    target: int | str = port
    if others:
        if _is_number(others[0]):
            target = int(others[0])
            wrong = formats.port_number(target)
        else:
            target = others[0]
            wrong = formats.port_name(target)
        if wrong:
            raise Failure(",".join(wrong))
    made: Tree = {"name": text.replace(":", "-"), "port": port, "protocol": "TCP", "targetPort": target}
    if node_port:
        made["nodePort"] = node_port
    return made


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]{1,18}", text) is not None


def _unsigned(text: str) -> int:
    if re.fullmatch(r"[0-9]+", text) is None:
        raise Failure(f'strconv.ParseUint: parsing "{text}": invalid syntax')
    value = int(text)
    if value > 65535:
        raise Failure(f'strconv.ParseUint: parsing "{text}": value out of range')
    return value


def _run(service_type: str, fill: Callable[[Call, Tree], None]) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        if service_type == "ExternalName":
            generated.require(call, "external-name")
        name = generated.name(call)
        spec: Tree = {"type": service_type, "selector": {"app": name}}
        fill(call, spec)
        tree = {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name, "labels": {"app": name}},
            "spec": {key: value for key, value in spec.items() if value != []},
            "status": {"loadBalancer": {}},
        }
        generated.send(call, tree, f"failed to create {service_type} service: ")

    return run


def _clusterip(call: Call, spec: Tree) -> None:
    is_headless = call.flags["clusterip"] == "None"
    _need_ports(call, is_headless)
    spec["ports"] = ports(call.flags["tcp"])
    if call.flags["clusterip"]:
        spec["clusterIP"] = call.flags["clusterip"]


def _nodeport(call: Call, spec: Tree) -> None:
    _need_ports(call, False)
    spec["ports"] = ports(call.flags["tcp"], call.flags["node-port"])


def _loadbalancer(call: Call, spec: Tree) -> None:
    _need_ports(call, False)
    spec["ports"] = ports(call.flags["tcp"])


def _externalname(call: Call, spec: Tree) -> None:
    if formats.dns1123_subdomain(call.flags["external-name"]):
        raise Failure(f"invalid service external name {call.flags['external-name']}")
    spec["ports"] = ports(call.flags["tcp"])
    spec["externalName"] = call.flags["external-name"]


def _need_ports(call: Call, is_headless: bool) -> None:
    if not is_headless and not call.flags["tcp"]:
        raise Failure("at least one tcp port specifier must be provided")


def _nothing(call: Call) -> None:
    if call.words:
        raise UsageFailure(f'unknown command "{call.words[0]}"', call.command)
    raise UsageFailure("a type of Service is expected: clusterip, externalname, loadbalancer or nodeport", call.command)


_TCP = Flag("tcp", "strings")
_SUBCOMMANDS: tuple[tuple[str, str, Callable[[Call, Any], None], tuple[Flag, ...]], ...] = (
    ("clusterip", "ClusterIP", _clusterip, (Flag("clusterip", default=""),)),
    ("nodeport", "NodePort", _nodeport, (Flag("node-port", "int", default=0),)),
    ("loadbalancer", "LoadBalancer", _loadbalancer, ()),
    ("externalname", "ExternalName", _externalname, (Flag("external-name", default=""),)),
)

COMMAND = Command(
    "service",
    _nothing,
    aliases=("svc",),
    subcommands=tuple(
        Command(word, _run(service_type, fill), (*generated.FLAGS, _TCP, *flags))
        for word, service_type, fill, flags in _SUBCOMMANDS
    ),
)
