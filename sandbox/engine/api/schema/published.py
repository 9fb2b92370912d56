"""The published type structure of the Kubernetes API (kubernetes-validate, release 1.37).

Read from the installed package on first use and kept for the life of the process. It says
which fields a type has and of which JSON type they are; what Go adds to that (pointers, named
string types, what is always written) stands in ``go_types``.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sandbox.engine.problems import NotModelled

RELEASE = "v1.37.0"

Definition = dict[str, Any]


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """All definitions by their full name (``io.k8s.api.core.v1.Service``)."""
    file = files("kubernetes_validate").joinpath("kubernetes-json-schema", f"{RELEASE}-local", "_definitions.json")
    found: dict[str, Definition] = json.loads(file.read_text(encoding="utf-8"))["$defs"]
    return found


def definition(name: str) -> Definition:
    """One definition; a name that nobody published is a bug of ours."""
    found = definitions().get(name)
    if found is None:
        raise NotModelled(f"no published type {name}")
    return found
