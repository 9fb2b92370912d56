"""Objects sent to the API server of an empty cluster, and what it makes of them."""

from __future__ import annotations

from typing import Any

import yaml

from sandbox.engine.api import kind
from sandbox.engine.apiserver import ApiServer, bootstrap
from sandbox.engine.apiserver.status import Reply
from sandbox.engine.cluster.state import State


class Door:
    """An API server that takes YAML; an object without a name is called ``a``."""

    def __init__(self) -> None:
        self.state = State()
        bootstrap.fill(self.state)
        self.api = ApiServer(self.state)

    def create(self, text: str) -> Reply:
        tree = self._read(text)
        found = kind(tree["kind"])
        assert found is not None
        return self.api.create(found, "default" if found.is_namespaced else "", tree)

    def replace(self, text: str) -> Reply:
        tree = self._read(text)
        found = kind(tree["kind"])
        assert found is not None
        return self.api.update(found, "default" if found.is_namespaced else "", tree["metadata"]["name"], tree)

    def made(self, text: str) -> dict[str, Any]:
        """The object that came of it."""
        reply = self.create(text)
        assert reply.object is not None, reply.status
        return reply.object.tree

    def mistakes(self, text: str) -> list[str]:
        """The field errors of a refused object, none where it was taken."""
        return errors(self.create(text))

    @staticmethod
    def _read(text: str) -> dict[str, Any]:
        tree: dict[str, Any] = yaml.safe_load(text)
        tree.setdefault("apiVersion", "v1")
        tree.setdefault("metadata", {}).setdefault("name", "a")
        return tree


def errors(reply: Reply) -> list[str]:
    """The field errors of a refusal."""
    return [str(error) for error in reply.status.errors] if reply.status is not None else []


def pod(spec: str = "", container: str = "", name: str = "a") -> str:
    """A pod with one container, as flow YAML, and more of spec and container."""
    return (
        f"{{kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{name: web, image: 'demo/web:1'"
        f"{', ' + container if container else ''}}}]{', ' + spec if spec else ''}}}}}"
    )
