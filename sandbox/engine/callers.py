"""Who asks: a pod, a node or a host outside the cluster."""

from __future__ import annotations

from typing import Literal

from sandbox.engine.frozen import frozen

Vantage = Literal["pod", "node", "external"]


@frozen
class Caller:
    """A place that questions and connections start from.

    ``namespace`` is empty for a node, ``name`` and ``namespace`` are for the outside host.
    """

    kind: Vantage
    name: str = ""
    namespace: str = ""

    @property
    def title(self) -> str:
        """``pod default/client``, ``node node1``, ``external``."""
        if self.kind == "pod":
            return f"pod {self.namespace}/{self.name}"
        return f"node {self.name}" if self.kind == "node" else "external"


#: The host on the nodes' network that is no part of the cluster.
EXTERNAL = Caller("external")


def parse(text: str, namespace: str = "default") -> Caller:
    """The caller that ``pod/client``, ``pod/other/client``, ``node/node1`` or ``external`` names.

    Raises ValueError, with the forms that there are, for anything else.
    """
    parts = text.split("/")
    match parts:
        case ["external"]:
            return EXTERNAL
        case ["node", name] if name:
            return Caller("node", name)
        case ["pod", name] if name:
            return Caller("pod", name, namespace)
        case ["pod", other, name] if other and name:
            return Caller("pod", name, other)
    raise ValueError(f"no caller {text!r}: write pod/NAME, pod/NAMESPACE/NAME, node/NAME or external")
