"""A poster has its pictures below each other, each under its words, and stands by itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import typst

from sandbox.pictures.measure import text_width
from sandbox.pictures.poster import poster, wrapped
from tests.sandbox.pictures.test_pictures import TRACES, scenes

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_poster_holds_every_picture_within(tmp_path):
    parts = [(f"The words & more of {name}", scenes(name)[0]) for name in TRACES]
    text = poster("A <title>", "A sentence.", parts)
    root = ElementTree.fromstring(text)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    places = [float(part.get("transform", "").rpartition(" ")[2].rstrip(")")) for part in root.findall(f"{NAMESPACE}g")]
    assert len(places) == len(parts)
    for (_, scene), top, below in zip(parts, places, [*places[1:], height], strict=True):
        assert top + scene.height <= below
        assert scene.width <= width
    assert not re.search(r"class=|href|var\(| style=", text)
    (tmp_path / "poster.svg").write_text(text, encoding="utf-8")
    (tmp_path / "page.typ").write_text('#image("poster.svg", alt: "x")', encoding="utf-8")
    assert typst.compile(tmp_path / "page.typ").startswith(b"%PDF")


def test_poster_says_what_its_pictures_show():
    [(words, scene)] = [("Nobody answers", scenes("refused")[0])]
    root = ElementTree.fromstring(poster("Title", "Sentence.", [(words, scene)]))
    assert root.findtext(f"{NAMESPACE}title") == "Title"
    assert scene.description in (root.findtext(f"{NAMESPACE}desc") or "")


def test_words_are_wrapped_at_the_width_and_none_is_lost():
    text = "Every node takes connections on the port, whether or not it runs a pod"
    lines = wrapped(text, 160, 14)
    assert " ".join(lines) == text
    assert all(text_width(line, 14) <= 160 for line in lines)
    assert wrapped("averyveryverylongword", 10, 14) == ["averyveryverylongword"]
