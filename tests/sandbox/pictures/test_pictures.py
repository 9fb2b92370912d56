"""Pictures say what the trace says, each part in its place, and carry nothing that could run."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from sandbox import pictures
from sandbox.pictures import measure, stations, svg
from sandbox.pictures.scene import Scene, Shape
from tests.sandbox import verdicts

TRACES = {
    "refused": verdicts.refused,
    "answered": verdicts.answered,
    "one pod": lambda: verdicts.answered(1),
    "many pods": lambda: verdicts.answered(9),
    "outside": verdicts.from_outside,
    "unresolved": verdicts.unresolved,
}


def scenes(name: str) -> tuple[Scene, Scene]:
    return pictures.of_connection(TRACES[name]())


def shapes(scene: Scene, kind: str) -> list[Shape]:
    return [shape for shape in scene.shapes if shape.kind == kind]


def texts(scene: Scene) -> list[str]:
    return [label.text for label in scene.labels]


@pytest.mark.parametrize("name", TRACES)
def test_shapes_do_not_cover_each_other(name):
    for scene in scenes(name):
        solid = [shape for shape in scene.shapes if shape.kind not in ("frame", "outside")]
        for one, other in combinations(solid, 2):
            is_apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert is_apart, f"{one.title} covers {other.title}"


@pytest.mark.parametrize("name", TRACES)
def test_everything_lies_within_the_picture(name):
    for scene in scenes(name):
        for shape in scene.shapes:
            assert shape.x >= 0
            assert shape.x + shape.width <= scene.width
            assert shape.y >= 0
            assert shape.y + shape.height <= scene.height
        for label in scene.labels:
            assert 0 <= label.x <= scene.width, label.text
            assert 0 <= label.y <= scene.height, label.text


@pytest.mark.parametrize("name", TRACES)
def test_narrow_picture_fits_a_phone(name):
    assert scenes(name)[1].width <= 340


@pytest.mark.parametrize("name", TRACES)
def test_svg_is_well_formed_and_has_a_name(name):
    for scene in scenes(name):
        root = ElementTree.fromstring(svg.write(scene))
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"]


def test_refused_packet_ends_in_a_cross_at_the_service():
    for scene in scenes("refused"):
        [service], [end] = shapes(scene, "service"), scene.ends
        assert end.kind == "refused"
        assert (end.x, end.y) == (service.x + service.width / 2, service.y + service.height / 2)


def test_pods_that_are_not_selected_stay_hollow_with_their_reason():
    for scene in scenes("refused"):
        assert [pod.is_hollow for pod in shapes(scene, "pod")] == [True, True]
        assert texts(scene).count("app: web is not app: wbe") == 2
        assert all(line.kind == "question" or line.share == 1 for line in scene.lines)


def test_each_of_three_pods_gets_a_third():
    for scene in scenes("answered"):
        packets = [line for line in scene.lines if line.kind == "packet"]
        assert sorted(round(line.share, 3) for line in packets) == [0.333, 0.333, 0.333, 1.0]
        assert texts(scene).count("1/3") == 3
        assert [end.kind for end in scene.ends] == ["answered"] * 3


def test_pods_stand_in_the_frame_of_their_node():
    for scene in scenes("answered"):
        frames = {frame.title: frame for frame in shapes(scene, "frame")}
        assert set(frames) == {"node1", "node2"}
        for pod in shapes(scene, "pod"):
            frame = frames["node2" if pod.title == "web-1" else "node1"]
            assert frame.y < pod.y
            assert pod.y + pod.height < frame.y + frame.height


def test_both_rewrites_are_written_where_they_happen():
    for scene in scenes("outside"):
        assert "172.18.0.2:30080 → 10.244.2.12:8080" in texts(scene)
        assert "from 172.18.0.9 → 172.18.0.2" in texts(scene)


def test_half_that_is_dropped_fades_beside_the_half_that_is_answered():
    for scene in scenes("outside"):
        assert {end.kind for end in scene.ends} == {"answered", "dropped"}
        assert any(line.kind == "fading" for line in scene.lines)


def test_unresolved_name_has_a_question_mark_and_no_packet():
    for scene in scenes("unresolved"):
        assert [end.kind for end in scene.ends] == ["unknown"]
        assert [line.kind for line in scene.lines] == ["question"]


def test_parts_carry_the_lines_that_caused_them():
    text = svg.write(scenes("refused")[0])
    assert re.search(r'class="is-service" data-lines="22( \d+)*"', text)
    assert re.search(r'class="is-pod is-hollow" data-lines="22"', text)


def test_service_rejects_even_where_the_trace_says_that_a_node_did():
    trace = verdicts.refused()
    steps = trace["walks"][0]["branches"][0]["steps"]
    del steps[1]
    steps[-1]["station"] = "node node1"
    for scene in pictures.of_connection(trace):
        assert len(shapes(scene, "service")) == 1
        assert [end.kind for end in scene.ends] == ["refused"]


def test_service_rejects_where_it_has_matched_before():
    trace = verdicts.refused()
    trace["walks"][0]["service"] = "default/web"
    trace["walks"][0]["branches"][0]["steps"][-1]["station"] = "node node1"
    for scene in pictures.of_connection(trace):
        assert not shapes(scene, "station")
        assert len(shapes(scene, "service")) == 1


def test_pod_stands_on_the_node_that_forwarded_the_packet_to_it():
    trace = verdicts.answered(1)
    trace["walks"][0]["candidates"] = []
    steps = trace["walks"][0]["branches"][0]["steps"]
    steps.insert(3, verdicts.step("node node2", "route", "It forwards.", steps[3]["before"]))
    for scene in pictures.of_connection(trace):
        assert [frame.title for frame in shapes(scene, "frame")] == ["node2"]


def test_names_of_a_learner_are_escaped():
    trace = verdicts.refused()
    trace["target"] = trace["caller"] = 'pod default/"><script>alert(1)</script>'
    trace["walks"][0]["candidates"][0] |= {"name": "<script>x</script>", "reason": "<b onload='x'>", "node": '&<>"'}
    for scene in pictures.of_connection(trace):
        text = svg.write(scene)
        assert "<script" not in text
        assert "<b " not in text
        ElementTree.fromstring(text)


def test_svg_has_no_style_no_script_and_no_handler():
    for name in TRACES:
        for scene in scenes(name):
            text = svg.write(scene)
            assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", text)


def test_idle_pods_are_counted_where_they_are_too_many_to_draw():
    trace = verdicts.refused()
    trace["walks"][0]["candidates"] = [
        verdicts.candidate(f"default/p-{n}", f"10.244.1.{n}", "node1", "not ready") for n in range(40)
    ]
    for scene in pictures.of_connection(trace):
        assert len(shapes(scene, "pod")) == 12
        assert "and 28 more that take no part" in texts(scene)


def test_description_says_the_way_in_words():
    description = scenes("answered")[0].description
    assert "1/3 of the packets: client to web-0 through web, answered." in description
    assert "web-9 takes no part: not ready." in description


@pytest.mark.parametrize(
    ("address", "port", "text"),
    [("10.96.0.1", 80, "10.96.0.1:80"), ("fd00::1", 80, "[fd00::1]:80"), ("10.96.0.1", 0, "10.96.0.1")],
)
def test_endpoint_is_written_as_kubernetes_does(address, port, text):
    assert stations.endpoint(address, port) == text


@pytest.mark.parametrize(("share", "text"), [(1 / 3, "1/3"), (0.5, "1/2"), (0.142857, "1/7"), (1.0, "1")])
def test_share_is_a_fraction(share, text):
    assert stations.share_words(share) == text


def test_shortened_text_keeps_both_ends():
    assert measure.shortened("web.default.svc.cluster.local.", 12) == "web.def…cal."
    assert measure.shortened("web", 12) == "web"


def test_of_many_pods_some_are_drawn_and_one_stands_for_the_rest():
    wide, narrow = pictures.of_connection(verdicts.answered(30))
    for scene in (wide, narrow):
        assert [text for text in texts(scene) if "more pods" in text] == ["10 more pods"] * 2  # on each of two nodes
        assert len(shapes(scene, "pod")) == 2 * (5 + 1)
        assert texts(scene).count("1/3") == 2
