"""Answered, refused, timed out, or not even resolved: what becomes of a connection, over all its branches."""

from __future__ import annotations

import random

from quizzes.questions import facts
from quizzes.questions.kind import Kind, Option, Plain, Posed
from quizzes.scenarios.scene import Scene

TEXTS = {
    "answered": "It is answered, every time",
    "answered+refused": "Sometimes it is answered, sometimes refused",
    "answered+timeout": "Sometimes it is answered, sometimes it times out",
    "refused": "It is refused at once",
    "timeout": "It times out, and nobody says anything",
    "unresolved": "The name does not resolve, and no packet is sent",
}


def claims(scene: Scene) -> list[Plain]:
    return [*scene.ask.before, facts.connect(scene.ask)]


def pose(scene: Scene, verdict: Plain, chance: random.Random) -> Posed | None:
    observed = verdict["claims"][-1]["observed"]["outcome"]
    right = observed if isinstance(observed, str) else "+".join(sorted(observed))
    if right not in TEXTS:
        return None
    offered = {"answered", "refused", "timeout", right}
    if facts.is_name(scene.ask):
        offered.add("unresolved")
    if len(facts.pods(scene.manifests, scene.ask)) > 1:
        mixed = "answered+timeout" if right == "timeout" and not facts.is_name(scene.ask) else "answered+refused"
        offered.add(right if "+" in right else mixed)
    options = [Option(f"{text}.", name == right) for name, text in TEXTS.items() if name in offered]
    mode = "kube-proxy runs in nftables mode. " if scene.ask.is_of_mode else ""
    asked = f"{mode}{facts.connection(scene.ask)} What becomes of it?"
    return Posed(asked, options, deciding=len(verdict["claims"]) - 1)


KIND = Kind("outcome", "Answered, refused or timed out", claims, pose)
