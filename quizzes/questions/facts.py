"""What stands in some manifests, as far as questions speak of it, and how callers and targets are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from quizzes.scenarios.scene import Ask

NODES = {"node1": "172.18.0.2", "node2": "172.18.0.3"}
GATEWAYS = {"node1": "10.244.1.1", "node2": "10.244.2.1"}
OUTSIDE_HOST = "172.18.0.100"
_SYMBOL = re.compile(r"\{(nodeIP|lbIP|clusterIP|podIP) ([\w.~-]+/)?([\w.~-]+)\}")


@dataclass(frozen=True)
class Pod:
    """A pod that the manifests make; one of a StatefulSet goes by its number."""

    namespace: str
    name: str

    @property
    def full(self) -> str:
        return f"{self.namespace}/{self.name}"

    @property
    def shown(self) -> str:
        """As a learner would call it."""
        return f"`{self.name}`" if self.namespace == "default" else f"`{self.name}` in `{self.namespace}`"


def objects(manifests: str) -> list[dict[str, Any]]:
    """All objects of the text; none where it is no YAML."""
    try:
        found = list(yaml.load_all(manifests, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return []
    return [one for one in found if isinstance(one, dict)]


def pods(manifests: str, ask: Ask) -> list[Pod]:
    """The pods whose names are known before anything runs, without the caller."""
    found = []
    for one in objects(manifests):
        where = (one.get("metadata") or {}).get("namespace") or "default"
        name = (one.get("metadata") or {}).get("name")
        if one.get("kind") == "Pod":
            found.append(Pod(where, str(name)))
        elif one.get("kind") == "StatefulSet":
            count = one["spec"].get("replicas", 1)
            found += [Pod(where, f"{name}-{number}") for number in range(count)]
    return [one for one in found if one.full != caller_name(ask)]


def caller_name(ask: Ask) -> str:
    """`namespace/name` of a pod that asks, else an empty text."""
    if not ask.caller.startswith("pod/"):
        return ""
    name = ask.caller.removeprefix("pod/")
    return name if "/" in name else f"default/{name}"


def caller(ask: Ask) -> str:
    """Who asks, at the beginning of a sentence."""
    if ask.caller == "external":
        return f"A host outside the cluster ({OUTSIDE_HOST})"
    if ask.caller.startswith("node/"):
        node = ask.caller.removeprefix("node/")
        return f"A program on {node} ({NODES[node]}), outside of any pod,"
    return f"The pod {Pod(*caller_name(ask).split('/')).shown}"


def target(ask: Ask) -> str:
    """Who is asked."""
    symbol = _SYMBOL.fullmatch(ask.target)
    if symbol is None:
        return f"`{ask.target}`"
    form, _, name = symbol.groups()
    match form:
        case "nodeIP":
            return f"{name} ({NODES[name]})"
        case "lbIP":
            return f"the load balancer's address of `{name}`"
        case "clusterIP":
            return f"the ClusterIP of `{name}`"
    return f"the address of the pod `{name}`"


def connection(ask: Ask) -> str:
    """What happens, in one or two sentences."""
    told = f"{ask.told} " if ask.told else ""
    return f"{told}{caller(ask)} opens a connection to {target(ask)}, {ask.protocol} port {ask.port}."


def connect(ask: Ask) -> dict[str, Any]:
    """The step that carries it out."""
    words: dict[str, Any] = {"from": ask.caller, "to": ask.target, "port": ask.port}
    if ask.protocol != "TCP":
        words["protocol"] = ask.protocol
    return {"connect": words}


def is_name(ask: Ask) -> bool:
    """The target is asked for in the DNS."""
    return not _SYMBOL.fullmatch(ask.target) and not re.fullmatch(r"[\d.]+", ask.target)


def candidates(claim: dict[str, Any]) -> dict[str, str]:
    """Why each pod that was thought of got nothing, by its name; an empty text for those that got something."""
    walks = (claim.get("trace") or {}).get("walks") or []
    found: dict[str, str] = {}
    for walk in walks:
        for one in walk["candidates"]:
            found[one["name"]] = "" if one["is_used"] else str(one["reason"])
    return found
