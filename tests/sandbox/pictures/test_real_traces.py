"""Every way that the corpus's packets take can be drawn, with nothing on top of anything else."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox import pictures
from sandbox.engine import judge
from sandbox.engine.render import plain
from sandbox.pictures.scene import Scene

CASES = Path(__file__).parents[2] / "corpus" / "cases"


def traces(path: Path) -> list[dict[str, Any]]:
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["steps"]
    verdict = plain.verdict(judge("", yaml.safe_dump(steps, sort_keys=False)))
    return [
        claim["trace"] for claim in verdict["claims"] if (claim["trace"] or {}).get("kind") in ("connection", "ping")
    ]


def scenes(trace: dict[str, Any]) -> list[Scene]:
    walks = trace.get("walks") or []
    return [scene for n in range(len(walks)) for scene in pictures.of_connection(trace, n)] or [
        *pictures.of_connection(trace)
    ]


@pytest.mark.parametrize("path", sorted(CASES.glob("traffic/*.yaml")), ids=lambda path: path.stem)
def test_packets_of_a_recorded_case_are_drawn_apart(path):
    for scene in (scene for trace in traces(path) for scene in scenes(trace)):
        solid = [shape for shape in scene.shapes if shape.kind not in ("frame", "outside")]
        for one, other in combinations(solid, 2):
            assert (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            ), f"{one.title} and {other.title}"
        places = [(label.x, label.y) for label in scene.labels]
        assert len(places) == len(set(places)), "two labels stand at one place"
        assert all(0 <= label.x <= scene.width and 0 <= label.y <= scene.height for label in scene.labels)
