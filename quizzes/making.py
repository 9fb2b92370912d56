"""From a recipe and a seed to a question: the scene, the run, the right answer in it and the wrong ones beside it.

Who carries the run out is an argument: a worker's runner, or a test's engine. The same recipe and seed make the same
question, so that making one twice is harmless.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import yaml

from quizzes import chance, scenarios
from quizzes.questions import KINDS
from quizzes.questions.kind import Plain, Posed
from quizzes.scenarios.mutations import MUTATIONS
from quizzes.scenarios.scene import Scene

Judge = Callable[[str, str], Plain | None]  # manifests, claims → the plain verdict; None where the run was stopped

HARDEST = 3
TRIES = 40  # recipes that are tried for one seed before it is given up


@dataclass(frozen=True)
class Recipe:
    """What a generated question is made of."""

    kind: str
    scenario: str
    mutations: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """What it teaches: the kind's topic, else that of what was changed last."""
        last = MUTATIONS[self.mutations[-1]].topic if self.mutations else scenarios.SCENARIOS[self.scenario].topic
        return last if last in ("traffic-policy", "affinity") else KINDS[self.kind].topic or last

    @property
    def difficulty(self) -> int:
        """1 to 3."""
        added = sum(MUTATIONS[name].level for name in self.mutations) + max(0, len(self.mutations) - 1)
        return min(HARDEST, scenarios.SCENARIOS[self.scenario].level + KINDS[self.kind].level + added)


@dataclass(frozen=True)
class Made:
    """A question with all that its row holds."""

    kind: str
    topic: str
    difficulty: int
    manifests: str
    claims: str
    posed: Posed
    verdict: Plain = field(repr=False)
    recipe: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def id(self) -> str:
        """A hash of all that a learner sees before answering, and of what is right."""
        seen = [self.kind, self.topic, self.difficulty, self.manifests, self.claims, asdict(self.posed), self.note]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]


@cache
def recipes() -> tuple[Recipe, ...]:
    """Everything that a question can be made of."""
    return tuple(_recipes())


def _recipes() -> Iterator[Recipe]:
    for scenario in scenarios.SCENARIOS.values():
        mixes: list[tuple[str, ...]] = [(name,) for name in scenario.mutations]
        mixes += scenario.pairs
        if scenario.is_asked_as_it_is:
            mixes.insert(0, ())
        for kind in scenario.kinds:
            for mutations in mixes:
                has_fault = bool(mutations) and MUTATIONS[mutations[-1]].is_fault
                if KINDS[kind].fits(scenario.name, mutations) and (has_fault or not KINDS[kind].needs_fault):
                    yield Recipe(kind, scenario.name, mutations)


def make(recipe: Recipe, seed: int, judge: Judge) -> Made | None:
    """The question of a recipe and a seed; None where it makes no good one."""
    scene = scenarios.scene(recipe.scenario, recipe.mutations, seed)
    described = {"scenario": recipe.scenario, "mutations": list(recipe.mutations), "seed": seed}
    return of_scene(
        recipe.kind, scene, judge, topic=recipe.topic, difficulty=recipe.difficulty, seed=seed, recipe=described
    )


def of_scene(
    kind: str,
    scene: Scene,
    judge: Judge,
    *,
    topic: str,
    difficulty: int,
    seed: int = 0,
    recipe: dict[str, Any] | None = None,
    note: str = "",
) -> Made | None:
    """The question of a kind about a scene, wherever the scene comes from."""
    claims = claims_of(kind, scene)
    verdict = judge(scene.manifests, claims)
    if verdict is None or (verdict["refused"] and kind != "accepted"):
        return None
    posed = KINDS[kind].pose(scene, verdict, chance.seeded(seed, kind))
    if posed is None:
        return None
    return Made(kind, topic, difficulty, scene.manifests, claims, posed, verdict, recipe or {}, note)


def claims_of(kind: str, scene: Scene) -> str:
    """What the engine is asked, as the text of a list of steps."""
    return yaml.dump(KINDS[kind].claims(scene), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def generate(seed: int, judge: Judge, *, difficulty: int, topic: str = "", kind: str = "") -> Made | None:
    """The question of a seed of the wanted difficulty, topic and kind; None where no recipe fits or none came out."""
    wanted = [
        one
        for one in recipes()
        if one.difficulty == difficulty and (not topic or one.topic == topic) and (not kind or one.kind == kind)
    ]
    picks = chance.seeded(seed, difficulty, topic, kind)
    kinds = sorted({one.kind for one in wanted})
    picks.shuffle(kinds)  # every kind has the same chance, however many recipes it has
    picks.shuffle(wanted)
    wanted.sort(key=lambda one: kinds.index(one.kind))
    for recipe in wanted[:TRIES]:
        made = make(recipe, seed, judge)
        if made:
            return made
    return None
