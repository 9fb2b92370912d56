"""Claims as text: a YAML list of steps, each with what is expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sandbox.engine import manifests
from sandbox.engine.claims.claim import Step
from sandbox.engine.claims.kinds import BY_NAME
from sandbox.engine.places import Place, Places
from sandbox.engine.problems import Problem

MOST_STEPS = 200
_BESIDES = ("expect", "claim")


class Claims(NamedTuple):
    """The steps of a text, and what was wrong with it (then there are no steps to carry out)."""

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


def parse(text: str, source: str = "claims") -> Claims:
    """The claims of a YAML text. Every mistake is a problem with its place; none is thrown."""
    manifest = manifests.parse(text, source)
    if manifest.problems:
        return Claims((), manifest.problems)
    written = [document for document in manifest.documents if document.tree is not None]
    if not written:
        return Claims((), ())
    if len(written) > 1:
        return Claims(
            (), (Problem("Claims are one list in one document; take the --- away.", "", written[1].places.at(())),)
        )
    return from_tree(written[0].tree, written[0].places)


def from_tree(tree: Any, places: Places | None = None) -> Claims:
    """The claims of a tree that was read already."""
    places = places or Places({}, {})
    if not isinstance(tree, list):
        return Claims(
            (),
            (
                Problem(
                    'Claims are a list: begin each step with a dash, as in "- connect: {from: '
                    'pod/client, to: web, port: 80}".',
                    "",
                    places.at(()),
                ),
            ),
        )
    if len(tree) > MOST_STEPS:
        return Claims(
            (),
            (
                Problem(
                    f"There are {len(tree)} steps; at most {MOST_STEPS} are carried out.", "", places.at((MOST_STEPS,))
                ),
            ),
        )
    steps: list[Step] = []
    problems: list[Problem] = []
    for number, entry in enumerate(tree):
        step, wrong = _step(number, entry, places)
        problems += wrong
        if step is not None:
            steps.append(step)
    return Claims(() if problems else tuple(steps), tuple(problems))


def _step(number: int, entry: Any, places: Places) -> tuple[Step | None, Sequence[Problem]]:
    place: Place | None = places.at((number,))
    if not isinstance(entry, dict):
        return None, [Problem("A step is a mapping with one of: " + ", ".join(BY_NAME), f"[{number}]", place)]
    names = [name for name in entry if name not in _BESIDES]
    if len(names) != 1 or names[0] not in BY_NAME:
        odd = next((name for name in names if name not in BY_NAME), None)
        said = (
            f"There is no step called {odd!r}. A step is one of: {', '.join(BY_NAME)}"
            if odd is not None
            else f"A step has exactly one of: {', '.join(BY_NAME)}"
        )
        return None, [Problem(said, f"[{number}]", places.at((number, odd)) if odd else place)]
    name = names[0]
    kind = BY_NAME[name]
    wrong = [
        Problem(f"{name} {said}.", f"[{number}].{name}", places.at((number, name))) for said in kind.check(entry[name])
    ]
    expect = entry.get("expect")
    if expect is not None and not isinstance(expect, dict):
        expect = {kind.short: expect}
    return Step(name, entry[name], str(entry.get("claim") or ""), expect, place), wrong
