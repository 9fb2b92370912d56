"""Jobs (batch/v1): ``pkg/apis/batch/{v1/defaults,validation}`` and their strategy, v1.37."""

from __future__ import annotations

from sandbox.engine.api import deployment, label_selector
from sandbox.engine.api.errors import FieldError, invalid, required
from sandbox.engine.api.formats import dns1123_label, dns1123_subdomain
from sandbox.engine.api.kind import Kind
from sandbox.engine.api.meta import check_meta, check_meta_update
from sandbox.engine.api.pod.defaults import default_template
from sandbox.engine.api.pod.internal import convert
from sandbox.engine.api.pod.template import labels_of, mismatch, validate_template
from sandbox.engine.api.status import keep
from sandbox.engine.api.values import immutable, is_same, nonnegative, unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.cluster.state import State
from sandbox.engine.places import Path

UID = "batch.kubernetes.io/controller-uid"
NAME = "batch.kubernetes.io/job-name"
OLD_UID = "controller-uid"
OLD_NAME = "job-name"
_MOST_INDEXED = 100_000
_COUNTS = ("parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished")


def default(tree: Tree, state: State) -> None:
    """One pod that has to succeed once."""
    spec = tree.setdefault("spec", {})
    default_template(spec.setdefault("template", {}))
    if spec.get("completions") is None and spec.get("parallelism") is None:
        spec["completions"] = spec["parallelism"] = 1
    if spec.get("parallelism") is None:
        spec["parallelism"] = 1
    if spec.get("backoffLimit") is None:
        spec["backoffLimit"] = 2**31 - 1 if spec.get("backoffLimitPerIndex") is not None else 6
    if spec.get("completionMode") is None:
        spec["completionMode"] = "NonIndexed"
    if spec.get("suspend") is None:
        spec["suspend"] = False
    if spec.get("manualSelector") is None:
        spec["manualSelector"] = False
    if spec.get("podReplacementPolicy") is None:
        spec["podReplacementPolicy"] = "Failed" if spec.get("podFailurePolicy") is not None else "TerminatingOrFailed"


def prepare(new: Tree, old: Tree | None, state: State) -> None:
    """A new Job gets labels for its pods, and a selector that finds them, out of its uid."""
    if old is not None:
        keep(new, old, "status")
        return
    new["status"] = {}
    spec = new["spec"]
    if spec.get("manualSelector"):
        return
    metadata = new.get("metadata") or {}
    uid, name = metadata.get("uid", ""), metadata.get("name", "")
    template = spec["template"].setdefault("metadata", {})
    given = template.get("labels") or {}
    template["labels"] = {OLD_UID: uid, UID: uid, OLD_NAME: name, NAME: name, **given}
    selector = spec["selector"] = spec.get("selector") or {}
    selector["matchLabels"] = {UID: uid, **(selector.get("matchLabels") or {})}


def validate(tree: Tree, state: State) -> list[FieldError]:
    """A new Job."""
    errors = check_meta(tree, is_namespaced=True, name_rule=dns1123_subdomain)
    errors += _generated(tree) + _spec(tree["spec"])
    spec, name = tree["spec"], (tree.get("metadata") or {}).get("name", "")
    if spec.get("completionMode") == "Indexed" and (spec.get("completions") or 0) > 0:
        # The pods are called after the Job and their number.
        longest = f"{name}-{spec['completions'] - 1}"
        if dns1123_label(longest):
            errors.append(
                invalid(("metadata", "name"), name, f"will not able to create pod with invalid DNS label: {longest}")
            )
    return errors


def validate_existing(new: Tree, old: Tree, state: State) -> list[FieldError]:
    """A changed one: what its pods are made from stays."""
    after, before = new["spec"], old["spec"]
    path: Path = ("spec",)
    errors = [*check_meta_update(new, old), *_spec(after)]
    if not (after.get("completionMode") == "Indexed" and after.get("completions") == after.get("parallelism")):
        errors += immutable(after.get("completions"), before.get("completions"), (*path, "completions"))
    errors += deployment.selector_stays(new, old)
    if not is_same(after["template"], before["template"]):
        shown = {**(after["template"].get("metadata") or {}), "Spec": convert("PodSpec", after["template"]["spec"])}
        errors.append(invalid((*path, "template"), shown, "field is immutable"))
    return errors + immutable(after.get("completionMode"), before.get("completionMode"), (*path, "completionMode"))


def _generated(tree: Tree) -> list[FieldError]:
    """Labels and selector have to be those that were made from the Job's name and uid."""
    spec, metadata = tree["spec"], tree.get("metadata") or {}
    if spec.get("manualSelector") or spec.get("selector") is None:
        return []
    uid, name = metadata.get("uid", ""), metadata.get("name", "")
    wanted = {OLD_UID: uid, OLD_NAME: name, UID: uid, NAME: name}
    labels = labels_of(spec["template"])
    path: Path = ("spec", "template", "metadata", "labels")
    errors: list[FieldError] = []
    for key, value in wanted.items():
        held = labels.get(key)
        if held is None:
            errors.append(required((*path, key), f"must be '{value}'"))
        elif held != value:
            errors.append(invalid((*path, key), dict(sorted(labels.items())), f"must be '{value}'"))
    if not label_selector.matches(spec["selector"], wanted):
        errors.append(
            invalid(("spec", "selector"), label_selector.shown(spec["selector"]), "`selector` not auto-generated")
        )
    return errors


def _spec(spec: Tree) -> list[FieldError]:
    path: Path = ("spec",)
    errors: list[FieldError] = []
    for field in _COUNTS:
        errors += nonnegative(spec.get(field), (*path, field))
    mode = spec.get("completionMode")
    if mode not in ("NonIndexed", "Indexed"):
        errors.append(unsupported((*path, "completionMode"), mode, ("NonIndexed", "Indexed")))
    if mode == "Indexed":
        if spec.get("completions") is None:
            errors.append(required((*path, "completions"), "when completion mode is Indexed"))
        if (spec.get("parallelism") or 0) > _MOST_INDEXED:
            errors.append(
                invalid(
                    (*path, "parallelism"),
                    spec["parallelism"],
                    f"must be less than or equal to {_MOST_INDEXED} when completion mode is Indexed",
                )
            )
    errors += validate_template(spec["template"], (*path, "template"))
    policy = spec["template"]["spec"]["restartPolicy"]
    here = (*path, "template", "spec", "restartPolicy")
    if policy == "Always":
        # Kubernetes fills in Always where nothing was said, and says so.
        errors.append(required(here, 'valid values: "OnFailure", "Never"'))
    elif policy not in ("OnFailure", "Never"):
        errors.append(unsupported(here, policy, ("OnFailure", "Never")))
    selector = spec.get("selector")
    if selector is None:
        errors.append(required((*path, "selector")))
    else:
        errors += label_selector.validate(selector, (*path, "selector"))
    if label_selector.is_readable(selector) and not label_selector.matches(selector, labels_of(spec["template"])):
        errors.append(mismatch(spec["template"], (*path, "template")))
    return errors


KIND = Kind(
    "Job",
    "jobs",
    "io.k8s.api.batch.v1.Job",
    group="batch",
    categories=("all",),
    subresources=("status",),
    default=default,
    prepare=prepare,
    validate=validate,
    validate_existing=validate_existing,
    warn=deployment.warn,
)
