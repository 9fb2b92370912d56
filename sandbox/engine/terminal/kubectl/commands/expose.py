"""``kubectl expose``: a Service for the pods of another object.

Follows ``k8s.io/kubectl/pkg/cmd/expose`` and ``polymorphichelpers`` (v1.37).
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.terminal.kubectl import command, overrides, printing
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.commands.apply import with_last_applied
from sandbox.engine.terminal.kubectl.failures import Failure, together
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import Info, existing, kind_named, visit

EXPOSABLE = ("Deployment", "Pod", "ReplicaSet", "ReplicationController", "Service")
_SELECTOR = "couldn't retrieve selectors via --selector flag or introspection: "
_PORT = "couldn't find port via --port flag or introspection"


def run(call: Call) -> None:
    printing.check(call)
    infos, failures = existing(call, call.words)

    def act(info: Info) -> None:
        if info.kind.name not in EXPOSABLE:
            raise Failure(f"cannot expose a {info.kind.name}" + (f".{info.kind.group}" if info.kind.group else ""))
        service = overrides.applied(call, _service(call, info), "io.k8s.api.core.v1.Service")
        kind = kind_named("Service")
        made = Info(kind, info.namespace, (service.get("metadata") or {}).get("name", ""), service)
        if call.dry_run == "client":
            made.tree = {**_with_namespace(call, service), "status": {"loadBalancer": {}}}
        else:
            if call.flags["save-config"]:
                service = with_last_applied(service)
            reply = call.answer(call.api.create(kind, info.namespace, service, dry_run=call.dry_run == "server"))
            made.tree = reply.object.tree if reply.object is not None else service
        printing.operation(call, made, "exposed")

    failure = together(visit(infos, failures, act))
    if failure is not None:
        raise failure


def _service(call: Call, info: Info) -> Tree:
    flags = call.flags
    selector = _parse_labels(flags["selector"]) if flags["selector"] else _selector(info)
    numbers = flags["port"].split(",") if flags["port"] else _ports(info)
    is_headless = flags["cluster-ip"] == "None"
    if not numbers and not is_headless:
        raise Failure(_PORT)
    labels = _parse_labels(flags["labels"]) if flags["labels"] else (info.tree.get("metadata") or {}).get("labels")
    metadata: Tree = {"name": flags["name"] or info.name[:63]}
    if labels:
        metadata["labels"] = labels
    if flags["session-affinity"] not in ("", "None", "ClientIP"):
        raise Failure(f"unknown session affinity: {flags['session-affinity']}")
    spec: Tree = {"selector": selector}
    ports = _service_ports(call, info, numbers)
    if ports:
        spec["ports"] = ports
    for flag, field in (("type", "type"), ("cluster-ip", "clusterIP"), ("session-affinity", "sessionAffinity")):
        if flags[flag]:
            spec[field] = flags[flag]
    if flags["external-ip"]:
        spec["externalIPs"] = [flags["external-ip"]]
    if flags["load-balancer-ip"] and flags["type"] == "LoadBalancer":
        spec["loadBalancerIP"] = flags["load-balancer-ip"]
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}


def _with_namespace(call: Call, service: Tree) -> Tree:
    """A dry run shows the namespace only where the command line names it."""
    if not call.is_namespace_given:
        return service
    return {**service, "metadata": {**(service.get("metadata") or {}), "namespace": call.namespace}}


def _service_ports(call: Call, info: Info, numbers: list[str]) -> list[Tree]:
    protocols = _protocols(info)
    target = call.flags["target-port"]
    made: list[Tree] = []
    for position, number in enumerate(numbers, 1):
        if re.fullmatch(r"[-+]?[0-9]{1,18}", number) is None:
            raise Failure(f'strconv.Atoi: parsing "{number}": invalid syntax')
        name = f"port-{position}" if len(numbers) > 1 else ""
        asked = call.flags["protocol"]
        chosen = [asked] if asked else protocols.get(number) or ["TCP"]
        for protocol in chosen:
            port: Tree = {"port": int(number), "protocol": protocol}
            if len(chosen) > 1:
                port["name"] = f"{name or f'port-{position}'}-{protocol.lower()}"
            elif name:
                port["name"] = name
            port["targetPort"] = (int(target) if re.fullmatch(r"[0-9]+", target) else target) if target else int(number)
            made.append(port)
    return made


def _selector(info: Info) -> dict[str, str]:
    if info.kind.name == "Pod":
        labels = (info.tree.get("metadata") or {}).get("labels")
        if not labels:
            raise Failure(_SELECTOR + "the pod has no labels and cannot be exposed")
        return dict(labels)
    selector = (info.tree.get("spec") or {}).get("selector") or {}
    if info.kind.name in ("Service", "ReplicationController"):
        if not selector:
            raise Failure(_SELECTOR + "the service has no pod selector set")
        return dict(selector)
    word = {"Deployment": "deployment", "ReplicaSet": "replicaset"}[info.kind.name]
    if not selector.get("matchLabels"):
        raise Failure(_SELECTOR + f"invalid {word}: no selectors, therefore cannot be exposed")
    if selector.get("matchExpressions"):
        shown = " ".join(
            f"{{Key:{one['key']} Operator:{one['operator']} Values:[{' '.join(one.get('values') or ())}]}}"
            for one in selector["matchExpressions"]
        )
        raise Failure(_SELECTOR + f'couldn\'t convert expressions - "[{shown}]" to map-based selector format')
    return dict(selector["matchLabels"])


def _declared(info: Info) -> list[Tree]:
    """The ports of the object itself: a Service's, or those of the containers."""
    spec: Any = info.tree.get("spec") or {}
    if info.kind.name == "Service":
        return list(spec.get("ports") or ())
    if info.kind.name != "Pod":
        spec = (spec.get("template") or {}).get("spec") or {}
    return [port for container in spec.get("containers") or () for port in container.get("ports") or ()]


def _number(port: Tree) -> str:
    return str(port["port"] if "port" in port else port["containerPort"])


def _ports(info: Info) -> list[str]:
    return list(dict.fromkeys(_number(port) for port in _declared(info)))


def _protocols(info: Info) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for port in _declared(info):
        held = found.setdefault(_number(port), [])
        protocol = port.get("protocol") or "TCP"
        if protocol not in held:
            held.append(protocol)
    return found


def _parse_labels(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split(","):
        if part.count("=") != 1:
            raise Failure(f"unexpected label spec: {part}")
        key, _, value = part.partition("=")
        if not key:
            raise Failure("unexpected empty label key")
        found[key] = value
    return found


COMMAND = Command(
    "expose",
    run,
    (
        Flag("port", default=""),
        Flag("target-port", default=""),
        Flag("protocol", default=""),
        Flag("name", default=""),
        Flag("type", default=""),
        Flag("cluster-ip", default=""),
        Flag("external-ip", default=""),
        Flag("load-balancer-ip", default=""),
        Flag("session-affinity", default=""),
        Flag("selector", default=""),
        Flag("labels", "string", "l", ""),
        Flag("overrides", default=""),
        Flag("override-type", default="merge"),
        Flag("save-config", "bool"),
        *command.FILES,
        *command.PRINTING,
        command.DRY_RUN,
        command.FIELD_MANAGER,
    ),
)
