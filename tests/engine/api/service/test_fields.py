"""The declaration of a Service's fields is the one that decodes."""

from sandbox.engine.api.schema import struct
from sandbox.engine.api.service import FIELDS


def test_every_published_field_of_the_spec_is_declared_and_the_other_way_round():
    published = set(struct("io.k8s.api.core.v1.ServiceSpec").fields)
    declared = {field.path.split(".")[1].removesuffix("[]") for field in FIELDS if field.path.startswith("spec.")}
    assert declared == published


def test_a_declared_field_decodes_with_its_go_type():
    found = {field.path: field.field for field in FIELDS}
    assert found["spec.ipFamilies[]"].type.inner.go == "v1.IPFamily"
    assert found["spec.ports[].port"].type.shape == "int32"
    assert found["spec.ports[]"].merge_key == "port"
    assert found["spec.externalName"].is_omitted_when_zero
    assert not found["spec.ipFamilyPolicy"].is_omitted_when_zero


def test_each_field_has_a_sentence_and_a_release():
    assert [field.path for field in FIELDS if not field.doc.endswith(".") or not field.since] == []
