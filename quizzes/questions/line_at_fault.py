"""Which line has to change. The run repairs it as well: the connection fails before that, and is answered after it."""

from __future__ import annotations

import difflib
import random
import re

from quizzes.questions import facts
from quizzes.questions.kind import Kind, Option, Plain, Posed
from quizzes.scenarios.scene import Scene

WRONG = 3
#: Lines on which people look for faults, first and when nothing else is left.
_SUSPECTS = re.compile(
    r"(selector|labels|[pP]ort|type|protocol|Policy|Probe|Ranges|clusterIP|service-name|addresses)\b"
)
_UNLIKELY = re.compile(r"(nodeName|image|metadata: \{name)\b")
#: What else could be changed instead: no wrong answer where the first part stands on the line at fault.
_TWINS = (("selector", "labels"), ("targetPort", "containerPort"), ("targetPort", "- {name:"), ("port", "ort"))


def claims(scene: Scene) -> list[Plain]:
    return [*scene.ask.before, facts.connect(scene.ask), *_repair(scene), facts.connect(scene.ask)]


def pose(scene: Scene, verdict: Plain, chance: random.Random) -> Posed | None:
    place = len(scene.ask.before)
    failing, repaired = verdict["claims"][place], verdict["claims"][-1]
    right = line(scene)
    if failing["observed"]["outcome"] == "answered" or repaired["observed"]["outcome"] != "answered" or not right:
        return None
    named = {fact["line"] for fact in failing["because"]} | _ends(failing)
    if right not in named:
        return None
    lines = scene.manifests.splitlines()
    wrong = _wrong(lines, right, named, chance)
    if len(wrong) < WRONG - 1:
        return None
    options = [
        Option(
            f"line {n}: `{lines[n - 1].strip()}`", n == right, "" if n != right else "with it changed, it is answered"
        )
        for n in sorted([right, *wrong])
    ]
    asked = f"{facts.connection(scene.ask)} It is not answered. Which line has to change?"
    return Posed(asked, options, deciding=place)


def _wrong(lines: list[str], right: int, named: set[int], chance: random.Random) -> list[int]:
    """Lines that could be suspected and cannot be changed to the same effect."""
    twins = [other for one, other in _TWINS if one in lines[right - 1]]
    free = {
        lines[n - 1].strip(): n
        for n in range(1, len(lines) + 1)
        if n not in named and n != right and not any(twin in lines[n - 1] for twin in twins)
    }
    free.pop(lines[right - 1].strip(), None)
    likely = [n for text, n in free.items() if _SUSPECTS.search(text)]
    unlikely = [n for text, n in free.items() if n not in likely and _UNLIKELY.search(text)]
    chance.shuffle(likely)
    chance.shuffle(unlikely)
    return [*likely, *unlikely][:WRONG]


def line(scene: Scene) -> int:
    """The one line in which the manifests differ from the repaired ones, from 1; 0 where that is not one line."""
    before, after = scene.manifests.splitlines(), scene.repaired.splitlines()
    changes = [one for one in difflib.SequenceMatcher(None, before, after).get_opcodes() if one[0] != "equal"]
    if len(changes) != 1 or changes[0][2] - changes[0][1] != 1:
        return 0
    return changes[0][1] + 1


def _ends(claim: Plain) -> set[int]:
    """All lines that the walk names: any of them could be called a cause."""
    walks = (claim.get("trace") or {}).get("walks") or []
    steps = [step for walk in walks for branch in walk["branches"] for step in branch["steps"]]
    facts_named = [fact for step in steps for fact in step.get("because") or []]
    facts_named += [fact for walk in walks for one in walk["candidates"] for fact in one.get("because") or []]
    return {fact["line"] for fact in facts_named if fact.get("line")}


def _repair(scene: Scene) -> list[Plain]:
    """Steps that apply the documents that differ; a pod is made anew, because most of it may not change."""
    before = set(_documents(scene.manifests))
    steps: list[Plain] = []
    for text in _documents(scene.repaired):
        if text in before:
            continue
        one = facts.objects(text)[0]
        if one["kind"] == "Pod":
            steps.append({"delete": f"pod/{one['metadata']['name']}"})
        steps.append({"apply": text})
    return steps


def _documents(text: str) -> list[str]:
    return [part.strip("\n") + "\n" for part in re.split(r"^---\s*$", text, flags=re.MULTILINE) if part.strip()]


KIND = Kind("line-at-fault", "Which line is at fault", claims, pose, topic="troubleshooting", needs_fault=True)
