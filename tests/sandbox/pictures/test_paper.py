"""A picture on paper is the picture of the screen, in one file that needs nothing beside it."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
import typst

from sandbox import pictures
from sandbox.pictures import svg
from sandbox.pictures.paper import DROPPED, REFUSED, paper
from tests.sandbox.pictures.test_pictures import TRACES, scenes

NAMESPACE = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", TRACES)
def test_paper_stands_by_itself(name):
    for scene in scenes(name):
        text = paper(scene)
        root = ElementTree.fromstring(text)
        assert root.tag == f"{NAMESPACE}svg"
        assert not re.search(r"var\(|light-dark|href|class=| style=|<style|data-|foreignObject|<script|animate", text)


@pytest.mark.parametrize("name", TRACES)
def test_paper_says_what_it_shows(name):
    for scene in scenes(name):
        root = ElementTree.fromstring(paper(scene))
        assert root.findtext(f"{NAMESPACE}title") == scene.title
        assert root.findtext(f"{NAMESPACE}desc") == scene.description
        words = [element.text for element in root.iter(f"{NAMESPACE}text")]
        assert [label.text for label in scene.labels] == [word for word in words if word != "?"]


@pytest.mark.parametrize("name", TRACES)
def test_nothing_is_drawn_in_the_black_of_an_element_without_looks(name):
    """What has neither fill nor stroke would be a black blot, so every mark says both or says that it has none."""
    for scene in scenes(name):
        root = ElementTree.fromstring(paper(scene))
        for element in root.iter():
            if element.tag.removeprefix(NAMESPACE) in ("rect", "circle", "path", "text"):
                assert element.get("fill") or element.get("stroke"), ElementTree.tostring(element)
                assert element.get("fill"), ElementTree.tostring(element)


def test_every_class_of_the_drawing_has_its_looks():
    """A hollow pod, a way that fades, an end that refused: each keeps on paper what tells it apart."""
    outside, refused = (paper(scenes(name)[0]) for name in ("outside", "refused"))
    assert DROPPED in outside
    assert REFUSED in refused
    assert 'stroke-dasharray="4 4"' in refused
    assert 'stroke-dasharray="0.1 6"' in refused


def test_geometry_is_that_of_the_screen():
    for scene in scenes("outside"):
        on_screen, on_paper = (ElementTree.fromstring(text) for text in (svg.write(scene), paper(scene)))
        assert on_screen.get("viewBox") == on_paper.get("viewBox")
        ways = [[path.get("d") for path in root.iter(f"{NAMESPACE}path")] for root in (on_screen, on_paper)]
        assert ways[0] == ways[1]


@pytest.mark.parametrize("name", TRACES)
def test_typst_takes_it(name, tmp_path):
    for scene in scenes(name):
        (tmp_path / "picture.svg").write_text(paper(scene), encoding="utf-8")
        (tmp_path / "page.typ").write_text('#image("picture.svg", alt: "A picture")', encoding="utf-8")
        assert typst.compile(tmp_path / "page.typ").startswith(b"%PDF")


def test_text_from_outside_stays_text():
    trace: dict[str, Any] = TRACES["refused"]()
    trace["caller"] = 'pod default/"><script>x</script>'
    for scene in pictures.of_connection(trace):
        assert "<script" not in paper(scene)
