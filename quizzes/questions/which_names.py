"""Which names resolve, as a program in the calling pod would ask for them."""

from __future__ import annotations

import random

from quizzes.questions import facts
from quizzes.questions.kind import Kind, Option, Plain, Posed
from quizzes.scenarios.scene import Scene

MOST = 5


def claims(scene: Scene) -> list[Plain]:
    return [*scene.ask.before, *({"getaddrinfo": {"from": scene.ask.caller, "name": name}} for name in scene.ask.names)]


def pose(scene: Scene, verdict: Plain, chance: random.Random) -> Posed | None:
    asked = verdict["claims"][len(scene.ask.before) :]
    found = dict(zip(scene.ask.names, asked, strict=True))
    right = [name for name in found if not found[name]["observed"]["error"]]
    wrong = [name for name in found if name not in right]
    if not right or not wrong:
        return None
    kept = {*_some(right, MOST - 2, chance), *_some(wrong, MOST - min(len(right), MOST - 2), chance)}
    options = [
        Option(f"`{name}`", name in right, _note(found[name]["observed"])) for name in scene.ask.names if name in kept
    ]
    first = next(n for n, name in enumerate(scene.ask.names) if name in kept and name in right)
    told = f"{scene.ask.told} " if scene.ask.told else ""
    prompt = f"{told}{facts.caller(scene.ask)} asks for the addresses of these names. Which of them resolve?"
    return Posed(prompt, options, is_several=True, deciding=len(scene.ask.before) + first)


def _some(names: list[str], most: int, chance: random.Random) -> list[str]:
    return names if len(names) <= most else chance.sample(names, most)


def _note(observed: Plain) -> str:
    return ", ".join(observed["addresses"]) if not observed["error"] else str(observed["error"])


#: What could be thought to matter to a name.
_ABOUT_NAMES = {
    "selector-typo",
    "no-selector",
    "all-unready",
    "unready-pod",
    "publish-not-ready",
    "hostname-and-subdomain",
    "caller-elsewhere",
    "no-twin",
    "wrong-service-name",
    "unready-set",
    "unready-set-published",
    "external-name-is-an-address",
    "external-name-nobody-has",
    "external-name-to-a-service",
}


def _fits(scenario: str, mutations: tuple[str, ...]) -> bool:
    return set(mutations) <= _ABOUT_NAMES


KIND = Kind("which-names", "Which names resolve", claims, pose, topic="dns", fits=_fits)
