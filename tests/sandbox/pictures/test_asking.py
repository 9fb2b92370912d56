"""A name that takes several questions is a ladder: every question a rung, in order, with what came back."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import pictures
from sandbox.engine import judge
from sandbox.engine.render import plain
from sandbox.pictures.drawing import width_of
from sandbox.pictures.scene import Scene

CLIENT = """\
apiVersion: v1
kind: Pod
metadata: {name: client}
spec: {containers: [{name: app, image: "example/shell:1"}]}
"""


def drawn(name: str, kind: str = "A") -> tuple[Scene, Scene]:
    trace: dict[str, Any] = plain.verdict(
        judge(CLIENT, f"- lookup: {{from: pod/client, name: {name}, type: {kind}}}\n")
    )["claims"][0]["trace"]
    [one] = pictures.of_trace(trace)
    return one.wide, one.slim


def texts(scene: Scene) -> list[str]:
    return [label.text for label in scene.labels if label.role == "question"]


def test_every_question_is_a_rung_in_its_order():
    wide, _ = drawn("api.example.com")
    assert texts(wide) == [
        "api.example.com.default.svc.cluster.local. A",
        "→ NXDOMAIN",
        "api.example.com.svc.cluster.local. A",
        "→ NXDOMAIN",
        "api.example.com.cluster.local. A",
        "→ NXDOMAIN",
        "api.example.com. A",
        "→ 203.0.113.20",
    ]
    heights = [line.points[0][1] for line in wide.lines if line.kind == "question"]
    assert heights == sorted(heights)


def test_only_the_question_that_was_answered_ends_in_a_dot():
    for scene in drawn("api.example.com"):
        assert [end.kind for end in scene.ends] == ["unknown"] * 3 + ["answered"]
        assert scene.ends[-1].title == "settled it"


def test_name_that_nobody_knows_has_no_dot():
    for scene in drawn("nothing"):
        assert {end.kind for end in scene.ends} == {"unknown"}
        assert "4: nothing. A, NXDOMAIN." in scene.description


@pytest.mark.parametrize("name", ["api.example.com", "a-name-that-is-rather-long.and-has-two-parts"])
def test_everything_lies_within_both_forms(name):
    for scene in drawn(name):
        assert scene.width <= 900
        for label in scene.labels:
            right = label.x + (0 if label.anchor == "middle" else width_of(label.text, label.role))
            assert right <= scene.width
            assert label.y <= scene.height
    assert drawn(name)[1].width == 340


def test_one_question_needs_no_ladder():
    wide, _ = drawn("kubernetes.default.svc.cluster.local.")
    assert len([line for line in wide.lines if line.kind == "question"]) == 1
    assert [shape.kind for shape in wide.shapes] == ["caller", "resolver"]
