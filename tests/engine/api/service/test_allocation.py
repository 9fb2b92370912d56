"""Addresses and ports that a Service gets, keeps and gives back."""

import pytest

from tests.engine.api.cluster import Cluster, held, made, refusal, said

NOT_IN_RANGE = "provided port is not in the valid range. The range of valid ports is 30000-32767"


@pytest.mark.parametrize(
    ("spec", "error"),
    [
        (
            {"clusterIP": "10.97.0.1"},
            'spec.clusterIPs: Invalid value: ["10.97.0.1"]: failed to allocate IP 10.97.0.1: the provided network does not '
            "match the current range",
        ),
        (
            {"clusterIP": "10.96.255.255"},
            'spec.clusterIPs: Invalid value: ["10.96.255.255"]: failed to allocate IP 10.96.255.255: the provided network '
            "does not match the current range",
        ),
        (
            {"clusterIP": "10.96.0.1"},
            'spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already '
            "allocated",
        ),
        (
            {"clusterIPs": ["10.96.0.7"]},
            'spec.clusterIPs: Invalid value: ["10.96.0.7"]: must be empty when `clusterIP` is not specified',
        ),
        (
            {"ipFamilyPolicy": "RequireDualStack"},
            'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
        ),
        ({"ipFamilies": ["IPv6"]}, 'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'),
        (
            {"clusterIP": "fd00::1"},
            'spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster',
        ),
        (
            {"type": "NodePort", "ports": [{"port": 0, "nodePort": 80}]},
            f"spec.ports[0].nodePort: Invalid value: 80: {NOT_IN_RANGE}",
        ),
        (
            {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "healthCheckNodePort": 80},
            f"Internal error occurred: failed to allocate requested HealthCheck NodePort 80: {NOT_IN_RANGE}",
        ),
    ],
)
def test_what_cannot_be_had_is_said_alone_and_before_any_other_mistake(spec, error):
    assert said(Cluster().create("Web_1", **spec)) == [error]


def test_a_single_stack_service_gets_one_address_out_of_the_upper_band():
    cluster = Cluster()
    cluster.create()
    spec = cluster.spec()
    assert spec["ipFamilies"] == ["IPv4"]
    assert spec["ipFamilyPolicy"] == "SingleStack"
    assert spec["clusterIPs"] == [spec["clusterIP"]]
    assert tuple(map(int, spec["clusterIP"].split("."))) > (10, 96, 1, 0)
    assert held(cluster.state, "IPAddress", "", spec["clusterIP"]).spec["parentRef"]["name"] == "web"


def test_the_same_requests_give_the_same_addresses():
    assert made(Cluster().create(type="NodePort")).spec == made(Cluster().create(type="NodePort")).spec


def test_a_headless_service_without_selector_may_be_of_both_families():
    cluster = Cluster()
    cluster.create(clusterIP="None", selector={})
    assert cluster.spec()["ipFamilies"] == ["IPv4", "IPv6"]
    assert cluster.spec()["ipFamilyPolicy"] == "RequireDualStack"


def test_a_second_address_comes_and_goes_with_the_policy():
    cluster = Cluster(dual=True)
    cluster.create()
    first = cluster.spec()["clusterIP"]
    cluster.change(ipFamilyPolicy="PreferDualStack")
    both = cluster.spec()["clusterIPs"]
    assert both[0] == first
    assert ":" in both[1]
    assert said(cluster.change(clusterIPs=[first])) == [
        "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be 'SingleStack' to release the secondary "
        "cluster IP"
    ]
    cluster.change(ipFamilyPolicy="SingleStack")
    assert cluster.spec()["clusterIPs"] == [first]
    assert cluster.state.get("IPAddress", "", both[1]) is None


def test_an_address_is_free_again_when_its_service_is_gone():
    cluster = Cluster()
    cluster.create(clusterIP="10.96.0.7")
    assert len(said(cluster.create("other", clusterIP="10.96.0.7"))) == 1
    cluster.change(type="ExternalName", externalName="a.example.com")
    assert said(cluster.create("other", clusterIP="10.96.0.7")) == []


def test_protocols_of_one_port_share_a_node_port():
    cluster = Cluster()
    cluster.create(
        type="NodePort",
        ports=[
            {"name": "tcp", "port": 53},
            {"name": "udp", "port": 53, "protocol": "UDP"},
            {"name": "web", "port": 80},
        ],
    )
    tcp, udp, web = (port["nodePort"] for port in cluster.spec()["ports"])
    assert tcp == udp != web
    assert 30086 <= tcp <= 32767
    assert said(cluster.create("other", type="NodePort", ports=[{"port": 1, "protocol": "SCTP", "nodePort": tcp}])) == [
        f"spec.ports[0].nodePort: Invalid value: {tcp}: provided port is already allocated"
    ]


def test_node_ports_that_are_left_out_later_stay_by_name():
    cluster = Cluster()
    cluster.create(
        type="NodePort",
        ports=[{"name": "a", "port": 1, "nodePort": 30001}, {"name": "b", "port": 2, "nodePort": 30002}],
    )
    cluster.change(ports=[{"name": "b", "port": 3}, {"name": "a", "port": 4, "nodePort": 30002}])
    assert [port["nodePort"] for port in cluster.spec()["ports"]][1] == 30002
    assert cluster.spec()["ports"][0]["nodePort"] not in (30001, 30002)
    cluster.change(type="ClusterIP")
    assert [port.get("nodePort") for port in cluster.spec()["ports"]] == [None, None]


def test_a_load_balancer_may_do_without_node_ports():
    cluster = Cluster()
    cluster.create(type="LoadBalancer", allocateLoadBalancerNodePorts=False, externalTrafficPolicy="Local")
    assert "nodePort" not in cluster.spec()["ports"][0]
    assert cluster.spec()["healthCheckNodePort"] > 0


def test_a_dry_run_takes_nothing_and_does_not_look_at_the_range():
    cluster = Cluster()
    reply = cluster.create(dry_run=True, type="NodePort", ports=[{"port": 80, "nodePort": 8080}])
    assert said(reply) == []
    assert made(reply).spec["clusterIP"] == "10.96.0.0"
    assert cluster.state.get("Service", "default", "web") is None
    assert said(cluster.create(type="NodePort")) == []


def test_a_type_takes_its_fields_along_when_it_goes():
    cluster = Cluster()
    cluster.create(type="LoadBalancer", externalTrafficPolicy="Local", loadBalancerClass="a.example/b")
    cluster.change(type="ExternalName", externalName="a.example.com")
    assert cluster.spec() == {
        "type": "ExternalName",
        "externalName": "a.example.com",
        "selector": {"app": "web"},
        "sessionAffinity": "None",
        "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}],
    }


def test_a_refusal_names_who_has_what_was_asked_for():
    cluster = Cluster()
    cluster.create(clusterIP="10.96.0.7")
    cluster.create("shop", type="NodePort", ports=[{"port": 80, "nodePort": 30080}])
    cluster.create("front", type="LoadBalancer", externalTrafficPolicy="Local", healthCheckNodePort=30081)

    def causes(**spec):
        return [(one.object, one.field, one.value) for one in refusal(cluster.create("other", **spec)).facts]

    assert causes(clusterIP="10.96.0.7") == [("Service default/web", "spec.clusterIP", "10.96.0.7")]
    assert causes(type="NodePort", ports=[{"port": 1, "nodePort": 30080}]) == [
        ("Service default/shop", "spec.ports[0].nodePort", 30080)
    ]
    assert causes(type="NodePort", ports=[{"port": 1, "nodePort": 30081}]) == [
        ("Service default/front", "spec.healthCheckNodePort", 30081)
    ]
    assert causes(ports=[]) == []
