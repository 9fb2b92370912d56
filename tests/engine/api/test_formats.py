"""Spellings, and the words Kubernetes has for them."""

import pytest

from sandbox.engine.api import formats


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (formats.dns1123_label, ["web", "3tier", "a" * 63], ["", "Web", "web_1", "-a", "a-", "a.b", "a" * 64]),
        (formats.dns1123_subdomain, ["a.b", "203.0.113.30"], ["a..b", ".a", "a_b", "a." * 126 + "ab"]),
        (formats.dns1035_label, ["web"], ["3tier", "Web"]),
        (formats.qualified_name, ["app", "a.b/c", "A_b.c"], ["", "a/b/c", "/a", "a/", "A.b/c", "-a", "x" * 64]),
        (formats.label_value, ["", "a_b.C"], ["a b", "-a", "x" * 64]),
        (formats.port_name, ["http", "a-1", "x" * 15], ["", "8080", "a--b", "-a", "Http", "x" * 16]),
        (formats.config_map_key, ["a.B_c"], [".", "..", "..a", "a/b", ""]),
    ],
)
def test_what_is_accepted_and_what_is_not(rule, good, bad):
    assert [value for value in good if rule(value)] == []
    assert [value for value in bad if not rule(value)] == []


def test_a_label_with_dots_is_told_so():
    assert formats.dns1123_label("web.api") == ["must not contain dots"]


def test_an_empty_qualified_name_is_wrong_twice():
    first, second = formats.qualified_name("")
    assert first == "name part must be non-empty"
    assert second.startswith("name part must consist of alphanumeric characters")


def test_names_are_measured_in_characters_and_label_values_in_bytes():
    assert formats.dns1123_label("a" * 64) == ["must be no more than 63 characters"]
    assert formats.label_value("a" * 64) == ["must be no more than 63 bytes"]


def test_every_complaint_about_a_port_name_is_made():
    assert formats.port_name("-_--") == [
        "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        "must contain at least one letter (a-z)",
        "must not contain consecutive hyphens",
        "must not begin or end with a hyphen",
    ]
