"""Warnings about pods and pod templates that are accepted.

Follows ``pkg/api/pod/warnings.go`` (v1.37).
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine.api import addresses
from sandbox.engine.api.quantity import parse
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path, to_text

_OLD_LABELS = {
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
}
_OLD_ANNOTATIONS = {
    "scheduler.alpha.kubernetes.io/critical-pod": 'non-functional in v1.16+; use the "priorityClassName" field instead',
    "security.alpha.kubernetes.io/sysctls": 'non-functional in v1.11+; use the "sysctls" field instead',
    "security.alpha.kubernetes.io/unsafe-sysctls": 'non-functional in v1.11+; use the "sysctls" field instead',
}
_OLD_VOLUMES = {
    "photonPersistentDisk": "deprecated in v1.11, non-functional in v1.16+",
    "gitRepo": "deprecated in v1.11, and disabled by default in v1.33+",
    "scaleIO": "deprecated in v1.16, non-functional in v1.22+",
    "flocker": "deprecated in v1.22, non-functional in v1.25+",
    "storageos": "deprecated in v1.22, non-functional in v1.25+",
    "quobyte": "deprecated in v1.22, non-functional in v1.25+",
    "glusterfs": "deprecated in v1.25, non-functional in v1.26+",
    "cephfs": "deprecated in v1.28, non-functional in v1.31+",
    "rbd": "deprecated in v1.28, non-functional in v1.31+",
}


def warn_of_pod(tree: Tree, path: Path = ()) -> list[str]:
    """What is odd about a pod, or about the template at ``path``."""
    spec, metadata = tree.get("spec") or {}, tree.get("metadata") or {}
    spec_path = (*path, "spec")
    found: list[str] = []
    if spec.get("nodeSelector"):
        found += [
            f"{to_text((*spec_path, 'nodeSelector'))}[{label}]: {_deprecated(label)}"
            for label in sorted(spec["nodeSelector"])
            if label in _OLD_LABELS
        ]
    for at, constraint in enumerate(spec.get("topologySpreadConstraints") or ()):
        here = (*spec_path, "topologySpreadConstraints", at)
        key = constraint.get("topologyKey", "")
        if key in _OLD_LABELS:
            found.append(f"{to_text((*here, 'topologyKey'))}: {key} is {_deprecated(key)}")
        if constraint.get("labelSelector") is None:
            found.append(f"{to_text((*here, 'labelSelector'))}: a null labelSelector results in matching no pod")
    if metadata.get("annotations"):
        found += [
            f"{to_text((*path, 'metadata', 'annotations'))}[{key}]: {message}"
            for key, message in _OLD_ANNOTATIONS.items()
            if key in metadata["annotations"]
        ]
    for at, volume in enumerate(spec.get("volumes") or ()):
        found += (
            [
                f"{to_text((*spec_path, 'volumes', at, 'storageOS' if kind == 'storageos' else kind))}: {message}"
                for kind, message in _OLD_VOLUMES.items()
                if volume.get(kind) is not None
            ]
            if not _OLD_VOLUMES.keys().isdisjoint(volume)
            else []
        )
    found += _twice(spec, spec_path)
    for container, here in _containers(spec, spec_path):
        found += _fractions(container, here)
        if len(container.get("env") or ()) > 1:
            found += _hidden(container["env"], (*here, "env"))
    found += _ports(spec, spec_path)
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        found.append(
            f"{to_text((*spec_path, 'terminationGracePeriodSeconds'))}: must be >= 0; negative values are "
            "invalid and will be treated as 1"
        )
    if spec.get("affinity"):
        found += _affinity(spec["affinity"], (*spec_path, "affinity"))
    for at, server in enumerate((spec.get("dnsConfig") or {}).get("nameservers") or ()):
        found += addresses.warn_of_ip((*spec_path, "dnsConfig", "nameservers", at), server)
    for at, alias in enumerate(spec.get("hostAliases") or ()):
        found += addresses.warn_of_ip((*spec_path, "hostAliases", at, "ip"), alias.get("ip", ""))
    return found


def _deprecated(label: str) -> str:
    since = "v1.17" if "failure-domain" in label or "instance-type" in label else "v1.14"
    return f'deprecated since {since}; use "{_OLD_LABELS[label]}" instead'


def _containers(spec: Tree, path: Path) -> Iterator[tuple[Tree, Path]]:
    """Init containers first, then regular, then ephemeral ones."""
    for part in ("initContainers", "containers", "ephemeralContainers"):
        for at, container in enumerate(spec.get(part) or ()):
            yield container, (*path, part, at)


def _twice(spec: Tree, path: Path) -> list[str]:
    found: list[str] = []
    for part, field, word in (("hostAliases", "ip", "ip"), ("imagePullSecrets", "name", "name")):
        seen: set[str] = set()
        for at, one in enumerate(spec.get(part) or ()):
            value = one.get(field, "")
            if value in seen:
                found.append(f'{to_text((*path, part, at, field))}: duplicate {word} "{value}"')
            seen.add(value)
    return found + [
        f'{to_text((*path, "imagePullSecrets", at, "name"))}: invalid empty name ""'
        for at, one in enumerate(spec.get("imagePullSecrets") or ())
        if not one.get("name")
    ]


def _fractions(container: Tree, path: Path) -> list[str]:
    found: list[str] = []
    resources = container.get("resources")
    if not resources:
        return found
    for resource in ("memory", "ephemeral-storage"):
        for part in ("limits", "requests"):
            amount = parse((resources.get(part) or {}).get(resource))
            if amount is not None and amount.value.denominator != 1:
                found.append(
                    f"{to_text((*path, 'resources', part))}[{resource}]: fractional byte value "
                    f'"{amount}" is invalid, must be an integer'
                )
    return found


def _hidden(variables: list[Tree], path: Path) -> list[str]:
    found: list[str] = []
    seen: set[str] = set()
    for at, variable in enumerate(variables):
        name, value = variable.get("name", ""), variable.get("value", "")
        reference = f"$({name})"
        if name in seen and (variable.get("valueFrom") is not None or value == reference or reference not in value):
            found.append(
                f'{to_text((*path, at))}: hides previous definition of "{name}", which may be dropped when using apply'
            )
        seen.add(name)
    return found


def _ports(spec: Tree, path: Path) -> list[str]:
    found: list[str] = []
    seen: dict[tuple[int, str], list[tuple[Path, Tree]]] = {}
    for container, here in _containers(spec, path):
        for at, port in enumerate(container.get("ports") or ()):
            place = (*here, "ports", at)
            host, ip = port.get("hostPort", 0), port.get("hostIP", "")
            if ip and not host:
                found.append(f"{to_text(place)}: hostIP set without hostPort: {_go(port)}")
            others = seen.setdefault((port.get("containerPort", 0), port.get("protocol", "")), [])
            for other_place, other in others:
                other_host, other_ip = other.get("hostPort", 0), other.get("hostIP", "")
                if ip == other_ip and host == other_host:
                    found.append(f"{to_text(place)}: duplicate port definition with {to_text(other_place)}")
                elif not host or not other_host:
                    found.append(f"{to_text(place)}: overlapping port definition with {to_text(other_place)}")
                elif host == other_host and bool(ip) != bool(other_ip):
                    found.append(f"{to_text(place)}: dangerously ambiguous port definition with {to_text(other_place)}")
            others.append((place, port))
    return found


def _go(port: Tree) -> str:
    """A port the way Go prints a struct with its field names."""
    return (
        f"{{Name:{port.get('name', '')} HostPort:{port.get('hostPort', 0)} "
        f"ContainerPort:{port.get('containerPort', 0)} Protocol:{port.get('protocol', '')} "
        f"HostIP:{port.get('hostIP', '')}}}"
    )


def _affinity(affinity: Tree, path: Path) -> list[str]:
    found: list[str] = []
    for part in ("podAffinity", "podAntiAffinity"):
        terms = affinity.get(part) or {}
        for field, inner in (
            ("requiredDuringSchedulingIgnoredDuringExecution", ()),
            ("preferredDuringSchedulingIgnoredDuringExecution", ("podAffinityTerm",)),
        ):
            for at, term in enumerate(terms.get(field) or ()):
                held = term.get("podAffinityTerm") or {} if inner else term
                if held.get("labelSelector") is None:
                    found.append(
                        f"{to_text((*path, part, field, at, *inner, 'labelSelector'))}: a null labelSelector "
                        "results in matching no pod"
                    )
    return found
