"""Deployments, StatefulSets, DaemonSets and Jobs bring their pods to where they should be."""

import pytest

from tests.engine.controllers.world import UNREADY, World, template, workload


def image_of(pod):
    return pod.spec["containers"][0]["image"]


def condition(obj, name):
    return next(one for one in obj.status["conditions"] if one["type"] == name)


def test_replica_set_is_named_by_the_real_hash_of_its_template():
    world = World()
    container = {"name": "web", "image": "demo/web", "ports": [{"containerPort": 8080}]}
    world.make(
        workload(
            "Deployment",
            replicas=0,
            template={"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}},
        )
    )
    # As a control plane of release 1.37 named it.
    assert [one.name for one in world.state.all("ReplicaSet")] == ["web-58b65ccbc9"]


@pytest.mark.parametrize(("surge", "unavailable"), [("25%", "25%"), (1, 0), (0, 1), ("100%", "0%"), (3, 2)])
def test_rolling_update_stays_within_its_bounds(surge, unavailable):
    world = World()
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": unavailable}}
    world.make(workload("Deployment", replicas=4, strategy=strategy))
    start = len(world.state.journal)
    world.change("Deployment", "web", {"spec": {"template": template(image="demo/web:2")}})
    most = 4 + (surge if isinstance(surge, int) else 4 * int(surge[:-1]) // 100)
    least = 4 - (unavailable if isinstance(unavailable, int) else 4 * int(unavailable[:-1]) // 100)
    for event in world.state.since(start):
        if event.kind == "Deployment" and event.object.status["observedGeneration"] == 2:
            assert event.object.status.get("replicas", 0) <= most
            assert event.object.status.get("availableReplicas", 0) >= least
    assert {image_of(pod) for pod in world.pods()} == {"demo/web:2"}
    assert len(world.pods()) == 4
    assert condition(world.one("Deployment", "web"), "Progressing")["reason"] == "NewReplicaSetAvailable"


def test_rollout_of_pods_that_never_get_ready_stops_halfway_and_misses_its_deadline():
    world = World()
    world.make(workload("Deployment", replicas=4))
    world.change("Deployment", "web", {"spec": {"template": template(probe=UNREADY, image="demo/web:2")}})
    assert sorted(map(image_of, world.pods())) == ["demo/web:1"] * 3 + ["demo/web:2"] * 2
    world.advance(700)
    assert condition(world.one("Deployment", "web"), "Progressing")["reason"] == "ProgressDeadlineExceeded"
    world.change("Deployment", "web", {"spec": {"template": template()}})
    assert sorted(map(image_of, world.pods())) == ["demo/web:1"] * 4
    assert world.one("Deployment", "web").annotations["deployment.kubernetes.io/revision"] == "3"


def test_recreate_waits_until_the_last_old_pod_is_gone():
    world = World()
    world.make(workload("Deployment", replicas=2, strategy={"type": "Recreate"}))
    world.change(
        "Deployment",
        "web",
        {"spec": {"template": template(image="demo/web:2"), "strategy": {"type": "Recreate", "rollingUpdate": None}}},
    )
    assert world.pods() == []
    assert condition(world.one("Deployment", "web"), "Available")["status"] == "False"
    world.advance(5)
    assert [image_of(pod) for pod in world.pods()] == ["demo/web:2"] * 2


def test_scaling_down_gives_up_unready_pods_first():
    world = World()
    world.make(workload("Deployment", replicas=3, template=template(probe="tcpSocket: {port: 8080}")))
    from sandbox.engine import programs

    victim = world.pods()[1]
    programs.stop(world.state, victim, 8080)
    world.change("Deployment", "web", {"spec": {"replicas": 2}})
    assert victim.name not in world.names()


def test_pod_that_loses_its_label_is_let_go_and_replaced_and_an_orphan_that_fits_is_taken_over():
    world = World()
    world.make(workload("ReplicaSet", replicas=2))
    loose = world.pods()[0].name
    world.change("Pod", loose, {"metadata": {"labels": {"app": "loose"}}})
    assert len(world.pods()) == 2
    assert "ownerReferences" not in world.one("Pod", loose).metadata
    world.change("Pod", loose, {"metadata": {"labels": {"app": "web"}}})
    assert len(world.pods()) == 2


def test_stateful_set_starts_its_pods_in_order_and_waits_for_each():
    world = World()
    world.make(workload("StatefulSet", replicas=3, serviceName="web", template=template(probe=UNREADY)))
    assert world.names() == ["web-0"]
    parallel = World()
    parallel.make(
        workload(
            "StatefulSet",
            replicas=3,
            serviceName="web",
            podManagementPolicy="Parallel",
            template=template(probe=UNREADY),
        )
    )
    assert parallel.names() == ["web-0", "web-1", "web-2"]


def test_stateful_set_pod_has_its_name_as_host_and_the_service_as_domain():
    world = World()
    world.make(workload("StatefulSet", replicas=1, serviceName="peers"))
    spec, labels = world.one("Pod", "web-0").spec, world.one("Pod", "web-0").labels
    assert (spec["hostname"], spec["subdomain"]) == ("web-0", "peers")
    assert labels["statefulset.kubernetes.io/pod-name"] == "web-0"
    assert labels["apps.kubernetes.io/pod-index"] == "0"


def test_stateful_set_scales_down_from_the_top_one_at_a_time():
    world = World()
    world.make(workload("StatefulSet", replicas=3, serviceName="web"))
    world.change("StatefulSet", "web", {"spec": {"replicas": 1}})
    assert [pod.name for pod in world.pods(alive=False) if pod.is_terminating] == ["web-2"]
    world.advance(5)
    assert [pod.name for pod in world.pods(alive=False) if pod.is_terminating] == ["web-1"]
    world.advance(5)
    assert world.names() == ["web-0"]


def test_stateful_set_updates_from_the_top_down_to_the_partition():
    world = World()
    world.make(workload("StatefulSet", replicas=3, serviceName="web"))
    world.change(
        "StatefulSet",
        "web",
        {"spec": {"template": template(image="demo/web:2"), "updateStrategy": {"rollingUpdate": {"partition": 1}}}},
    )
    world.advance(30)
    assert [image_of(pod) for pod in world.pods()] == ["demo/web:1", "demo/web:2", "demo/web:2"]
    status = world.one("StatefulSet", "web").status
    assert (status["currentReplicas"], status["updatedReplicas"]) == (1, 2)


def test_daemon_set_has_a_pod_on_each_node_that_it_may_use():
    world = World()
    world.make(workload("DaemonSet"))
    assert sorted(pod.spec["nodeName"] for pod in world.pods()) == ["node1", "node2"]
    world.make(
        workload(
            "DaemonSet",
            "some",
            "some",
            template={
                "metadata": {"labels": {"app": "some"}},
                "spec": template()["spec"] | {"nodeSelector": {"topology.kubernetes.io/zone": "zone-b"}},
            },
        )
    )
    assert [pod.spec["nodeName"] for pod in world.pods("some")] == ["node2"]


@pytest.mark.parametrize(("completions", "parallelism", "indexes"), [(2, 2, "0,1"), (5, 2, "0-4"), (1, 3, "0")])
def test_indexed_job_runs_to_its_end_at_once(completions, parallelism, indexes):
    world = World()
    job = workload("Job", completions=completions, parallelism=parallelism, completionMode="Indexed")
    del job["spec"]["selector"]
    job["spec"]["template"]["spec"]["restartPolicy"] = "Never"
    world.make(job)
    status = world.one("Job", "web").status
    assert (status["succeeded"], status["completedIndexes"]) == (completions, indexes)
    assert [one["type"] for one in status["conditions"]] == ["SuccessCriteriaMet", "Complete"]
