"""Which address a pod sees its client come from: the client's own, a node's, a gateway's."""

from __future__ import annotations

import random

from quizzes.questions import facts
from quizzes.questions.kind import Kind, Option, Plain, Posed
from quizzes.scenarios.scene import Scene

MOST = 4


def claims(scene: Scene) -> list[Plain]:
    return [*scene.ask.before, facts.connect(scene.ask)]


def pose(scene: Scene, verdict: Plain, chance: random.Random) -> Posed | None:
    claim = verdict["claims"][-1]
    seen = set(claim["observed"]["seen_client"])
    if claim["observed"]["outcome"] != "answered" or not seen:
        return None
    walk = claim["trace"]["walks"][0]
    named = _named(scene, walk["packet"])
    if seen - named.keys():
        return None
    others = [address for address in named if address not in seen]
    wrong = chance.sample(others, min(len(others), max(2, MOST - len(seen))))
    shown = [address for address in named if address in seen or address in wrong]
    options = [Option(named[address], address in seen) for address in shown]
    is_several = len(claim["observed"]["servers"]) > 1
    which = (
        "Which addresses may the answering pod see as its client?" if is_several else "Which client does the pod see?"
    )
    asked = f"{facts.connection(scene.ask)} {which}"
    return Posed(asked, options, is_several=is_several, deciding=len(verdict["claims"]) - 1)


def _named(scene: Scene, packet: Plain) -> dict[str, str]:
    """Addresses that somebody could think of, each with what it is."""
    named: dict[str, str] = {}
    if scene.ask.caller == "external":
        named[facts.OUTSIDE_HOST] = f"The outside host’s own address, {facts.OUTSIDE_HOST}"
    elif scene.ask.caller.startswith("pod/"):
        caller = facts.Pod(*facts.caller_name(scene.ask).split("/"))
        named[packet["source"]] = f"The address of the pod {caller.shown}"
    for node, address in facts.NODES.items():
        named[address] = f"The address of {node}, {address}"
    for node, address in facts.GATEWAYS.items():
        named[address] = f"The gateway of the pods on {node}, {address}"
    if facts.is_name(scene.ask) or scene.ask.target.startswith("{clusterIP"):
        named.setdefault(packet["destination"], "The address that was called, the Service’s own")
    return named


#: What could be thought to matter to where a packet comes from.
_ABOUT_SOURCES = {
    "external-local",
    "external-local-and-unready",
    "internal-local",
    "asked-from-a-pod",
    "called-from-a-node",
    "affinity",
    "unready-pod",
    "source-ranges-with-it",
}


def _fits(scenario: str, mutations: tuple[str, ...]) -> bool:
    return set(mutations) <= _ABOUT_SOURCES


KIND = Kind("client-address", "Which client the pod sees", claims, pose, topic="kube-proxy", level=1, fits=_fits)
