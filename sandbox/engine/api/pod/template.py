"""Pod templates of workloads: ``spec.template`` of Deployments, StatefulSets, Jobs and so on.

Follows ``ValidatePodTemplateSpec`` of ``pkg/apis/core/validation`` and
``ValidatePodTemplateSpecForReplicaSet`` of ``pkg/apis/apps/validation`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.api import label_selector
from sandbox.engine.api.errors import FieldError, forbidden, invalid
from sandbox.engine.api.meta import check_annotations, check_labels
from sandbox.engine.api.pod.spec import validate_spec
from sandbox.engine.api.values import unsupported
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path


def validate_template(template: Tree, path: Path) -> list[FieldError]:
    """Labels, annotations (called so without ``metadata``) and the pod's spec."""
    errors = validate_template_metadata(template, path)
    spec = template.get("spec") or {}
    errors += validate_spec(spec, (*path, "spec"), is_pod=False)
    if spec.get("ephemeralContainers"):
        errors.append(
            forbidden((*path, "spec", "ephemeralContainers"), "ephemeral containers not allowed in pod template")
        )
    return errors


def validate_template_metadata(template: Tree, path: Path) -> list[FieldError]:
    """A template's labels and annotations."""
    metadata = template.get("metadata") or {}
    return check_labels(metadata.get("labels"), (*path, "labels")) + check_annotations(
        metadata.get("annotations"), (*path, "annotations")
    )


def labels_of(template: Tree) -> dict[str, str]:
    """The labels that pods made from the template will have."""
    found: dict[str, str] = (template.get("metadata") or {}).get("labels") or {}
    return found


def validate_match(selector: Tree | None, template: Tree, path: Path) -> list[FieldError]:
    """The selector has to match the labels of the pods to be made; one that is left out matches
    none, one without requirements is not looked at."""
    if label_selector.is_empty(selector) or label_selector.matches(selector, labels_of(template)):
        return []
    return [mismatch(template, path)]


def mismatch(template: Tree, path: Path) -> FieldError:
    """What is said of a template whose labels the selector does not match."""
    labels = labels_of(template)
    return invalid(
        (*path, "metadata", "labels"),
        dict(sorted(labels.items())) if labels else None,
        "`selector` does not match template `labels`",
    )


def validate_always(template: Tree, kind: str, path: Path) -> list[FieldError]:
    """Pods of most workloads run for ever."""
    spec = template.get("spec") or {}
    errors: list[FieldError] = []
    policy = spec.get("restartPolicy", "")
    if policy != "Always":
        errors.append(unsupported((*path, "spec", "restartPolicy"), policy, ("Always",)))
    if spec.get("activeDeadlineSeconds") is not None:
        errors.append(
            forbidden((*path, "spec", "activeDeadlineSeconds"), f"activeDeadlineSeconds in {kind} is not Supported")
        )
    return errors
