"""How callers resolve names: resolv.conf, search list, nameservers, libc."""

import pytest

from sandbox.engine.callers import Caller
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.dns import Resolver
from sandbox.engine.dns.addresses import in_order, parse_literal
from tests.engine.dns.world import CLIENT, cluster, pod

ENDINGS = (".default.svc.cluster.local.", ".svc.cluster.local.", ".cluster.local.", ".")


def client(**spec):
    """A resolver, and a client pod with that spec."""
    state = cluster()
    pod(state, "client", "10.244.1.9", **spec)
    return Resolver(state)


def config(*nameservers, searches=(), **options):
    return {
        "nameservers": list(nameservers),
        "searches": list(searches),
        "options": [{"name": name, "value": value} for name, value in options.items()],
    }


def asked(resolution):
    return [question.name for question in resolution.questions]


@pytest.mark.parametrize(
    ("name", "tried"),
    [
        ("web", 1),
        ("nope", 4),
        ("api.shop", 2),
        ("web.default.svc.cluster.local", 4),
        ("example.com", 4),
    ],
)
def test_search_list_is_walked_until_an_answer(name, tried):
    assert asked(Resolver(cluster()).lookup(CLIENT, name, "A")) == [name + ending for ending in ENDINGS][:tried]


def test_closing_dot_switches_the_search_off():
    found = Resolver(cluster()).lookup(CLIENT, "web.", "A")
    assert (asked(found), found.questions[0].rcode) == (["web."], "NXDOMAIN")


def test_no_answer_keeps_searching_and_the_first_existing_name_decides():
    found = Resolver(cluster()).lookup(CLIENT, "web", "AAAA")
    assert (len(found.questions), found.deciding, found.questions[0].rcode) == (4, 0, "NOERROR")


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (
            {},
            "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n",
        ),
        ({"dnsPolicy": "Default"}, "nameserver 172.18.0.1\n"),
        ({"hostNetwork": True}, "nameserver 172.18.0.1\n"),
        (
            {"dnsPolicy": "None", "dnsConfig": config("10.96.0.10", searches=["a.b"], ndots="2")},
            "search a.b\nnameserver 10.96.0.10\noptions ndots:2\n",
        ),
        (
            {"dnsConfig": config("1.1.1.1", searches=["svc.cluster.local", "x.y"], ndots="1", edns0=None)},
            "search default.svc.cluster.local svc.cluster.local cluster.local x.y\nnameserver 10.96.0.10\nnameserver 1.1.1.1\n"
            "options ndots:1 edns0\n",
        ),
    ],
)
def test_resolv_conf_follows_the_pod(spec, text):
    assert client(**spec).resolv_conf(CLIENT).to_text() == text


def test_enough_dots_put_the_name_itself_first():
    found = client(dnsConfig=config(ndots="1")).lookup(CLIENT, "web.default", "A")
    assert asked(found) == ["web.default.", "web.default.default.svc.cluster.local.", "web.default.svc.cluster.local."]
    assert found.because[-1].field == "spec.dnsConfig.options"


@pytest.mark.parametrize(
    ("nameserver", "rcode", "error"),
    [
        ("10.244.1.99", "TIMEOUT", "Temporary failure in name resolution"),
        ("10.96.0.20", "UNREACHABLE", "Temporary failure in name resolution"),
        ("172.18.0.2", "UNREACHABLE", "Temporary failure in name resolution"),
    ],
)
def test_nameserver_that_is_none(nameserver, rcode, error):
    resolver = client(dnsPolicy="None", dnsConfig=config(nameserver))
    assert resolver.lookup(CLIENT, "web.", "A").questions[-1].rcode == rcode
    assert resolver.getaddrinfo(CLIENT, "web").error == error


def test_silent_nameserver_is_followed_by_the_next():
    resolver = client(dnsPolicy="None", dnsConfig=config("10.244.1.99", "10.96.0.10"))
    assert resolver.lookup(CLIENT, "web.default.svc.cluster.local.", "A").addresses == ("10.96.0.20",)


@pytest.mark.parametrize("name", ["a" * 64, "a..b", ".".join(["a" * 60] * 4)])
def test_name_that_cannot_be_asked_ends_the_search(name):
    found = Resolver(cluster()).lookup(CLIENT, name, "A")
    assert [question.rcode for question in found.questions] == ["INVALID"]


@pytest.mark.parametrize(
    ("name", "family", "addresses", "error"),
    [
        ("web", None, ("10.96.0.20",), None),
        ("web", 6, (), "No address associated with hostname"),
        ("nope", None, (), "Name or service not known"),
        ("lost", None, (), "No address associated with hostname"),
        ("gone", None, (), "Name or service not known"),
        ("site", None, ("203.0.113.10", "2001:db8::10"), None),
        ("client", None, ("10.244.1.9",), None),
        ("localhost", None, ("127.0.0.1", "::1"), None),
        ("10.96.1", None, ("10.96.0.1",), None),
        ("::1", 4, (), "Address family for hostname not supported"),
        ("256.1.1.1", None, (), "Name or service not known"),
    ],
)
def test_getaddrinfo_answers_as_libc(name, family, addresses, error):
    found = Resolver(cluster()).getaddrinfo(CLIENT, name, family)
    assert (found.addresses, found.error) == (addresses, error)


def test_host_alias_comes_before_dns():
    resolver = client(hostAliases=[{"ip": "10.1.1.1", "hostnames": ["web", "other"]}])
    found = resolver.getaddrinfo(CLIENT, "web")
    assert (found.addresses, found.questions) == (("10.1.1.1",), ())
    assert found.because[-1].field == "spec.hostAliases[0]"


def test_node_and_outside_do_not_ask_the_cluster():
    for caller in (Caller("node", "node1"), Caller("external")):
        assert asked(Resolver(cluster()).lookup(caller, "web", "A")) == ["web."]


def test_two_families_come_in_the_order_of_rfc_6724():
    own = ("10.244.1.9", "fd00:10:244:1::9")
    assert in_order(["10.96.0.1", "fd00:10:96::1"], own) == ("fd00:10:96::1", "10.96.0.1")
    assert in_order(["2001:db8::10", "203.0.113.10"], own) == ("203.0.113.10", "2001:db8::10")
    assert in_order(["2001:db8::10", "203.0.113.10"], own[:1]) == ("203.0.113.10", "2001:db8::10")
    both = Resolver(cluster(Shape(is_dual_stack=True)))
    assert both.getaddrinfo(Caller("node", "node1"), "localhost").addresses == ("::1", "127.0.0.1")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("1", "0.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("010.0.0.1", "8.0.0.1"),
        ("1.2.3.4.5", None),
        ("08", None),
        ("0x", None),
        ("1.2.3.", None),
        ("1e3", None),
        ("web", None),
        ("fd00::0:1", "fd00::1"),
    ],
)
def test_literals_are_read_as_inet_aton_does(text, address):
    assert parse_literal(text) == address
