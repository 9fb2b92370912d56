"""The objects that scenarios are put together from, and the names that they go by."""

from __future__ import annotations

import random
from typing import Any

from quizzes.scenarios.scene import Tree

APPS = ("web", "api", "shop", "cart", "orders", "search", "billing", "catalog", "auth", "reports")
OTHERS = ("admin", "worker", "metrics", "cron", "mailer")  # what runs beside an app and is not it
CALLERS = ("client", "probe", "frontend", "shell", "tester")
NAMESPACES = ("staging", "team-a", "team-b", "backend", "qa")
TARGET_PORTS = (8080, 3000, 5000, 8000, 9090)
NODE_PORTS = (30080, 30443, 31000, 31234, 32080)
NODES = ("node1", "node2")


def words(chance: random.Random) -> dict[str, str]:
    """Names for one scene, all different."""
    return {
        "app": chance.choice(APPS),
        "other": chance.choice(OTHERS),
        "caller": chance.choice(CALLERS),
        "namespace": chance.choice(NAMESPACES),
    }


def metadata(name: str, namespace: str = "", labels: Tree | None = None) -> Tree:
    """Of the namespace default nothing is written."""
    tree: Tree = {"name": name}
    if namespace:
        tree["namespace"] = namespace
    if labels:
        tree["labels"] = dict(labels)
    return tree


def caller(name: str, namespace: str = "", node: str = "") -> Tree:
    """A pod that only asks."""
    return pod(name, {}, node=node, ports=[], namespace=namespace, image="example/shell:1")


def pod(
    name: str,
    labels: Tree,
    *,
    node: str = "",
    ports: list[Tree] | None = None,
    namespace: str = "",
    image: str = "example/app:1",
) -> Tree:
    """A pod with one container, which listens on its ports."""
    container: Tree = {"name": "app", "image": image}
    if ports:
        container["ports"] = ports
    spec: Tree = {"nodeName": node} if node else {}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata(name, namespace, labels),
        "spec": spec | {"containers": [container]},
    }


def service(name: str, selector: Tree | None, ports: list[Tree], *, namespace: str = "", **fields: Any) -> Tree:
    """A Service; `fields` stand before its selector."""
    spec: Tree = dict(fields)
    if selector is not None:
        spec["selector"] = dict(selector)
    if ports:
        spec["ports"] = ports
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata(name, namespace), "spec": spec}


def namespace_of(name: str) -> Tree:
    """A Namespace."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
