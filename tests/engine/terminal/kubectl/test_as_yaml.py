"""``-o yaml`` quotes and breaks scalars as go-yaml does (measured with kubectl)."""

from typing import Any

import pytest

from sandbox.engine.manifests import parse
from sandbox.engine.terminal.kubectl.outputs import as_yaml

SCALARS: list[tuple[Any, str]] = [
    ("80", '"80"'),
    ("yes", '"yes"'),
    ("1:30", '"1:30"'),
    ("2001-01-01", '"2001-01-01"'),
    ("", '""'),
    ("null", '"null"'),
    ("a: b", "'a: b'"),
    ("*x", "'*x'"),
    ("- a", "'- a'"),
    ("-a", "-a"),
    ("a #b", "'a #b'"),
    ("a#b", "a#b"),
    (" a", "' a'"),
    ("it's", "it's"),
    ("'a'", "'''a'''"),
    ("x:", "'x:'"),
    ("10.0.0.1", "10.0.0.1"),
    ("=", "="),
    ("a\tb", '"a\\tb"'),
    ("\x07", '"\\a"'),
    ("😀", '"\\U0001F600"'),
    ("a\nb", "|-\n  a\n  b"),
    ("a\nb\n", "|\n  a\n  b"),
    (" a\nb", "|2-\n   a\n  b"),
    ("a \nb", '"a \\nb"'),
    ("::1", "::1"),
    ("<<", "<<"),
    ("@a", "'@a'"),
    (None, "null"),
    ({}, "{}"),
    ([], "[]"),
    (1.5, "1.5"),
]


@pytest.mark.parametrize(("value", "text"), SCALARS)
def test_a_scalar_is_quoted_where_it_has_to_be(value, text):
    assert as_yaml.to_text({"k": value}) == f"k: {text}\n"


def test_long_text_is_broken_behind_the_eightieth_column():
    assert as_yaml.to_text({"k": "x" * 90 + " yyy zzz"}) == "k: " + "x" * 90 + "\n  yyy zzz\n"


def test_keys_stand_in_go_yamls_order_and_lists_below_their_key():
    tree = {"b10": 1, "b9": [[1], {"x": [], "w": {"y": 1}}], "a": {}, "B": 1, "a-b": 1, "ab": 1}
    text = as_yaml.to_text(tree)
    assert text == 'B: 1\na: {}\na-b: 1\nab: 1\nb9:\n- - 1\n- w:\n    "y": 1\n  x: []\nb10: 1\n'
    assert parse(text).documents[0].tree == tree
