"""Requests: what they leave behind, and what they are refused with."""

from typing import Any

from tests.engine.api.cluster import SERVICE, Cluster, held, kind, made, refusal, said

CONFIG_MAP = kind("ConfigMap")
WEB: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web"},
    "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
}


def test_a_type_mistake_is_a_bad_request_and_all_that_is_said():
    status = refusal(Cluster().create(ports=[{"port": "80", "portz": 1}]))
    assert (status.code, status.reason) == (400, "BadRequest")
    assert status.message == (
        'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go struct field '
        "ServicePort.spec.ports.port of type int32"
    )


def test_unknown_fields_are_refused_warned_about_or_dropped():
    wrong = {**WEB, "spec": {**WEB["spec"], "portz": [], "sessionAfinity": "x"}}
    cluster = Cluster()
    strict = cluster.api.create(SERVICE, "default", wrong)
    assert refusal(strict).message.endswith(
        'strict decoding error: unknown field "spec.portz", unknown field "spec.sessionAfinity"'
    )
    warned = cluster.api.create(SERVICE, "default", wrong, field_validation="Warn", dry_run=True)
    assert warned.warnings == ('unknown field "spec.portz"', 'unknown field "spec.sessionAfinity"')
    ignored = cluster.api.create(SERVICE, "default", wrong, field_validation="Ignore")
    assert ignored.warnings == ()
    assert "portz" not in made(ignored).spec


def test_the_request_does_not_change_what_it_was_given():
    tree = {**WEB, "metadata": {"name": "web", "labels": {"a": "b"}}}
    before = repr(tree)
    Cluster().api.create(SERVICE, "default", tree)
    assert repr(tree) == before


def test_a_namespace_has_to_be_there_and_to_stay():
    cluster = Cluster()
    assert refusal(cluster.api.create(SERVICE, "shop", WEB)).message == 'namespaces "shop" not found'
    cluster.api.create(kind("Namespace"), "", {"metadata": {"name": "shop"}})
    assert cluster.api.create(SERVICE, "shop", WEB).status is None
    cluster.api.delete(kind("Namespace"), "", "shop")
    status = refusal(cluster.api.create(SERVICE, "shop", {**WEB, "metadata": {"name": "other"}}))
    assert status.reason == "Forbidden"
    assert status.message == (
        'services "other" is forbidden: unable to create new content in namespace shop because it is being terminated'
    )


def test_an_object_is_created_once():
    cluster = Cluster()
    cluster.create()
    status = refusal(cluster.create())
    assert (status.code, status.reason, status.message) == (409, "AlreadyExists", 'services "web" already exists')


def test_a_put_may_create_a_service_but_no_config_map():
    cluster = Cluster()
    assert cluster.api.update(SERVICE, "default", "web", WEB).status is None
    reply = cluster.api.update(CONFIG_MAP, "default", "page", {"metadata": {"name": "page"}})
    assert refusal(reply).message == 'configmaps "page" not found'


def test_a_put_on_an_older_version_is_a_conflict():
    cluster = Cluster()
    before = made(cluster.create()).tree
    cluster.change(publishNotReadyAddresses=True)
    status = refusal(cluster.api.update(SERVICE, "default", "web", before))
    assert (status.code, status.reason) == (409, "Conflict")
    assert status.message.startswith('Operation cannot be fulfilled on services "web": the object has been modified')


def test_a_change_that_changes_nothing_is_none():
    cluster = Cluster()
    version = made(cluster.create()).version
    reply = cluster.change(selector={"app": "web"})
    assert not reply.was_changed
    assert held(cluster.state, "Service", "default", "web").version == version


def test_a_name_can_be_generated():
    cluster = Cluster()
    tree = {"metadata": {"generateName": "web-"}, "spec": {"ports": [{"port": 80}]}}
    names = {made(cluster.api.create(SERVICE, "default", tree)).name for _ in range(20)}
    assert len(names) == 20
    assert all(len(name) == 9 and name.startswith("web-") for name in names)


def test_a_changed_spec_is_a_new_generation_where_generations_are_counted():
    cluster = Cluster()
    deployment = kind("Deployment")
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "a", "image": "a:1"}]}}
    tree = {"metadata": {"name": "web"}, "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": template}}
    assert made(cluster.api.create(deployment, "default", tree)).metadata["generation"] == 1
    cluster.api.patch(deployment, "default", "web", {"metadata": {"labels": {"x": "y"}}}, "merge")
    assert held(cluster.state, "Deployment", "default", "web").metadata["generation"] == 1
    cluster.api.patch(deployment, "default", "web", {"spec": {"replicas": 3}}, "merge")
    assert held(cluster.state, "Deployment", "default", "web").metadata["generation"] == 2
    assert "generation" not in made(cluster.create()).metadata


def test_what_the_system_wrote_cannot_be_rewritten():
    cluster = Cluster()
    old = made(cluster.create())
    patch = {"metadata": {"uid": "x"}}
    assert refusal(cluster.api.patch(SERVICE, "default", "web", patch, "merge")).reason == "Conflict"
    patch = {"metadata": {"creationTimestamp": "2020-01-01T00:00:00Z"}}
    assert said(cluster.api.patch(SERVICE, "default", "web", patch, "merge")) == [
        'metadata.creationTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable'
    ]
    assert held(cluster.state, "Service", "default", "web").metadata == old.metadata


def test_a_strategic_patch_that_breaks_a_type_is_refused_as_the_patch():
    cluster = Cluster()
    cluster.create()
    patch = {"spec": {"ports": [{"port": "80"}]}}
    status = refusal(cluster.api.patch(SERVICE, "default", "web", patch, "strategic"))
    assert status.reason == "Invalid"
    assert str(status.errors[0]) == (
        'patch: Invalid value: "map[spec:map[ports:[map[port:80]]]]": unrecognized type: int32'
    )
