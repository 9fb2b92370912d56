"""Labels, selectors and containers as tables and descriptions write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.engine.cluster.objects import Object, Tree

_WORDS = {"In": "in", "NotIn": "notin"}


def labels_text(labels: Mapping[str, str] | None) -> str:
    """``app=web,tier=front`` in order of the keys; ``<none>`` where there are none."""
    return ",".join(f"{key}={value}" for key, value in sorted((labels or {}).items())) or "<none>"


def selector_text(selector: Tree | None) -> str:
    """A label selector as Go's ``labels.Selector`` prints it: ``app=web,tier in (a,b),!old``; may be empty."""
    parts = [(key, f"{key}={value}") for key, value in ((selector or {}).get("matchLabels") or {}).items()]
    for one in (selector or {}).get("matchExpressions") or ():
        key, operator = one.get("key", ""), one.get("operator")
        if operator in _WORDS:
            parts.append((key, f"{key} {_WORDS[operator]} ({','.join(sorted(set(one.get('values') or ())))})"))
        else:
            parts.append((key, key if operator == "Exists" else f"!{key}"))
    return ",".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def containers_cells(containers: Sequence[Tree] | None) -> list[str]:
    """The names and the images of a template's containers."""
    found = containers or ()
    return [",".join(str(one.get("name", "")) for one in found), ",".join(str(one.get("image", "")) for one in found)]


def template_containers(obj: Object) -> list[Tree]:
    """The containers of a workload's pod template."""
    found: list[Tree] = ((obj.spec.get("template") or {}).get("spec") or {}).get("containers") or []
    return found


def roles(node: Object) -> str:
    """A node's roles, which its labels give; empty where it has none."""
    found = set()
    for key, value in node.labels.items():
        if key.startswith("node-role.kubernetes.io/") and key.partition("/")[2]:
            found.add(key.partition("/")[2])
        elif key == "kubernetes.io/role" and value:
            found.add(value)
    return ",".join(sorted(found))


def controller_of(obj: Object) -> Tree | None:
    """The owner that controls an object."""
    return next((owner for owner in obj.metadata.get("ownerReferences") or () if owner.get("controller")), None)


def host_port(address: str, port: Any) -> str:
    """``10.0.0.1:80``, ``[fd00::1]:80``."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def condition(obj: Object, name: str) -> Tree | None:
    """The status condition of that type."""
    return next((one for one in obj.status.get("conditions") or () if one.get("type") == name), None)
