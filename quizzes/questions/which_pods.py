"""Which pods may answer a connection: those that the engine has a branch to. The others can be mistaken for them: not
ready, in another namespace, with another label, listening elsewhere."""

from __future__ import annotations

import random

from quizzes.questions import facts
from quizzes.questions.kind import Kind, Option, Plain, Posed
from quizzes.scenarios.scene import Scene

MOST_PODS = 6
NOBODY = "No pod answers"


def claims(scene: Scene) -> list[Plain]:
    return [*scene.ask.before, facts.connect(scene.ask)]


def pose(scene: Scene, verdict: Plain, chance: random.Random) -> Posed | None:
    claim = verdict["claims"][-1]
    servers = set(claim["observed"]["servers"])
    pods = facts.pods(scene.manifests, scene.ask)
    if servers - {pod.full for pod in pods} or not 2 <= len(pods) <= MOST_PODS:
        return None
    left_out = facts.candidates(claim)
    options = [Option(pod.shown, pod.full in servers, _note(pod.full, servers, left_out)) for pod in pods]
    options.append(Option(NOBODY, not servers))
    asked = f"{facts.connection(scene.ask)} Which pods may answer?"
    return Posed(asked, options, is_several=True, deciding=len(verdict["claims"]) - 1)


def _note(name: str, servers: set[str], left_out: dict[str, str]) -> str:
    if name in servers:
        return "it may answer"
    if left_out.get(name):
        return f"left out: {left_out[name]}"
    return "it does not take the connection" if name in left_out else "no way leads to it here"


KIND = Kind("which-pods", "Which pods answer", claims, pose)
