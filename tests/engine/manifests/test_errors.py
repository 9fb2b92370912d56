"""What kubectl says of a text that is no YAML, and where a learner is shown it (measured with kubectl)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.engine.manifests import parse
from tests.engine.manifests.there import there

FRONT = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\n"
CONVERTING = "error converting YAML to JSON: "
ERRORS = [
    ("a:\n\tb\n", "yaml: line 5: found character that cannot start any token", 5),
    ("v: @b\n", "yaml: line 4: found character that cannot start any token", 4),
    ("a: b: c\n", "yaml: line 4: mapping values are not allowed in this context", 4),
    ("a: b\n c: d\n", "yaml: line 5: mapping values are not allowed in this context", 5),
    ("a: b\nc\nd: e\n", "yaml: line 6: could not find expected ':'", 6),
    ("a:\n  b: c\n d: e\n", "yaml: line 5: did not find expected key", 6),
    ("v: [1\n", "yaml: line 4: did not find expected ',' or ']'", 4),
    ("v: {b\n", "yaml: line 4: did not find expected ',' or '}'", 4),
    ("v: ]\n", "yaml: line 3: did not find expected node content", 4),
    ('v: "abc\n', "yaml: line 5: found unexpected end of stream", 4),
    ("a: - b\n", "yaml: line 4: block sequence entries are not allowed in this context", 4),
    ("v: *foo\n", "yaml: unknown anchor 'foo' referenced", 4),
    ("v: &a [*a]\n", "yaml: anchor 'a' value contains itself", 4),
    ("v: {<<: 3}\n", "yaml: map merge requires map or sequence of maps as the value", 4),
    ("v: .inf\n", "json: unsupported value: +Inf", 4),
    ('v: !!int "x"\n', "yaml: cannot decode !!str `x` as a !!int", 4),
    ("k: {[a]: e}\n", 'yaml: invalid map key: []interface {}{"a"}', 4),
    ("k: {{ .name }}\n", 'yaml: invalid map key: map[interface {}]interface {}{".name":interface {}(nil)}', 4),
    ("k: {~: e}\n", 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "e"', 4),
    ("v: b\x07\n", "yaml: control characters are not allowed", 4),
]


@pytest.mark.parametrize(("text", "said", "line"), ERRORS)
def test_an_error_is_said_in_kubectls_words_and_shown_at_its_line(text, said, line):
    manifest = parse(FRONT + text)
    assert manifest.error == CONVERTING + said
    assert there(manifest.problems[-1].place).line == line
    assert manifest.problems[-1].message.endswith(".")


def test_a_mistake_leaves_the_documents_in_front_of_it_readable():
    manifest = parse("a: 1\n---\nb: 2\n---\nc: d: e\n")
    assert [document.tree for document in manifest.documents] == [{"a": 1}, {"b": 2}]
    assert manifest.error == CONVERTING + "yaml: mapping values are not allowed in this context"
    assert there(manifest.problems[-1].place).line == 5


def test_a_line_that_separates_holds_a_comment_at_most():
    assert [d.tree for d in parse("a: 1\n--- # next\nb: 2\n").documents] == [{"a": 1}, {"b": 2}]
    manifest = parse("a: 1\n--- b: 2\n")
    assert manifest.error == "invalid Yaml document separator: b: 2"
    assert there(manifest.problems[0].place).line == 2


def test_json_is_read_as_json_and_otherwise_as_yaml():
    assert [d.tree for d in parse('{"a": 1}{"b": "2"}\n').documents] == [{"a": 1}, {"b": "2"}]
    assert parse('{"a": [1,]}\n').documents[0].tree == {"a": [1]}
    assert parse('{"a": 1}\n---\nb: 2\n').documents[1].tree == {"b": 2}
    assert parse('{"a": 1\n,\n,}\n').error == (
        "json: offset 11: invalid character ',' looking for beginning of object key string"
    )


BOMBS = [
    "[" * 200_000,
    "- " * 100_000,
    "? " * 100_000,
    "{a: " * 60_000,
    "&a [*a, " * 20_000,
    '{"a":' * 40_000,
    "x: &a [1,1,1,1,1,1,1,1,1]\n"
    + "".join(f"y{i}: &b{i} [{', '.join(['*' + ('a' if i == 0 else f'b{i - 1}')] * 9)}]\n" for i in range(9)),
    "a" * 300_000,
]


@pytest.mark.parametrize("text", BOMBS, ids=range(len(BOMBS)))
def test_deep_wide_and_large_texts_are_refused_with_a_place(text):
    manifest = parse(text)
    assert manifest.error is not None
    assert manifest.problems[0].place is not None


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200),
        st.text(alphabet="ab:-? \n\t{}[],&*!|>'\"%@`#~<0.1e_", max_size=120),
    )
)
def test_any_bytes_give_documents_or_problems(data):
    manifest = parse(data)
    assert (manifest.error is None) or manifest.problems
