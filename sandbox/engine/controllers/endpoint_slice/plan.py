"""What is to happen to a Service's slices of one family, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.engine.cluster.objects import Object, Tree


@dataclass(slots=True)
class Piece:
    """A slice as it will be written; ``held`` is the one that exists (None for a new one)."""

    held: Object | None
    ports: list[Tree]
    endpoints: list[Tree]
    labels: dict[str, str]


@dataclass(slots=True)
class Plan:
    """All slices of a family by what happens to them.

    ``is_triggered`` says that what is written now follows a change whose time is known.
    """

    create: list[Piece] = field(default_factory=list)
    update: list[Piece] = field(default_factory=list)
    unchanged: list[Piece] = field(default_factory=list)
    delete: list[Object] = field(default_factory=list)
    is_triggered: bool = False


def is_ready_endpoint(endpoint: Tree) -> bool:
    """Whether an endpoint's condition ready is true."""
    return bool((endpoint.get("conditions") or {}).get("ready"))


def without_hints(endpoint: Tree) -> Tree:
    """The endpoint without its hints."""
    return {key: value for key, value in endpoint.items() if key != "hints"} if "hints" in endpoint else endpoint


def with_zone(endpoint: Tree, zone: str) -> Tree:
    """The endpoint meant for one zone."""
    return {**endpoint, "hints": {"forZones": [{"name": zone}]}}
