"""A line is taken apart as a shell does it."""

import pytest

from sandbox.engine.terminal.commandline import Unparsable, parse

LINES = [
    ("get svc web", ["get", "svc", "web"]),
    ("  get\tsvc  # all of them", ["get", "svc"]),
    ("a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]),
    ('-p \'{"a":"b"}\'', ["-p", '{"a":"b"}']),
    ('"a\\"b" "c\\d" \'e\\f\'', ['a"b', "c\\d", "e\\f"]),
    ("a'b'\"c\"d ''", ["abcd", ""]),
    ("a \\\n b", ["a", "b"]),
    ("-o jsonpath='{.spec.ports[0].port}'", ["-o", "jsonpath={.spec.ports[0].port}"]),
]


@pytest.mark.parametrize(("line", "words"), LINES)
def test_words_and_quotes(line, words):
    assert parse(line) == (words, None)


def test_a_here_document_is_the_standard_input():
    assert parse("apply -f - <<'EOF' --dry-run=server\na: |\n  EOF\nEOF\n") == (
        ["apply", "-f", "-", "--dry-run=server"],
        "a: |\n  EOF\n",
    )
    assert parse("apply -f - <<-END\n\ta: b\n\tEND\n").stdin == "a: b\n"
    assert parse("patch -p '<<EOF'") == (["patch", "-p", "<<EOF"], None)


@pytest.mark.parametrize("line", ["a | b", "a > b", "a; b", "a && b", "$(a)", "'a", '"a', "a\nb", "<<E\nx\nE\nb"])
def test_what_no_shell_takes_and_what_is_not_imitated_is_refused(line):
    with pytest.raises(Unparsable):
        parse(line)
