"""Who had an address before: pods that are gone, for whoever still calls them there."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.cluster.state import State

#: The state's memory of gone pods by their addresses, the last one to leave at the end.
MEMORY = "former addresses"

#: So many are remembered: it is an explanation, and nothing in the cluster goes by it.
MOST_REMEMBERED = 256


def leave(state: State, pod: Object) -> None:
    """The pod is gone; its addresses are free."""
    if pod.spec.get("hostNetwork"):
        return
    memory = state.memory.setdefault(MEMORY, {})
    for entry in pod.status.get("podIPs") or ():
        memory.pop(entry["ip"], None)
        memory[entry["ip"]] = pod
    while len(memory) > MOST_REMEMBERED:
        del memory[next(iter(memory))]


def holder(state: State, address: str) -> Object | None:
    """The pod, as it was last, that had the address and is gone; None where nobody is remembered."""
    memory = state.memory.get(MEMORY)
    found: Object | None = memory.get(address) if memory else None
    return found
