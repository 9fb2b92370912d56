"""What the API server itself writes into metadata: uid, times, generated names, generation."""

from __future__ import annotations

import hashlib

from sandbox.engine.api.kind import Kind
from sandbox.engine.cluster.clock import to_text
from sandbox.engine.cluster.identity import uid
from sandbox.engine.cluster.objects import Object, Tree
from sandbox.engine.cluster.state import State

#: No vowels, and nothing that might be read as another character (``k8s.io/apimachinery/pkg/util/rand``).
ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
#: A generated name keeps that many characters of its prefix.
LONGEST_PREFIX = 58


def fill(kind: Kind, tree: Tree, state: State) -> None:
    """The system's fields of a new object; what a request wrote there does not count."""
    meta = tree["metadata"]
    for field in ("selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"):
        meta.pop(field, None)
    if not meta.get("name") and meta.get("generateName"):
        meta["name"] = generated_name(kind, meta.get("namespace", ""), meta["generateName"], state)
    meta["uid"] = uid(kind.name, meta.get("namespace", ""), meta.get("name", ""), state.version)
    meta["creationTimestamp"] = to_text(state.now)
    meta.pop("generation", None)
    if kind.counts_generation and "spec" in tree:
        meta["generation"] = 1


def keep(kind: Kind, tree: Tree, old: Object) -> None:
    """The system's fields of a changed object."""
    meta, before = tree["metadata"], old.metadata
    for field in ("uid", "creationTimestamp"):
        if not meta.get(field) and before.get(field):
            meta[field] = before[field]
    # A request neither sets nor takes back what deletion wrote.
    for field in ("deletionTimestamp", "deletionGracePeriodSeconds", "generation"):
        if field in before:
            meta[field] = before[field]
        else:
            meta.pop(field, None)


def count(kind: Kind, tree: Tree, old: Object) -> None:
    """A changed spec (for some kinds changed annotations too) is a new generation."""
    if not kind.counts_generation or "spec" not in tree:
        return
    is_changed = tree["spec"] != old.tree.get("spec")
    if kind.counts_annotations and (tree["metadata"].get("annotations") or {}) != old.annotations:
        is_changed = True
    if is_changed:
        tree["metadata"]["generation"] = old.metadata.get("generation", 0) + 1


def generated_name(kind: Kind, namespace: str, prefix: str, state: State) -> str:
    """The prefix and five characters; no other object of the kind has that name."""
    turn = state.version
    while True:
        digest = hashlib.sha256(f"{kind.name}/{namespace}/{prefix}/{turn}".encode()).digest()
        name = prefix[:LONGEST_PREFIX] + "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:5])
        if state.get(kind.name, namespace, name) is None:
            return name
        turn += 1
