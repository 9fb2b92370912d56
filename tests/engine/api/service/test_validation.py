"""What the API server says about Services; each in Kubernetes' own words."""

import pytest

from tests.engine.api.cluster import SERVICE, Cluster, made, refusal, said

ONLY_BALANCED = "may only be used when `type` is 'LoadBalancer'"


@pytest.mark.parametrize(
    ("spec", "errors"),
    [
        ({"ports": []}, ["spec.ports: Required value"]),
        ({"ports": [], "clusterIP": "None"}, []),
        (
            {"ports": [{}]},
            [
                "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
                "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive",
            ],
        ),
        (
            {"ports": [{"port": 80}, {"port": 81}]},
            ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"],
        ),
        (
            {"ports": [{"name": "a", "port": 80}, {"name": "a", "port": 80, "protocol": "UDP"}]},
            ['spec.ports[1].name: Duplicate value: "a"'],
        ),
        (
            {"ports": [{"name": "a", "port": 80}, {"name": "b", "port": 80}]},
            [
                'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,'
                '"NodePort":0}'
            ],
        ),
        (
            {"ports": [{"port": 80, "nodePort": 30080}]},
            ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
        ),
        (
            {"type": "Ingress"},
            [
                'spec.type: Unsupported value: "Ingress": supported values: "ClusterIP", "ExternalName", '
                '"LoadBalancer", "NodePort"'
            ],
        ),
        ({"type": "ExternalName"}, ["spec.externalName: Required value"]),
        ({"type": "ExternalName", "externalName": "a.example.com.", "ports": []}, []),
        (
            {
                "type": "ExternalName",
                "externalName": "a.example.com",
                "clusterIP": "10.96.0.7",
                "ipFamilies": ["IPv4"],
                "ipFamilyPolicy": "SingleStack",
            },
            [
                f"spec.{field}: Forbidden: may not be set for ExternalName services"
                for field in ("clusterIPs", "ipFamilies", "ipFamilyPolicy")
            ],
        ),
        (
            {"type": "LoadBalancer", "clusterIP": "None"},
            ["spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for LoadBalancer services"],
        ),
        (
            {"sessionAffinity": "ClientIP", "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 0}}},
            [
                "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than "
                "86400"
            ],
        ),
        (
            {"externalTrafficPolicy": "Local"},
            ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
        ),
        (
            {"loadBalancerSourceRanges": ["10.0.0.1/8"]},
            [
                f"spec.LoadBalancerSourceRanges: Forbidden: {ONLY_BALANCED}",
                'spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix '
                "length",
            ],
        ),
        (
            {"allocateLoadBalancerNodePorts": False, "loadBalancerClass": "a"},
            [
                f"spec.allocateLoadBalancerNodePorts: Forbidden: {ONLY_BALANCED}",
                f"spec.loadBalancerClass: Forbidden: {ONLY_BALANCED}",
            ],
        ),
        (
            {"trafficDistribution": ""},
            [
                'spec.trafficDistribution: Unsupported value: "": supported values: "PreferClose", "PreferSameZone", '
                '"PreferSameNode"'
            ],
        ),
        (
            {"internalTrafficPolicy": ""},
            ['spec.internalTrafficPolicy: Unsupported value: "": supported values: "Cluster", "Local"'],
        ),
    ],
)
def test_a_new_service(spec, errors):
    assert said(Cluster().create(**spec)) == errors


def test_a_refusal_names_everything_and_the_object():
    status = refusal(Cluster().create("Web", ports=[]))
    assert status.message.startswith('Service "Web" is invalid: [metadata.name: Invalid value: "Web": ')
    assert status.message.endswith(", spec.ports: Required value]")
    assert (status.code, status.reason, status.kind, status.name) == (422, "Invalid", "Service", "Web")


@pytest.mark.parametrize(
    ("spec", "change", "errors"),
    [
        (
            {"clusterIP": "10.96.0.7"},
            {"clusterIP": "10.96.0.8"},
            ['spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set'],
        ),
        ({}, {"clusterIP": "None"}, ['spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set']),
        (
            {"type": "LoadBalancer", "loadBalancerClass": "a"},
            {"loadBalancerClass": "b"},
            ['spec.loadBalancerClass: Invalid value: "b": may not change once set'],
        ),
        (
            {"type": "LoadBalancer", "externalTrafficPolicy": "Local"},
            {"healthCheckNodePort": 30999},
            ["spec.healthCheckNodePort: Forbidden: field is immutable"],
        ),
        (
            {"type": "LoadBalancer", "loadBalancerClass": "a"},
            {"type": "NodePort", "loadBalancerClass": "b"},
            [f"spec.loadBalancerClass: Forbidden: {ONLY_BALANCED}"],
        ),
    ],
)
def test_what_may_not_be_changed(spec, change, errors):
    cluster = Cluster()
    assert said(cluster.create(**spec)) == []
    assert said(cluster.change(**change)) == errors


def test_only_a_load_balancer_has_a_load_balancers_status():
    cluster = Cluster()
    cluster.create()
    cluster.create("front", type="LoadBalancer")

    def report(name, **ingress):
        patch = {"status": {"loadBalancer": {"ingress": [ingress]}}}
        return cluster.api.patch(SERVICE, "default", name, patch, "merge", subresource="status")

    assert said(report("web", ip="192.0.2.1")) == [
        "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"
    ]
    assert said(report("front", hostname="192.0.2.1")) == [
        'status.loadBalancer.ingress[0].hostname: Invalid value: "192.0.2.1": must be a DNS name, not an IP address'
    ]
    reply = report("front", ip="192.0.2.1")
    assert made(reply).status["loadBalancer"]["ingress"] == [{"ip": "192.0.2.1", "ipMode": "VIP"}]


@pytest.mark.parametrize(
    ("spec", "warnings"),
    [
        ({}, ()),
        (
            {"clusterIP": "None", "sessionAffinity": "ClientIP", "externalIPs": ["192.0.2.1"]},
            (
                "spec.externalIPs is ignored for headless services",
                "spec.SessionAffinity is ignored for headless services",
            ),
        ),
        (
            {"externalIPs": ["192.0.2.1"]},
            ("spec.externalIPs is deprecated and may no longer be implemented in some clusters",),
        ),
        ({"externalName": "a.example.com"}, ('spec.externalName is ignored when spec.type is not "ExternalName"',)),
        (
            {"trafficDistribution": "PreferClose"},
            ('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',),
        ),
    ],
)
def test_an_accepted_service_may_come_with_warnings(spec, warnings):
    reply = Cluster().create(**spec)
    assert (said(reply), reply.warnings) == ([], warnings)


def test_a_field_that_kubernetes_spells_oddly_is_found_in_the_text_all_the_same():
    reply = Cluster().create(
        loadBalancerSourceRanges=["10.0.0.0"],
        annotations={
            "service.kubernetes.io/topology-mode": "Auto",
            "service.kubernetes.io/topology-aware-hints": "Off",
        },
    )
    annotation, _, source_range = refusal(reply).errors
    assert annotation.field == "metadata.annotations[service.kubernetes.io/topology-mode]"
    assert annotation.path == ("metadata", "annotations", "service.kubernetes.io/topology-mode")
    assert source_range.path == ("spec", "loadBalancerSourceRanges", 0)
