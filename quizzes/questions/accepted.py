"""Whether the API server takes some YAML, and what it says where it does not."""

from __future__ import annotations

import random
import re

from quizzes.questions.kind import Kind, Option, Plain, Posed
from quizzes.scenarios.scene import Scene

ACCEPTED = "It is accepted."
_BEFORE = re.compile(r".*?(?: is invalid: |cannot be handled as an? \w+: )", re.DOTALL)


def claims(scene: Scene) -> list[Plain]:
    return [{"kubectl": f"get service {scene.ask.target}"}] if scene.ask.target else [{"kubectl": "get services"}]


def pose(scene: Scene, verdict: Plain, chance: random.Random) -> Posed | None:
    said = said_by(verdict)
    wrong = [text for text in scene.ask.wrong if text != said]
    options = [
        Option(ACCEPTED, not said, "" if said else "kubectl prints that it is created"),
        *(Option(text, False, "the API server has no such rule", "message") for text in wrong),
    ]
    if said:
        options.insert(chance.randint(1, len(options)), Option(said, True, "what the API server says", "message"))
    if len({option.text for option in options}) != len(options) or len(options) < 3:
        return None
    return Posed("Somebody applies this to an empty cluster. What does the API server say?", options)


def said_by(verdict: Plain) -> str:
    """The API server's message without what kubectl puts before it; empty where everything was accepted."""
    if not verdict["refused"]:
        return ""
    said = _BEFORE.sub("", str((verdict.get("output") or {}).get("stderr") or ""), count=1).strip()
    return "; ".join(line.removeprefix("* ").strip() for line in said.splitlines() if line.strip())


KIND = Kind("accepted", "Accepted, or refused with which words", claims, pose)
