"""Addresses and CIDRs as texts."""

import pytest

from sandbox.engine.api import addresses

PATH = ("spec", "externalIPs", 0)


def _said(errors):
    return [error.detail for error in errors]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("192.0.2.1", []),
        ("2001:db8::1", []),
        ("FD00::A", []),
        ("192.0.2.010", ["must not have leading 0s"]),
        ("::ffff:192.0.2.1", ["must not be an IPv4-mapped IPv6 address"]),
        ("10.96.0.300", [addresses.NOT_AN_IP]),
        ("10.0.0.0/8", [addresses.NOT_AN_IP]),
        ("", [addresses.NOT_AN_IP]),
        ("fe80::1%eth0", [addresses.NOT_AN_IP]),
        ("node1", [addresses.NOT_AN_IP]),
    ],
)
def test_an_address_is_read_strictly(text, said):
    assert _said(addresses.check_ip(PATH, text)) == said


def test_an_address_that_was_there_before_may_keep_its_spelling():
    assert addresses.check_ip(PATH, "192.0.2.010", ["192.0.2.010"]) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10.0.0.0/8", []),
        ("fd00::/8", []),
        ("0.0.0.0/0", []),
        ("10.0.0.1/8", ["must not have bits set beyond the prefix length"]),
        ("10.0.0.0/08", ["must not have leading 0s in IP or prefix length"]),
        ("010.0.0.0/8", ["must not have leading 0s in IP or prefix length"]),
        ("10.0.0.0/33", [addresses.NOT_A_CIDR]),
        ("10.0.0.0", [addresses.NOT_A_CIDR]),
        ("", [addresses.NOT_A_CIDR]),
    ],
)
def test_a_cidr_names_a_network(text, said):
    assert _said(addresses.check_cidr(PATH, text)) == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.0.0.0", "unspecified (0.0.0.0)"),
        ("::1", "loopback"),
        ("169.254.1.1", "link-local range"),
        ("224.0.0.9", "link-local multicast"),
        ("ff02::1", "link-local multicast"),
    ],
)
def test_traffic_cannot_be_sent_to_special_addresses(text, words):
    (said,) = _said(addresses.check_not_special(PATH, text))
    assert words in said


def test_an_unusual_spelling_is_warned_about():
    assert addresses.warn_of_ip(PATH, "FD00:0::A") == [
        'spec.externalIPs[0]: IPv6 address "FD00:0::A" should be in RFC 5952 canonical format ("fd00::a")'
    ]
    assert addresses.warn_of_ip(PATH, "192.0.2.1") == []
    assert addresses.warn_of_cidr(PATH, "10.0.0.1/8") == [
        'spec.externalIPs[0]: CIDR value "10.0.0.1/8" is ambiguous in this context '
        '(should be "10.0.0.0/8" or "10.0.0.1/32"?)'
    ]
