"""Where packets may go and where they come from: traffic policies, source ranges, callers, affinity."""

import random

from quizzes.scenarios.scenario import Mutation
from quizzes.scenarios.scene import Stage, Tree


def _put(stage: Stage, **fields: object) -> None:
    """Fields of the Service's spec before its selector, where people write them."""
    rest = {name: stage.spec.pop(name) for name in ("selector", "ports") if name in stage.spec}
    stage.spec.update(fields | rest)


def _external_local(stage: Stage, chance: random.Random) -> None:
    _put(stage, externalTrafficPolicy="Local")


def _external_local_unready(stage: Stage, chance: random.Random) -> None:
    """The only pod of a node is not ready."""
    _external_local(stage, chance)
    for one, node in zip(stage.pods, ("node1", "node2"), strict=True):
        one["spec"]["nodeName"] = node
    one = chance.choice(stage.pods)
    container: Tree = one["spec"]["containers"][0]
    container["readinessProbe"] = {"tcpSocket": {"port": container["ports"][0]["containerPort"] + 1}}


def _internal_local(stage: Stage, chance: random.Random) -> None:
    _put(stage, internalTrafficPolicy="Local")


def _ranges_without(stage: Stage, chance: random.Random) -> None:
    _put(stage, loadBalancerSourceRanges=[chance.choice(("10.0.0.0/8", "192.168.0.0/16", "172.18.0.0/28"))])


def _ranges_with(stage: Stage, chance: random.Random) -> None:
    _put(stage, loadBalancerSourceRanges=[chance.choice(("172.18.0.0/16", "172.18.0.100/32", "172.16.0.0/12"))])


def _affinity(stage: Stage, chance: random.Random) -> None:
    _put(stage, sessionAffinity="ClientIP")


def _from_a_pod(stage: Stage, chance: random.Random) -> None:
    stage.change(caller=f"pod/{stage.words['caller']}")


def _from_a_node(stage: Stage, chance: random.Random) -> None:
    """Nodes do not ask the cluster's DNS: they call by address."""
    app = stage.words["app"]
    stage.change(caller=f"node/{chance.choice(('node1', 'node2'))}", target=f"{{clusterIP default/{app}}}")


MUTATIONS = (
    Mutation("external-local", "traffic-policy", 1, _external_local),
    Mutation("external-local-and-unready", "traffic-policy", 2, _external_local_unready),
    Mutation("internal-local", "traffic-policy", 2, _internal_local),
    Mutation("source-ranges-without-it", "traffic-policy", 1, _ranges_without, is_fault=True),
    Mutation("source-ranges-with-it", "traffic-policy", 1, _ranges_with),
    Mutation("affinity", "affinity", 1, _affinity),
    Mutation("asked-from-a-pod", "kube-proxy", 1, _from_a_pod),
    Mutation("called-from-a-node", "kube-proxy", 2, _from_a_node),
)
