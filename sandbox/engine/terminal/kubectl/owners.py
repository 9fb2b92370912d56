"""The pod behind a Deployment, a Service …, as ``kubectl exec deploy/web`` picks it."""

from __future__ import annotations

from sandbox.engine.api.kind import Kind
from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl import selectors
from sandbox.engine.terminal.kubectl.command import Call
from sandbox.engine.terminal.kubectl.failures import Failure


def selector_of(kind: Kind, obj: Object) -> dict[str, str]:
    """The labels that the object's pods carry (matchLabels, or a Service's selector)."""
    selector = obj.spec.get("selector") or {}
    if kind.name in ("Service", "ReplicationController"):
        return dict(selector)
    return dict(selector.get("matchLabels") or {})


def pod_of(call: Call, kind: Kind, owner: Object) -> Object:
    """The first pod, ready and running ones in front. Raises Failure where there is none."""
    wanted = selector_of(kind, owner)
    if not wanted:
        raise Failure(
            f"cannot attach to *v1.{kind.name}: selector for {kind.plural} not implemented"
            if "selector" not in owner.spec
            else f"invalid {kind.name.lower()}: no selectors"
        )
    matches = selectors.labels(",".join(f"{key}={value}" for key, value in wanted.items()))
    pods = [pod for pod in call.state.all("Pod", owner.namespace) if matches(pod.labels)]
    if not pods:
        raise Failure(f"timed out waiting for the condition: no pod matches the selector of {kind.plural} {owner.name}")
    return min(pods, key=lambda pod: (pod.status.get("phase") != "Running", not _is_ready(pod), pod.name))


def _is_ready(pod: Object) -> bool:
    return any(one.get("type") == "Ready" and one.get("status") == "True" for one in pod.status.get("conditions") or ())
