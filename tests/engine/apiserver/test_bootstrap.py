"""A fresh cluster."""

from sandbox.engine import api
from sandbox.engine.api.schema import decode
from tests.engine.api.cluster import Cluster, held


def test_the_services_of_the_cluster_itself_have_their_addresses():
    state = Cluster().state
    assert held(state, "Service", "default", "kubernetes").spec["clusterIP"] == "10.96.0.1"
    assert held(state, "Service", "kube-system", "kube-dns").spec["clusterIP"] == state.shape.dns_address
    assert {one.name for one in state.all("IPAddress")} == {"10.96.0.1", "10.96.0.10"}


def test_everything_in_it_decodes_as_it_is_and_has_no_mistake():
    state = Cluster(dual=True).state
    for kind in api.KINDS:
        for obj in state.all(kind.name):
            found = decode(kind.struct, obj.tree)
            assert (obj.title, found.error, found.unknown) == (obj.title, "", ())
            assert (obj.title, list(kind.validate(found.tree, state))) == (obj.title, [])


def test_there_are_the_namespaces_and_nodes_of_the_shape():
    state = Cluster().state
    assert [one.name for one in state.all("Namespace")] == ["default", "kube-node-lease", "kube-public", "kube-system"]
    assert [one.labels["topology.kubernetes.io/zone"] for one in state.all("Node")] == ["zone-a", "zone-b"]
