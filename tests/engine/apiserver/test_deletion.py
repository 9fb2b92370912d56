"""Deletion: at once, later, or never."""

from tests.engine.api.cluster import SERVICE, Cluster, held, kind, made, refusal

CONFIG_MAP = kind("ConfigMap")


def _page(cluster, **meta):
    cluster.api.create(CONFIG_MAP, "default", {"metadata": {"name": "page", **meta}})


def test_a_service_goes_at_once_with_its_endpoints():
    cluster = Cluster()
    cluster.create()
    cluster.api.create(kind("Endpoints"), "default", {"metadata": {"name": "web"}})
    reply = cluster.api.delete(SERVICE, "default", "web")
    assert made(reply).name == "web"
    assert cluster.state.get("Service", "default", "web") is None
    assert cluster.state.get("Endpoints", "default", "web") is None


def test_what_is_not_there_cannot_be_deleted():
    assert refusal(Cluster().api.delete(SERVICE, "default", "web")).message == 'services "web" not found'


def test_a_finalizer_keeps_an_object_until_it_is_taken_away():
    cluster = Cluster()
    _page(cluster, finalizers=["example.com/keep"])
    cluster.api.delete(CONFIG_MAP, "default", "page")
    assert held(cluster.state, "ConfigMap", "default", "page").is_terminating
    added = cluster.api.patch(
        CONFIG_MAP, "default", "page", {"metadata": {"finalizers": ["example.com/keep", "example.com/more"]}}, "merge"
    )
    assert "no new finalizers can be added if the object is being deleted" in refusal(added).message
    cluster.api.patch(CONFIG_MAP, "default", "page", {"metadata": {"finalizers": None}}, "merge")
    assert cluster.state.get("ConfigMap", "default", "page") is None


def test_dependents_are_a_matter_of_finalizers():
    cluster = Cluster()
    _page(cluster)
    cluster.api.delete(CONFIG_MAP, "default", "page", propagation="Foreground")
    assert held(cluster.state, "ConfigMap", "default", "page").metadata["finalizers"] == ["foregroundDeletion"]


def test_a_dry_run_deletes_nothing():
    cluster = Cluster()
    cluster.create()
    assert cluster.api.delete(SERVICE, "default", "web", dry_run=True).status is None
    assert cluster.state.get("Service", "default", "web") is not None
