"""The map as a picture: no text on another, parents beside their children, everything within."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.mindmap import drawing, layout
from cards.mindmap.layout import Layout, Place
from cards.mindmap.tree import Node

WORDS = st.text("abc def GHI", min_size=1, max_size=60).map(lambda text: text.strip() or "x")


def nodes(depth: int) -> st.SearchStrategy[tuple[Node, ...]]:
    inner = nodes(depth - 1) if depth else st.just(())
    node = st.builds(lambda title, children, folded: (title, children, folded), WORDS, inner, st.integers(0, 3))
    return st.lists(node, max_size=5).map(
        lambda found: tuple(
            Node(f"n{number}", title, f"/{number}/", children, 0 if children else folded)
            for number, (title, children, folded) in enumerate(found)
        )
    )


TREES = nodes(3).map(lambda children: Node("", "Everything", children=children))


def box(place: Place) -> tuple[float, float, float, float]:
    left, right = sorted((place.x, place.far))
    return left, right, place.y - place.height / 2, place.y + place.height / 2


def assert_apart(placed: Layout) -> None:
    for one, other in combinations(placed.places, 2):
        (left, right, top, bottom), (left2, right2, top2, bottom2) = box(one), box(other)
        assert right <= left2 + 0.01 or right2 <= left + 0.01 or bottom <= top2 + 0.01 or bottom2 <= top + 0.01


@settings(deadline=None, max_examples=60)
@given(TREES)
def test_no_text_stands_on_another(root):
    for form in (layout.one_sided, layout.two_sided):
        assert_apart(form(root))


@settings(deadline=None, max_examples=60)
@given(TREES)
def test_everything_is_there_once_and_within_the_picture(root):
    for form in (layout.one_sided, layout.two_sided):
        placed = form(root)
        assert sorted(place.path for place in placed.places) == sorted(["", *(path for path, _ in root.walk())])
        for place in placed.places:
            left, right, top, bottom = box(place)
            assert left >= 0
            assert top >= 0
            assert right <= placed.width
            assert bottom <= placed.height


@settings(deadline=None, max_examples=60)
@given(TREES)
def test_children_stand_away_from_the_root_around_the_height_of_their_parent(root):
    placed = layout.two_sided(root)
    by_path = {place.path: place for place in placed.places}
    for place in placed.places:
        children = [one for one in placed.places if one.parent == place.path]
        if children and place.depth:
            assert abs(place.y - (children[0].y + children[-1].y) / 2) < 0.01
        if place.depth > 1:
            parent = by_path[place.parent or ""]
            assert place.side == parent.side
            assert place.side * (place.x - parent.far) > 0


@settings(deadline=None, max_examples=30)
@given(TREES)
def test_svg_is_well_formed_whatever_the_titles(root):
    drawn = drawing.on_screen(layout.one_sided(root), "<&>", lambda place: ("/?a=1&b=2", "+") if place.depth else None)
    assert ElementTree.fromstring(drawn).get("aria-label") == "<&>"


def test_both_sides_are_about_as_high():
    leaves = tuple(Node(f"leaf{n}", f"Leaf {n}", "/") for n in range(6))
    root = Node("", "All", children=tuple(Node(f"n{n}", f"Group {n}", "/", leaves) for n in range(8)))
    placed = layout.two_sided(root)
    sides = [sum(place.side == side for place in placed.places if place.depth == 2) for side in (1, -1)]
    assert sides == [24, 24]


@pytest.mark.parametrize("form", [layout.one_sided, layout.two_sided])
def test_paper_stands_by_itself(form, tmp_path):
    root = Node("", "All", children=(Node("a", "A & B", "/a/", (Node("b", "Why <b>?", "/b/"),)),))
    text = drawing.on_paper(form(root), "All", "A map.")
    assert not re.search(r"class=|href|var\(| style=", text)
    (tmp_path / "map.svg").write_text(text, encoding="utf-8")
    (tmp_path / "page.typ").write_text('#image("map.svg", alt: "x")', encoding="utf-8")
    assert typst.compile(tmp_path / "page.typ").startswith(b"%PDF")
