"""A fresh cluster with its API server and nothing that runs, for tests of single requests."""

from sandbox.engine import api
from sandbox.engine.api.kind import Kind
from sandbox.engine.apiserver import ApiServer, Reply, bootstrap
from sandbox.engine.apiserver.status import Status
from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.cluster.state import State


def kind(name: str) -> Kind:
    """The kind of that name, which has to be there."""
    found = api.kind(name)
    assert found is not None, name
    return found


def refusal(reply: Reply) -> Status:
    """The status of a reply that has to be a refusal."""
    assert reply.status is not None
    return reply.status


def made(reply: Reply) -> Object:
    """The object of a reply that has to have one."""
    assert reply.object is not None, reply.status
    return reply.object


def held(state: State, kind_name: str, namespace: str, name: str) -> Object:
    """An object that has to be in the state."""
    found = state.get(kind_name, namespace, name)
    assert found is not None, name
    return found


SERVICE = kind("Service")


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
        return held(self.state, "Service", "default", name).spec


def said(reply: Reply) -> list[str]:
    """The mistakes that a reply names, or its message, or nothing."""
    if reply.status is None:
        return []
    return [str(error) for error in reply.status.errors] or [reply.status.message]
