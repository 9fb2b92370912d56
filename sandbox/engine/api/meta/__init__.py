"""Rules of ObjectMeta, the same for every kind: names, namespaces, labels, annotations, owners, finalizers."""

from sandbox.engine.api.meta.validation import (
    check_annotations,
    check_common,
    check_common_update,
    check_immutable,
    check_labels,
    check_meta,
    check_meta_update,
)

__all__ = [
    "check_annotations",
    "check_common",
    "check_common_update",
    "check_immutable",
    "check_labels",
    "check_meta",
    "check_meta_update",
]
