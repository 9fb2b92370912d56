"""Pods that are not ready, go, or whose program has stopped."""

import random

from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage, Tree


def _probe(pod: Tree, probe: Tree) -> None:
    pod["spec"]["containers"][0]["readinessProbe"] = probe


def _failing(pod: Tree, chance: random.Random) -> Tree:
    """A probe that fails: at a port where nothing listens, or by its command."""
    port = pod["spec"]["containers"][0]["ports"][0]["containerPort"]
    return chance.choice(
        (
            {"httpGet": {"path": "/ready", "port": port + 1}},
            {"tcpSocket": {"port": port + 2}},
            {"exec": {"command": ["false"]}},
        )
    )


def _unready(stage: Stage, chance: random.Random) -> None:
    one = chance.choice(stage.pods)
    _probe(one, _failing(one, chance))


def _all_unready(stage: Stage, chance: random.Random) -> None:
    probe = _failing(stage.pods[0], chance)
    for one in stage.pods:
        _probe(one, dict(probe))


def _published(stage: Stage, chance: random.Random) -> None:
    _unready(stage, chance)
    selector = stage.spec.pop("selector")
    ports = stage.spec.pop("ports")
    stage.spec.update(publishNotReadyAddresses=True, selector=selector, ports=ports)


def _stopped(stage: Stage, chance: random.Random) -> None:
    """Without a probe nobody notices."""
    _stop(stage, chance.choice(stage.pods))


def _stopped_and_probed(stage: Stage, chance: random.Random) -> None:
    for one in stage.pods:
        port = one["spec"]["containers"][0]["ports"][0]["containerPort"]
        _probe(one, {"tcpSocket": {"port": port}})
    _stop(stage, chance.choice(stage.pods))
    stage.change(told=f"{stage.ask.told} Its readiness probe has had the time to notice.")


def _stop(stage: Stage, pod: Tree) -> None:
    name = pod["metadata"]["name"]
    port = pod["spec"]["containers"][0]["ports"][0]["containerPort"]
    stage.change(
        before=({"stop": {"pod": name, "port": port}},),
        told=f"Then the program in `{name}` stops listening on port {port}; its container goes on running.",
    )


def _terminating(stage: Stage, chance: random.Random) -> None:
    name = chance.choice(stage.pods)["metadata"]["name"]
    stage.change(
        before=({"kubectl": f"delete pod {name} --wait=false"},),
        told=f"Then somebody types `kubectl delete pod {name} --wait=false`, and the pod is still in its grace period.",
    )


def _template(stage: Stage) -> Tree:
    container: Tree = stage.find("StatefulSet", stage.words["app"])["spec"]["template"]["spec"]["containers"][0]
    return container


def _unready_set(stage: Stage, chance: random.Random) -> None:
    """The second pod of a StatefulSet waits for the first to be ready, unless all start at once."""
    stateful = stage.find("StatefulSet", stage.words["app"])
    stateful["spec"] = {"podManagementPolicy": "Parallel"} | stateful["spec"]
    container = _template(stage)
    container["readinessProbe"] = {"tcpSocket": {"port": container["ports"][0]["containerPort"] + 1}}


def _unready_published(stage: Stage, chance: random.Random) -> None:
    _unready_set(stage, chance)
    selector, ports = stage.spec.pop("selector"), stage.spec.pop("ports")
    stage.spec.update(publishNotReadyAddresses=True, selector=selector, ports=ports)


MUTATIONS = (
    Mutation("unready-pod", "endpoints", 0, _unready),
    Mutation("all-unready", "endpoints", 0, _all_unready),
    Mutation("publish-not-ready", "endpoints", 2, _published),
    Mutation("program-stopped", "troubleshooting", 2, _stopped),
    Mutation("program-stopped-and-probed", "troubleshooting", 1, _stopped_and_probed),
    Mutation("terminating-pod", "endpoints", 1, _terminating),
    Mutation("unready-set", "dns", 1, _unready_set),
    Mutation("unready-set-published", "dns", 1, _unready_published),
)
