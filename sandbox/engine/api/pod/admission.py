"""What admission plugins add to a new pod, and what they refuse.

Plugins ServiceAccount, Priority, DefaultTolerationSeconds and PodTopologyLabels of
kube-apiserver v1.37, in the order in which they run.
"""

from __future__ import annotations

import hashlib

from sandbox.engine.api.kind import Refused
from sandbox.engine.api.pod.scheduling import DEFAULT_TOLERATIONS
from sandbox.engine.api.pod.volume_sources import API_ACCESS
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State

MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
VOLUME_PREFIX = "kube-api-access-"
#: The labels of its node that a bound pod carries too (since 1.35 by default).
TOPOLOGY_LABELS = ("topology.kubernetes.io/region", "topology.kubernetes.io/zone")
#: Classes that every cluster has.
PRIORITIES = {"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}

_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"


def refusal(pod: Tree, state: State) -> Refused | None:
    """Why a plugin refuses the pod, None where none does."""
    metadata, spec = pod.get("metadata") or {}, pod.get("spec") or {}
    name, namespace = metadata.get("name", ""), metadata.get("namespace", "")
    account = spec.get("serviceAccountName") or "default"
    if state.get("ServiceAccount", namespace, account) is None and account != "default":
        return _forbidden(
            name, f'error looking up service account {namespace}/{account}: serviceaccount "{account}" not found'
        )
    class_name = spec.get("priorityClassName", "")
    if class_name and class_name not in PRIORITIES and state.get("PriorityClass", "", class_name) is None:
        return _forbidden(name, f"no PriorityClass with name {class_name} was found")
    value = _priority(class_name, state)
    given = spec.get("priority")
    if given is not None and given != value:
        return _forbidden(
            name,
            f"the integer value of priority ({given}) must not be provided in pod spec; "
            f"priority admission controller computed {value} from the given PriorityClass name",
        )
    return None


def _forbidden(name: str, why: str) -> Refused:
    return Refused(403, "Forbidden", f'pods "{name}" is forbidden: {why}')


def _priority(class_name: str, state: State) -> int:
    if not class_name:
        return 0
    held = state.get("PriorityClass", "", class_name)
    return PRIORITIES.get(class_name, held.tree.get("value", 0) if held is not None else 0)


def admit(pod: Tree, state: State) -> None:
    """Fill in what the plugins fill in for a new pod."""
    spec: Tree = pod["spec"]
    _add_service_account(pod, spec, state)
    spec["priority"] = _priority(spec.get("priorityClassName", ""), state)
    if spec.get("preemptionPolicy") is None:
        spec["preemptionPolicy"] = "PreemptLowerPriority"
    _add_tolerations(spec)
    _add_topology(pod, spec, state)


def _add_service_account(pod: Tree, spec: Tree, state: State) -> None:
    metadata = pod.get("metadata") or {}
    name = spec.get("serviceAccountName") or "default"
    spec["serviceAccountName"] = spec["serviceAccount"] = name
    account = state.get("ServiceAccount", metadata.get("namespace", ""), name)
    is_mounted = spec.get("automountServiceAccountToken")
    if is_mounted is None:
        is_mounted = account is None or account.tree.get("automountServiceAccountToken") is not False
    if account is not None and account.tree.get("imagePullSecrets") and not spec.get("imagePullSecrets"):
        spec["imagePullSecrets"] = list(account.tree["imagePullSecrets"])
    if not is_mounted:
        return
    volumes: list[Tree] = spec.get("volumes") or []
    names = [volume.get("name", "") for volume in volumes if volume.get("name", "").startswith(VOLUME_PREFIX)]
    volume_name = names[0] if names else VOLUME_PREFIX + _suffix(pod)
    mount = {"mountPath": MOUNT_PATH, "name": volume_name, "readOnly": True}
    is_used = False
    for part in ("initContainers", "containers"):
        for container in spec.get(part) or ():
            mounts = container.get("volumeMounts") or []
            if not any(one.get("mountPath") == MOUNT_PATH for one in mounts):
                container["volumeMounts"] = [*mounts, mount]
                is_used = True
    if is_used and not names:
        # The sources are shared by all pods: a tree that is kept is never changed in place.
        spec["volumes"] = [*volumes, {"name": volume_name, "projected": {"defaultMode": 420, "sources": API_ACCESS}}]


def _suffix(pod: Tree) -> str:
    """Five characters that look as if chance had made them."""
    metadata = pod.get("metadata") or {}
    text = f"{metadata.get('namespace', '')}/{metadata.get('name', '')}/{metadata.get('uid', '')}"
    digest = hashlib.sha256(text.encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:5])


def _add_tolerations(spec: Tree) -> None:
    held: list[Tree] = spec.get("tolerations") or []
    added = [
        own
        for own in DEFAULT_TOLERATIONS
        if not any(
            one.get("key", "") in ("", own["key"]) and one.get("effect", "") in ("", "NoExecute") for one in held
        )
    ]
    if added:
        spec["tolerations"] = [*held, *added]


def _add_topology(pod: Tree, spec: Tree, state: State) -> None:
    node = state.get("Node", "", spec["nodeName"]) if spec.get("nodeName") else None
    if node is None:
        return
    labels = {name: node.labels[name] for name in TOPOLOGY_LABELS if name in node.labels}
    if labels:
        metadata = pod["metadata"]
        metadata["labels"] = {**(metadata.get("labels") or {}), **labels}
