"""The hash of a pod template, which names the ReplicaSets of a Deployment.

It is FNV-1a over the template printed as Go's value printer prints it (``DeepHashObject``),
so it depends on the names, order and types of all fields of the release: they stand in
``go_structs``. Checked against names that release 1.37 gave; a template with parts that are not
in the tables gets a hash that is stable but not the real one.
"""

from __future__ import annotations

from sandbox.engine.cluster.objects import Tree
from sandbox.engine.controllers.names import fnv32a, safe_encoded
from sandbox.engine.controllers.pod_template.printed import printed


def template_hash(template: Tree, collisions: int | None = None) -> str:
    """The value of the label pod-template-hash: the same for equal templates."""
    tail = collisions.to_bytes(8, "little") if collisions is not None else b""
    return safe_encoded(str(fnv32a(printed(template, "v1.PodTemplateSpec").encode() + tail)))
