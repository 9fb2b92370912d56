"""A fresh cluster with its API server and nothing that runs, for tests of single requests."""

from sandbox.engine import api
from sandbox.engine.apiserver import ApiServer, Reply, bootstrap
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.cluster.state import State

SERVICE = api.kind("Service")


class Cluster:
    """Short words for requests about Services of the namespace ``default``."""

    def __init__(self, *, dual: bool = False) -> None:
        self.state = State(Shape(is_dual_stack=dual))
        bootstrap.fill(self.state)
        self.api = ApiServer(self.state)

    def create(self, name: str = "web", *, dry_run: bool = False, annotations=None, **spec) -> Reply:
        meta = {"name": name} | ({"annotations": annotations} if annotations else {})
        spec = {"selector": {"app": name}, "ports": [{"port": 80}]} | spec
        return self.api.create(SERVICE, "default", {"metadata": meta, "spec": spec}, dry_run=dry_run)

    def change(self, name: str = "web", **spec) -> Reply:
        """A merge patch of the spec; ``dry_run`` and the like are not needed here."""
        return self.api.patch(SERVICE, "default", name, {"spec": spec}, "merge")

    def spec(self, name: str = "web"):
        return self.state.get("Service", "default", name).spec


def said(reply: Reply) -> list[str]:
    """The mistakes that a reply names, or its message, or nothing."""
    if reply.status is None:
        return []
    return [str(error) for error in reply.status.errors] or [reply.status.message]
