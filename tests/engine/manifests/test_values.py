"""YAML's scalars as kubectl reads them (measured with kubectl)."""

import json

import pytest

from sandbox.engine.manifests import parse
from tests.engine.manifests.there import there

VALUES = [
    ("y", True),
    ("Yes", True),
    ("on", True),
    ("True", True),
    ("n", False),
    ("NO", False),
    ("off", False),
    ("0755", 493),
    ("0o755", 493),
    ("-017", -15),
    ("0x1F", 31),
    ("0b101", 5),
    ("1_000", 1000),
    ("08", 8),
    ("1:30", "1:30"),
    ("2001-01-01", "2001-01-01"),
    ("~", None),
    ("", None),
    ("Null", None),
    ("1e3", 1000),
    ("80.0", 80),
    ("1.5", 1.5),
    ("1.", 1),
    (".5", 0.5),
    ("1e400", "1e400"),
    ("0b", "0b"),
    ("._5", "._5"),
    ("nan", "nan"),
    ('"80"', "80"),
    ("'null'", "null"),
    ("!!str 12", "12"),
    ("!foo bar", "bar"),
    ("!!binary aGVsbG8=", "hello"),
    ("10.0.0.1", "10.0.0.1"),
    ("fd00::1", "fd00::1"),
    ("18446744073709551615", 2.0**64),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_scalar_has_the_value_that_kubectl_gives_it(text, value):
    (document,) = parse(f"v: {text}\n").documents
    assert json.dumps(document.tree) == json.dumps({"v": value})


KEYS = [
    ("1", "1"),
    ("true", "true"),
    ("no", "false"),
    ("1.5", "1.5"),
    ("2.0", "2"),
    ("0x10", "16"),
    ("1e6", "1e+06"),
    ("123456.7", "123456.7"),
    ("1234567.5", "1.2345675e+06"),
    ("0.00001", "1e-05"),
    ("2001-01-01", "2001-01-01"),
]


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_a_key_becomes_text(text, key):
    (document,) = parse(f"{text}: v\n").documents
    assert document.tree == {key: "v"}


def test_a_merge_wins_over_what_stands_in_front_of_it_and_loses_to_what_follows():
    (document,) = parse("{b: 1, <<: {b: 2, c: 2}, c: 3}\n".replace("{b: 1", "v: {b: 1")).documents
    assert document.tree == {"v": {"b": 2, "c": 3}}


def test_a_quoted_merge_key_is_a_key():
    (document,) = parse('v: {"<<": 1}\n').documents
    assert document.tree == {"v": {"<<": 1}}


def test_aliases_do_not_share_their_values():
    (document,) = parse("a: &x {b: [1]}\nc: *x\n").documents
    assert document.tree == {"a": {"b": [1]}, "c": {"b": [1]}}
    assert document.tree["a"]["b"] is not document.tree["c"]["b"]


def test_the_last_of_two_equal_keys_counts_and_a_problem_names_both_lines():
    manifest = parse("a: 1\nb: 2\na: 3\n")
    assert manifest.documents[0].tree == {"a": 3, "b": 2}
    (problem,) = manifest.problems
    assert (problem.field, there(problem.place).line) == ("a", 3)
    assert "line 1" in problem.message


@pytest.mark.parametrize(
    ("written", "key"),
    [(".inf", ".inf"), ("-.inf", "-.inf"), (".nan", ".nan"), ("1e40", ".inf"), ("-1e39", "-.inf"), ("1.5", "1.5")],
)
def test_a_key_that_is_no_finite_number_is_a_text(written: str, key: str) -> None:
    assert list(parse(f"{written}: 1\n").documents[0].tree) == [key]
