"""What the API server fills into a pod's spec, and into the spec of a pod template.

Follows ``pkg/apis/core/v1/defaults.go`` (v1.37) and the conversion of ``serviceAccount``.
"""

from __future__ import annotations

from typing import Any

from sandbox.engine.api.pod.volume_sources import sources_of
from sandbox.engine.api.quantity import canonical
from sandbox.engine.cluster.objects import Tree

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_PROBE = (("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3))


def default_template(template: Tree) -> None:
    """A pod template: ``metadata`` and ``spec`` are there, the spec is filled in."""
    template.setdefault("metadata", {})
    default_spec(template.setdefault("spec", {}))


def default_spec(spec: Tree) -> None:
    """Everything that templates and pods have in common."""
    for name in ("initContainers", "containers", "ephemeralContainers"):
        for container in spec.get(name) or ():
            _default_container(container)
    for volume in spec.get("volumes") or ():
        _default_volume(volume)
    _fill(spec, "dnsPolicy", "ClusterFirst")
    _fill(spec, "restartPolicy", "Always")
    _fill(spec, "schedulerName", "default-scheduler")
    if spec.get("securityContext") is None:
        spec["securityContext"] = {}
    if spec.get("terminationGracePeriodSeconds") is None:
        spec["terminationGracePeriodSeconds"] = 30
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    if account:
        spec["serviceAccountName"] = spec["serviceAccount"] = account
    if spec.get("overhead"):
        spec["overhead"] = _quantities(spec["overhead"])


def default_pod(spec: Tree) -> None:
    """What only a pod itself gets: host ports, requests, service links."""
    for name in ("containers", "initContainers"):
        for container in spec.get(name) or ():
            resources = container["resources"]
            limits = resources.get("limits")
            if limits:
                requests = resources.get("requests") or {}
                resources["requests"] = {**requests, **{key: limits[key] for key in limits if key not in requests}}
            if spec.get("hostNetwork"):
                for port in container.get("ports") or ():
                    if not port.get("hostPort"):
                        port["hostPort"] = port.get("containerPort", 0)
    if spec.get("enableServiceLinks") is None:
        spec["enableServiceLinks"] = True


def _fill(tree: Tree, field: str, value: Any) -> None:
    if not tree.get(field):
        tree[field] = value


def _default_container(container: Tree) -> None:
    if not container.get("imagePullPolicy"):
        container["imagePullPolicy"] = "Always" if tag(container.get("image", "")) == "latest" else "IfNotPresent"
    _fill(container, "terminationMessagePath", "/dev/termination-log")
    _fill(container, "terminationMessagePolicy", "File")
    for port in container.get("ports") or ():
        _fill(port, "protocol", "TCP")
    resources = container.setdefault("resources", {})
    for part in ("limits", "requests"):
        if resources.get(part):
            resources[part] = _quantities(resources[part])
    for name in _PROBES:
        probe = container.get(name)
        if probe is not None:
            _default_probe(probe)
    for hook in (container.get("lifecycle") or {}).values():
        if isinstance(hook, dict):
            _default_http(hook.get("httpGet"))
    for variable in container.get("env") or ():
        source = variable.get("valueFrom") or {}
        if source.get("fieldRef") is not None:
            _fill(source["fieldRef"], "apiVersion", "v1")
        if source.get("resourceFieldRef") is not None:
            _default_divisor(source["resourceFieldRef"])


def _default_divisor(reference: Tree) -> None:
    reference["divisor"] = canonical(reference.get("divisor") or "0")


def _default_probe(probe: Tree) -> None:
    for field, value in _PROBE:
        if not probe.get(field):
            probe[field] = value
    _default_http(probe.get("httpGet"))
    if probe.get("grpc") is not None and probe["grpc"].get("service") is None:
        probe["grpc"]["service"] = ""


def _default_http(action: Tree | None) -> None:
    if action is not None:
        _fill(action, "path", "/")
        _fill(action, "scheme", "HTTP")


def _quantities(amounts: Tree) -> Tree:
    return {name: canonical(amount) for name, amount in amounts.items()}


def tag(image: str) -> str:
    """The tag of an image's name: ``latest`` where it has neither tag nor digest."""
    name, at, _ = image.partition("@")
    last = name.rpartition("/")[2]
    if ":" in last:
        return last.rpartition(":")[2]
    return "" if at or not image else "latest"


def _default_volume(volume: Tree) -> None:
    if not sources_of(volume):
        volume["emptyDir"] = {}
        return
    for source in ("secret", "configMap", "downwardAPI", "projected"):
        held = volume.get(source)
        if held is not None and held.get("defaultMode") is None:
            held["defaultMode"] = 420
    if volume.get("emptyDir") and volume["emptyDir"].get("sizeLimit") is not None:
        volume["emptyDir"]["sizeLimit"] = canonical(volume["emptyDir"]["sizeLimit"])
    if volume.get("hostPath") is not None and volume["hostPath"].get("type") is None:
        volume["hostPath"]["type"] = ""
    for item in (volume.get("downwardAPI") or {}).get("items") or ():
        _default_downward(item)
    for part in (volume.get("projected") or {}).get("sources") or ():
        token = part.get("serviceAccountToken")
        if token is not None and token.get("expirationSeconds") is None:
            token["expirationSeconds"] = 3600
        for item in (part.get("downwardAPI") or {}).get("items") or ():
            _default_downward(item)
    for source, fields in _OTHER_VOLUMES.items():
        held = volume.get(source)
        if held is not None:
            for field, value in fields.items():
                if held.get(field) is None or held.get(field) == "":
                    held[field] = value
    claim = (volume.get("ephemeral") or {}).get("volumeClaimTemplate")
    if claim is not None:
        claim.setdefault("spec", {}).setdefault("volumeMode", "Filesystem")
    image = volume.get("image")
    if image is not None and not image.get("pullPolicy"):
        image["pullPolicy"] = "Always" if tag(image.get("reference", "")) == "latest" else "IfNotPresent"


def _default_downward(item: Tree) -> None:
    if item.get("fieldRef") is not None:
        _fill(item["fieldRef"], "apiVersion", "v1")
    if item.get("resourceFieldRef") is not None:
        _default_divisor(item["resourceFieldRef"])


_OTHER_VOLUMES: dict[str, Tree] = {
    "iscsi": {"iscsiInterface": "default"},
    "rbd": {"pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"},
    "azureDisk": {"cachingMode": "ReadWrite", "kind": "Shared", "fsType": "ext4", "readOnly": False},
    "scaleIO": {"storageMode": "ThinProvisioned", "fsType": "xfs"},
}
