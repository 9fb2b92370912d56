"""What the cluster's DNS server answers."""

import pytest

from sandbox.engine.dns import server
from tests.engine.dns.world import alias, cluster, endpoint, service, slice_of

STATE = cluster()
SVC = "default.svc.cluster.local."


def ask(name, kind="A", state=STATE):
    return server.answer(state, name, kind, "10.96.0.10")


def data(records):
    return sorted(record.data for record in records)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        (f"web.{SVC}", "A", ["10.96.0.20"]),
        (f"db.{SVC}", "A", ["10.244.1.6", "10.244.2.6"]),
        (f"db-1.db.{SVC}", "A", ["10.244.2.6"]),
        (f"10-244-1-5.web.{SVC}", "A", ["10.244.1.5"]),
        (f"_http._tcp.web.{SVC}", "A", ["10.96.0.20"]),
        (f"_http._tcp.web.{SVC}", "SRV", [f"0 100 80 web.{SVC}"]),
        (f"_HTTP._TCP.db.{SVC}", "SRV", [f"0 50 8080 db-0.db.{SVC}", f"0 50 8080 db-1.db.{SVC}"]),
        (f"site.{SVC}", "A", ["203.0.113.10", "example.com."]),
        (f"site.{SVC}", "CNAME", ["example.com."]),
        (f"inside.{SVC}", "A", ["10.96.0.20", f"web.{SVC}"]),
        (f"gone.{SVC}", "A", ["gone.example.net."]),
        ("10-9-8-7.default.pod.cluster.local.", "A", ["10.9.8.7"]),
        ("20.0.96.10.in-addr.arpa.", "PTR", [f"web.{SVC}"]),
        ("6.1.244.10.in-addr.arpa.", "PTR", [f"db-0.db.{SVC}"]),
        ("dns-version.cluster.local.", "TXT", ['"1.1.0"']),
        ("cluster.local.", "NS", ["kube-dns.kube-system.svc.cluster.local."]),
        ("ns.dns.cluster.local.", "A", ["10.96.0.10"]),
        ("db.example.com.", "A", ["203.0.113.30", "db-primary.example.com."]),
    ],
)
def test_name_has_records(name, kind, expected):
    found = ask(name, kind)
    assert (found.rcode, data(found.answers), found.authority) == ("NOERROR", expected, ())
    assert found.because or "example.com" in name or kind == "TXT"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (f"web.{SVC}", "AAAA"),
        (f"web.{SVC}", "MX"),
        (f"web.{SVC}", "TXT"),
        (f"web.{SVC}", "SOA"),
        (SVC, "A"),
        ("svc.cluster.local.", "A"),
        ("pod.cluster.local.", "A"),
        ("default.pod.cluster.local.", "A"),
        ("cluster.local.", "A"),
        (f"lost.{SVC}", "A"),
        (f"site.{SVC}", "SRV"),
        ("10-9-8-7.default.pod.cluster.local.", "AAAA"),
    ],
)
def test_name_exists_without_such_a_record(name, kind):
    found = ask(name, kind)
    assert (found.rcode, found.answers, found.authority[0].type) == ("NOERROR", (), "SOA")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (f"wbe.{SVC}", "A"),
        (f"dark.{SVC}", "A"),
        (f"dark.{SVC}", "SRV"),
        (f"db-2.db.{SVC}", "A"),
        (f"number.{SVC}", "A"),
        (f"http.web.{SVC}", "A"),
        (f"_http._udp.web.{SVC}", "SRV"),
        (f"one.two.three.web.{SVC}", "A"),
        (f"*.{SVC}", "A"),
        (f"below.site.{SVC}", "A"),
        ("nowhere.svc.cluster.local.", "A"),
        ("web.cluster.local.", "A"),
        ("10-9-8.default.pod.cluster.local.", "A"),
        ("10-9-8-7.nowhere.pod.cluster.local.", "A"),
        ("nobody.cluster.local.", "TXT"),
        ("svc.cluster.local.", "TXT"),
        ("21.0.96.10.in-addr.arpa.", "PTR"),
        ("com.", "A"),
    ],
)
def test_name_does_not_exist(name, kind):
    found = ask(name, kind)
    assert (found.rcode, found.answers, found.authority[0].type) == ("NXDOMAIN", (), "SOA")


def test_answer_repeats_the_letters_of_the_question():
    found = ask("Web.Default.Svc.Cluster.Local.")
    assert [str(record) for record in found.answers] == ["Web.Default.Svc.Cluster.Local. 30 A 10.96.0.20"]
    assert ask("Nope.Default.Svc.Cluster.Local.").authority[0].name == "Cluster.Local."


def test_zone_is_not_handed_out():
    assert ask("cluster.local.", "AXFR").rcode == "REFUSED"


def test_weights_count_every_address_and_targets_stand_once():
    state = cluster()
    service(state, "both", "10.96.0.40", "fd00:10:96::40")
    found = ask(f"_http._tcp.both.{SVC}", "SRV", state)
    assert data(found.answers) == [f"0 50 80 both.{SVC}"]
    assert data(found.additional) == ["10.96.0.40", "fd00:10:96::40"]


def test_endpoint_without_ports_has_an_address_and_no_srv():
    state = cluster()
    service(state, "bare", "None", ports=[])
    slice_of(state, "bare", endpoint("10.244.1.40"), ports=[])
    assert data(ask(f"bare.{SVC}", "A", state).answers) == ["10.244.1.40"]
    assert ask(f"bare.{SVC}", "SRV", state).rcode == "NOERROR"
    assert ask(f"bare.{SVC}", "SRV", state).answers == ()


@pytest.mark.parametrize(("hops", "records"), [(11, 12), (12, 0)])
def test_chain_of_aliases_is_followed_up_to_eleven(hops, records):
    state = cluster()
    for hop in range(hops):
        alias(state, f"hop-{hop}", f"hop-{hop + 1}.default.svc.cluster.local")
    service(state, f"hop-{hops}", "10.96.0.50")
    assert len(ask(f"hop-0.{SVC}", "A", state).answers) == records


def test_circle_of_aliases_ends_without_an_answer():
    state = cluster()
    alias(state, "one", "two.default.svc.cluster.local")
    alias(state, "two", "one.default.svc.cluster.local")
    assert (ask(f"one.{SVC}", "A", state).rcode, ask(f"one.{SVC}", "A", state).answers) == ("NOERROR", ())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (f"wbe.{SVC}", "there is a Service with a similar name: web"),
        (f"api.{SVC}", "api.shop from elsewhere"),
        (f"dark.{SVC}", "without ready endpoints"),
        (f"number.{SVC}", "an address is no name"),
        ("web.nowhere.svc.cluster.local.", "there is no namespace"),
        (f"client.{SVC}", "a pod has a name in DNS only"),
    ],
)
def test_absence_names_its_cause(name, said):
    assert any(said in cause.text for cause in ask(name).because)
