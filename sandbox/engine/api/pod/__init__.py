"""Pods."""

from __future__ import annotations

from sandbox.engine.api.errors import FieldError, forbidden, invalid
from sandbox.engine.api.formats import dns1123_label, dns1123_subdomain
from sandbox.engine.api.kind import Kind, Refused
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.pod.admission import admit, refusal
from sandbox.engine.api.pod.containers import validate_image_blanks
from sandbox.engine.api.pod.defaults import default_pod, default_spec
from sandbox.engine.api.pod.qos import qos_class
from sandbox.engine.api.pod.spec import validate_spec
from sandbox.engine.api.pod.update import validate_change
from sandbox.engine.api.pod.warnings import warn_of_pod
from sandbox.engine.api.status import keep
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State

DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"


def default(tree: Tree, state: State) -> None:
    """What a manifest may leave out."""
    spec = tree.setdefault("spec", {})
    default_spec(spec)
    default_pod(spec)


def allocate(new: Tree, old: Tree | None, state: State, dry_run: bool) -> list[FieldError] | Refused:
    """Nothing is allocated; admission plugins may refuse a new pod."""
    return (refusal(new, state) if old is None else None) or []


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """A new pod is pending whatever it says; a request leaves the status as it is."""
    if old is not None:
        keep(new, old, "status")
        return
    admit(new, state)
    new["status"] = {"phase": "Pending", "qosClass": qos_class(new["spec"])}


def validate(tree: Tree, state: State) -> list[FieldError]:
    """Metadata, spec, and what is forbidden while a pod is new."""
    errors = check_meta(tree, is_namespaced=True, name_rule=dns1123_subdomain)
    errors += _metadata_and_spec(tree)
    spec = tree["spec"]
    if spec.get("ephemeralContainers"):
        errors.append(forbidden(("spec", "ephemeralContainers"), "cannot be set on create"))
    if spec.get("nodeName") and spec.get("schedulingGates"):
        errors.append(forbidden(("spec", "nodeName"), "cannot be set until all schedulingGates have been cleared"))
    return errors


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """The rules of a new pod, and that hardly anything may change."""
    errors = [*check_meta_update(new, old), *_metadata_and_spec(new)]
    return errors + validate_change(new["spec"], old.get("spec") or {})


def _metadata_and_spec(tree: Tree) -> list[FieldError]:
    errors: list[FieldError] = []
    cost = ((tree.get("metadata") or {}).get("annotations") or {}).get(DELETION_COST)
    if cost is not None and not _is_cost(cost):
        errors.append(invalid(("metadata", f"annotations[{DELETION_COST}]"), cost, "must be a 32bit integer"))
    spec = tree["spec"]
    errors += validate_spec(spec, ("spec",), is_pod=True)
    for part in ("containers", "initContainers"):
        for at, container in enumerate(spec.get(part) or ()):
            errors += validate_image_blanks(container, ("spec", part, at))
    return errors


def _is_cost(text: str) -> bool:
    """A number as ``strconv.ParseInt`` takes it: no plus sign, no leading zeros."""
    digits = text.removeprefix("-")
    return (
        digits.isascii()
        and digits.isdigit()
        and (digits == "0" or not digits.startswith("0"))
        and -(2**31) <= int(text) < 2**31
    )


def warn(new: Tree, old: Tree | None, state: State) -> list[str]:
    """A name that is no host name, and oddities of the spec; a change is not looked at."""
    if old is not None:
        return []
    complaints = dns1123_label((new.get("metadata") or {}).get("name", ""))
    found = (
        [
            "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; "
            f"a DNS label is recommended: [{' '.join(complaints)}]"
        ]
        if complaints
        else []
    )
    return found + warn_of_pod(new)


def grace(obj: Object, asked: int | None) -> int:
    """How many seconds a deleted pod lingers: none where it does not run anywhere (any more)."""
    given = asked if asked is not None else obj.spec.get("terminationGracePeriodSeconds", 30)
    if not obj.spec.get("nodeName") or obj.status.get("phase") in ("Succeeded", "Failed"):
        return 0
    return 1 if given < 0 else int(given)


KIND = Kind(
    "Pod",
    "pods",
    "io.k8s.api.core.v1.Pod",
    short_names=("po",),
    categories=("all",),
    subresources=(
        "attach",
        "binding",
        "ephemeralcontainers",
        "eviction",
        "exec",
        "log",
        "portforward",
        "proxy",
        "resize",
        "status",
    ),
    default=default,
    allocate=allocate,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    warn=warn,
    grace=grace,
)
