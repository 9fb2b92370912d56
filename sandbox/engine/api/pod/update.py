"""What may change in a pod that exists.

Follows ``ValidatePodUpdate`` of ``pkg/apis/core/validation`` (v1.37).
"""

from __future__ import annotations

from sandbox.engine.api.errors import FieldError, forbidden, invalid, required
from sandbox.engine.api.pod.containers import validate_image_blanks
from sandbox.engine.api.pod.internal import difference
from sandbox.engine.api.pod.scheduling import validate_tolerations
from sandbox.engine.api.values import MOST_INT32, in_range, is_same
from sandbox.engine.cluster.objects import Tree
from sandbox.engine.places import Path

_MAY_CHANGE = (
    "pod updates may not change fields other than `spec.containers[*].image`,"
    "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
    "`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)


def validate_change(new: Tree, old: Tree) -> list[FieldError]:
    """The difference between two specs of a pod that is beyond what may change."""
    path: Path = ("spec",)
    errors: list[FieldError] = []
    for part in ("containers", "initContainers"):
        found, is_over = _images(new.get(part) or [], old.get(part) or [], (*path, part))
        errors += found
        if is_over:
            return errors
    found, is_over = _deadline(new, old, (*path, "activeDeadlineSeconds"))
    errors += found
    if is_over:
        return errors
    errors += _tolerations(new.get("tolerations") or [], old.get("tolerations") or [], (*path, "tolerations"))
    errors += _gates(new, old, path)
    if is_same(new, old):
        return errors
    munged = _munged(new, old)
    if old.get("schedulingGates"):
        errors += _gated(munged, old, path)
    if not is_same(munged, old):
        errors.append(forbidden(path, f"{_MAY_CHANGE}\n{difference(old, munged)}"))
    return errors


def _images(new: list[Tree], old: list[Tree], path: Path) -> tuple[list[FieldError], bool]:
    if len(new) != len(old):
        return [forbidden(path, "pod updates may not add or remove containers")], True
    errors: list[FieldError] = []
    for at, container in enumerate(new):
        if not container.get("image"):
            errors.append(required((*path, at, "image")))
        errors += validate_image_blanks(container, (*path, at))
    return errors, False


def _deadline(new: Tree, old: Tree, path: Path) -> tuple[list[FieldError], bool]:
    after, before = new.get("activeDeadlineSeconds"), old.get("activeDeadlineSeconds")
    if after is None:
        if before is None:
            return [], False
        return [invalid(path, None, "must not update from a positive integer to nil value")], False
    errors = in_range(after, 0, MOST_INT32, path)
    if not errors and before is not None and before < after:
        errors = [invalid(path, after, "must be less than or equal to previous value")]
    return errors, bool(errors)


def _tolerations(new: list[Tree], old: list[Tree], path: Path) -> list[FieldError]:
    def plain(one: Tree) -> Tree:
        return {key: value for key, value in one.items() if key != "tolerationSeconds" and value}

    kept = [plain(one) for one in new]
    if any(plain(one) not in kept for one in old):
        return [forbidden(path, "existing toleration can not be modified except its tolerationSeconds")]
    return validate_tolerations(new, path)


def _gates(new: Tree, old: Tree, path: Path) -> list[FieldError]:
    before = {gate.get("name") for gate in old.get("schedulingGates") or ()}
    return [
        forbidden(
            (*path, "schedulingGates", at, "name"),
            f"only deletion is allowed, but found new scheduling gate '{gate.get('name', '')}'",
        )
        for at, gate in enumerate(new.get("schedulingGates") or ())
        if gate.get("name") not in before
    ]


def _munged(new: Tree, old: Tree) -> Tree:
    """The new spec with everything that may change put back to what it was."""
    munged = dict(new)
    for part in ("containers", "initContainers"):
        if new.get(part):
            munged[part] = [
                {**container, "image": before.get("image", "")}
                for container, before in zip(new[part], old[part], strict=True)
            ]
    for field in ("activeDeadlineSeconds", "schedulingGates", "tolerations"):
        if old.get(field) is None:
            munged.pop(field, None)
        else:
            munged[field] = old[field]
    before = old.get("terminationGracePeriodSeconds")
    if before is not None and before < 0 and munged.get("terminationGracePeriodSeconds") == 1:
        munged["terminationGracePeriodSeconds"] = before
    return munged


def _gated(munged: Tree, old: Tree, path: Path) -> list[FieldError]:
    """A pod that is held back from scheduling may narrow the choice of its node."""
    before, after = old.get("nodeSelector") or {}, munged.get("nodeSelector") or {}
    errors: list[FieldError] = []
    if after != before:
        if any(after.get(key) != value for key, value in before.items()):
            errors.append(
                invalid(
                    (*path, "nodeSelector"),
                    dict(sorted(after.items())) or None,
                    "only additions to spec.nodeSelector are allowed (no mutations or deletions)",
                )
            )
        if before:
            munged["nodeSelector"] = before
        else:
            munged.pop("nodeSelector", None)
    return errors
