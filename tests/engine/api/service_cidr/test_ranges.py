"""Service ranges and the addresses in them."""

import pytest

from sandbox.engine.api.service_cidr.ranges import range_of
from tests.engine.api.cluster import Cluster, kind, refusal, said

CIDR = kind("ServiceCIDR")


@pytest.mark.parametrize(
    ("cidr", "first", "last", "band"),
    [
        ("10.96.0.0/16", "10.96.0.1", "10.96.255.254", "10.96.1.1"),
        ("10.96.0.0/22", "10.96.0.1", "10.96.3.254", "10.96.0.65"),
        ("10.96.0.0/26", "10.96.0.1", "10.96.0.62", "10.96.0.17"),
        ("10.96.0.0/29", "10.96.0.1", "10.96.0.6", "10.96.0.1"),
        ("fd00::/112", "fd00::1", "fd00::ffff", "fd00::101"),
    ],
)
def test_the_lower_band_is_kept_for_addresses_that_are_asked_for(cidr, first, last, band):
    found = range_of(cidr)
    assert [found.text(number) for number in (found.first, found.last, found.band)] == [first, last, band]


def test_a_second_range_gives_addresses_and_stays_while_they_are_used():
    cluster = Cluster()

    def annex():
        return cluster.state.get("ServiceCIDR", "", "annex")

    assert len(said(cluster.create(clusterIP="10.112.0.9"))) == 1
    cluster.api.create(CIDR, "", {"metadata": {"name": "annex"}, "spec": {"cidrs": ["10.112.0.0/24"]}})
    assert said(cluster.create(clusterIP="10.112.0.9")) == []
    cluster.api.delete(CIDR, "", "annex")
    assert annex().status["conditions"][0]["status"] == "False"
    assert len(said(cluster.create("other", clusterIP="10.112.0.10"))) == 1
    cluster.api.delete(kind("Service"), "default", "web")
    assert annex() is None


@pytest.mark.parametrize(
    ("cidrs", "words"),
    [
        ([], "at least one CIDR required"),
        (["10.0.0.1/24"], "must not have bits set beyond the prefix length"),
        (["10.0.0.0/24", "10.1.0.0/24"], "may specify no more than one IP for each IP family"),
        (["FD00::/112"], 'must be in canonical form ("fd00::/112")'),
    ],
)
def test_a_range_is_a_network_of_each_family_at_most(cidrs, words):
    reply = Cluster().api.create(CIDR, "", {"metadata": {"name": "annex"}, "spec": {"cidrs": cidrs}})
    assert words in refusal(reply).message


def test_ranges_of_a_service_cidr_stay():
    cluster = Cluster()
    reply = cluster.api.patch(CIDR, "", "kubernetes", {"spec": {"cidrs": ["10.0.0.0/16"]}}, "merge")
    assert said(reply) == ['spec.cidrs[0]: Invalid value: "10.0.0.0/16": field is immutable']
