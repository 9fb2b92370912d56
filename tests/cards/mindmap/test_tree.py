"""The tree of the map: what grows on it, what a search leaves, and what is folded away."""

from __future__ import annotations

import pytest

from cards.mindmap import tree
from cards.mindmap.tree import Node, grown, matching, opened


def leaf(name: str, title: str = "") -> Node:
    return Node(name, title or name, f"/{name}/")


ROOT = Node(
    "",
    "All",
    children=(
        Node("dns", "DNS", "/dns/", (leaf("search", "The search path"), leaf("srv", "SRV records"))),
        Node("ports", "Ports", "/ports/", (Node("names", "Names", "", (leaf("dns-port", "A port named dns"),)),)),
    ),
)


def paths(root: Node | None) -> list[str]:
    return [path for path, _ in root.walk()] if root else []


def test_every_node_has_a_path_of_its_own():
    assert paths(ROOT) == ["dns", "dns/search", "dns/srv", "ports", "ports/names", "ports/names/dns-port"]
    assert ROOT.leaves == 3


def test_a_group_that_matches_keeps_all_that_is_in_it():
    assert paths(matching(ROOT, "DNS")) == [
        "dns",
        "dns/search",
        "dns/srv",
        "ports",
        "ports/names",
        "ports/names/dns-port",
    ]


def test_words_may_be_spread_over_a_title_and_those_above_it():
    assert paths(matching(ROOT, "dns search")) == ["dns", "dns/search"]
    assert paths(matching(ROOT, "names dns")) == ["ports", "ports/names", "ports/names/dns-port"]


def test_nothing_is_left_where_nothing_matches():
    assert matching(ROOT, "volume") is None


def test_what_is_folded_away_is_still_counted():
    seen = opened(ROOT, frozenset(), 1)
    assert paths(seen) == ["dns", "ports"]
    assert [(node.leaves, node.is_group) for node in seen.children] == [(2, True), (1, True)]
    assert seen.leaves == 3


def test_an_open_group_shows_its_children_and_no_more():
    assert paths(opened(ROOT, frozenset({"ports"}), 1)) == ["dns", "ports", "ports/names"]


def test_any_room_can_add_a_branch():
    def quizzes() -> list[Node]:
        return [Node("quizzes", "Quizzes", "/quizzes/", (leaf("first"),)), Node("empty", "Nothing yet")]

    root = grown([lambda: [ROOT.children[0]], quizzes])
    assert root.title == tree.TITLE
    assert [child.name for child in root.children] == ["dns", "quizzes"]


@pytest.mark.parametrize("words", ["", "   "])
def test_no_words_leave_everything(words):
    assert matching(ROOT, words) == ROOT
