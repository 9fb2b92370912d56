"""Decoding says what Go's decoder says."""

import pytest

from sandbox.engine import api  # noqa: F401 - declares the Service's own fields
from sandbox.engine.api.schema import decode
from sandbox.engine.api.schema.walk import number_text

SERVICE = "io.k8s.api.core.v1.Service"
POD = "io.k8s.api.core.v1.Pod"
CANNOT = "json: cannot unmarshal "


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"ports": [{"port": "80"}]}, "string into Go struct field ServicePort.spec.ports.port of type int32"),
        ({"ports": {"port": 80}}, "object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort"),
        ({"ports": ["http"]}, "string into Go struct field ServiceSpec.spec.ports of type v1.ServicePort"),
        ({"ports": [{"port": 80.5}]}, "number 80.5 into Go struct field ServicePort.spec.ports.port of type int32"),
        (
            {"ports": [{"port": 1 << 31}]},
            "number 2147483648 into Go struct field ServicePort.spec.ports.port of type int32",
        ),
        ({"selector": {"app": ["web"]}}, "array into Go struct field ServiceSpec.spec.selector of type string"),
        ({"type": 4}, "number into Go struct field ServiceSpec.spec.type of type v1.ServiceType"),
        (
            {"ipFamilyPolicy": True},
            "bool into Go struct field ServiceSpec.spec.ipFamilyPolicy of type v1.IPFamilyPolicy",
        ),
        ({"ipFamilies": [4]}, "number into Go struct field ServiceSpec.spec.ipFamilies of type v1.IPFamily"),
        ([], "array into Go struct field Service.spec of type v1.ServiceSpec"),
    ],
)
def test_a_wrong_type_is_reported_with_struct_and_path(spec, said):
    assert decode(SERVICE, {"spec": spec}).error == CANNOT + said


def test_the_first_wrong_type_wins_in_order_of_the_keys():
    found = decode(SERVICE, {"spec": {"type": 1, "clusterIP": 2, "unknown": 3}})
    assert "spec.clusterIP" in found.error
    assert found.unknown == ()


def test_a_port_that_decodes_itself_ends_everything():
    found = decode(SERVICE, {"spec": {"clusterIP": 2, "ports": [{"port": 80.5, "targetPort": True}]}})
    assert found.error == CANNOT + "bool into Go struct field ServicePort.spec.ports.targetPort of type int32"


def test_unknown_fields_are_told_apart_by_case_and_listed_in_order():
    found = decode(SERVICE, {"kinds": 1, "spec": {"selectors": {}, "ports": [{"port": 1, "targetport": 2}]}})
    assert found.unknown == (
        'unknown field "kinds"',
        'unknown field "spec.ports[0].targetport"',
        'unknown field "spec.selectors"',
    )


def test_zero_values_come_back_only_where_a_pointer_holds_them():
    spec = decode(
        SERVICE,
        {
            "spec": {
                "clusterIP": "",
                "ipFamilyPolicy": "",
                "publishNotReadyAddresses": False,
                "allocateLoadBalancerNodePorts": False,
                "selector": {},
                "externalIPs": [],
                "ports": [{"port": 0, "nodePort": 0, "name": "", "appProtocol": ""}],
            }
        },
    ).tree["spec"]
    assert spec == {
        "ipFamilyPolicy": "",
        "allocateLoadBalancerNodePorts": False,
        "ports": [{"port": 0, "appProtocol": ""}],
    }


def test_null_is_the_same_as_nothing_and_a_zero_inside_a_list_or_map():
    found = decode(SERVICE, {"spec": {"type": None, "ports": [None], "selector": {"app": None}}}).tree["spec"]
    assert found == {"ports": [{}], "selector": {"app": ""}}


def test_a_whole_float_is_a_whole_number():
    assert decode(SERVICE, {"spec": {"ports": [{"port": 80.0}]}}).tree["spec"]["ports"] == [{"port": 80}]


def test_a_quantity_that_cannot_be_read_has_no_path():
    container = {"resources": {"limits": {"cpu": "much"}}}
    assert decode(POD, {"spec": {"containers": [container]}}).error.startswith("quantities must match the regular")


def test_a_patch_result_is_refused_in_the_words_of_the_converter():
    assert decode(SERVICE, {"spec": {"ports": [{"port": "80"}]}}).conversion == "unrecognized type: int32"
    assert decode(SERVICE, {"spec": {"clusterIP": 1}}).conversion == "cannot convert int64 to string"
    assert decode(SERVICE, {"spec": {"ports": {}}}).conversion == "cannot restore slice from map"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (80, "80"),
        (80.0, "80"),
        (0.1, "0.1"),
        (1e-6, "0.000001"),
        (1e-7, "1e-07"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
    ],
)
def test_numbers_are_written_as_go_writes_them(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize("value", [None, 1, "x", [], [[]], {"spec": {"ports": [[1]]}}, {"metadata": {"labels": 3}}])
def test_no_json_value_raises(value):
    assert decode(SERVICE, value).error.startswith(CANNOT) or value is None
