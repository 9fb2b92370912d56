"""kubectl's JSONPath templates (the rules of client-go's util/jsonpath)."""

import re

import pytest

from sandbox.engine.terminal.kubectl import jsonpath

TREE = {
    "spec": {
        "ports": [{"name": "http", "port": 80}, {"name": "dns", "port": 53}],
        "selector": {"app": "web", "a.b/c": "x"},
        "empty": None,
    },
    "items": [{"a": [1, 2]}, {"a": [3]}, {"a": []}],
}

PRINTED = [
    ("{.spec.ports[*].port}", "80 53"),
    ("{.spec.ports[0]}", '{"name":"http","port":80}'),
    ("{.spec.ports[-1].name}", "dns"),
    ("{.spec.ports[0:2:2].name}", "http"),
    ("{.spec.ports[?(@.port>=80)].name}", "http"),
    ('{.spec.ports[?(@.name=="dns")].port}', "53"),
    ('{.spec.ports[?(@.name=~"^h")].port}', "80"),
    ("{.spec.ports[?(@.nope)].port}", ""),
    ("{.spec.ports[0]['name','port']}", "http 80"),
    ("{.spec.selector.a\\.b/c}", "x"),
    ("{.spec.selector['a\\.b/c']}", "x"),
    ("{..port}", "80 53"),
    ("{.spec.selector.*}", "x web"),
    ("{.spec.empty}", "<nil>"),
    ("{.spec.nothing.at.all}", ""),
    ("{range .spec.ports[*]}{.name}={.port};{end}", "http=80;dns=53;"),
    ("{range .items[*]}[{range .a[*]}{@},{end}]{end}.", "[1,2,][3,][]."),
    ("{\"a\\tb\"} c {'d'}", "a\tb c d"),
    ("no action", "no action"),
]
UNPARSABLE = [
    ("{.spec.ports", "unclosed action"),
    ("{.spec.ports[0", "unterminated array"),
    ("{.a[x]}", "invalid array index x"),
    ("{(}", "unrecognized character in action: U+0028 '('"),
    ('{"a}', "unterminated quoted string"),
    ("{.a[?(@.b==1}", "unterminated filter"),
    ("{....a}", "invalid multiple recursive descent"),
]
UNEXECUTABLE = [
    ("{.spec.ports[5].port}", "array index out of bounds: index 5, length 2"),
    ("{.spec[0]}", "map[string]interface {} is not array or slice"),
    ("{.spec.ports[1:0]}", "starting index 1 is greater than ending index 0"),
    ("{end}", "not in range, nothing to end"),
    ("{nope}", "unrecognized identifier nope"),
    ('{.spec.ports[?(@.port=="80")]}', "incompatible types for comparison"),
    ("{.spec.selector[?(@.a==1)]}", "map[a.b/c:x app:web] is not array or slice and cannot be filtered"),
]


@pytest.mark.parametrize(("template", "text"), PRINTED)
def test_a_template_prints_what_it_finds(template, text):
    assert jsonpath.printed(jsonpath.parse(template), TREE) == text


@pytest.mark.parametrize(("template", "why"), UNPARSABLE)
def test_a_template_that_cannot_be_read_says_why(template, why):
    with pytest.raises(jsonpath.Unparsable, match=re.escape(why)):
        jsonpath.parse(template)


@pytest.mark.parametrize(("template", "why"), UNEXECUTABLE)
def test_a_template_that_does_not_fit_says_why(template, why):
    with pytest.raises(jsonpath.Unexecutable) as raised:
        jsonpath.printed(jsonpath.parse(template), TREE)
    assert str(raised.value) == why


@pytest.mark.parametrize("path", ["metadata.name", ".metadata.name", "{metadata.name}", "{.metadata.name}"])
def test_a_path_may_be_written_in_four_ways(path):
    assert jsonpath.relaxed(path) == "{.metadata.name}"
